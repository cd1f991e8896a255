-- One row: whether the source was collected at this very moment.
SELECT count(*) > 0 FROM collection WHERE source = $source AND observed_at = $moment
