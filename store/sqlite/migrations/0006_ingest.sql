-- What is written of every item is what is read of it, and no more.

-- The index of words keeps none of beginnings: words that begin so lie side by
-- side in it anyhow, and two more entries a word cost a fifth of all writing.
-- Words come folded and parted by spaces, so that nothing is left to fold; a
-- query asks for single words, in which column they are and not where. One
-- transaction makes one segment, and more of them are merged at once.
-- Indexed text is not kept: at the next start all items are filed and folded
-- again.
DROP TABLE item_fts;

CREATE VIRTUAL TABLE item_fts USING fts5 (
  title, text, content = '', contentless_delete = 1, detail = column,
  tokenize = "ascii tokenchars '.%'"
);

INSERT INTO item_fts (item_fts, rank) VALUES ('hashsize', 8388608), ('automerge', 8);

UPDATE item SET rules = 0 WHERE shown > 0;

-- Nobody lists an item that awaits its judge.
DROP INDEX item_shown;
DROP INDEX item_language;
DROP INDEX item_site;

CREATE INDEX item_shown ON item (shown) WHERE shown > 0;
CREATE INDEX item_language ON item (language, shown) WHERE shown > 0;
CREATE INDEX item_site ON item (site, shown) WHERE shown > 0;
