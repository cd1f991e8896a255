"""Internal inventories: any format, read into one table, and through a mapping into canonical lines."""
