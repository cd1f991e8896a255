-- One row per target that was added to the ledger, and the time in which it was in force.
SELECT json_extract_string(c.body, '$.target') AS target, json_extract_string(c.body, '$.title_nl') AS title_nl,
       json_extract_string(c.body, '$.title_en') AS title_en,
       try_cast(json_extract_string(c.body, '$.deadline') AS DATE) AS deadline,
       json_extract_string(c.body, '$.category') AS category, json_extract_string(c.body, '$.scope') AS scope,
       try_cast(json_extract_string(c.body, '$.lag_days') AS BIGINT) AS lag_days,
       try_cast(json_extract_string(c.body, '$.grace_days') AS BIGINT) AS grace_days,
       json_extract_string(c.body, '$.source_nl') AS source_nl,
       json_extract_string(c.body, '$.source_en') AS source_en,
       try_cast(json_extract_string(c.body, '$.stated_on') AS DATE) AS stated_on, s.known_from, s.known_to
FROM sighting s JOIN content c USING (content)
WHERE s.source = 'ledger:targets' AND s.key <> 'file' AND s.recorded_to IS NULL
ORDER BY s.key, s.known_from
