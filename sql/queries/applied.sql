-- One row: how many manifest lines have been applied.
SELECT line FROM applied
