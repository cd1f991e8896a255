-- One row per member of one of the register's own lists, and the time in which it was shown.
SELECT l.type, s.key AS org_id, json_extract_string(c.body, '$.name') AS name,
       min(s.known_from) AS known_from,
       nullif(max(coalesce(s.known_to, 'infinity'::TIMESTAMPTZ)), 'infinity'::TIMESTAMPTZ) AS known_to
FROM sighting s JOIN content c USING (content) JOIN list_type l ON l.source = s.source
WHERE s.recorded_to IS NULL
GROUP BY ALL ORDER BY l.type, org_id, known_from
