"""Targets: what was promised, who answers for it, and the sentence that says how it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from dashboard.blocks import Block, Cell, Links, Paragraph
from dashboard.formats import Share
from dashboard.view import View, one, sides
from metrics.spans import NO_MINISTRY
from metrics.systems import stated

#: In the order of a row: what is there, what is not, what is not asked.
STATES: Final = ("late", "overdue", "not_due", "in_grace", "exempt", "inconsistent")
ON_TIME: Final = "on_time.high_risk"
#: The group of a figure that is not split, also where a split has nothing to show.
_WHOLE: Final = "all"


def current(view: View) -> list[dict[str, Any]]:
    """Return each target as it was stated by the day, earliest deadline first."""
    rows = stated(view.mart.facts.targets, view.as_of, view.mart.last_day or view.as_of)
    return rows.sort("deadline", "target").to_dicts()


def title(view: View, target: Mapping[str, Any]) -> str:
    """Return the name of a target in the reader's language."""
    return view.told(target, "title")


def row_on(view: View, target: str, day: date, metric: str = ON_TIME) -> Mapping[str, Any] | None:
    """Return one figure of a target for the whole of its scope."""
    return one(view.mart.figures(metric, [day], target=target))


def sentence(view: View, target: Mapping[str, Any]) -> str:
    """Return the one sentence: how many of how many were there in time, or why nobody can say."""
    frozen = min(view.as_of, target["deadline"])
    row = row_on(view, target["target"], frozen)
    values = {"title": title(view, target), "deadline": view.f.day(target["deadline"]), "day": view.f.day(frozen)}
    if row is None or row["passed"] is None or not row["asked"]:
        state = row["state"] if row is not None else "not_reported"
        key = "target.not_public" if state == "suppressed" else "target.unknown"
        return view.t(key, **values, reason=view.missing(state))
    share = Share(row["passed"], row["asked"])
    values |= {"n": view.f.number(share.passed), "of": view.f.number(share.asked)}
    error = row["state"] == "reporting_error"
    few = "" if error else view.missing("too_few")
    shown = few if share.too_few else view.f.percent(share)
    values["detail"] = _detail(view, row, shown)
    values["according"] = _dated(view, target, frozen)
    said = view.t("target.error" if error else "target.sentence", **values)
    whom = covers(view, row)
    return f"{said} {view.t('target.whom', covers=whom)}" if whom else said


def covers(view: View, row: Mapping[str, Any]) -> str:
    """Return for how many of how many bodies a figure speaks; nothing where that is not told."""
    if row["covers"] is None or row["covers_asked"] is None:
        return ""
    return view.t("figure.covers", n=view.f.number(row["covers"]), of=view.f.number(row["covers_asked"]))


def _detail(view: View, row: Mapping[str, Any], *said: str) -> str:
    """Return what must be read with n of N: what was said already, the bounds, and that the list is old."""
    aged = view.t("figure.aged") if row["state"] == "stale" else ""
    details = [text for text in (*said, _bounds(view, row), aged) if text]
    return f" ({'; '.join(details)})" if details else ""


def _bounds(view: View, row: Mapping[str, Any]) -> str:
    """Write the bounds of n of N; nothing where they are the same."""
    ends = sides(row)
    if len(ends) != 2 or ends[0] == ends[1]:  # noqa: PLR2004  (a low one and a high one)
        return ""
    low, high = ends
    if not low.asked or not high.asked:
        return view.t("figure.maybe_none")
    said = {"low": view.f.number(low.passed), "high": view.f.number(high.passed)}
    if low.asked == high.asked:
        return view.t("figure.sides", **said)
    return view.t("target.sides", **said, low_of=view.f.number(low.asked), high_of=view.f.number(high.asked))


def according(view: View, target: Mapping[str, Any], day: date) -> str:
    """Return who gave the lists that a figure counts."""
    frame = _per_ministry(view, ON_TIME, target["target"], day)
    said = view.t("target.according.some")
    if frame.height:
        reported = frame.filter(pl.col("state") != "not_reported").height
        said = view.t("target.according", n=view.f.number(reported), of=view.f.number(frame.height))
    return said


