-- One row per body that somebody counts in with a target, and the time in which its entry was in force.
SELECT s.key AS entry, json_extract_string(c.body, '$.target') AS target,
       lower(json_extract_string(c.body, '$.org_id')) AS org_id,
       try_cast(json_extract_string(c.body, '$.stated_on') AS DATE) AS stated_on, s.known_from, s.known_to
FROM sighting s JOIN content c USING (content)
WHERE s.source = 'ledger:scopes' AND s.key <> 'file' AND s.recorded_to IS NULL
ORDER BY s.key, s.known_from
