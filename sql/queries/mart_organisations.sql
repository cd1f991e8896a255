-- One row per body, name and type, with the time in which some source of the register showed it.
-- A lower rank knows better: the register itself, its lists, the chains of parents.
WITH shown AS (
    SELECT substr(s.key, 14) AS org_id, json_extract_string(c.body, '$.name') AS name,
           json_extract_string(c.body, '$.type') AS type, 1 AS rank, s.known_from, s.known_to
    FROM sighting s JOIN content c USING (content)
    WHERE s.source = 'site_data' AND s.key LIKE 'organisation/%' AND s.recorded_to IS NULL
    UNION ALL
    SELECT s.key, json_extract_string(c.body, '$.name'), l.type, 2, s.known_from, s.known_to
    FROM sighting s JOIN content c USING (content) JOIN list_type l ON l.source = s.source
    WHERE s.recorded_to IS NULL
    UNION ALL
    SELECT json_extract_string(c.body, '$.chain[0].org_id'), json_extract_string(c.body, '$.chain[0].name'),
           'ministerie', 3, min(s.known_from), NULL
    FROM sighting s JOIN content c USING (content)
    WHERE s.source = 'relations' AND s.recorded_to IS NULL
      AND json_extract_string(c.body, '$.chain[0].org_id') LIKE 'mnre%'
    GROUP BY ALL
)
SELECT org_id, name, type, rank, known_from, known_to FROM shown ORDER BY org_id, rank, known_from, name
