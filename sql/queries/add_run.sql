-- One finished, or interrupted, run.
INSERT INTO run VALUES ($line, $run, $state, $started, $finished)
