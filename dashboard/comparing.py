"""Bodies of one type on one figure: who can be placed, and where the body that a reader marked stands among them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from statistics import median
from typing import Any, Final

from dashboard.bodies import Body, bodies
from dashboard.formats import SMALL, Share
from dashboard.view import View, exact
from metrics.registry import CATALOGUE, Metric

#: The figures by which comparing bodies makes sense; a name that is no metric fails the tests.
METRICS: Final = (
    "completeness.valid",
    "completeness.strict",
    "validity.serious",
    "currency.within_12_months",
    "currency.days",
    "size.registrations",
    "on_time.high_risk",
    "coverage.high_risk",
)
SIZE: Final = "size.registrations"
CONNECTED: Final = "connected.organisations"
#: Bodies of about one size have at most so many times as many registrations, and no fewer than one in so many.
_ABOUT: Final = 2


@dataclass(frozen=True)
class Standing:
    """One body with its figure: ``size`` is how many registrations it has, ``value`` what it is placed by.

    A value is a percentage as it is shown, a count, or days; None where it says nothing: too few, or none.
    """

    body: Body
    row: Mapping[str, Any] | None
    size: int | None
    value: float | None

    @property
    def unsure(self) -> bool:
        """Whether bounds say that the truth may be another number."""
        return self.row is not None and self.row["low"] != self.row["high"]


@dataclass(frozen=True)
class Comparison:
    """All bodies of a type that have a registration or a figure, by name; ``of`` is how many there are of the type."""

    metric: Metric
    kind: str
    standings: Sequence[Standing]
    of: int
    marked: str = ""

    @cached_property
    def placed(self) -> Sequence[Standing]:
        """Those with a value."""
        return [one for one in self.standings if one.value is not None]

    @cached_property
    def mine(self) -> Standing | None:
        """The marked one."""
        return next((one for one in self.standings if one.body.org_id == self.marked), None)

    @cached_property
    def near(self) -> Sequence[Standing]:
        """Those of about the size of the marked one, without it; the nearest first."""
        mine = self.mine
        if mine is None or not mine.size:
            return []
        size = mine.size
        alike = [one for one in self.standings if one is not mine and one.size and _alike(one.size, size)]
        return sorted(alike, key=lambda one: (max(one.size or 0, size) / min(one.size or 1, size), one.body.name))

    @cached_property
    def middle(self) -> float | None:
        """The median of those with a value."""
        values = [one.value for one in self.placed if one.value is not None]
        return median(values) if len(values) >= SMALL else None

    def beside(self, value: float) -> tuple[int, int, int]:
        """Return how many other bodies with a value have a higher, the same and a lower one than the marked one."""
        others = [one.value for one in self.placed if one is not self.mine and one.value is not None]
        higher, lower = sum(one > value for one in others), sum(one < value for one in others)
        return higher, len(others) - higher - lower, lower

    @property
    def without(self) -> int:
        """How many bodies of the type have no registration that was found, nor a figure."""
        return max(self.of - len(self.standings), 0)


def _alike(size: int, other: int) -> bool:
    return size <= other * _ABOUT and other <= size * _ABOUT


def kinds(view: View) -> list[str]:
    """Return the types of which bodies are known, those of most bodies first."""
    found: dict[str, int] = {}
    for body in known(view).values():
        if body.type:
            found[body.type] = found.get(body.type, 0) + 1
    return sorted(found, key=lambda kind: (-found[kind], kind))


def known(view: View) -> Mapping[str, Body]:
    """Return every body by its code."""
    return view.mart.kept(bodies, view.mart.last_day or view.as_of)


def told(view: View, metric: Metric) -> bool:
    """Whether this mart has the figure for bodies: what follows their lists is not public."""
    return not metric.inventories or view.audience == "internal"


def comparison(view: View, metric: Metric, kind: str, marked: str) -> Comparison:
    """Return how the bodies of a type stand on the day that the view asks about."""
    rows, sizes = (_rows(view, one) for one in (metric, CATALOGUE[SIZE]))
    every = [body for body in known(view).values() if body.type == kind]
    standings = [_standing(metric, body, rows, sizes) for body in every]
    some = [one for one in standings if one.size or one.row is not None or one.body.org_id == marked]
    return Comparison(metric, kind, sorted(some, key=lambda one: one.body.name), _of(view, kind, every), marked)


def _standing(
    metric: Metric, body: Body, rows: Mapping[str, Mapping[str, Any]], sizes: Mapping[str, Mapping[str, Any]]
) -> Standing:
    row, size = rows.get(body.org_id), sizes.get(body.org_id)
    number = None if size is None else exact(size) or size["high"]
    return Standing(body, row, number, value_of(metric, row, number))


def value_of(metric: Metric, row: Mapping[str, Any] | None, size: int | None) -> float | None:
    """Return what a body is placed by: a percentage, or a number."""
    return placed_by(counted(metric, row, size))


def placed_by(found: Share | int | None) -> float | None:
    """Return a share as a percentage, and a number as it is."""
    return found.percent if isinstance(found, Share) else found


def counted(metric: Metric, row: Mapping[str, Any] | None, size: int | None) -> Share | int | None:
    """Return a body's figure; a share of too few, or of a body with few registrations, says too little."""
    if row is None or row["passed"] is None or row["state"] == "reporting_error":
        return None
    few = not metric.inventories and (size or 0) < SMALL
    if metric.ratio:
        share = Share(row["passed"], row["asked"] or 0)
        return None if few or share.too_few else share
    if metric.name == SIZE:
        return row["passed"] or None
    return None if few else row["passed"]


def _rows(view: View, metric: Metric) -> Mapping[str, Mapping[str, Any]]:
    again = view.restated and metric.restatable
    frame = view.mart.figures(metric.name, [view.as_of], by="organisation", restated=again)
    return {row["org_id"]: row for row in frame.iter_rows(named=True)}


def _of(view: View, kind: str, every: Sequence[Body]) -> int:
    """Return how many bodies of a type there are: on the register's own list, or else that we know."""
    frame = view.mart.figures(CONNECTED, [view.as_of], by="type").filter(group=kind)
    listed = frame["asked"][0] if frame.height else None
    return max(int(listed or 0), 0) or len([body for body in every if not body.ended])


def over_time(view: View, metric: Metric, days: Sequence[date]) -> Mapping[str, Sequence[Share | int | None]]:
    """Return the figure of each body on each of some days; None where there is none."""
    found, sizes = (_each(view, one, days) for one in (metric, CATALOGUE[SIZE]))
    return {
        code: [_value_on(metric, found.get((day, code)), sizes.get((day, code))) for day in days]
        for code in {code for _, code in found}
    }


def _each(view: View, metric: Metric, days: Sequence[date]) -> Mapping[tuple[date, str], Mapping[str, Any]]:
    frame = view.mart.figures(metric.name, days, by="organisation")
    return {(row["as_of"], row["org_id"]): row for row in frame.iter_rows(named=True)}


def _value_on(metric: Metric, row: Mapping[str, Any] | None, size: Mapping[str, Any] | None) -> Share | int | None:
    return counted(metric, row, None if size is None else exact(size) or size["high"])
