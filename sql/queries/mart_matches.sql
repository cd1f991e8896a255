-- One row per decision about a match, and the time in which its entry was in force.
SELECT s.key AS entry, json_extract_string(c.body, '$.org_id') AS org_id,
       json_extract_string(c.body, '$.local_id') AS local_id, json_extract_string(c.body, '$.lars') AS lars,
       json_extract_string(c.body, '$.verdict') AS verdict, s.known_from, s.known_to
FROM sighting s JOIN content c USING (content)
WHERE s.source = 'ledger:matches' AND s.key <> 'file' AND s.recorded_to IS NULL
ORDER BY s.key, s.known_from
