-- One row per line of an inventory and the time in which the inventory said so.
SELECT substr(s.source, 11) AS inventory,
       coalesce(json_extract_string(c.body, '$.org_id'), '') AS org_id, substr(s.key, 6) AS local_id,
       json_extract_string(c.body, '$.name') AS name,
       json_extract_string(c.body, '$.description') AS description,
       json_extract_string(c.body, '$.process') AS process,
       json_extract_string(c.body, '$.category') AS category,
       json_extract_string(c.body, '$.assessment') AS assessment,
       json_extract_string(c.body, '$.status') AS status,
       json_extract_string(c.body, '$.start_date') AS start_date,
       json_extract_string(c.body, '$.end_date') AS end_date,
       json_extract_string(c.body, '$.role') AS role,
       json_extract_string(c.body, '$.vendor') AS vendor,
       json_extract_string(c.body, '$.owner') AS owner,
       json_extract_string(c.body, '$.reasons') AS reasons,
       json_extract_string(c.body, '$.exemption') AS exemption,
       json_extract_string(c.body, '$.exemption_ground') AS exemption_ground,
       json_extract_string(c.body, '$.lars') AS lars,
       json_extract_string(c.body, '$.register_url') AS register_url,
       json_extract_string(c.body, '$.eu_database_id') AS eu_database_id,
       s.known_from, s.known_to
FROM sighting s JOIN content c USING (content)
WHERE s.source LIKE 'inventory:%' AND s.key LIKE 'line/%' AND s.recorded_to IS NULL
ORDER BY inventory, local_id, s.known_from
