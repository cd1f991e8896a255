-- One row: whether what came in differs from what the source showed at that moment.
WITH shown AS (
    SELECT key, content FROM sighting
    WHERE source = $source AND recorded_to IS NULL
      AND known_from <= $moment AND (known_to IS NULL OR known_to > $moment)
)
SELECT count(*) > 0 FROM (
    (SELECT key, content FROM incoming EXCEPT SELECT key, content FROM shown)
    UNION ALL
    (SELECT key, content FROM shown EXCEPT SELECT key, content FROM incoming)
)
