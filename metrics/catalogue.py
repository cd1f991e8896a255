"""Importing this module declares every metric; ``CATALOGUE`` then holds them all."""

from metrics import (
    classification,
    completeness,
    connected,
    coverage,
    declared,
    estimate,
    inventory_classes,
    on_time,
    owed,
    ownership,
    pace,
    plain_language,
    size,
    validity,
)
from metrics.registry import CATALOGUE

__all__ = [
    "CATALOGUE",
    "classification",
    "completeness",
    "connected",
    "coverage",
    "declared",
    "estimate",
    "inventory_classes",
    "on_time",
    "owed",
    "ownership",
    "pace",
    "plain_language",
    "size",
    "validity",
]
