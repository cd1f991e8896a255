"""A comparison of bodies as blocks: the sentence, the dots, the table, and those of about one size."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dashboard import trends
from dashboard.blocks import Block, Cell, Chart, Paragraph, Table
from dashboard.comparing import SIZE, Comparison, Standing
from dashboard.dots import Axis, Dot, Kind, strip
from dashboard.formats import SMALL, Share
from dashboard.sorting import Sorting
from dashboard.view import DUTCH, View

#: So many small trends.
PANELS: Final = 12


def sentence(view: View, found: Comparison, kind: str) -> str:
    """Say where the marked body stands among n of N; without one, where half of them stand."""
    t = view.t
    values = {"day": view.f.day(view.as_of), "kind": kind, "of": view.f.number(found.of)}
    values["metric"] = found.metric.title[view.language]
    values |= {"placed": view.f.number(len(found.placed)), "what": _what(view, found)}
    if found.mine is None:
        return (
            t("compare.half", **values, middle=value_in_words(view, found, found.middle))
            if found.middle
            else t("compare.no_half", **values)
        )
    values |= {"name": found.mine.body.name, "figure": shown(view, found, found.mine)}
    if found.mine.value is None:
        known = found.mine.row is not None and found.mine.row["passed"] is not None
        return t("compare.not_placed" if known else "compare.no_figure", **values)
    higher, same, lower = found.beside(found.mine.value)
    beside = {"higher": view.f.number(higher), "same": view.f.number(same), "lower": view.f.number(lower)}
    return t("compare.sentence", **values, **beside)


def _what(view: View, found: Comparison) -> str:
    """Return who can be placed: what a body needs for its figure to say anything."""
    metric = found.metric
    key = "size" if metric.name == SIZE else "list" if metric.inventories else "registrations"
    return view.t(f"compare.placed.{key}", n=view.f.number(SMALL))


def shown(view: View, found: Comparison, one: Standing) -> str:
    """Write the figure of a body: its percentage with n of N, only n of N, its count, or why there is none."""
    row = one.row
    if row is None or row["passed"] is None:
        return view.missing(row["state"]) if row else view.t("compare.not_found")
    if not found.metric.ratio:
        return value_in_words(view, found, one.value) if one.value is not None else view.t("compare.few")
    if not row["asked"]:
        return view.missing("not_asked" if row["state"] == "ok" else row["state"])
    unit = view.t(f"unit.{found.metric.unit}")
    counts = view.t("compare.of", n=view.f.number(row["passed"]), of=view.f.number(row["asked"]), unit=unit)
    if one.value is None:
        return view.t("compare.counts_only", counts=counts)
    return view.t("compare.share", share=value_in_words(view, found, one.value), counts=counts)


def value_in_words(view: View, found: Comparison, value: float | None) -> str:
    """Write a value as bodies are compared by it."""
    if value is None:
        return view.t("compare.few")
    if found.metric.ratio:
        return view.f.percent_of(value)
    number = view.f.number(round(value) if value == round(value) else value)
    return view.t("compare.number", n=number, unit=view.t(f"unit.{found.metric.unit}"))


# The dots


def chart(view: View, found: Comparison, kind: str, table: Table) -> Chart:
    """Return a dot for each body that can be placed, the marked one with another shape and its name."""
    near = {one.body.org_id for one in found.near}
    dots = [_dot(view, found, one, near) for one in sorted(found.placed, key=lambda one: one.value or 0)]
    axis = Axis(top_of(found, [one.value for one in found.placed]), "%" if found.metric.ratio else "", found.middle)
    names = {one: view.t(f"compare.dot.{one}") for one in ("marked", "near", "other")}
    if found.mine is None:
        names["other"] = view.t("compare.dot.every")
    names["middle"] = view.t("compare.dot.middle", value=value_in_words(view, found, found.middle))
    mark = _short(found.mine.body.name) if found.mine and found.mine.value is not None else ""
    figure = strip(dots, axis, view.f.separators, names, mark)
    title = chart_title(view, found, kind)
    source = trends.source(view, view.t("from.inventories") if found.metric.inventories else "")
    return Chart(title, figure, table, source, view.t("compare.alternative", title=title))


def chart_title(view: View, found: Comparison, kind: str) -> str:
    """Say between which values the middle half is."""
    values = sorted(one.value for one in found.placed if one.value is not None)
    placed = view.f.number(len(values))
    if len(values) < SMALL:
        return view.t("compare.title.few", placed=placed, kind=kind)
    low, high = (value_in_words(view, found, values[round(part * (len(values) - 1))]) for part in (0.25, 0.75))
    return view.t("compare.title.half", placed=placed, kind=kind, low=low, high=high)


def _dot(view: View, found: Comparison, one: Standing, near: set[str]) -> Dot:
    mine = one.body.org_id == found.marked
    kind: Kind = "marked" if mine else "near" if one.body.org_id in near else "other"
    return Dot(one.value or 0, f"{one.body.name}: {shown(view, found, one)}", kind)


def top_of(found: Comparison, values: Sequence[float | None]) -> float:
    """Return where the scale ends: a share always at a hundred."""
    if found.metric.ratio:
        return 100
    return max((value for value in values if value is not None), default=1) or 1


def _short(name: str) -> str:
    return name if len(name) <= 32 else f"{name[:30].rstrip()}…"  # noqa: PLR2004 - what fits on a telephone


# The table


def table(view: View, found: Comparison, name: str, standings: Sequence[Standing], caption: str) -> Table:
    """Return bodies with their figure and how each stands, as the address sorts them."""
    sorting = Sorting.of(view, _keys(found), "naam")
    keyed = sorted(standings, key=lambda one: one.body.name)
    rows = sorting.sorted(keyed, _sortable)
    columns = [sorting.column(view, key, title, kind) for key, title, kind in _columns(view, found)]
    return Table(name, caption, columns, [_cells(view, found, one) for one in rows], bars=found.metric.ratio)


def _keys(found: Comparison) -> tuple[str, ...]:
    return ("naam", "registraties", "aantal", "van", "aandeel") if found.metric.ratio else _PLAIN[found.metric.name]


_PLAIN: Final = {SIZE: ("naam", "aantal"), "currency.days": ("naam", "registraties", "aantal")}


def _columns(view: View, found: Comparison) -> list[tuple[str, str, str]]:
    t = view.t
    unit = trends.capital(t(f"unit.{found.metric.unit}"))
    titles = {
        "naam": (t("by.organisation"), "text"),
        "registraties": (t("column.registrations"), "number"),
        "aantal": (t("column.passed") if found.metric.ratio else unit, "number"),
        "van": (t("column.asked"), "number"),
        "aandeel": (t("column.share"), "share"),
    }
    return [*((key, *titles[key]) for key in _keys(found)), ("", t("column.state"), "text")]


def _sortable(one: Standing) -> dict[str, float | str | None]:
    row = one.row or {}
    return {
        "naam": one.body.name.casefold(),
        "registraties": one.size,
        "aantal": row.get("passed"),
        "van": row.get("asked"),
        "aandeel": one.value,
    }


def _cells(view: View, found: Comparison, one: Standing) -> list[Cell]:
    row = one.row
    gone = Cell(None, view.t("compare.not_found") if row is None else view.missing(row["state"]))
    share = gone
    if row is not None and found.metric.ratio:
        share = view.share(row)
        if one.value is None and isinstance(share.value, Share):
            # The last column says why.
            share = Cell(None)
    cells = {
        "naam": Cell(one.body.name, href=view.url(f"/organisatie/{one.body.org_id}"), lang=DUTCH),
        "registraties": Cell(one.size if one.size is not None else 0),
        "aantal": gone if row is None else _count(view, found, one),
        "van": gone if row is None else view.figure(row, "asked"),
        "aandeel": share,
    }
    return [*(cells[key] for key in _keys(found)), Cell(_state(view, found, one))]


def _count(view: View, found: Comparison, one: Standing) -> Cell:
    if one.row is None or (found.metric.name == "currency.days" and one.value is None):
        return Cell(None, view.t("compare.few"))
    return replace(view.figure(one.row), reason="") if found.metric.ratio else view.figure(one.row)


def _state(view: View, found: Comparison, one: Standing) -> str:
    """Say in words how a body stands beside the marked one, and whether it can be placed."""
    if one.body.org_id == found.marked:
        key = "marked" if one.value is not None else "marked_few"
    elif one.value is None:
        key = "few" if one.row is not None and one.row["passed"] is not None else "none"
    elif found.mine is None or found.mine.value is None:
        key = "placed"
    else:
        key = "higher" if one.value > found.mine.value else "lower" if one.value < found.mine.value else "same"
    return view.t(f"compare.state.{key}")


# Those of about one size


def alike(view: View, found: Comparison, kind: str) -> list[Block]:
    """Return the bodies of about the size of the marked one."""
    mine = found.mine
    if mine is None:
        return [Paragraph(view.t("compare.near.choose"))]
    if not mine.size or not found.near:
        return [Paragraph(view.t("compare.near.none", kind=kind))]
    some = found.near[: PANELS - 1]
    values = {"n": view.f.number(len(found.near)), "kind": kind, "shown": view.f.number(len(some))}
    text = view.t("compare.near.text", **values, size=view.count("count.registrations", mine.size))
    caption = view.t("compare.near.caption", day=view.f.day(view.as_of), name=mine.body.name)
    return [Paragraph(text), table(view, found, "near", [mine, *some], caption)]
