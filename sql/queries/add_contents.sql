-- Keep each new text once.
INSERT INTO content
SELECT content, any_value(body), $line FROM incoming
WHERE content NOT IN (SELECT content FROM content)
GROUP BY content ORDER BY content
