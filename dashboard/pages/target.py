"""Did they make the date?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from dashboard import backlog, coverage, declared, growth, promises, states, targets, trends, work
from dashboard.blocks import Block, Cell, Column, Content, Facts, Links, Paragraph, Section, Table
from dashboard.formats import Share
from dashboard.view import DUTCH, Page, View, part


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
    return [
        view.lead(sentence),
        Paragraph(coverage.sentence(view, target)),
        *promises.moved(view, target),
        view.citation(sentence, targets.source(view, target, min(view.as_of, target["deadline"]))),
        view.date_form(),
        *_sections(view, target),
    ]


def _sections(view: View, target: Mapping[str, Any]) -> list[Section]:
    """Return the parts of the page, each with an address of its own."""
    t, name = view.t, target["target"]
    late = view.as_of > target["deadline"]
    found = [
        Section(t("target.per_ministry"), states.blocks(view, target), "ministeries"),
        Section(t("target.then_and_now"), [_then_and_now(view, target)], "toen-en-nu"),
        Section(t("target.growth"), growth.blocks(view, target), "verloop"),
        Section(t("backlog.heading" if late else "pace.heading"), backlog.blocks(view, target), "achterstand"),
    ]
    if view.audience == "internal":
        found.append(Section(t("work.title"), [*work.blocks(view, name), *work.silent(view, name)], work.ANCHOR))
    else:
        found.append(Section(t("work.title"), [Paragraph(t("work.not_public"))], work.ANCHOR))
    found += [
        Section(t("declared.title"), declared.ministries(view, name), "opgaven"),
        Section(t("promises.title"), promises.kept(view, target), "toezeggingen"),
        Section(t("target.what"), [_what(view, target), *_others(view)], "afspraak"),
    ]
    return found


def _others(view: View) -> list[Block]:
    ways = (view.t("targets.more"), view.url("/doel"), False)
    return [promises.dates(view), Links(view.t("links.more"), (ways,))]


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
    told = [(day, covers) for day, row in rows if row is not None and (covers := targets.covers(view, row))]
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


def _what(view: View, target: Mapping[str, Any]) -> Block:
    t = view.t
    return Facts(
        (
            (t("target.fact.deadline"), Cell(target["deadline"])),
            (t("target.fact.category"), Cell(target["category"], lang=DUTCH)),
            (t("target.fact.scope"), Cell(t("target.scope"))),
            (t("target.fact.lag"), Cell(target["lag_days"])),
            (t("target.fact.grace"), Cell(target["grace_days"])),
            (t("target.fact.source"), Cell(view.told(target, "source"))),
            (t("target.fact.stated"), Cell(target["stated_on"])),
            (t("chart.source_label"), Cell(trends.source(view, targets.source(view, target, view.as_of)))),
        )
    )


PAGE = Page("target", "/doel/<target>", content)
