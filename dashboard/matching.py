"""The review of possible matches as blocks: the list, one pair side by side, what was decided, and the forms."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from dashboard import deciding, pairing
from dashboard.blocks import Block, Cell, Column, Content, Facts, Links, Notice, Paragraph, Section, Table
from dashboard.formats import day_of
from dashboard.forms import Entry, Field, Form, Writing
from dashboard.view import DUTCH, View, address
from sql.journal import IN_FORCE

#: So many pairs stand in the list, and so many decisions.
_ROWS: Final = 50
_LINES: Final = 20
_LEAST, _MOST = 0.01, 0.99


def listed(view: View) -> list[Block]:
    """Return what is to be decided, those first that say most, what can be accepted at once, and what was decided."""
    t, f = view.t, view.f
    body = view.query.get(pairing.PAIR[0], "")
    rows = list(pairing.open_rows(view.mart, view.data, body))
    found = pairing.waiting(view.mart)
    values = {"n": view.count("count.pairs", len(rows)), "day": f.day(found.days.as_of)}
    told: list[Block] = [*received(view), Paragraph(t("match.sentence", **values), lead=True)]
    if found.range:
        ends = {name: f.number(getattr(found.range, name)) for name in ("low", "low_asked", "high", "high_asked")}
        told.append(Paragraph(t("match.range", **ends)))
    told += may(view)
    if rows:
        first = view.url(pairing.PATH, **pairing.asked_of(pairing.pair_of(rows[0])), **signed(view))
        told.append(Links(t("match.begin"), ((t("match.begin"), first, False),)))
    told += [*_bodies(view, body), *([_queue(view, rows)] if rows else [Paragraph(t("match.nothing"))])]
    return [*told, Section(t("match.same.title"), _same(view), "gelijk"), *_decided(view)]


def may(view: View) -> list[Block]:
    """Say where nobody may write that this is so."""
    return [] if view.tickets is not None else [Notice(view.t("match.read_only"))]


def signed(view: View) -> dict[str, str]:
    """Return who signed before and on what proof, so that nobody types it again."""
    return {name: view.query[name] for name in pairing.SIGNED if view.query.get(name)}


def _bodies(view: View, body: str) -> Iterator[Block]:
    """Return the way to choose a body of those that have something to decide."""
    rows = pairing.open_rows(view.mart, view.data)
    names = dict(view.mart.registrations(pairing.days(view.mart).as_of).select("org_id", "organisation").iter_rows())
    codes = {row["org_id"]: names.get(row["org_id"]) or row["org_id"] for row in rows}
    if len(codes) > 1 or body:
        options = [("", view.t("match.every_body")), *sorted(codes.items(), key=lambda one: one[1])]
        entry = Entry(pairing.PAIR[0], view.t("column.organisation"), "choice", body, (("", options),))
        yield Form("body", address(view.language, pairing.PATH, {}), view.t("date.button"), (entry,), signed(view))


def _queue(view: View, rows: Sequence[Mapping[str, Any]]) -> Table:
    t = view.t
    columns = (
        Column(t("match.on_list"), "long"),
        Column(t("match.in_register"), "long"),
        Column(t("column.organisation")),
        Column(t("match.chance"), "number"),
        Column(t("match.narrows"), "number"),
    )
    values = {"n": view.f.number(min(len(rows), _ROWS)), "of": view.count("count.pairs", len(rows))}
    cells = [_row(view, row) for row in rows[:_ROWS]]
    return Table("queue", t("match.caption", **values), columns, cells, t("match.note"))


def _row(view: View, row: Mapping[str, Any]) -> tuple[Cell, ...]:
    href = view.url(pairing.PATH, **pairing.asked_of(pairing.pair_of(row)), **signed(view))
    narrows = None if row["narrows"] is None else view.f.hundredths(100 * row["narrows"])
    return (
        Cell(row["name"] or view.t("entry.no_name"), row["local_id"], href=href, lang=DUTCH),
        Cell(row["registration"] or view.t("entry.no_name"), row["lars"], lang=DUTCH),
        Cell(row["organisation"], lang=DUTCH),
        Cell(likely(view, row["probability"])),
        Cell(narrows, "" if narrows else view.t("match.no_range")),
    )


def likely(view: View, probability: float | None) -> str:
    """Write a probability with two decimals; nothing is quite sure."""
    if probability is None:
        return view.t("match.no_chance")
    sign = "< " if probability < _LEAST else "> " if probability > _MOST else ""
    return sign + view.f.hundredths(min(max(probability, _LEAST), _MOST))


def received(view: View) -> list[Block]:
    """Say that a decision was received, and that it counts from the next run on; or that it counts by now."""
    entry = view.query.get(pairing.RECEIVED, "")
    found = {one.line.entry: one for one in pairing.recent(view.mart, view.data)}
    if entry not in found:
        return []
    one = found[entry]
    many = view.query.get(pairing.UP_TO, entry)
    said = _verdict(view, one)
    key = "match.counts" if one.counts else "match.received.all" if many != entry else "match.received"
    back: list[Block] = []
    if one.line.state == IN_FORCE:
        href = view.url(pairing.PATH, **{pairing.DECISION: entry}, **signed(view))
        back = [Links(view.t("match.undo"), ((view.t("match.undo_this"), href, False),))]
    return [Notice(view.t(key, entry=entry, last=many, verdict=said)), *back]


def _verdict(view: View, one: pairing.Recent) -> str:
    withdraws = one.line.content["withdraws"]
    return view.t("match.withdrawn", entry=withdraws) if withdraws else view.t(f"match.{one.line.values['verdict']}")


def _same(view: View) -> list[Block]:
    """Return the pairs that can be accepted at once, and the form that does."""
    t, rows = view.t, pairing.alike(view.mart)
    pairs = deciding.to_accept(view.data, rows) if view.data else []
    if not pairs:
        return [Paragraph(t("match.same.none"))]
    names = {pairing.pair_of(row): row for row in rows.iter_rows(named=True)}
    columns = (Column(t("match.on_list"), "long"), Column(t("match.in_register"), "long"), Column(t("review.lars")))
    cells = [
        (
            Cell(names[one]["name"], one.local_id, href=view.url(pairing.PATH, **pairing.asked_of(one)), lang=DUTCH),
            Cell(names[one]["registration"], lang=DUTCH),
            Cell(one.lars),
        )
        for one in pairs
    ]
    number = view.count("count.pairs", len(pairs))
    table = Table("identical", t("match.same.caption", n=number), columns, cells)
    form = signing(view, Writing("accept", "", t("match.same.accept", n=number), pairing.subject_of_all(pairs), ()))
    return [Paragraph(t("match.same.text")), table, *form]


def signing(view: View, form: Writing) -> list[Block]:
    """Return a form that writes with who signs and on what proof; nothing where nobody may write."""
    if view.tickets is None:
        return []
    fields = [
        Field(name, view.t(f"match.field.{name}"), most, required=True, value=view.query.get(name, ""))
        for name, most in pairing.SIGNED.items()
    ]
    kept = {"work": form.name, **form.kept}
    return [replace(form, action=address(view.language, pairing.PATH, {}), fields=fields, kept=kept)]


def _decided(view: View) -> list[Block]:
    """Return what was decided, newest first, each with the way to undo it."""
    found = pairing.recent(view.mart, view.data)
    if not found:
        return [Section(view.t("match.decided.title"), [Paragraph(view.t("match.decided.none"))], "besluiten")]
    t = view.t
    columns = (
        Column(t("match.decided.entry")),
        Column(t("match.decided.pair")),
        Column(t("match.decided.verdict")),
        Column(t("match.decided.by")),
        Column(t("column.day"), "day"),
        Column(t("column.state")),
    )
    values = {"n": view.f.number(min(len(found), _LINES)), "of": view.count("count.decisions", len(found))}
    cells = [_line(view, one) for one in found[:_LINES]]
    table = Table("decisions", t("match.decided.caption", **values), columns, cells)
    return [Section(t("match.decided.title"), [table], "besluiten")]


def _line(view: View, one: pairing.Recent) -> tuple[Cell, ...]:
    undo = view.url(pairing.PATH, **{pairing.DECISION: one.line.entry}) if one.line.state == IN_FORCE else ""
    pair = view.url(pairing.PATH, **pairing.asked_of(one.pair))
    state = view.t(f"match.line.{one.line.state.replace(' ', '_')}")
    return (
        Cell(one.line.entry, href=undo),
        Cell(f"{one.pair.org_id} {one.pair.local_id}, {one.pair.lars}", href=pair),
        Cell(_verdict(view, one)),
        Cell(one.line.content["author"], one.line.content["proof"]),
        Cell(day_of(one.line.content["at"])),
        Cell(state, "" if one.counts else view.t("match.line.next_run")),
    )


def undoing(view: View, entry: str) -> Content | None:
    """Return a decision with the form that undoes it; None where there is none of that name in force."""
    found = next((one for one in pairing.recent(view.mart, view.data) if one.line.entry == entry), None)
    if found is None:
        return None
    t, content = view.t, found.line.content
    items = (
        (t("match.decided.pair"), Cell(str(found.pair), href=view.url(pairing.PATH, **pairing.asked_of(found.pair)))),
        (t("match.decided.verdict"), Cell(_verdict(view, found))),
        (t("match.decided.by"), Cell(content["author"])),
        (t("match.field.bewijs"), Cell(content["proof"])),
        (t("column.day"), Cell(day_of(content["at"]))),
    )
    asked = Writing("undo", "", t("match.undo_button"), pairing.subject_of_undo(entry), (), {pairing.DECISION: entry})
    form = signing(view, asked)
    shown: list[Block] = [Paragraph(t("match.undo_text"), lead=True), Facts(items), *may(view)]
    if found.line.state == IN_FORCE:
        shown += form
    else:
        shown.append(Notice(t("match.undone")))
    return Content(t("match.undo_title", entry=entry), [*shown, back(view)])


def back(view: View) -> Block:
    """Return the way to the list, with who signs."""
    return Links(view.t("match.to_list"), ((view.t("match.to_list"), view.url(pairing.PATH, **signed(view)), False),))
