-- One row per content of a registration: the words that it is told by. None where every row had an id.
SELECT r.content, concat_ws(' ', json_extract_string(c.body, '$.description_short'),
       json_extract_string(c.body, '$.goal')) AS words
FROM record r JOIN content c USING (content)
WHERE EXISTS (FROM record p WHERE p.lars LIKE '~%')
  AND lower(trim(r.organisation)) IN (SELECT lower(trim(organisation)) FROM record WHERE lars LIKE '~%')
ORDER BY r.content
