-- One row per body that owns a registration, by the register's ids.
SELECT DISTINCT json_extract_string(c.body, '$.org_id') AS org_id
FROM sighting s JOIN content c USING (content)
WHERE s.source IN ('site_data', 'listing') AND s.key LIKE 'owner/%' AND s.recorded_to IS NULL
  AND regexp_full_match(org_id, '[a-z0-9_-]+')
ORDER BY org_id
