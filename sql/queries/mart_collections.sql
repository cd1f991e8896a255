-- One row per moment at which a source was collected whole.
SELECT source, observed_at FROM collection ORDER BY source, observed_at
