-- One row per link and stretch of time: what came of looking at it, the answer, and since which day it is so.
SELECT s.key AS url, json_extract_string(c.body, '$.state') AS state, s.known_from, s.known_to,
       json_extract_string(c.body, '$.outcome') AS outcome,
       TRY_CAST(json_extract_string(c.body, '$.status') AS INTEGER) AS status,
       TRY_CAST(json_extract_string(c.body, '$.since') AS DATE) AS since
FROM sighting s JOIN content c USING (content)
WHERE s.source = 'links' AND s.recorded_to IS NULL
ORDER BY url, s.known_from
