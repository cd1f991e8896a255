-- One row per standard and texts of the columns that can hold links, of what the register's list shows now.
SELECT DISTINCT r.standard, json_extract_string(c.body, list_transform($columns, lambda one: '$.' || one)) AS cells
FROM sighting s JOIN record r USING (content) JOIN content c USING (content)
WHERE s.source = 'current' AND s.recorded_to IS NULL AND s.known_to IS NULL
  AND len(list_filter(cells, lambda one: contains(one, '://'))) > 0
ORDER BY r.standard, cells
