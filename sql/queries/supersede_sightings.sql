-- Close the recorded time of the rows that were replaced.
UPDATE sighting SET recorded_to = $line
FROM planned p
WHERE p.gone AND sighting.source = $source AND sighting.recorded_to IS NULL
  AND sighting.key = p.key AND sighting.content = p.content AND sighting.known_from = p.known_from
