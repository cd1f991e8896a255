"""Importing this module declares every metric; ``CATALOGUE`` then holds them all."""

from metrics import classification, completeness, connected, declared, on_time, owed, plain_language, size, validity
from metrics.registry import CATALOGUE

__all__ = [
    "CATALOGUE",
    "classification",
    "completeness",
    "connected",
    "declared",
    "on_time",
    "owed",
    "plain_language",
    "size",
    "validity",
]
