-- One row: the moment that the last attempt of a source, whatever came of it, observed; null before the first.
SELECT max(observed_at) FROM source_run WHERE source = $source
