-- One row per count that a document declares, and the time in which its entry was in force.
SELECT s.key AS entry, json_extract_string(c.body, '$.org_id') AS org_id,
       json_extract_string(c.body, '$.organisation') AS organisation,
       try_cast(json_extract_string(c.body, '$.category_a') AS BIGINT) AS category_a,
       try_cast(json_extract_string(c.body, '$.category_b') AS BIGINT) AS category_b,
       try_cast(json_extract_string(c.body, '$.category_c') AS BIGINT) AS category_c,
       try_cast(json_extract_string(c.body, '$.total_printed') AS BIGINT) AS total_printed,
       try_cast(json_extract_string(c.body, '$.published_on_date') AS BIGINT) AS published_on_date,
       try_cast(json_extract_string(c.body, '$.as_of') AS DATE) AS as_of,
       json_extract_string(c.body, '$.document') AS document, json_extract_string(c.body, '$.link') AS link,
       json_extract_string(c.body, '$.quote') AS quote, json_extract_string(c.body, '$.includes') AS includes,
       json_extract_string(c.body, '$.state') AS state,
       try_cast(json_extract_string(c.body, '$.expected_on') AS DATE) AS expected_on, s.known_from, s.known_to
FROM sighting s JOIN content c USING (content)
WHERE s.source = 'ledger:declared' AND s.key <> 'file' AND s.recorded_to IS NULL
ORDER BY s.key, s.known_from
