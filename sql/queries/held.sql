-- One row per held attempt that nobody decided about, after the last good one of its source, newest first.
SELECT h.source, h.run, h.observed_at, h.reason, h.rows_in, h.rows_accepted AS rows, h.details
FROM source_run h
WHERE h.state = 'held' AND h.line NOT IN (SELECT held_line FROM decision)
  AND h.line > coalesce((SELECT max(line) FROM source_run g WHERE g.source = h.source AND g.state = 'ok'), 0)
ORDER BY h.line DESC
