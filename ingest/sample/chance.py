"""Seeded chance, a stream per subject: a change in one leaves the others alone."""

import random


def stream(seed: int, *subject: object) -> random.Random:
    """Give a reproducible stream of numbers for one subject."""
    return random.Random(f"{seed}:{subject}")
