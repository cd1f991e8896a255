-- One row per entry of the ledger of successions, whether or not a later one corrects it.
SELECT s.key AS entry, json_extract_string(c.body, '$.corrects') AS corrects,
       lower(json_extract_string(c.body, '$.predecessor')) AS predecessor,
       lower(json_extract_string(c.body, '$.successor')) AS successor,
       json_extract_string(c.body, '$.kind') AS kind,
       try_cast(json_extract_string(c.body, '$.date') AS DATE) AS date, s.known_from, s.known_to
FROM sighting s JOIN content c USING (content)
WHERE s.source = 'ledger:successions' AND s.recorded_to IS NULL
ORDER BY entry, s.known_from
