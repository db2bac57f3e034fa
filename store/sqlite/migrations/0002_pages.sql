-- Article pages: how often one was read and when, so that it can be asked
-- again within bounds, and whose host it is on, so that each has its share.
ALTER TABLE page ADD COLUMN host TEXT NOT NULL DEFAULT '';
ALTER TABLE page ADD COLUMN reads INTEGER NOT NULL DEFAULT 0;
ALTER TABLE page ADD COLUMN read_at INTEGER NOT NULL DEFAULT 0;

UPDATE page SET host = lower(substr(url, instr(url, '://') + 3));
UPDATE page SET host = substr(host, 1, instr(host || '/', '/') - 1);

-- Until now a page was asked until it was read, and then no more.
UPDATE page SET reads = 1 WHERE next = 0 AND error = '';
