"""The register of government organisations, in the three forms in which it is given."""
