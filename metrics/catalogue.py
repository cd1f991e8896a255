"""Importing this module declares every metric; ``CATALOGUE`` then holds them all."""

from metrics import (
    classification,
    completeness,
    connected,
    coverage,
    currency,
    declared,
    estimate,
    in_context,
    inventory_classes,
    on_time,
    owed,
    ownership,
    pace,
    peers,
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
    "currency",
    "declared",
    "estimate",
    "in_context",
    "inventory_classes",
    "on_time",
    "owed",
    "ownership",
    "pace",
    "peers",
    "plain_language",
    "size",
    "validity",
]
