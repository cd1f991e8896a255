"""Tables that the address sorts: by which column, and which way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from dashboard.blocks import Column
from dashboard.view import View

#: ``sorteer=aandeel`` from low to high, ``sorteer=aandeel-af`` from high to low.
SORT = "sorteer"
_DOWN = "-af"
T = TypeVar("T")


@dataclass(frozen=True)
class Sorting:
    """By which of some columns rows are sorted."""

    keys: Sequence[str]
    by: str
    down: bool

    @classmethod
    def of(cls, view: View, keys: Sequence[str], first: str) -> "Sorting":
        """Return what the address asks, or by ``first`` from low to high."""
        asked = view.query.get(SORT, "")
        by = asked.removesuffix(_DOWN)
        return cls(keys, by, asked.endswith(_DOWN)) if by in keys else cls(keys, first, down=False)

    def sorted(self, rows: Sequence[T], values: Callable[[T], Mapping[str, Any]]) -> list[T]:
        """Return rows in order; one without a value is last, whichever way, and equals stay as they were."""
        there = [row for row in rows if values(row)[self.by] is not None]
        ordered = sorted(there, key=lambda row: values(row)[self.by], reverse=self.down)
        return [*ordered, *(row for row in rows if values(row)[self.by] is None)]

    def column(self, view: View, key: str, title: str, kind: Any) -> Column:  # noqa: ANN401 - a kind of column
        """Return the heading of a column: a link that sorts by it, the other way if it is sorted by it already."""
        if key not in self.keys:
            return Column(title, kind)
        mine = key == self.by
        again = f"{key}{_DOWN}" if mine and not self.down else key
        order: Literal["", "ascending", "descending"] = ("descending" if self.down else "ascending") if mine else ""
        kept = {name: value for name, value in view.query.items() if name != SORT}
        return Column(title, kind, view.url(**kept | {SORT: again}) + "#tabel", order)
