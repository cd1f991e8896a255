-- One row per remark of a reader, with its reply where there is one, and the time in which its entry was in force.
SELECT s.key AS entry, json_extract_string(c.body, '$.subject') AS subject,
       try_cast(json_extract_string(c.body, '$.said_on') AS DATE) AS said_on,
       json_extract_string(c.body, '$.text') AS text, json_extract_string(c.body, '$.name') AS name,
       json_extract_string(c.body, '$.reply') AS reply,
       try_cast(json_extract_string(c.body, '$.replied_on') AS DATE) AS replied_on,
       s.known_from, s.known_to
FROM sighting s JOIN content c USING (content)
WHERE s.source = 'ledger:remarks' AND s.key <> 'file' AND s.recorded_to IS NULL
ORDER BY s.key, s.known_from
