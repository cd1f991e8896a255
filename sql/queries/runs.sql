-- One row per run, newest first: the last twenty.
SELECT run, state, started_at, finished_at FROM run ORDER BY line DESC LIMIT 20
