"""Bring the outside in, whole or not at all."""
