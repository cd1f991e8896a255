-- One row per explanation, and the time in which its entry was in force.
SELECT s.key AS entry, json_extract_string(c.body, '$.org_id') AS org_id,
       json_extract_string(c.body, '$.local_id') AS local_id, json_extract_string(c.body, '$.lars') AS lars,
       try_cast(json_extract_string(c.body, '$.valid_from') AS DATE) AS valid_from,
       try_cast(json_extract_string(c.body, '$.valid_until') AS DATE) AS valid_until,
       json_extract_string(c.body, '$.reason') AS reason, json_extract_string(c.body, '$.ground') AS ground,
       json_extract_string(c.body, '$.document') AS document, s.known_from, s.known_to
FROM sighting s JOIN content c USING (content)
WHERE s.source = 'ledger:explanations' AND s.key <> 'file' AND s.recorded_to IS NULL
ORDER BY s.key, s.known_from
