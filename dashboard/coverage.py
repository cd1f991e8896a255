"""How full the register is for a target, in one sentence: n of N, between which bounds, by which source, of whom."""

from collections.abc import Mapping
from typing import Any, Final

from dashboard import targets
from dashboard.formats import DASH, Share
from dashboard.targets import covers
from dashboard.view import View, sides
from metrics.sources import DECLARED

COVERAGE: Final = "coverage.high_risk"


def sentence(view: View, target: Mapping[str, Any]) -> str:
    """Return the sentence for the day that a reader picked, or why nobody can say."""
    row = targets.row_on(view, target["target"], view.as_of, COVERAGE)
    values = {"day": view.f.day(view.as_of)}
    if row is None or row["passed"] is None or not row["asked"]:
        state = row["state"] if row is not None else "not_reported"
        if state == "suppressed":
            return view.t("coverage.not_public", **values)
        according = _according(view, row) if row is not None else ""
        return view.t("coverage.none", **values, reason=view.missing(state), according=according)
    values |= {"n": view.f.number(row["passed"]), "of": view.f.number(row["asked"])}
    values |= {"detail": _detail(view, row), "according": _according(view, row)}
    if row["state"] == "reporting_error":
        return view.t("coverage.error", **values)
    if row["n_source"] == DECLARED:
        return view.t("coverage.counts", **values | {"n": view.count("count.registrations", row["passed"])})
    return view.t("coverage.lists", **values)


def _detail(view: View, row: Mapping[str, Any]) -> str:
    """Return the percentage or why there is none, both bounds where they differ, and that a source is old."""
    error = row["state"] == "reporting_error"
    percent = view.f.percent(Share(row["passed"], row["asked"]))
    share = "" if error else view.missing("too_few") if percent == DASH else percent
    aged = view.t("figure.aged") if row["state"] == "stale" else ""
    loose = view.t("coverage.side_by_side") if row["n_source"] == DECLARED else ""
    said = [text for text in (share, *_range(view, row), loose, aged) if text]
    return f" ({'; '.join(said)})" if said else ""


def _range(view: View, row: Mapping[str, Any]) -> tuple[str, ...]:
    ends = sides(row)
    if len(ends) != 2 or ends[0] == ends[1]:  # noqa: PLR2004  (a strict one and a generous one)
        return ()
    strict, generous = ({"n": view.f.number(one.passed), "of": view.f.number(one.asked)} for one in ends)
    most = "coverage.generous" if ends[1].asked else "coverage.generous.none"
    return view.t("coverage.strict", **strict), view.t(most, **generous)


def _according(view: View, row: Mapping[str, Any]) -> str:
    """Return which source says so, from when it is, and for whom it speaks; nothing where that is not told."""
    whom = covers(view, row)
    source = row["n_source"] if row["n_date"] is not None else None
    return view.t(f"coverage.according.{source or 'none'}", day=view.f.day(row["n_date"]), covers=whom) if whom else ""
