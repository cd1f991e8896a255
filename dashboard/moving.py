"""Why a figure moved: what a reader asks in the URL, and the answer in words, as steps and as tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Final

from dashboard import freshness, periods, trends
from dashboard.apportion import apportioned
from dashboard.bars import Bar, waterfall
from dashboard.blocks import Cell, Chart, Column, Links, Paragraph, Section, Table
from dashboard.bodies import bodies
from dashboard.data import Asked
from dashboard.entries import REGISTER as AT_REGISTER
from dashboard.formats import SMALL, Points, Share
from dashboard.groups import label
from dashboard.pages import find
from dashboard.view import DUTCH, View, address, one
from metrics.catalogue import CATALOGUE
from metrics.causes import CAUSES
from metrics.explain import Explanation, Part, share_of
from metrics.explain import Point as Figure
from metrics.registry import QuestionError

PATH: Final = "/verklaring"
METRIC, TARGET, KNOWN, THEN, EVERY = "cijfer", "doel", "bekend", "toen", "alles"
#: What a figure can be restricted to, by its name in the address.
FILTERS: Final[Mapping[str, str]] = {
    "organisatie": "organisation",
    "ministerie": "ministry",
    "type": "type",
    "categorie": "category",
    "status": "status",
    "standaard": "standard",
    "thema": "theme",
}
DEFAULT: Final = "completeness.valid"
#: So many units of a cause are named, unless a reader asks for all.
_SHOWN: Final = 10
_TENTH: Final = Fraction(1, 1000)
#: So many causes are named in the sentence.
_NAMED: Final = 2


def asked(view: View) -> Asked:
    """Return the question in the URL; raises BadDateError."""
    where = tuple((key, view.query[name]) for name, key in FILTERS.items() if view.query.get(name))
    metric, target = view.query.get(METRIC) or DEFAULT, view.query.get(TARGET) or None
    return Asked(metric, periods.start(view), view.as_of, where, target, view.query.get(KNOWN) == THEN)


def kept(view: View, *without: str) -> dict[str, str]:
    """Return what a link to the same question holds, but for what it sets itself."""
    names = (METRIC, TARGET, KNOWN, *FILTERS)
    found = periods.asked(view) | {name: view.query[name] for name in names if view.query.get(name)}
    return {name: value for name, value in found.items() if name not in without}


def why(view: View, metric: str, **query: str) -> tuple[str, str, bool]:
    """Return the way to why a figure moved, for ``blocks.Links``: from a trend, or from a figure.

    ``query`` may have the names of ``FILTERS``, ``doel``, ``van`` and ``peildatum``.
    """
    return view.t("why.link"), view.url(PATH, **{METRIC: metric}, **query), False


@dataclass(frozen=True)
class Told:
    """An answer: the explanation and its parts, each rounded so that they add up."""

    found: Explanation
    points: tuple[Points, ...]

    @property
    def few(self) -> bool:
        """Whether there are too few cases for a percentage."""
        return min(self.found.start.asked, self.found.end.asked) < SMALL

    @property
    def total(self) -> Points:
        """What the parts add up to."""
        return Points(sum(one.tenths for one in self.points))


def answer(view: View, question: Asked) -> Told | str:
    """Return the answer, or in words why there is none."""
    if refused := refusal(view, question) or _no_figure(view, question):
        return refused
    try:
        found = view.mart.explain(question)
    except QuestionError:
        # Both days have a figure as known now: what lacks one is a day as it was known then.
        return view.t("why.not.then")
    rounded = apportioned([part.share for part in found.parts], _TENTH)
    return Told(found, tuple(Points(int(one / _TENTH)) for one in rounded))


def refusal(view: View, question: Asked) -> str:
    """Return in words why this cannot be asked of any day; nothing where it can."""
    metric = CATALOGUE.get(question.metric)
    if metric is None:
        return view.t("why.not.unknown")
    named = {"title": metric.title[view.language]}
    if not metric.explainable:
        return view.t("why.not.share", **named)
    if metric.inventories and view.mart.facts.audience == "public":
        return view.t("why.not.public", **named)
    if odd := [view.t(f"by.{key}").lower() for key, _ in question.where if key not in metric.filters]:
        return view.t("why.not.filter", **named, filters=freshness.listed(view, odd))
    try:
        _row(view, question, question.end)
    except QuestionError:
        # What is left that cannot be asked: a part of the register, or a target, that nobody has.
        return view.t("why.not.part", **named)
    return ""


def _row(view: View, question: Asked, day: date) -> Mapping[str, Any] | None:
    return one(view.mart.figures(question.metric, [day], where=question.where, target=question.target))


def _no_figure(view: View, question: Asked) -> str:
    """Return in words on which of the two days there is no figure, and why; nothing where both have one."""
    named = {"title": CATALOGUE[question.metric].title[view.language]}
    for day in (question.start, question.end):
        row = _row(view, question, day)
        if row is None or row["passed"] is None or not row["asked"]:
            state = row["state"] if row is not None and row["state"] != "ok" else "not_asked"
            return view.t("why.not.figure", **named, day=view.f.day(day), reason=view.missing(state))
    return ""


def scope(view: View, question: Asked) -> str:
    """Return for which part the figure is, in words; nothing for the whole."""
    return ", ".join(_value(view, key, value) for key, value in question.where)


def _value(view: View, key: str, value: str) -> str:
    if key in {"organisation", "ministry"}:
        known = bodies(view.mart.facts, view.mart.last_day or view.as_of).get(value)
        return known.name if known else value
    return str(label(view, key, {"group": value, "org_id": None}).value)


def sentence(view: View, question: Asked, told: Told) -> str:
    """Return the sentence: from what to what, by how much, and mostly by which causes."""
    found, part_of = told.found, scope(view, question)
    values = {
        "title": found.metric.title[view.language],
        "scope": f" ({part_of})" if part_of else "",
        "start": view.f.day(found.start.as_of),
        "end": view.f.day(found.end.as_of),
        "was": _figure(view, found.start),
        "is_now": _figure(view, found.end),
    }
    if told.few:
        return view.t("why.sentence.few", **values)
    tenths = told.total.tenths
    key = "up" if tenths > 0 else "down" if tenths < 0 else "same"
    moved = view.t(f"why.sentence.{key}", **values, points=view.f.points(Points(abs(tenths))).lstrip("+"))
    order = sorted(zip(found.parts, told.points, strict=True), key=lambda pair: -abs(pair[0].share))
    named = [f"{short(view, part).lower()} ({view.f.points(points)})" for part, points in order if points.tenths]
    return f"{moved} {view.t('why.mostly', causes=freshness.listed(view, named[:_NAMED]))}" if named else moved


def _figure(view: View, point: Figure) -> str:
    counts = view.t("why.counts", n=view.f.number(point.passed), of=view.f.number(point.asked))
    share = Share(point.passed, point.asked)
    return counts if share.too_few else f"{view.f.percent(share)} ({counts})"


def short(view: View, part: Part) -> str:
    """Return the name of a cause, short enough to stand beside a bar."""
    return view.t(f"why.cause.{part.cause}")


def chart(view: View, told: Told) -> Chart:
    """Return the steps from the one figure to the other, and the table of the same numbers."""
    found, f = told.found, view.f
    steps = [
        Bar(short(view, part), float(100 * part.share), f.points(points), _step(view, part, points))
        for part, points in zip(found.parts, told.points, strict=True)
    ]
    # Drawn exactly, and written rounded: what is small is still seen, and the steps meet.
    total = Bar(view.t("why.total"), float(100 * found.difference), f.points(told.total))
    was, is_now = (f.percent(Share(point.passed, point.asked)) for point in (found.start, found.end))
    days = {"start": f.day(found.start.as_of), "end": f.day(found.end.as_of)}
    title = view.t("why.chart", was=was, is_now=is_now, **days, points=total.shown)
    said = view.t("why.alternative", title=title, steps="; ".join(f"{one.name} {one.shown}" for one in steps))
    return Chart(title, waterfall(steps, total, f.separators), parts_table(view, told), trends.source(view), said)


def _step(view: View, part: Part, points: Points) -> str:
    return f"{CAUSES[part.cause][view.language]} {view.f.points(points)}"


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
    rounded = round(told.found.end.share, 3) - round(told.found.start.share, 3)
    apart = not told.few and Fraction(told.total.tenths, 1000) != rounded
    return " ".join([view.t("why.adds_up"), *([view.t("why.rounded")] if apart else [])])


def causes(view: View, told: Told) -> Iterator[Section]:
    """Yield a section for each cause: what it did, and the units behind it."""
    names = {code: body.name for code, body in bodies(view.mart.facts, view.mart.last_day or view.as_of).items()}
    for part, points in zip(told.found.parts, told.points, strict=True):
        said = view.t(
            "why.part",
            what=CAUSES[part.cause][view.language],
            points="" if told.few else view.t("why.part.points", points=view.f.points(points)),
            n=view.f.signed(part.passed),
            of=view.f.signed(part.asked),
            unit=view.t(f"unit.{told.found.metric.unit}"),
        )
        yield Section(short(view, part), [Paragraph(said), *_units(view, told.found, part, names)], part.cause)


def _units(view: View, found: Explanation, part: Part, names: Mapping[str, str]) -> list[Table | Links]:
    rows = part.units.to_dicts()
    if not rows:
        return []
    rows.sort(key=lambda row: (-abs(_effect(found, row)), row["label"] or "", row["unit"]))
    shown = rows if view.query.get(EVERY) == part.cause else rows[:_SHOWN]
    t = view.t
    columns = (
        Column(t("column.name")),
        Column(t("column.organisation")),
        Column(t("why.column.before")),
        Column(t("why.column.after")),
    )
    caption = t("why.units", cause=short(view, part), n=view.f.number(len(rows)))
    table = Table(f"units-{part.cause}", caption, columns, [_unit(view, row, names) for row in shown])
    if len(shown) == len(rows):
        return [table]
    every = view.url(**kept(view), **{EVERY: part.cause}) + f"#{part.cause}"
    text = t("changes.every", shown=view.f.number(len(shown)), n=view.f.number(len(rows)))
    return [table, Links(text, ((text, every, False),))]


def _effect(found: Explanation, row: Mapping[str, Any]) -> Fraction:
    return share_of(found.start, found.end, row["n_to"] - row["n"], row["asked_to"] - row["asked"])


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
