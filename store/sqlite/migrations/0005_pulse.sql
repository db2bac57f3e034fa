-- What every poll changes of a source stands in columns of its own, and the
-- document of the rest in a table of its own, so that a 304 writes a few
-- numbers into a narrow row. source.doc tells one document from the next.
-- A lease is no part of the index: it comes and goes with every poll.

ALTER TABLE source ADD COLUMN last_poll INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN last_success INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN unconditional INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN new_last INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN polls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN unchanged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN took INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN doc INTEGER NOT NULL DEFAULT 0;

UPDATE source SET
  last_poll = coalesce(max(CAST(round(unixepoch(json_extract(state, '$.LastPoll'), 'subsec') * 1000) AS INTEGER), 0), 0),
  last_success = coalesce(max(CAST(round(unixepoch(json_extract(state, '$.LastSuccess'), 'subsec') * 1000) AS INTEGER), 0), 0),
  unconditional = coalesce(max(CAST(round(unixepoch(json_extract(state, '$.Unconditional'), 'subsec') * 1000) AS INTEGER), 0), 0),
  new_last = coalesce(json_extract(state, '$.NewLast'), 0),
  polls = coalesce(json_extract(state, '$.Polls'), 0),
  unchanged = coalesce(json_extract(state, '$.Unchanged'), 0),
  bytes = coalesce(json_extract(state, '$.Bytes'), 0),
  took = coalesce(json_extract(state, '$.Took'), 0),
  doc = -n;

CREATE TABLE source_doc (
  source INTEGER PRIMARY KEY REFERENCES source (n),
  doc    TEXT NOT NULL
) STRICT;

INSERT INTO source_doc (source, doc) SELECT n, state FROM source;

ALTER TABLE source DROP COLUMN state;

DROP INDEX source_due;

CREATE INDEX source_due ON source (next_poll, host, gone) WHERE retired = 0;
