-- One row per member of one of the register's own lists, and each unbroken time in which it was shown.
WITH shown AS (
    SELECT l.type, s.key AS org_id, json_extract_string(c.body, '$.name') AS name, s.known_from, s.known_to
    FROM sighting s JOIN content c USING (content) JOIN list_type l ON l.source = s.source
    WHERE s.recorded_to IS NULL
), ordered AS (
    SELECT *, max(coalesce(known_to, 'infinity'::TIMESTAMPTZ)) OVER (
        PARTITION BY type, org_id, name ORDER BY known_from ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS before
    FROM shown
), stretched AS (
    SELECT *, count(*) FILTER (before IS NULL OR known_from > before) OVER (
        PARTITION BY type, org_id, name ORDER BY known_from
    ) AS stretch
    FROM ordered
)
SELECT type, org_id, name, min(known_from) AS known_from,
       nullif(max(coalesce(known_to, 'infinity'::TIMESTAMPTZ)), 'infinity'::TIMESTAMPTZ) AS known_to
FROM stretched GROUP BY type, org_id, name, stretch ORDER BY type, org_id, known_from
