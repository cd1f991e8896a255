-- One row per content of a registration, as the register wrote it (JSON).
SELECT content, body FROM content WHERE content IN (SELECT content FROM record) ORDER BY content
