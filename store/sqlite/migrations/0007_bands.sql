-- Bands by the days of their items: n >> 51 counts spans of 2^30 milliseconds,
-- some twelve days. The judge looks three days around an item, so that what is
-- new is written, and looked for, in one or two short ranges. Until now each of
-- an item's 28 bands had its page somewhere in a table of all days.
CREATE TABLE band_by_span (
  span INTEGER NOT NULL,
  band INTEGER NOT NULL,
  item INTEGER NOT NULL,
  PRIMARY KEY (span, band, item)
) STRICT, WITHOUT ROWID;

INSERT INTO band_by_span (span, band, item) SELECT item >> 51, band, item FROM band ORDER BY 1, 2, 3;

DROP TABLE band;

ALTER TABLE band_by_span RENAME TO band;
