-- One row per content of a registration, as the register wrote it (JSON), in the order in which they came: to sort all
-- that was ever said takes more memory than a large register leaves.
SELECT content, body FROM content WHERE content IN (SELECT content FROM record)
