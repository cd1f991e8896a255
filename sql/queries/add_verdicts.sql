-- Keep each new verdict once.
INSERT INTO verdict BY NAME
SELECT * FROM incoming_verdict v
WHERE NOT EXISTS (FROM verdict k WHERE k.content = v.content AND k.version = v.version) ORDER BY content
