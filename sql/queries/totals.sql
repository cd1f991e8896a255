-- One row per total that the register gives of itself now, and since when it gives that.
SELECT s.key, json_extract(c.body, '$.count')::BIGINT AS count, s.known_from
FROM sighting s JOIN content c USING (content)
WHERE s.source = 'totals' AND s.recorded_to IS NULL AND s.known_to IS NULL ORDER BY s.key
