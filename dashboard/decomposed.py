"""The parts of an explanation: as steps of a waterfall, as a table, and with the units behind each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

import polars as pl

from dashboard import trends
from dashboard.bars import Bar, waterfall
from dashboard.blocks import Cell, Chart, Column, Links, Paragraph, Section, Table
from dashboard.bodies import bodies
from dashboard.data import Asked
from dashboard.entries import REGISTER as AT_REGISTER
from dashboard.formats import Points, Share
from dashboard.moving import EVERY, Told, kept, moved_by, short, source
from dashboard.pages import find
from dashboard.view import DUTCH, View, address
from metrics.causes import CAUSES
from metrics.explain import Explanation, Part, share_of

#: So many units of a cause are named, unless a reader asks for all.
_SHOWN: Final = 10


def chart(view: View, question: Asked, told: Told) -> Chart:
    """Return the steps from the one figure to the other, and the table of the same numbers."""
    found, f = told.found, view.f
    steps = [
        Bar(short(view, part), float(100 * part.share), moved_by(view, part, points), _step(view, part, points))
        for part, points in zip(found.parts, told.points, strict=True)
    ]
    # Drawn exactly, and written rounded: what is small is still seen, and the steps meet.
    total = Bar(view.t("why.total"), float(100 * found.difference), f.points(told.total))
    was, is_now = (f.percent(Share(point.passed, point.asked)) for point in (found.start, found.end))
    days = {"start": f.day(found.start.as_of), "end": f.day(found.end.as_of)}
    title = view.t("why.chart", was=was, is_now=is_now, **days, points=total.shown)
    said = view.t("why.alternative", title=title, steps="; ".join(f"{one.name} {one.shown}" for one in steps))
    return Chart(
        title,
        waterfall(steps, total, f.separators),
        parts_table(view, told),
        trends.source(view, source(view, question)),
        said,
    )


def _step(view: View, part: Part, points: Points) -> str:
    return f"{CAUSES[part.cause][view.language]} {moved_by(view, part, points)}"


def parts_table(view: View, told: Told) -> Table:
    """Return what each cause did: to how many units, to the counts, and to the share."""
    t, found = view.t, told.found
    columns = (
        Column(t("method.cause")),
        Column(t("why.column.units"), "number"),
        Column(t("why.column.passed"), "number"),
        Column(t("why.column.asked"), "number"),
        Column(t("why.column.points"), "number"),
        Column(t("why.column.exact")),
    )
    few = t("state.too_few") if told.few else ""
    rows = [
        (
            Cell(CAUSES[part.cause][view.language], href=f"#{part.cause}"),
            Cell(part.units.height),
            *_moved(part.passed, part.asked, points, part.share, few),
        )
        for part, points in zip(found.parts, told.points, strict=True)
    ]
    change = (found.end.passed - found.start.passed, found.end.asked - found.start.asked)
    units = sum(part.units.height for part in found.parts)
    rows.append((Cell(t("why.total")), Cell(units), *_moved(*change, told.total, found.difference, few)))
    return Table("parts", t("why.caption", unit=t(f"unit.{found.metric.unit}")), columns, rows, note(view, told))


def _moved(passed: int, asked: int, points: Points, share: Fraction, few: str) -> tuple[Cell, ...]:
    """Return what changed: of very few cases the counts only, with the reason."""
    counts = Cell(passed), Cell(asked)
    if few:
        return *counts, Cell(None, few), Cell(None, few)
    return *counts, Cell(points), Cell(f"{share.numerator}/{share.denominator}")


def note(view: View, told: Told) -> str:
    """Return what must be known to add the parts up."""
    return " ".join([view.t("why.adds_up"), *([view.t("why.rounded")] if told.apart else [])])


def causes(view: View, told: Told) -> Iterator[Section]:
    """Yield a section for each cause: what it did, and the units behind it."""
    names = {code: body.name for code, body in bodies(view.mart.facts, view.mart.last_day or view.as_of).items()}
    for part, points in zip(told.found.parts, told.points, strict=True):
        said = view.t(
            "why.part",
            what=CAUSES[part.cause][view.language],
            points="" if told.few else view.t("why.part.points", points=moved_by(view, part, points)),
            n=view.f.signed(part.passed),
            of=view.f.signed(part.asked),
            unit=view.t(f"unit.{told.found.metric.unit}"),
        )
        yield Section(short(view, part), [Paragraph(said), *_units(view, told.found, part, names)], part.cause)


def _units(view: View, found: Explanation, part: Part, names: Mapping[str, str]) -> list[Table | Links]:
    number = part.units.height
    if not number:
        return []
    ordered = _largest_first(found, part.units)
    shown = (ordered if view.query.get(EVERY) == part.cause else ordered.head(_SHOWN)).to_dicts()
    t = view.t
    columns = (
        Column(t("column.name")),
        Column(t("column.organisation")),
        Column(t("why.column.before")),
        Column(t("why.column.after")),
    )
    caption = t("why.units", cause=short(view, part), n=view.f.number(number))
    table = Table(f"units-{part.cause}", caption, columns, [_unit(view, row, names) for row in shown])
    if len(shown) == number:
        return [table]
    every = view.url(**kept(view), **{EVERY: part.cause}) + f"#{part.cause}"
    text = t("changes.every", shown=view.f.number(len(shown)), n=view.f.number(number))
    return [table, Links(text, ((text, every, False),))]


def _largest_first(found: Explanation, units: pl.DataFrame) -> pl.DataFrame:
    """Put units in the order of what they move the share by: of many that count for as much, it is reckoned once."""
    counts = units.with_columns(passed=pl.col("n_to") - pl.col("n"), owed=pl.col("asked_to") - pl.col("asked"))
    pairs = counts.select("passed", "owed").unique()
    effects = [-abs(share_of(found.start, found.end, passed, owed)) for passed, owed in pairs.iter_rows()]
    places = {effect: place for place, effect in enumerate(sorted(set(effects)))}
    ranked = pairs.with_columns(place=pl.Series([places[effect] for effect in effects], dtype=pl.Int64))
    rank = pl.col("place"), pl.col("label").fill_null(""), pl.col("unit")
    return counts.join(ranked, on=["passed", "owed"]).sort(*rank).select(units.columns)


def _unit(view: View, row: Mapping[str, Any], names: Mapping[str, str]) -> Sequence[Cell]:
    code = row["org_id"] or ""
    body = Cell(
        names.get(code, code) or None, href=view.url(f"/organisatie/{code}") if code in names else "", lang=DUTCH
    )
    name = Cell(row["label"] or names.get(row["unit"], row["unit"]), href=_where(view, row["unit"], names), lang=DUTCH)
    sides = [
        view.t("why.counts", n=view.f.number(row[n]), of=view.f.number(row[of])) if row[of] else view.t("why.uncounted")
        for n, of in (("n", "asked"), ("n_to", "asked_to"))
    ]
    return name, body if body.value else replace(body, reason=view.t("why.no_body")), *(Cell(side) for side in sides)


def _where(view: View, unit: str, names: Mapping[str, str]) -> str:
    """Return where a unit can be read: a registration or a body; a line of a list stands nowhere else."""
    if unit.isdigit() and len(unit) == 8:  # noqa: PLR2004 - the number of digits of a lars
        path = f"/registratie/{unit}"
        return view.url(path) if find(address(view.language, path, {})) else AT_REGISTER + unit
    return view.url(f"/organisatie/{unit}") if unit in names else ""
