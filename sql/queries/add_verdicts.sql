-- Keep each new verdict once.
INSERT INTO verdict
SELECT content, version, asked, filled, valid FROM incoming_verdict v
WHERE NOT EXISTS (FROM verdict k WHERE k.content = v.content AND k.version = v.version) ORDER BY content
