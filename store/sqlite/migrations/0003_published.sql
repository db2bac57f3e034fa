-- the paths under which feeds are or were served, below /feeds/
CREATE TABLE published (
  path TEXT PRIMARY KEY,
  at   INTEGER NOT NULL -- when it was served first
) STRICT, WITHOUT ROWID;
