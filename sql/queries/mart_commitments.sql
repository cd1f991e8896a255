-- One row per commitment that was added to the ledger, and the time in which its entry was in force.
SELECT s.key AS entry, json_extract_string(c.body, '$.org_id') AS org_id,
       json_extract_string(c.body, '$.promise_nl') AS promise_nl,
       json_extract_string(c.body, '$.promise_en') AS promise_en,
       try_cast(json_extract_string(c.body, '$.number') AS BIGINT) AS number,
       try_cast(json_extract_string(c.body, '$.date') AS DATE) AS date,
       try_cast(json_extract_string(c.body, '$.stated_on') AS DATE) AS stated_on,
       json_extract_string(c.body, '$.document_nl') AS document_nl,
       json_extract_string(c.body, '$.document_en') AS document_en,
       json_extract_string(c.body, '$.link') AS link,
       json_extract_string(c.body, '$.passage_nl') AS passage_nl,
       json_extract_string(c.body, '$.passage_en') AS passage_en, s.known_from, s.known_to
FROM sighting s JOIN content c USING (content)
WHERE s.source = 'ledger:commitments' AND s.key <> 'file' AND s.recorded_to IS NULL
ORDER BY s.key, s.known_from
