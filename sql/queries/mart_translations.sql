-- One row per registration and stretch of time: the languages in which the register had it.
SELECT substr(s.key, 7) AS lars, array_to_string(json_extract_string(c.body, '$.languages[*]'), ' ') AS languages,
       s.known_from, s.known_to
FROM sighting s JOIN content c USING (content)
WHERE s.source = 'site_data' AND s.key LIKE 'owner/%' AND s.recorded_to IS NULL
  AND json_exists(c.body, '$.languages')
ORDER BY lars, s.known_from, languages
