-- One row per succession that people noted, and the time in which its entry was in force.
SELECT s.key AS entry, lower(json_extract_string(c.body, '$.predecessor')) AS predecessor,
       lower(json_extract_string(c.body, '$.successor')) AS successor, json_extract_string(c.body, '$.kind') AS kind,
       try_cast(json_extract_string(c.body, '$.date') AS DATE) AS date, s.known_from, s.known_to
FROM sighting s JOIN content c USING (content)
WHERE s.source = 'ledger:successions' AND s.key <> 'file' AND s.recorded_to IS NULL
ORDER BY s.key, s.known_from
