-- The source was collected whole at this moment.
INSERT INTO collection VALUES ($source, $moment, $line)
