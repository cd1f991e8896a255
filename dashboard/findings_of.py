"""What is to be checked in a body's registrations: per check, and as a list that the address narrows down."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from dashboard import entries
from dashboard.blocks import Block, Cell, Column, Links, Paragraph, Section, Table
from dashboard.view import DUTCH, View
from metrics.checks.declare import SEVERITIES
from metrics.finding_list import BY_NAME
from metrics.finding_spans import GONE, NEW, PERSISTING, RESOLVED, STATES, finding_spans

#: Which check, and which state, the list is narrowed down to.
CHECK, STATE = "bevinding", "bevindingen"
ANCHOR: Final = "bevindingen"
#: How the address says each state.
_WORDS: Final = {NEW: "nieuw", PERSISTING: "bestond-al", RESOLVED: "opgelost", GONE: "weg"}
#: What is newer than this is new.
LATELY: Final = timedelta(days=30)
#: A longer list is for a file.
_SHOWN: Final = 100
_STANDS: Final = (NEW, PERSISTING)


def section(view: View, org_id: str) -> Section:
    """Return what is to be checked in the registrations of a body, or those of one check or state."""
    before = view.as_of - LATELY
    rows = view.mart.kept(finding_spans, org_id, before, view.as_of)
    blocks: list[Block] = [Paragraph(_sentence(view, org_id, rows, before))]
    if rows.height:
        check, asked = view.query.get(CHECK, ""), view.query.get(STATE, "")
        state = next((one for one, word in _WORDS.items() if word == asked), "")
        blocks.append(_states(view, rows, state))
        narrowed = check in BY_NAME or bool(state)
        blocks += _list(view, rows, check, state) if narrowed else [_per_check(view, rows, before)]
    return Section(view.t("finding.title"), blocks, ANCHOR)


def _count(rows: pl.DataFrame, *states: str) -> int:
    return rows.filter(pl.col("state").is_in(states)).height


def _sentence(view: View, org_id: str, rows: pl.DataFrame, before: date) -> str:
    """Say how much is to be checked, in how many registrations, and what of it is new."""
    day, since = view.f.day(view.as_of), view.f.day(before)
    now = rows.filter(pl.col("state").is_in(_STANDS))
    public = view.mart.registrations(view.as_of).filter(org_id=org_id, state="public").height
    if not public:
        return view.t("finding.none_public", day=day)
    if not now.height:
        return view.t("finding.nothing", day=day)
    number, of = view.f.number(now["lars"].n_unique()), view.count("count.registrations", public)
    values = {"n": view.count("count.points_to_check", now.height), "number": number, "of": of, "day": day}
    new = view.f.number(_count(rows, NEW))
    resolved = view.f.number(_count(rows, RESOLVED))
    return view.t("finding.sentence", **values, new=new, since=since, resolved=resolved)


def _here(view: View, **query: str) -> str:
    return f"{view.url(**query)}#{ANCHOR}"


def _states(view: View, rows: pl.DataFrame, chosen: str) -> Links:
    """Return the ways to what is new, what persists, and what is no more."""
    check = {CHECK: view.query[CHECK]} if view.query.get(CHECK) in BY_NAME else {}
    mine = rows.filter(check=check[CHECK]) if check else rows
    ways = [(view.t("finding.per_check"), _here(view), not check and not chosen)]
    for state in STATES:
        label = view.t("finding.way", state=view.t(f"finding.{state}"), n=view.f.number(_count(mine, state)))
        ways.append((label, _here(view, **check, **{STATE: _WORDS[state]}), chosen == state))
    return Links(view.t("finding.choose"), ways)


def _per_check(view: View, rows: pl.DataFrame, before: date) -> Table:
    """Return how often each check finds something, the serious ones first."""
    t = view.t
    columns = (
        Column(t("finding.check")),
        Column(t("column.severity")),
        Column(t("finding.now"), "number"),
        Column(t("finding.of_new"), "number"),
        Column(t("finding.resolved"), "number"),
        Column(t("finding.oldest"), "day"),
    )
    stands = pl.col("state").is_in(_STANDS)
    counted = rows.group_by("check").agg(
        standing=stands.sum(),
        new=(pl.col("state") == NEW).sum(),
        resolved=(pl.col("state") == RESOLVED).sum(),
        oldest=pl.col("since").filter(stands).min(),
    )
    every = sorted(counted.iter_rows(named=True), key=_rank)
    cells = [_check_cells(view, row) for row in every]
    caption = t("finding.caption", day=view.f.day(view.as_of), since=view.f.day(before))
    return Table("findings", caption, columns, cells, t("finding.note"))


def _rank(row: Mapping[str, Any]) -> tuple[int, int, str]:
    """Rank the serious checks first, of equal ones those that find most."""
    return SEVERITIES.index(BY_NAME[row["check"]].severity), -row["standing"], row["check"]


def _check_cells(view: View, row: Mapping[str, Any]) -> tuple[Cell, ...]:
    one = BY_NAME[row["check"]]
    return (
        Cell(one.title[view.language], href=_here(view, **{CHECK: one.name})),
        Cell(view.t(f"severity.{one.severity}")),
        Cell(row["standing"]),
        Cell(row["new"]),
        Cell(row["resolved"]),
        Cell(row["oldest"]),
    )


def _list(view: View, rows: pl.DataFrame, check: str, state: str) -> list[Block]:
    """Return the findings of a check, of a state, or of both; what stands is what is meant where no state is."""
    shown = rows.filter(check=check) if check in BY_NAME else rows
    shown = shown.filter(pl.col("state").is_in([state] if state else _STANDS)).sort("since", "check", "lars")
    about = _about_check(view, check) if check in BY_NAME else []
    if not shown.height:
        return [*about, Paragraph(view.t("finding.none_such"))]
    return [*about, _table(view, shown, named=check not in BY_NAME, ended=state in {RESOLVED, GONE})]


def _about_check(view: View, name: str) -> list[Block]:
    one = BY_NAME[name]
    return [Paragraph(view.t("finding.about", title=one.title[view.language], fix=one.fix[view.language]))]


def _table(view: View, rows: pl.DataFrame, *, named: bool, ended: bool) -> Table:
    t = view.t
    columns = [Column(t("column.name")), *([Column(t("finding.check"))] if named else []), Column(t("column.lars"))]
    columns += [Column(t("column.state")), Column(t("finding.since"), "day")]
    columns += [Column(t("finding.until"), "day")] if ended else [Column(t("finding.days"), "number")]
    names = dict(view.mart.registrations(view.as_of).select("lars", "name").iter_rows())
    cells = [_cells(view, row, names, named=named, ended=ended) for row in rows.head(_SHOWN).iter_rows(named=True)]
    note = t("finding.more", n=view.f.number(_SHOWN), of=view.f.number(rows.height)) if rows.height > _SHOWN else ""
    caption = t("finding.list", n=view.count("count.points_to_check", rows.height), day=view.f.day(view.as_of))
    return Table("finding-list", caption, columns, cells, note)


def _cells(view: View, row: Mapping[str, Any], names: Mapping[str, str], *, named: bool, ended: bool) -> Sequence[Cell]:
    lars, since = row["lars"], row["since"]
    name = Cell(names.get(lars) or view.t("entry.no_name"), href=entries.way(view, lars), lang=DUTCH)
    check = [Cell(BY_NAME[row["check"]].title[view.language])] if named else []
    age = Cell(row["until"]) if ended else Cell((view.as_of - since).days)
    return [name, *check, Cell(lars), Cell(view.t(f"finding.{row['state']}")), Cell(since), age]
