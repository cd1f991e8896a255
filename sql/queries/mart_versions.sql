-- One row per content of one publication of a registration, since when it was shown so.
-- An edit in place (same publication, other content) counts from the moment it was seen.
-- An export without moments of publication ("listed") and a reduced table ("reduced") only say what
-- they showed, from when to when.
WITH shown AS (
    SELECT DISTINCT r.lars, r.published_at, s.content, s.known_from
    FROM sighting s JOIN record r USING (content)
    WHERE s.source IN ('history', 'current') AND s.recorded_to IS NULL AND r.published_at IS NOT NULL
), changed AS (
    SELECT *, lag(content) OVER edits IS DISTINCT FROM content AS differs,
           row_number() OVER edits = 1 AS first
    FROM shown
    WINDOW edits AS (PARTITION BY lars, published_at ORDER BY known_from, content)
), previous AS (
    SELECT a.lars, a.published_at, max(b.published_at) AS before
    FROM (SELECT DISTINCT lars, published_at FROM shown) a
    JOIN (SELECT DISTINCT lars, published_at FROM shown) b
      ON b.lars = a.lars AND b.published_at < a.published_at
    GROUP BY ALL
)
SELECT c.lars, c.content, c.published_at, c.known_from, NULL::TIMESTAMPTZ AS known_to,
       CASE WHEN c.first THEN c.published_at ELSE c.known_from END AS valid_from,
       EXISTS (
           FROM previous p
           JOIN shown earlier ON earlier.lars = p.lars AND earlier.published_at = p.before
           JOIN record e ON e.content = earlier.content
           WHERE p.lars = c.lars AND p.published_at = c.published_at AND e.text = r.text
             AND earlier.known_from <= c.known_from
       ) AS repeats,
       'publication' AS basis, CASE WHEN c.lars LIKE '~%' THEN 'provisional' ELSE 'stated' END AS identity,
       r.name, r.organisation, r.org_id, r.status, r.category, r.standard, v.asked, v.filled, v.valid,
       v.due, v.failed, v.broken, v.traits, v.themes, v.real, v.title, v.prints, v.links
FROM changed c JOIN record r USING (content)
LEFT JOIN verdict v ON v.content = c.content AND v.version = $version
WHERE c.differs
  -- An edit of a publication that another one had followed changes nothing of what was public.
  AND (c.first OR NOT EXISTS (
      FROM shown newer
      WHERE newer.lars = c.lars AND newer.published_at > c.published_at AND newer.published_at <= c.known_from
  ))
UNION ALL
SELECT r.lars, s.content, r.published_at, s.known_from, s.known_to, s.known_from, false,
       CASE s.source WHEN 'snapshot' THEN 'reduced' ELSE 'listed' END,
       CASE WHEN r.lars LIKE '~%' THEN 'provisional' ELSE 'stated' END,
       r.name, r.organisation, r.org_id, r.status, r.category, r.standard, v.asked, v.filled, v.valid,
       v.due, v.failed, v.broken, v.traits, v.themes, v.real, v.title, v.prints, v.links
FROM sighting s JOIN record r USING (content)
LEFT JOIN verdict v ON v.content = s.content AND v.version = $version
WHERE s.recorded_to IS NULL AND (s.source = 'snapshot' OR (s.source = 'current' AND r.published_at IS NULL))
ORDER BY lars, valid_from, known_from, content
