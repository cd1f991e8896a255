-- One row per source: its last attempt (those that somebody decided about aside), and its last good one.
-- What was released stands there as a row of its own.
WITH kept AS (
    SELECT * FROM source_run WHERE line NOT IN (SELECT held_line FROM decision)
), last AS (
    SELECT * FROM kept QUALIFY row_number() OVER (PARTITION BY source ORDER BY line DESC) = 1
), good AS (
    SELECT * FROM kept WHERE state = 'ok'
    QUALIFY row_number() OVER (PARTITION BY source ORDER BY observed_at DESC, line DESC) = 1
)
SELECT l.source, l.state, l.reason, l.run AS last_run, l.finished_at, l.details,
       g.run AS last_good_run, g.observed_at AS collected_at, g.rows_accepted AS rows,
       g.details AS good_details
FROM last l LEFT JOIN good g USING (source) ORDER BY l.source
