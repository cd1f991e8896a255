-- Remember how many manifest lines have been applied.
UPDATE applied SET line = $line
