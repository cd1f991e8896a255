"""What DuckDB answers, as Polars reads it.

A module of its own, which knows neither: Polars keeps the type of all that it ever made a frame of, until
the program ends, and where it keeps one of DuckDB's, that reports leaks on the way out (DuckDB 2.0,
Polars 2.1, and only with numpy installed).
"""

from typing import Protocol


class Streaming(Protocol):
    """Anything that gives its rows as a stream of Arrow."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return the stream, as a capsule."""
        ...


class Rows:
    """The rows of a relation, once: ``polars.DataFrame(Rows(relation))``."""

    def __init__(self, relation: Streaming) -> None:
        self._relation = relation

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return the stream, as a capsule."""
        return self._relation.__arrow_c_stream__(requested_schema)
