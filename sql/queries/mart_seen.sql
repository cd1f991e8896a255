-- One row per unbroken stretch of time in which the register's list showed a registration, by its
-- own export (current) or by a reduced table (snapshot): the next look of either ends a stretch.
-- The looks are cut into blocks of one source each; within a block that source alone tells.
WITH looks AS (
    SELECT source, observed_at, source IS DISTINCT FROM lag(source) OVER looked AS turns
    FROM collection WHERE source IN ('current', 'snapshot')
    WINDOW looked AS (ORDER BY observed_at, source DESC)
), numbered AS (
    SELECT *, count(*) FILTER (turns) OVER (ORDER BY observed_at, source DESC) AS block FROM looks
), blocks AS (
    SELECT source, min(observed_at) AS begins, lead(min(observed_at)) OVER (ORDER BY block) AS ends
    FROM numbered GROUP BY source, block
), shown AS (
    SELECT s.key AS lars, greatest(s.known_from, b.begins) AS known_from,
           least(coalesce(s.known_to, 'infinity'::TIMESTAMPTZ), coalesce(b.ends, 'infinity'::TIMESTAMPTZ)) AS known_to
    FROM sighting s JOIN blocks b USING (source) WHERE s.recorded_to IS NULL
), ordered AS (
    SELECT *, max(known_to) OVER (
        PARTITION BY lars ORDER BY known_from ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS before
    FROM shown WHERE known_from < known_to
), stretched AS (
    SELECT *, count(*) FILTER (before IS NULL OR known_from > before) OVER (
        PARTITION BY lars ORDER BY known_from
    ) AS stretch
    FROM ordered
)
SELECT lars, min(known_from) AS known_from, nullif(max(known_to), 'infinity'::TIMESTAMPTZ) AS known_to,
       CASE WHEN lars LIKE '~%' THEN 'provisional' ELSE 'stated' END AS identity
FROM stretched GROUP BY lars, stretch ORDER BY lars, known_from
