-- One row per correction, and the time in which its entry was in force.
SELECT s.key AS entry, json_extract_string(c.body, '$.subject') AS subject,
       json_extract_string(c.body, '$.field') AS field, json_extract_string(c.body, '$.value') AS value,
       try_cast(json_extract_string(c.body, '$.valid_from') AS DATE) AS valid_from,
       json_extract_string(c.body, '$.text_nl') AS text_nl, json_extract_string(c.body, '$.text_en') AS text_en,
       s.known_from, s.known_to
FROM sighting s JOIN content c USING (content)
WHERE s.source = 'ledger:corrections' AND s.key <> 'file' AND s.recorded_to IS NULL
ORDER BY s.key, s.known_from
