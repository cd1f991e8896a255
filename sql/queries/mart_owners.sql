-- One row per stretch of time in which the register named one body as owner of a registration.
SELECT substr(s.key, 7) AS lars, json_extract_string(c.body, '$.org_id') AS org_id, s.known_from, s.known_to
FROM sighting s JOIN content c USING (content)
WHERE s.source IN ('site_data', 'listing') AND s.key LIKE 'owner/%' AND s.recorded_to IS NULL
ORDER BY lars, s.known_from, org_id
