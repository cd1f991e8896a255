-- One row per fact that a source showed when it was last collected: its key, and what it said.
SELECT s.key, c.body FROM sighting s JOIN content c USING (content)
WHERE s.source = $source AND s.recorded_to IS NULL AND s.known_to IS NULL ORDER BY s.key
