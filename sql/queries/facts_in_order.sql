-- One row per live fact or collection, in a fixed order: what a hash of the facts is taken over.
SELECT source, key, content, epoch_us(known_from), epoch_us(known_to) FROM sighting WHERE recorded_to IS NULL
UNION ALL
SELECT source, '', '', epoch_us(observed_at), NULL FROM collection
ORDER BY ALL
