-- One attempt of one source.
INSERT INTO source_run VALUES
($line, $run, $source, $state, $observed_at, $finished_at, $reason, $rows_in, $rows_accepted, $details)
