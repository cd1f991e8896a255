-- One row per attempt of a source, whatever came of it, by its line in the manifest.
SELECT line, run, source, state FROM source_run ORDER BY line
