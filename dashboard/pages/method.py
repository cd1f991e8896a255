"""What does it mean? Made from the declarations, so that it cannot drift from the computation."""

from collections.abc import Iterable
from typing import Final

from dashboard.blocks import Cell, Column, Content, Facts, Fold, Paragraph, Section, Table
from dashboard.view import DUTCH, Page, View, place_of
from metrics.causes import CAUSES
from metrics.checks import Check
from metrics.context import CONTEXT_CHECKS, ContextCheck
from metrics.families.completeness import REQUIREMENTS, WEIGHTS
from metrics.families.validity import RULES
from metrics.registry import CATALOGUE, Metric
from sql.fields import BY_KEY, FIELDS, STANDARDS, Field, Title

#: Every rule by the figure that counts it.
_RULES: Final[dict[str, Check | ContextCheck]] = {
    f"validity.{one.name}": one for one in (*RULES, *CONTEXT_CHECKS.values())
}
_STATES: Final = (
    "ok",
    "reconstructed",
    "partial",
    "stale",
    "declared_zero",
    "not_reported",
    "forthcoming",
    "not_asked",
    "too_few",
    "suppressed",
    "reporting_error",
    "never_ran",
)


def content(view: View) -> Content:
    """Return the page."""
    families = list(dict.fromkeys(metric.family for metric in CATALOGUE))
    sections = [
        Section(view.t("method.habits"), [Paragraph(view.t(f"method.habit.{n}")) for n in (1, 2, 3, 4, 5)], "habits"),
        Section(view.t("method.states"), [_states(view)], "words"),
        *[Section(_family(view, family), [_index(view, family), _told(view, family)], family) for family in families],
        Section(view.t("method.causes"), [Paragraph(view.t("method.causes_text")), _causes(view)], "causes"),
        Section(view.t("method.score"), [Paragraph(view.t("method.score_text")), _score(view)], "points"),
        Section(view.t("method.fields"), [Paragraph(view.t("method.fields_text")), _fields(view)], "every-field"),
    ]
    return Content(view.t("method.title"), [Paragraph(view.t("method.lead"), lead=True), *sections])


def _family(view: View, family: str) -> str:
    key = f"family.{family}"
    return view.t(key) if key in view.t else family


def _metrics(family: str) -> Iterable[Metric]:
    return (metric for metric in CATALOGUE if metric.family == family)


def _index(view: View, family: str) -> Table:
    """Return every figure of a family: its key, version, unit and direction."""
    columns = (
        Column(view.t("method.figure")),
        Column(view.t("method.key")),
        Column(view.t("method.version"), "number"),
        Column(view.t("method.unit")),
        Column(view.t("method.good")),
    )
    rows = [
        (
            Cell(metric.title[view.language], href=f"#{place_of(metric.name)}"),
            Cell(metric.name),
            Cell(metric.version),
            Cell(view.t(f"unit.{metric.unit}")),
            Cell(view.t(f"good.{metric.good}")),
        )
        for metric in _metrics(family)
    ]
    caption = view.t("method.caption", family=_family(view, family).lower())
    return Table(f"figures-{family}", caption, columns, rows)


def _told(view: View, family: str) -> Fold:
    """Return what is to be said of every figure of a family; whoever is led to one of them sees it."""
    title = view.t("method.told", family=_family(view, family).lower())
    metrics = _metrics(family)
    return Fold(title, [Section(one.title[view.language], [_prose(view, one)], one.name) for one in metrics])


def _rule(view: View, metric: Metric) -> list[tuple[str, Cell]]:
    """Return what only a rule has: what to do, how bad it is, and the share that should pass."""
    rule = _RULES.get(metric.name)
    if rule is None:
        return []
    severity = view.t(f"severity.{rule.severity}")
    return [
        (view.t("method.fix"), Cell(rule.fix[view.language])),
        (view.t("method.severity"), Cell(view.t("method.severity_norm", severity=severity, norm=rule.norm))),
    ]


def _causes(view: View) -> Table:
    """Return the causes of a change, in the order in which they are tried."""
    columns = (Column(view.t("method.cause")), Column(view.t("method.key")))
    rows = [(Cell(text[view.language]), Cell(key)) for key, text in CAUSES.items()]
    return Table("causes", view.t("method.causes_caption"), columns, rows)


def _prose(view: View, metric: Metric) -> Facts:
    language = view.language
    parts = ("why", "population", "not_asked", "source")
    items = [(view.t(f"method.{part}"), Cell(getattr(metric, part)[language])) for part in parts]
    by = ", ".join(view.t(f"by.{dimension}").lower() for dimension in metric.by)
    return Facts([*items, *_rule(view, metric), (view.t("method.by"), Cell(by))])


def _states(view: View) -> Table:
    columns = (Column(view.t("method.key")), Column(view.t("column.reason")))
    rows = [(Cell(state), Cell(view.missing(state))) for state in _STATES]
    return Table("states", view.t("method.states_caption"), columns, rows)


def _score(view: View) -> Table:
    """Return what earns points, and how many."""
    columns = (
        Column(view.t("method.part")),
        Column(view.t("method.made_of")),
        Column(view.t("method.tier"), "number"),
        Column(view.t("method.weight"), "number"),
    )
    rows = [
        (
            Cell(_title(view, part.title)),
            Cell(", ".join(_title(view, BY_KEY[key].title) for key in part.fields)),
            Cell(part.tier),
            Cell(WEIGHTS[part.tier]),
        )
        for part in sorted(REQUIREMENTS, key=lambda part: part.tier)
    ]
    return Table("score", view.t("method.score_caption"), columns, rows)


def _title(view: View, title: Title) -> str:
    return title.nl if view.language == DUTCH else title.en


def _fields(view: View) -> Table:
    columns = (
        Column(view.t("column.field")),
        Column(view.t("method.key")),
        Column(view.t("method.tier"), "number"),
        Column(view.t("method.standards")),
    )
    return Table("all-fields", view.t("method.fields_caption"), columns, [_field(view, field) for field in FIELDS])


def _field(view: View, field: Field) -> tuple[Cell, ...]:
    standards = ", ".join(standard for standard in STANDARDS if standard in field.limits)
    tier = Cell(field.tier) if field.tier is not None else Cell(None, view.t("method.unscored"))
    return Cell(_title(view, field.title)), Cell(field.key), tier, Cell(standards)


PAGE = Page("method", "/methode", content, label="nav.method", order=5, needs_facts=False)
