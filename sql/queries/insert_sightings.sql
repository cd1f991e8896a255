-- Write the rows that take their place, in a fixed order.
INSERT INTO sighting
SELECT $source, key, content, known_from, known_to, $line, NULL FROM planned
WHERE NOT gone ORDER BY key, content, known_from
