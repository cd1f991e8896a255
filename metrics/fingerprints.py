"""Fingerprints of what an entry says: 64-bit numbers that are equal where the words are."""

from typing import Final

import polars as pl

#: Whose fingerprints stand in ``prints``, in this order.
PRINTED: Final = (
    "description_short",
    "goal",
    "proportionality",
    "human_intervention",
    "risks",
    "lawful_basis",
    "impacttoetsen",
    "source_data",
    "methods_and_models",
    "impact",
    "decision_making_process",
    "description",
    "monitoring",
    "performance_standard",
    "objection_procedure",
)
_SEED: Final = 20_260_808


def number(text: pl.Expr) -> pl.Expr:
    """Return the fingerprint of a text as it stands."""
    return text.hash(_SEED).reinterpret(signed=True)


def link_of(url: pl.Expr) -> pl.Expr:
    """Return what ``links`` of a version hold for an address: to join on."""
    return number(url)
