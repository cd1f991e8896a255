-- One row: whether the store still holds a collection of a run that was dropped.
SELECT count(*) > 0 FROM collection WHERE line IN (SELECT held_line FROM decision WHERE kind = 'dropped')
