-- One row per source: its last attempt, its last good one, and the attempts held since.
WITH last AS (
    SELECT source, max_by(state, line) AS state, max_by(reason, line) AS reason, max_by(run, line) AS last_run,
           max(finished_at) AS finished_at, max_by(details, line) AS details
    FROM source_run GROUP BY source
), good AS (
    SELECT source, max_by(run, line) AS run, max(observed_at) AS collected_at,
           max_by(rows_accepted, observed_at) AS rows, max(finished_at) AS finished_at
    FROM source_run WHERE state = 'ok' GROUP BY source
)
SELECT l.source, l.state, l.reason, l.last_run, l.finished_at, l.details,
       g.run AS last_good_run, g.collected_at, g.rows
FROM last l LEFT JOIN good g USING (source) ORDER BY l.source
