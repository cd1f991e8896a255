"""The families of metrics, one a module: what each declares is all that page, method and computation need."""
