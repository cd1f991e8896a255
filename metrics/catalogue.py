"""Importing this module declares every metric; ``CATALOGUE`` then holds them all."""

from metrics import (
    completeness,
    connected,
    coverage,
    declared,
    estimate,
    inventory_classes,
    on_time,
    ownership,
    pace,
    size,
)
from metrics.registry import CATALOGUE

__all__ = [
    "CATALOGUE",
    "completeness",
    "connected",
    "coverage",
    "declared",
    "estimate",
    "inventory_classes",
    "on_time",
    "ownership",
    "pace",
    "size",
]
