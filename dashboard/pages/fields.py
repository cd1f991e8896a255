"""Which fields stay empty?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Self

from dashboard import field_findings, trends
from dashboard.blocks import Block, Cell, Chart, Column, Content, Links, Paragraph, Section, Table
from dashboard.filling import (
    BY_PART,
    FIELD,
    SORT,
    Choice,
    Filling,
    asked_of,
    chosen,
    emptiest_first,
    empty_of,
    fillings,
    filters,
    scope,
    title_of,
)
from dashboard.formats import SMALL, Share
from dashboard.stacked import FULL, OUTLINE, STRIPED, Look, Part, shares
from dashboard.view import DUTCH, Page, View
from sql.fields import FIELDS

_HALF: Final = 0.5
#: The parts of the chart, as ``_counts`` counts them.
_PARTS: Final[tuple[tuple[str, Look], ...]] = (("usable", FULL), ("unusable", STRIPED), ("empty", OUTLINE))
#: What the table can be sorted by: what ranks a row. A minus before it turns the order round.
_BY: Final[dict[str, Callable[[Filling], Any]]] = {
    "gevraagd": asked_of,
    "leeg": lambda one: empty_of(one) or 0,
    "ingevuld": lambda one: (one.share.passed / one.share.asked) if one.share else -1,
    "bruikbaar": lambda one: (one.usable.passed / one.usable.asked) if one.usable else -1,
}
_NAME, _DEFAULT = "veld", "ingevuld"


def content(view: View) -> Content:
    """Return the page; or that of one field, if the address names one."""
    choice = chosen(view)
    found = fillings(view, choice)
    if (key := view.query.get(FIELD, "")) in BY_PART:
        one = next((each for each in found if each.part.key == key), None)
        if one is not None:
            title = view.t("fields.one.title", field=title_of(view, one.part))
            return Content(title, field_findings.blocks(view, choice, one))
    return Content(view.t("fields.title"), _blocks(view, choice, found))


def _blocks(view: View, choice: Choice, found: Sequence[Filling]) -> list[Block]:
    asked = [one for one in found if one.share]
    sentence = _sentence(view, choice, asked)
    sort = {SORT: view.query[SORT]} if view.query.get(SORT) else {}
    blocks: list[Block] = [view.lead(sentence), view.citation(sentence), *filters(view, choice, **sort)]
    if not asked:
        return blocks
    return [
        *blocks,
        *_chart(view, asked),
        Section(view.t("fields.table"), [Paragraph(view.t("fields.note")), _table(view, choice, found)], "table"),
        Section(view.t("fields.others"), _others(view, choice), "others"),
    ]


def _sentence(view: View, choice: Choice, asked: Sequence[Filling]) -> str:
    """Say which field stays empty most often; with too few registrations for a share, by their number."""
    about = {"day": view.f.day(view.as_of), "scope": scope(view, choice)}
    if not asked:
        return view.t("fields.none", **about)
    first = min(asked, key=emptiest_first)
    if asked_of(first) < SMALL:
        first = max(asked, key=lambda one: empty_of(one) or 0)
    empty, of = empty_of(first), asked_of(first)
    if not empty:
        return view.t("fields.all_filled", **about)
    values = {"field": title_of(view, first.part), "n": view.f.number(empty), "of": view.f.number(of)}
    share = Share(empty, of)
    if share.too_few:
        return view.t("fields.sentence.few", **about, **values)
    return view.t("fields.sentence", **about, **values, percent=view.f.percent(share))


# The picture


def _chart(view: View, asked: Sequence[Filling]) -> list[Block]:
    """Return the shares of every part that is asked often enough, the emptiest at the top."""
    shown = [one for one in sorted(asked, key=emptiest_first) if asked_of(one) >= SMALL]
    if not shown:
        return [Paragraph(view.t("fields.too_few"))]
    names = [title_of(view, one.part) for one in shown]
    parts = [_part(view, shown, at) for at in range(len(_PARTS))]
    few = sum(1 for one in shown if one.share and one.share.passed < _HALF * one.share.asked)
    counts = {"n": view.f.number(few), "of": view.f.number(len(shown))}
    title = view.t("fields.finding.one" if few == 1 else "fields.finding.other", **counts)
    columns = (Column(view.t("column.field")), *(Column(part.name, "number") for part in parts))
    rows = [(Cell(name), *(Cell(n) for n in _counts(one))) for name, one in zip(names, shown, strict=True)]
    table = Table("chart", view.t("fields.chart_caption", day=view.f.day(view.as_of)), columns, rows)
    figure = shares(names, parts, view.f.separators)
    alternative = view.t("chart.alternative", title=title)
    return [Chart(title, figure, table, trends.source(view), alternative)]


def _counts(one: Filling) -> tuple[int, int, int]:
    """Return how many are usable, filled but not usable, and empty."""
    filled, usable = one.filled["passed"], one.valid["passed"]
    return usable, filled - usable, asked_of(one) - filled


def _part(view: View, shown: Sequence[Filling], at: int) -> Part:
    """Return one of the parts, in percent of all that is asked."""
    key, look = _PARTS[at]
    name, found = view.t(f"fields.part.{key}"), [Share(_counts(one)[at], asked_of(one)) for one in shown]
    return Part(name, look, [100 * one.passed / one.asked for one in found], [_hover(view, name, one) for one in found])


def _hover(view: View, name: str, share: Share) -> str:
    numbers = {"n": view.f.number(share.passed), "of": view.f.number(share.asked)}
    return view.t("fields.hover", part=name, percent=view.f.percent(share), **numbers)


# The tables


@dataclass(frozen=True)
class _Sorting:
    """By which column the table is sorted, and whether the other way round."""

    by: str
    turned: bool

    @classmethod
    def of(cls, asked: str) -> Self:
        """Return what an address asks for; what there is no column for is the default."""
        by = asked.removeprefix("-")
        return cls(by, asked.startswith("-")) if by in {*_BY, _NAME} else cls(_DEFAULT, turned=False)

    def order(self, column: str) -> Literal["", "ascending", "descending"]:
        """Say how the rows are sorted by a column."""
        return "" if column != self.by else "descending" if self.turned else "ascending"

    def after(self, column: str) -> str:
        """Return what the heading of a column asks for: by it, or the other way round where it is already."""
        return f"-{column}" if column == self.by and not self.turned else column


def _table(view: View, choice: Choice, found: Sequence[Filling]) -> Table:
    sorting = _Sorting.of(view.query.get(SORT, ""))

    def column(key: str, kind: Literal["text", "number", "share"], sort: str) -> Column:
        href = view.url(**choice.query, **{SORT: sorting.after(sort)}) + "#table"
        return Column(view.t(key), kind, href, sorting.order(sort))

    columns = (
        column("column.field", "text", _NAME),
        column("fields.asked", "number", "gevraagd"),
        column("fields.part.empty", "number", "leeg"),
        column("fields.filled", "share", "ingevuld"),
        column("fields.usable", "share", "bruikbaar"),
    )
    ranked: dict[str, Callable[[Filling], Any]] = {**_BY, _NAME: lambda one: title_of(view, one.part).casefold()}
    there = sorted((one for one in found if one.share), key=ranked[sorting.by], reverse=sorting.turned)
    rows = [_row(view, choice, one) for one in [*there, *(one for one in found if not one.share)]]
    caption = view.t("fields.caption", day=view.f.day(view.as_of), scope=scope(view, choice))
    return Table("fields", caption, columns, rows, bars=True)


def _row(view: View, choice: Choice, one: Filling) -> tuple[Cell, ...]:
    title = title_of(view, one.part)
    if not one.share:
        gone = Cell(None, view.missing(one.filled["state"] if one.filled["state"] != "ok" else "not_asked"))
        return Cell(title), gone, gone, gone, gone
    head = Cell(title, href=view.url(**choice.query, **{FIELD: one.part.key}))
    empty = Cell(empty_of(one))
    return head, view.figure(one.filled, "asked"), empty, view.share(one.filled), view.share(one.valid)


def _others(view: View, choice: Choice) -> list[Block]:
    """Return the fields that count for nothing by themselves, with how often each is filled usably."""
    fields = [one for one in FIELDS if one.key not in BY_PART]
    rows = view.mart.several(tuple(f"completeness.{one.key}" for one in fields), view.as_of, choice.where)
    columns = (
        Column(view.t("column.field")),
        Column(view.t("fields.asked"), "number"),
        Column(view.t("fields.part.usable"), "number"),
        Column(view.t("fields.usable"), "share"),
    )
    cells = [
        (
            Cell(one.title.nl if view.language == DUTCH else one.title.en),
            view.figure(row, "asked"),
            view.figure(row),
            view.share(row),
        )
        for one in fields
        if (row := rows.get(f"completeness.{one.key}")) and row["asked"]
    ]
    link = (view.t("completeness.more"), view.url("/methode") + "#completeness", False)
    said: list[Block] = [Paragraph(view.t("fields.others_text")), Links(view.t("links.more"), (link,))]
    if not cells:
        return said
    caption = view.t("fields.others_caption", day=view.f.day(view.as_of), scope=scope(view, choice))
    return [*said, Table("others", caption, columns, cells, bars=True)]


PAGE = Page("fields", "/velden", content, label="nav.fields", order=3)
