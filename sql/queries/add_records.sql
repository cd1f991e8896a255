-- Keep each new reading once.
INSERT INTO record
SELECT * FROM incoming_record WHERE content NOT IN (SELECT content FROM record) ORDER BY content
