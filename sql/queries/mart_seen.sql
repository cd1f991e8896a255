-- One row per unbroken stretch of time in which the current list showed a registration.
WITH ordered AS (
    SELECT key AS lars, known_from, known_to,
           max(coalesce(known_to, 'infinity'::TIMESTAMPTZ)) OVER (
               PARTITION BY key ORDER BY known_from ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ) AS before
    FROM sighting WHERE source = 'current' AND recorded_to IS NULL
), stretched AS (
    SELECT *, count(*) FILTER (before IS NULL OR known_from > before) OVER (
        PARTITION BY lars ORDER BY known_from
    ) AS stretch
    FROM ordered
)
SELECT lars, min(known_from) AS known_from,
       nullif(max(coalesce(known_to, 'infinity'::TIMESTAMPTZ)), 'infinity'::TIMESTAMPTZ) AS known_to
FROM stretched GROUP BY lars, stretch ORDER BY lars, known_from
