-- A reader who looks for a news code finds it at once, whatever its site.
CREATE INDEX item_code ON item ((doc ->> '$.code'), shown) WHERE doc ->> '$.code' IS NOT NULL;
