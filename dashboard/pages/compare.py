"""How do we compare?"""

from typing import Final

from dashboard import compared, groups, small_trends
from dashboard.blocks import Block, Content, Links, Notice, Paragraph, Section
from dashboard.comparing import METRICS, SIZE, Comparison, comparison, kinds, known, told
from dashboard.forms import Entry, Form
from dashboard.sorting import SORT
from dashboard.view import DATE, WAY, Page, View, place_of
from metrics.registry import CATALOGUE, Metric

KIND, METRIC, MARKED = "soort", "cijfer", "organisatie"
_USUAL: Final = "gemeente"


def content(view: View) -> Content:
    """Return the page."""
    types = kinds(view)
    if not types:
        return Content(view.t("compare.title"), [Paragraph(view.t("compare.nothing"), lead=True)])
    metric = _metric(view)
    kind, marked = _kind(view, types)
    found = comparison(view, metric, kind, marked) if told(view, metric) else None
    source = view.t("from.inventories") if metric.inventories else ""
    return Content(view.t("compare.title"), _blocks(view, types, metric, kind, found), source=source)


def _metric(view: View) -> Metric:
    asked = view.query.get(METRIC, "")
    return CATALOGUE[asked if asked in METRICS else METRICS[0]]


def _kind(view: View, types: list[str]) -> tuple[str, str]:
    """Return the type that is asked for, else that of the marked body; and the marked body, if it is of that type."""
    marked = view.query.get(MARKED, "").lower()
    body = known(view).get(marked)
    asked = view.query.get(KIND, "")
    usual = _USUAL if _USUAL in types else types[0]
    kind = asked if asked in types else body.type if body is not None and body.type in types else usual
    return kind, marked if body is not None and body.type == kind else ""


def _blocks(view: View, types: list[str], metric: Metric, kind: str, found: Comparison | None) -> list[Block]:
    key = f"compare.kind.{kind}"
    name = view.t(key if key in view.t else "compare.kind.other")
    form = _form(view, types, metric, kind, found.marked if found else "")
    if found is None:
        return [view.lead(view.t("compare.not_public", metric=metric.title[view.language])), form]
    sentence = compared.sentence(view, found, name)
    blocks: list[Block] = [view.lead(sentence), view.citation(sentence), form, *_notices(view, found)]
    every = compared.table(view, found, "bodies", found.standings, _caption(view, found, name))
    return [
        *blocks,
        Section(view.t("compare.spread"), [*_about(view, metric), *_dots(view, found, name)], "spreiding"),
        Section(view.t("compare.near"), compared.alike(view, found, name), "even-groot"),
        Section(
            view.t("compare.trend"),
            [Paragraph(view.t("compare.trend.text")), small_trends.multiples(view, found)],
            "verloop",
        ),
        Section(view.t("compare.table"), [Paragraph(_without(view, found, name)), every], "tabel"),
    ]


def _dots(view: View, found: Comparison, name: str) -> list[Block]:
    if not found.placed:
        return [Paragraph(view.t("compare.none_placed", kind=name))]
    dotted = compared.table(view, found, "dots", found.placed, compared.chart_title(view, found, name))
    return [compared.chart(view, found, name, dotted)]


def _notices(view: View, found: Comparison) -> list[Block]:
    """Say what to know first: that a body is of another type, or that bounds leave room."""
    notices: list[Block] = []
    asked = view.query.get(MARKED, "")
    if asked and not found.marked:
        notices.append(Notice(view.t("compare.other_type", code=asked)))
    if unsure := [one for one in found.placed if one.unsure]:
        notices.append(Paragraph(view.t("compare.unsure", n=view.count("count.bodies", len(unsure)))))
    return notices


def _about(view: View, metric: Metric) -> list[Block]:
    # Of how many systems a body has registered nobody knows whether that is many.
    good = view.t("compare.good.size" if metric.name == SIZE else f"compare.good.{metric.good}")
    way = (view.t("compare.method"), view.url("/methode") + f"#{place_of(metric.name)}", False)
    return [Paragraph(f"{metric.why[view.language]} {good}"), Links(way[0], (way,))]


def _form(view: View, types: list[str], metric: Metric, kind: str, marked: str) -> Form:
    """Return the form that chooses a type, a figure, a body to mark, and a day."""
    t = view.t
    named = {one: str(groups.label(view, "type", {"group": one, "org_id": None}).value) for one in types}
    kinds_of = sorted(named.items(), key=lambda item: item[1])
    metrics_of = [(name, CATALOGUE[name].title[view.language]) for name in METRICS]
    bodies_of = sorted(((one.org_id, one.name) for one in known(view).values() if one.type == kind), key=lambda o: o[1])
    entries = (
        Entry(KIND, t("by.type"), "choice", kind, (("", kinds_of),)),
        Entry(METRIC, t("compare.metric"), "choice", metric.name, (("", metrics_of),)),
        Entry(MARKED, t("compare.mark"), "choice", marked, (("", [("", t("compare.nobody")), *bodies_of]),)),
        view.day_entry(DATE, t("date.label"), view.query.get(DATE, "")),
    )
    kept = {key: view.query[key] for key in (WAY, SORT) if view.query.get(key)}
    return Form("compare", view.url(), t("compare.mark_button"), entries, kept)


def _caption(view: View, found: Comparison, name: str) -> str:
    values = {"metric": found.metric.title[view.language], "day": view.f.day(view.as_of), "kind": name}
    return view.t("compare.caption", **values, n=view.f.number(len(found.standings)), of=view.f.number(found.of))


def _without(view: View, found: Comparison, name: str) -> str:
    values = {"n": view.f.number(found.without), "of": view.f.number(found.of), "kind": name}
    return view.t("compare.without" if found.without else "compare.all_there", **values)


PAGE = Page("compare", "/vergelijk", content, label="nav.compare", order=3)
