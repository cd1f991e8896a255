-- One row per body of a register of organisations, and per earlier version of one, with the time in which it said so.
SELECT s.source, json_extract_string(c.body, '$.org_id') AS org_id, json_extract_string(c.body, '$.roo_id') AS roo_id,
       json_extract_string(c.body, '$.type') AS type, json_extract_string(c.body, '$.name') AS name,
       json_extract_string(c.body, '$.other_name') AS other_name,
       json_extract_string(c.body, '$.abbreviation') AS abbreviation,
       json_extract_string(c.body, '$.ministry_id') AS ministry_id, json_extract_string(c.body, '$.parent') AS parent,
       json_extract_string(c.body, '$.valid_from')::DATE AS valid_from,
       json_extract_string(c.body, '$.valid_until')::DATE AS valid_until,
       json_extract_string(c.body, '$.successor') AS successor,
       json_extract_string(c.body, '$.version_of') AS version_of, s.known_from, s.known_to
FROM sighting s JOIN content c USING (content)
WHERE (s.source = 'organisations' OR s.source LIKE 'organisations:%') AND s.recorded_to IS NULL
ORDER BY org_id, s.source, s.known_from, valid_from
