-- At most one row: how many rows the last good run up to a moment accepted, when that was, and its details (JSON).
SELECT rows_accepted, observed_at, details FROM source_run
WHERE source = $source AND state = 'ok' AND observed_at <= $moment
  AND line NOT IN (SELECT held_line FROM decision WHERE kind = 'dropped')
ORDER BY observed_at DESC, line DESC LIMIT 1
