-- One decision about a held attempt.
INSERT INTO decision VALUES ($held_line, $line, $kind, $author, $reason, $decided_at)
