-- One row per attempt of a source that held or brought something and that nobody dropped, by its line in the manifest.
SELECT line, run FROM source_run
WHERE source = $source AND state IN ('ok', 'held') AND line NOT IN (SELECT held_line FROM decision) ORDER BY line
