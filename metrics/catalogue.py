"""Importing this module declares every metric; ``CATALOGUE`` then holds them all."""

from metrics import completeness, connected, declared, on_time, size
from metrics.registry import CATALOGUE

__all__ = ["CATALOGUE", "completeness", "connected", "declared", "on_time", "size"]
