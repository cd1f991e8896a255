-- One row per attempt of a run, in one of some states, that nobody decided about yet, by its line in the manifest.
SELECT line, source FROM source_run
WHERE run = $run AND list_contains($states, state) AND line NOT IN (SELECT held_line FROM decision) ORDER BY line
