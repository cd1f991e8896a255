"""A second opinion: every figure in plain Python, from the specification alone.

Written from metrics.md and register/README.md, without Polars, the store or our field list, so that
the same mistake would have to be made twice. Slow and literal on purpose.
"""

from tests.metrics.oracle.reading import Collection, Publication, csv_rows, day_end, day_of, publications, read
from tests.metrics.oracle.register import Count, Known, Oracle, Standing
from tests.metrics.oracle.score import PARENT, QUESTIONS, Share
from tests.metrics.oracle.words import NOT_STATED, PLACEHOLDERS, UNKNOWN, Form, Version, standard_fields

__all__ = [
    "NOT_STATED",
    "PARENT",
    "PLACEHOLDERS",
    "QUESTIONS",
    "UNKNOWN",
    "Collection",
    "Count",
    "Form",
    "Known",
    "Oracle",
    "Publication",
    "Share",
    "Standing",
    "Version",
    "csv_rows",
    "day_end",
    "day_of",
    "publications",
    "read",
    "standard_fields",
]
