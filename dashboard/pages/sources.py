"""Is what I see fresh?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from dashboard import freshness, groups, held, resolving
from dashboard.blocks import Block, Cell, Column, Content, Facts, Paragraph, Section, Table
from dashboard.formats import DASH, instant
from dashboard.view import ENGLISH, Page, View
from metrics.facts import INFERRED, PROVISIONAL
from metrics.schemas import empty

#: A source that is only asked when another one fails.
_STANDBY = "standby"


def content(view: View) -> Content:
    """Return the page."""
    if not view.status:
        collected = view.edition is not None and not view.edition.sample
        said = view.t("sources.unreadable" if collected else "sources.none")
        return Content(view.t("sources.title"), [Paragraph(said, lead=True), _mart(view)])
    found = freshness.sources(view)
    found = [source for source in found if source["state"] != _STANDBY] + [s for s in found if s["state"] == _STANDBY]
    used = [source for source in found if source["state"] != _STANDBY]
    bad = [source for source in used if source["state"] != "ok"]
    key = "sources.all_good" if not bad else "sources.some_bad"
    lead = view.t(key, n=len(used) - len(bad), of=len(used), moment=_moment(view, view.status.get("written_at")).value)
    blocks: list[Block] = [
        Paragraph(lead, lead=True),
        *_problem(view),
        Section(view.t("sources.states"), [_states(view, found)], "states"),
        Section(view.t("sources.held"), held.blocks(view, found), "held"),
        Section(view.t("sources.warnings"), [_warnings(view, found)], "warnings"),
        Section(
            view.t("sources.reconciliation"),
            [Paragraph(view.t("sources.reconciliation_text")), _totals(view)],
            "totals",
        ),
        Section(view.t("sources.identity"), _identity(view), "identity"),
        Section(view.t("corrections.title"), [_corrections(view)], "corrections"),
        Section(view.t("issues.title"), resolving.section(view), "organisations"),
        Section(view.t("sources.mart"), [_mart(view)], "edition"),
    ]
    return Content(view.t("sources.title"), blocks)


def _problem(view: View) -> list[Block]:
    reason = view.status.get("problem")
    items = [(view.t("sources.problem"), Cell(str(reason), lang=ENGLISH))]
    return [Facts(items)] if reason else []


def _moment(view: View, text: object) -> Cell:
    moment = instant(text) if text else None
    return Cell(view.f.moment(moment)) if moment else Cell(None, view.missing("never_ran"))


def _states(view: View, found: list[Mapping[str, Any]]) -> Table:
    t = view.t
    columns = (
        Column(t("column.source")),
        Column(t("column.state")),
        Column(t("column.last_good_run")),
        Column(t("column.collected_at")),
        Column(t("column.rows"), "number"),
        Column(t("column.reason")),
    )
    return Table("sources", t("sources.caption"), columns, [_state(view, source) for source in found])


def _state(view: View, source: Mapping[str, Any]) -> tuple[Cell, ...]:
    rows = source.get("rows")
    return (
        Cell(freshness.source_name(view, source["name"])),
        Cell(freshness.state_words(view, source["state"])),
        _run(view, source.get("last_good_run")),
        _moment(view, source.get("collected_at")),
        Cell(rows) if rows is not None else Cell(None, view.missing("never_ran")),
        Cell(source.get("reason") or "", lang=ENGLISH),
    )


def _run(view: View, run: object) -> Cell:
    """Return when a run was, as its name begins; a run without a time is shown by its name."""
    if not run:
        return Cell(None, view.missing("never_ran"))
    moment = instant(run) or instant(str(run).rpartition("-")[0])
    return Cell(view.f.moment(moment)) if moment else Cell(str(run))


def _warnings(view: View, found: list[Mapping[str, Any]]) -> Block:
    columns = (Column(view.t("column.source")), Column(view.t("column.warning")))
    rows = [
        (Cell(freshness.source_name(view, source["name"])), Cell(text, lang=ENGLISH))
        for source in found
        for text in source.get("warnings") or []
    ]
    if not rows:
        return Paragraph(view.t("sources.no_warnings"))
    return Table("warnings", view.t("sources.warnings_caption"), columns, rows)


def _totals(view: View) -> Block:
    columns = (
        Column(view.t("column.total")),
        Column(view.t("column.day"), "day"),
        Column(view.t("column.register"), "number"),
        Column(view.t("column.ours"), "number"),
        Column(view.t("column.difference"), "number"),
    )
    rows = [_total(view, row) for row in view.status.get("totals") or []]
    if not rows:
        return Paragraph(view.t("sources.no_totals"))
    return Table("totals", view.t("sources.totals_caption"), columns, rows)


def _total(view: View, row: Mapping[str, Any]) -> tuple[Cell, ...]:
    theirs, ours = row.get("register"), row.get("ours")
    return (
        _total_name(view, row["name"]),
        Cell(_day(row.get("as_of"))),
        Cell(theirs),
        Cell(ours, "" if ours is not None else view.t("sources.no_such_name")),
        Cell(None, view.t("sources.no_such_name")) if theirs is None or ours is None else Cell(ours - theirs),
    )


def _total_name(view: View, name: str) -> Cell:
    """Return what was counted: everything, or one value of one thing, as ``category/...``."""
    by, _, value = name.partition("/")
    if by == "month":
        month, _, year = value.partition("-")
        return Cell(view.t("total.month", month=view.f.month_in_full(date(int(year), int(month), 1))))
    if value:
        return groups.label(view, by, {"group": value, "org_id": None})
    key = f"total.{name}"
    return Cell(view.t(key) if key in view.t else name)


def _day(text: object) -> date | None:
    moment = instant(text)
    return moment.date() if moment else None


def _corrections(view: View) -> Block:
    """Return what was told wrongly and is put right, newest first."""
    rows = view.edition.facts.corrections.filter(pl.col("known_to").is_null()) if view.edition else empty("corrections")
    told = rows.filter(pl.col("subject").str.contains("^(figure|publication)/")).sort("valid_from", descending=True)
    if not told.height:
        return Paragraph(view.t("corrections.none"))
    columns = (
        Column(view.t("column.day"), "day"),
        Column(view.t("corrections.about")),
        Column(view.t("column.reason")),
    )
    cells = [
        (Cell(row["valid_from"]), Cell(row["subject"]), Cell(view.told(row, "text")))
        for row in told.iter_rows(named=True)
    ]
    return Table("corrections", view.t("corrections.caption"), columns, cells)


def _identity(view: View) -> list[Block]:
    """Return how many registrations were first shown without an id, and whether we know which they are."""
    seen = view.edition.facts.seen if view.edition else None
    counts = {} if seen is None else dict(seen.unique(["lars", "identity"])["identity"].value_counts().iter_rows())
    inferred, provisional = (counts.get(one, 0) for one in (INFERRED, PROVISIONAL))
    if not inferred + provisional:
        return [Paragraph(view.t("sources.identity_none"))]
    return [Paragraph(view.t("sources.identity_text", inferred=inferred, provisional=provisional))]


def _mart(view: View) -> Block:
    meta = view.edition.meta if view.edition else {}
    items = [
        (view.t("mart.number"), Cell(meta.get("number", DASH))),
        (view.t("mart.published"), _moment(view, meta.get("published_at"))),
        (view.t("mart.collected"), _moment(view, meta.get("collected_at"))),
        (view.t("mart.facts"), Cell(str(meta.get("facts_hash", DASH))[:16])),
    ]
    return Facts(items)


PAGE = Page("sources", "/bronnen", content, label="nav.sources", order=4, needs_facts=False)
