-- One row: the first collection of the source after the moment, or null.
SELECT min(observed_at) FROM collection WHERE source = $source AND observed_at > $moment
