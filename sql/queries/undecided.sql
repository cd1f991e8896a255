-- One row per held attempt of a run that nobody decided about yet, by its line in the manifest.
SELECT line, source FROM source_run
WHERE run = $run AND state = 'held' AND line NOT IN (SELECT held_line FROM decision) ORDER BY line
