-- One row: the last moment at which the source was collected, or null.
SELECT max(observed_at) FROM collection WHERE source = $source
