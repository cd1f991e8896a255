"""Did they make the date?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from dashboard import coverage, declared, targets, trends
from dashboard.blocks import Block, Cell, Column, Content, Facts, Links, Notice, Paragraph, Section, Table
from dashboard.entries import REGISTER
from dashboard.formats import DASH, Share
from dashboard.view import DUTCH, ENGLISH, Page, View, part

MINISTRY = "ministerie"
#: An explanation never hides a system: it is listed with its reason.
_ASKS = ("overdue", "in_grace", "inconsistent", "not_due", "late", "exempt")


def content(view: View, target: str) -> Content:
    """Return the page, or say that there is no such target."""
    known = {row["target"]: row for row in targets.current(view)}
    if target not in known:
        links = [(targets.title(view, row), view.url(f"/doel/{key}"), False) for key, row in known.items()]
        return Content(
            view.t("target.unknown_title"),
            [Paragraph(view.t("target.unknown_text")), Links(view.t("nav.target"), links)],
            status=404,
        )
    source = targets.source(view, known[target], view.as_of)
    return Content(targets.title(view, known[target]), _blocks(view, known[target]), source=source)


def _blocks(view: View, target: Mapping[str, Any]) -> list[Block]:
    sentence = targets.sentence(view, target)
    name = target["target"]
    public = view.audience != "internal"
    blocks: list[Block] = [
        view.lead(sentence),
        view.citation(sentence, targets.source(view, target, min(view.as_of, target["deadline"]))),
        view.date_form(),
        Section(
            view.t("target.then_and_now"), [_then_and_now(view, target), Paragraph(coverage.sentence(view, target))]
        ),
        Section(view.t("target.growth"), _growth(view, target, public=public)),
        Section(view.t("target.per_ministry"), _ministries(view, name, public=public)),
    ]
    blocks.append(Section(view.t("declared.title"), declared.ministries(view, name)))
    if not public:
        blocks.append(Section(view.t("work.title"), _work(view, name)))
    blocks.append(Section(view.t("target.what"), [_what(view, target)]))
    return blocks


def _then_and_now(view: View, target: Mapping[str, Any]) -> Block:
    """Return the share that was frozen at the deadline beside what the register holds today."""
    days = sorted({min(view.as_of, target["deadline"]), view.as_of})
    rows = [(day, targets.row_on(view, target["target"], day)) for day in days]
    late = {day: targets.row_on(view, target["target"], day, "on_time.late") for day in days}
    columns = (
        Column(view.t("column.day"), "day"),
        Column(view.t("on_time.on_time"), "number"),
        Column(view.t("on_time.late"), "number"),
        Column(view.t("target.asked"), "number"),
        Column(view.t("column.on_time_share"), "share"),
        Column(view.t("column.registered_share"), "share"),
    )
    cells = [_moment(view, day, row, late[day]) for day, row in rows]
    return Table("then-and-now", view.t("target.then_caption"), columns, cells, _speaks_for(view, rows))


def _speaks_for(view: View, rows: Sequence[tuple[date, Mapping[str, Any] | None]]) -> str:
    """Return for how many of the bodies in scope the figure of each day speaks, as far as that is told."""
    told = [(day, covers) for day, row in rows if row is not None and (covers := coverage.covers(view, row))]
    return " ".join(view.t("target.speaks_for", day=view.f.day(day), covers=covers) for day, covers in told)


def _moment(view: View, day: date, row: Mapping[str, Any] | None, late: Mapping[str, Any] | None) -> tuple[Cell, ...]:
    if row is None or row["passed"] is None or not row["asked"]:
        gone = Cell(None, view.missing(row["state"] if row else "not_reported"))
        return Cell(day), gone, gone, gone, gone, gone
    after = late["passed"] if late else None
    untold = Cell(None, view.missing(late["state"] if late else "not_reported"))
    both = targets.together(row["passed"], after)
    shares = [part(Share(n, row["asked"]), view.missing("too_few")) for n in (row["passed"], both) if n is not None]
    return (
        Cell(day),
        view.figure(row),
        untold if late is None or after is None else view.figure(late),
        view.figure(row, "asked"),
        view.aged(row, replace(shares[0], bounds=view.share_bounds(row))),
        untold if both is None else view.aged(row, shares[1]),
    )


def _growth(view: View, target: Mapping[str, Any], *, public: bool) -> list[Block]:
    chart = targets.burn_up(view, target)
    missing = "target.growth_not_public" if public else "target.no_growth"
    return [chart] if chart else [Paragraph(view.t(missing))]


def _ministries(view: View, target: str, *, public: bool) -> list[Block]:
    table = targets.states_table(view, target)
    blocks: list[Block] = [Paragraph(targets.covered(view, target))]
    if table.rows:
        blocks += [table, Paragraph(view.t("target.not_reported")), Paragraph(view.t("target.states_explained"))]
    return [*blocks, Notice(view.t("target.suppressed"))] if public else blocks


def _work(view: View, target: str) -> list[Block]:
    """Return the systems to call about, for one ministry if the URL names one."""
    frame = view.mart.work_list(target, view.as_of).filter(pl.col("state").is_in(_ASKS))
    ministries = frame.select("ministry_id", "ministry").unique().sort("ministry").drop_nulls().rows()
    asked = view.query.get(MINISTRY, "")
    ways = [(view.t("work.all"), view.url(), not asked)]
    ways += [(name, view.url(**{MINISTRY: code}), code == asked) for code, name in ministries]
    shown = frame.filter(pl.col("ministry_id") == asked) if asked else frame
    if not shown.height:
        return [Links(view.t("work.choose"), ways), Paragraph(view.t("work.none"))]
    return [Links(view.t("work.choose"), ways), _work_table(view, shown)]


def _work_table(view: View, frame: pl.DataFrame) -> Table:
    t = view.t
    columns = (
        Column(t("column.name")),
        Column(t("column.local_id")),
        Column(t("column.organisation")),
        Column(t("by.ministry")),
        Column(t("column.state")),
        Column(t("column.due"), "day"),
        Column(t("column.days"), "number"),
        Column(t("column.first_published"), "day"),
        Column(t("column.explanation")),
    )
    order = {state: place for place, state in enumerate(_ASKS)}
    rows = sorted(frame.iter_rows(named=True), key=lambda r: (order[r["state"]], -(r["days"] or 0), r["name"] or ""))
    caption = t("work.caption", n=view.count("count.systems", len(rows)), day=view.f.day(view.as_of))
    return Table("work-list", caption, columns, [_work_cells(view, row) for row in rows])


def _work_cells(view: View, row: Mapping[str, Any]) -> tuple[Cell, ...]:
    href = REGISTER + row["lars"] if row["lars"] else ""
    return (
        Cell(row["name"] or view.t("entry.no_name"), href=href, lang=DUTCH),
        Cell(row["local_id"]),
        Cell(row["organisation"], href=view.url(f"/organisatie/{row['org_id']}"), lang=DUTCH),
        Cell(row["ministry"], lang=DUTCH),
        Cell(view.t(f"on_time.{row['state']}")),
        Cell(row["due"]),
        Cell(row["days"]),
        Cell(row["first_published"], "" if row["first_published"] else view.t("work.not_found")),
        Cell(_explanation(view, row)),
    )


def _explanation(view: View, row: Mapping[str, Any]) -> str:
    if row["reason"] is None:
        return ""
    until = view.f.day(row["valid_until"])
    return view.t("work.explained", reason=row["reason"], ground=row["ground"] or DASH, day=until)


def _what(view: View, target: Mapping[str, Any]) -> Block:
    t = view.t
    return Facts(
        (
            (t("target.fact.deadline"), Cell(target["deadline"])),
            (t("target.fact.category"), Cell(target["category"], lang=DUTCH)),
            (t("target.fact.scope"), Cell(t("target.scope"))),
            (t("target.fact.lag"), Cell(target["lag_days"])),
            (t("target.fact.grace"), Cell(target["grace_days"])),
            (t("target.fact.source"), Cell(target["source"], lang=ENGLISH)),
            (t("target.fact.stated"), Cell(target["stated_on"])),
            (t("chart.source_label"), Cell(trends.source(view, targets.source(view, target, view.as_of)))),
        )
    )


PAGE = Page("target", "/doel/<target>", content)
