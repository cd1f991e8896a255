-- One row per entry of the ledger of corrections that is about an organisation, whether or not a later one corrects it.
SELECT s.key AS entry, json_extract_string(c.body, '$.corrects') AS corrects,
       lower(substr(json_extract_string(c.body, '$.subject'), 14)) AS org_id,
       json_extract_string(c.body, '$.field') AS field,
       coalesce(json_extract_string(c.body, '$.value'), '') AS value,
       try_cast(json_extract_string(c.body, '$.valid_from') AS DATE) AS valid_from, s.known_from, s.known_to
FROM sighting s JOIN content c USING (content)
WHERE s.source = 'ledger:corrections' AND s.recorded_to IS NULL
  AND json_extract_string(c.body, '$.subject') LIKE 'organisation/%'
ORDER BY entry, s.known_from
