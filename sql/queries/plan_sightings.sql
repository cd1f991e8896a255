-- The live rows that this moment replaces (gone = true) and the rows that take their place.
-- later is the next collection after the moment, or null when this one is the newest.
CREATE OR REPLACE TEMP TABLE planned AS
WITH live AS (
    SELECT s.key, s.content, s.known_from, s.known_to,
           s.known_from < $moment AND (s.known_to IS NULL OR s.known_to > $moment) AS spans,
           i.key IS NOT NULL AS shown
    FROM sighting s LEFT JOIN incoming i ON i.key = s.key AND i.content = s.content
    WHERE s.source = $source AND s.recorded_to IS NULL
), ended AS (      -- was shown before, is not shown now
    SELECT * FROM live WHERE spans AND NOT shown
), advanced AS (   -- was first shown at the next collection, is shown already now
    SELECT * FROM live WHERE shown AND NOT spans AND known_from = $later::TIMESTAMPTZ
), begun AS (      -- is shown now, and at neither neighbour
    SELECT key, content FROM incoming
    EXCEPT SELECT key, content FROM live WHERE spans
    EXCEPT SELECT key, content FROM advanced
)
SELECT key, content, known_from, known_to, true AS gone FROM ended
UNION ALL SELECT key, content, known_from, $moment::TIMESTAMPTZ, false FROM ended
UNION ALL SELECT key, content, $later::TIMESTAMPTZ, known_to, false FROM ended
    WHERE $later::TIMESTAMPTZ IS NOT NULL AND (known_to IS NULL OR known_to > $later::TIMESTAMPTZ)
UNION ALL SELECT key, content, known_from, known_to, true FROM advanced
UNION ALL SELECT key, content, $moment::TIMESTAMPTZ, known_to, false FROM advanced
UNION ALL SELECT key, content, $moment::TIMESTAMPTZ, $later::TIMESTAMPTZ, false FROM begun
