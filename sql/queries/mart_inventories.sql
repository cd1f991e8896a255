-- One row per delivery of an inventory and body that it speaks for: its own, and those on its lines.
SELECT DISTINCT substr(k.source, 11) AS inventory, json_extract_string(c.body, '$.org_id') AS org_id,
       (k.observed_at AT TIME ZONE 'Europe/Amsterdam')::DATE AS as_of, k.observed_at
FROM collection k
JOIN sighting s ON s.source = k.source AND s.recorded_to IS NULL
JOIN content c USING (content)
WHERE k.source LIKE 'inventory:%' AND s.known_from <= k.observed_at
  AND (s.known_to IS NULL OR s.known_to > k.observed_at)
ORDER BY inventory, k.observed_at, org_id
