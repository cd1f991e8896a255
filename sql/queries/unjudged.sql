-- One row per content that has no verdict of this version yet: the first so many of them.
SELECT r.content, r.lars, r.published_at, r.standard, r.category, r.status, c.body
FROM record r JOIN content c USING (content)
WHERE NOT EXISTS (FROM verdict v WHERE v.content = r.content AND v.version = $version)
ORDER BY r.content
LIMIT $most
