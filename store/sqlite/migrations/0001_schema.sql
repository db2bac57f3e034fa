-- The order of publication is the order of rowids: item.n is the sort time in
-- milliseconds times 2^21 plus the first 21 bits of the id, so every index on
-- item, every (topic, item) and (source, item) pair and every full-text match
-- is in (sort, id) order by itself (order.go).

CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO meta (name, value) VALUES
  ('seq', 0), ('at', 0), ('open', 0), ('probe', 0),
  ('items', 0), ('origins', 0), ('keys', 0);

CREATE TABLE source (
  n           INTEGER PRIMARY KEY,
  name        TEXT NOT NULL UNIQUE,
  host        TEXT NOT NULL,
  next_poll   INTEGER NOT NULL,
  lease_until INTEGER NOT NULL DEFAULT 0,
  lease_token TEXT NOT NULL DEFAULT '',
  gone        INTEGER NOT NULL DEFAULT 0,
  retired     INTEGER NOT NULL DEFAULT 0,
  items       INTEGER NOT NULL DEFAULT 0,
  state       TEXT NOT NULL
) STRICT;

CREATE INDEX source_due ON source (next_poll, lease_until, host, gone) WHERE retired = 0;

CREATE TABLE host (
  name  TEXT PRIMARY KEY,
  until INTEGER NOT NULL,
  state TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE topic (
  n     INTEGER PRIMARY KEY,
  slug  TEXT NOT NULL UNIQUE,
  items INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Which rules filed an item: 0 means unknown, file it again.
CREATE TABLE ruleset (
  n    INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE
) STRICT;

-- shown: 0 not yet judged, 1 only for private feeds, 2 for everybody.
CREATE TABLE item (
  n         INTEGER PRIMARY KEY,
  id        BLOB NOT NULL UNIQUE,
  sort      INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  changed   INTEGER NOT NULL,
  site      TEXT NOT NULL,
  language  TEXT NOT NULL,
  shown     INTEGER NOT NULL,
  pending   INTEGER NOT NULL,
  private   INTEGER NOT NULL,
  rules     INTEGER NOT NULL,
  keyed     INTEGER NOT NULL,
  copy      BLOB NOT NULL,
  story     BLOB NOT NULL,
  topics    TEXT NOT NULL,
  doc       TEXT NOT NULL,
  bands     TEXT,
  merged    TEXT,
  body      TEXT
) STRICT;

CREATE INDEX item_shown ON item (shown);
CREATE INDEX item_language ON item (language, shown);
CREATE INDEX item_site ON item (site, shown);
CREATE INDEX item_pending ON item (pending) WHERE pending = 1;
CREATE INDEX item_rules ON item (rules);
CREATE INDEX item_keyed ON item (keyed);
CREATE INDEX item_last_seen ON item (last_seen);
CREATE INDEX item_copy ON item (copy) WHERE shown > 0;
CREATE INDEX item_story ON item (story) WHERE shown > 0;

-- Keys lead to an id, never to a row: they outlive the item. An id that is
-- neither in absorbed nor in item is that of a pruned item.
CREATE TABLE item_key (
  key     TEXT PRIMARY KEY,
  item_id BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE absorbed (
  id       BLOB PRIMARY KEY,
  survivor BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX absorbed_survivor ON absorbed (survivor);

-- Rows exist for shown items only; private ones stand apart.
CREATE TABLE item_topic (
  topic   INTEGER NOT NULL REFERENCES topic (n),
  private INTEGER NOT NULL,
  item    INTEGER NOT NULL REFERENCES item (n) ON UPDATE CASCADE ON DELETE CASCADE,
  PRIMARY KEY (topic, private, item)
) STRICT, WITHOUT ROWID;

CREATE INDEX item_topic_item ON item_topic (item);

CREATE TABLE item_source (
  source  INTEGER NOT NULL REFERENCES source (n),
  private INTEGER NOT NULL,
  item    INTEGER NOT NULL REFERENCES item (n) ON UPDATE CASCADE ON DELETE CASCADE,
  PRIMARY KEY (source, private, item)
) STRICT, WITHOUT ROWID;

CREATE INDEX item_source_item ON item_source (item);

-- What a source said last, as a hash over everything the outcome depends on:
-- an entry whose mark is here needs no further look. place is its address.
CREATE TABLE seen (
  source INTEGER NOT NULL REFERENCES source (n),
  mark   INTEGER NOT NULL,
  item   INTEGER NOT NULL REFERENCES item (n) ON UPDATE CASCADE ON DELETE CASCADE,
  place  INTEGER NOT NULL,
  PRIMARY KEY (source, mark)
) STRICT, WITHOUT ROWID;

CREATE INDEX seen_item ON seen (item, source, place);

-- Folded words of items not yet shown; the judge moves them into item_fts.
CREATE TABLE folded (
  item  INTEGER PRIMARY KEY REFERENCES item (n) ON UPDATE CASCADE ON DELETE CASCADE,
  title TEXT NOT NULL,
  text  TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE item_fts USING fts5 (
  title, text, content = '', contentless_delete = 1, prefix = '2 3',
  tokenize = 'unicode61 remove_diacritics 0'
);

CREATE TABLE band (
  band INTEGER NOT NULL,
  item INTEGER NOT NULL,
  PRIMARY KEY (band, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE page (
  item        INTEGER PRIMARY KEY REFERENCES item (n) ON UPDATE CASCADE ON DELETE CASCADE,
  source      INTEGER NOT NULL REFERENCES source (n),
  url         TEXT NOT NULL,
  token       TEXT NOT NULL,
  tries       INTEGER NOT NULL,
  next        INTEGER NOT NULL,
  lease_until INTEGER NOT NULL,
  etag        TEXT NOT NULL,
  modified    TEXT NOT NULL,
  error       TEXT NOT NULL
) STRICT;

CREATE INDEX page_due ON page (next) WHERE next > 0;

CREATE TABLE correction (
  a     BLOB NOT NULL,
  b     BLOB NOT NULL,
  merge INTEGER NOT NULL,
  at    INTEGER NOT NULL,
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

CREATE INDEX correction_b ON correction (b);

CREATE TABLE event (
  n      INTEGER PRIMARY KEY,
  at     INTEGER NOT NULL,
  source TEXT NOT NULL,
  kind   TEXT NOT NULL,
  text   TEXT NOT NULL
) STRICT;

CREATE TABLE touch (
  scope TEXT PRIMARY KEY,
  seq   INTEGER NOT NULL,
  at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
