"""Any two lists of systems, read for whoever links them without a store."""
