-- One row per content of a registration that says what it is for: its goal, as the register wrote it.
SELECT content, json_extract_string(body, '$.goal') AS goal
FROM content WHERE content IN (SELECT content FROM record) AND json_extract_string(body, '$.goal') <> ''
ORDER BY content
