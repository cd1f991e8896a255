"""Importing this module declares every metric; ``CATALOGUE`` then holds them all."""

from metrics import completeness, connected, currency, declared, in_context, on_time, peers, size
from metrics.registry import CATALOGUE

__all__ = [
    "CATALOGUE",
    "completeness",
    "connected",
    "currency",
    "declared",
    "in_context",
    "on_time",
    "peers",
    "size",
]
