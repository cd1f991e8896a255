-- One row per body and stretch of time: the ministry at the top of its chain, if it is one.
SELECT s.key AS org_id,
       json_extract_string(c.body, '$.chain[0].org_id') AS ministry_id,
       json_extract_string(c.body, '$.chain[0].name') AS ministry, s.known_from, s.known_to
FROM sighting s JOIN content c USING (content)
WHERE s.source = 'relations' AND s.recorded_to IS NULL AND ministry_id LIKE 'mnre%'
ORDER BY org_id, s.known_from
