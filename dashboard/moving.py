"""Why a figure moved: what a reader asks in the URL, and the answer in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from dashboard import freshness, periods
from dashboard.apportion import apportioned
from dashboard.bodies import bodies
from dashboard.data import Asked
from dashboard.formats import SMALL, Points, Share
from dashboard.groups import label
from dashboard.view import View, one
from metrics.catalogue import CATALOGUE
from metrics.explain import Explanation, Part
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

    @property
    def apart(self) -> bool:
        """Whether the percentages, each rounded, differ by another number than the one that is told."""
        rounded = round(self.found.end.share, 3) - round(self.found.start.share, 3)
        return not self.few and Fraction(self.total.tenths, 1000) != rounded


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


def source(view: View, question: Asked) -> str:
    """Return where the figure comes from: the register, and the bodies' own lists where it follows them."""
    metric, register = CATALOGUE.get(question.metric), view.t("from.register")
    lists = metric is not None and metric.inventories
    return view.t("list.and", first=view.t("from.inventories"), last=register) if lists else register


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
    if not found.parts:
        return view.t("why.sentence.none", **values)
    if told.few:
        return view.t("why.sentence.few", **values)
    tenths = told.total.tenths
    key = "up" if tenths > 0 else "down" if tenths < 0 else "same"
    moved = view.t(f"why.sentence.{key}", **values, points=view.f.points(Points(abs(tenths))).lstrip("+"))
    moved += f" {view.t('why.rounded')}" if told.apart else ""
    order = sorted(zip(found.parts, told.points, strict=True), key=lambda pair: -abs(pair[0].share))
    named = [f"{short(view, part).lower()} ({view.f.points(points)})" for part, points in order if points.tenths]
    return f"{moved} {view.t('why.mostly', causes=freshness.listed(view, named[:_NAMED]))}" if named else moved


def _figure(view: View, point: Figure) -> str:
    counts = view.t("why.counts", n=view.f.number(point.passed), of=view.f.number(point.asked))
    share = Share(point.passed, point.asked)
    return counts if share.too_few else f"{view.f.percent(share)} ({counts})"


def moved_by(view: View, part: Part, points: Points) -> str:
    """Write what a part did to the share; what is less than can be written is not called nothing."""
    return view.f.points(points) if points.tenths or not part.share else view.t("why.almost_none")


def short(view: View, part: Part) -> str:
    """Return the name of a cause, short enough to stand beside a bar."""
    return view.t(f"why.cause.{part.cause}")