def _dated(view: View, target: Mapping[str, Any], day: date) -> str:
    """Return who gave the lists, and how old the newest is."""
    said, newest = according(view, target, day), _newest_list(view, target, day)
    return view.t("target.newest", said=said, day=view.f.day(newest)) if newest else said


def source(view: View, target: Mapping[str, Any], day: date) -> str:
    """Return where the figures of a target come from: the bodies' own lists, and the register."""
    row, register = row_on(view, target["target"], day), view.t("from.register")
    if row is None or row["n_source"] != "inventory":
        return register
    newest = _newest_list(view, target, day)
    dated = view.t("from.inventories.dated", day=view.f.day(newest)) if newest else view.t("from.inventories")
    return view.t("list.and", first=dated, last=register)


def _newest_list(view: View, target: Mapping[str, Any], day: date) -> date | None:
    row = row_on(view, target["target"], day)
    newest: date | None = row["n_date"] if row else None
    return newest


def summaries(view: View) -> list[Block]:
    """Return every target with its sentence and the way to its page."""
    blocks: list[Block] = []
    for target in current(view):
        link = (view.t("target.more", title=title(view, target)), view.url(f"/doel/{target['target']}"), False)
        blocks += [Paragraph(sentence(view, target)), Links(view.t("links.more"), (link,))]
    return blocks or [Paragraph(view.t("target.none"))]


def covered(view: View, target: str) -> str:
    """Return how many of the ministries reported their systems."""
    frame = _per_ministry(view, ON_TIME, target, view.as_of)
    silent = frame.filter(pl.col("state") == "not_reported").height
    if not frame.height:
        return view.t("target.no_ministries")
    return view.t("target.covered", n=view.f.number(frame.height - silent), of=view.f.number(frame.height))


@dataclass(frozen=True)
class States:
    """A ministry with the number of its systems in each state, as far as those are told."""

    main: Mapping[str, Any]
    found: Mapping[str, Mapping[str, Any] | None]

    @property
    def counts(self) -> dict[str, int | None]:
        """How many systems are in each state; None where that is not told."""
        return {state: row["passed"] if row else None for state, row in self.found.items()}

    def cell(self, view: View, state: str) -> Cell:
        """Return a number as it is shown."""
        row = self.found[state]
        return view.figure({**self.main, **self._untold()} if row is None else row)

    def why(self, view: View) -> str:
        """Return in words why there is no number."""
        return view.missing(self.main["state"])

    def _untold(self) -> dict[str, Any]:
        # Of a group that is told of in one figure and not in another, that is what is held back.
        state = "suppressed" if self.main["passed"] else self.main["state"]
        return {**dict.fromkeys(("passed", "low", "high")), "state": state}


def by_ministry(view: View, target: str) -> list[States]:
    """Return each ministry, and the bodies that hang under none, with its systems by state."""
    main = _groups(view, ON_TIME, target, view.as_of)
    others = {state: _by_group(_groups(view, f"on_time.{state}", target, view.as_of)) for state in STATES}
    return [
        States(row, {"on_time": row, **{state: found.get(row["group"]) for state, found in others.items()}})
        for row in main.iter_rows(named=True)
    ]


def per_ministry(view: View, target: str, day: date) -> pl.DataFrame:
    """Return how many systems of each ministry were on time on a day, of how many."""
    return _per_ministry(view, ON_TIME, target, day)


def _groups(view: View, metric: str, target: str, day: date) -> pl.DataFrame:
    """Return the figures of each ministry, and those of the bodies that hang under none."""
    frame = view.mart.figures(metric, [day], by="ministry", target=target)
    return frame.filter(pl.col("group") != _WHOLE)


def _per_ministry(view: View, metric: str, target: str, day: date) -> pl.DataFrame:
    return _groups(view, metric, target, day).filter(pl.col("group") != NO_MINISTRY)


def _by_group(frame: pl.DataFrame) -> dict[str, Mapping[str, Any]]:
    return {row["group"]: row for row in frame.iter_rows(named=True)}


def together(on_time: int | None, late: int | None) -> int | None:
    """Return how many were registered in time or later; None when either is not known, or not told."""
    return None if on_time is None or late is None else on_time + late
