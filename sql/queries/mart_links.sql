-- One row per link and stretch of time: what came of looking at it.
SELECT s.key AS url, json_extract_string(c.body, '$.state') AS state, s.known_from, s.known_to
FROM sighting s JOIN content c USING (content)
WHERE s.source = 'links' AND s.recorded_to IS NULL
ORDER BY url, s.known_from
