"""Why did the figure move?"""

from itertools import groupby

import polars as pl

from dashboard import courses, decomposed, moving, periods
from dashboard.blocks import Block, Content, Fold, Links, Notice, Paragraph
from dashboard.data import Asked
from dashboard.forms import Entry, Form
from dashboard.groups import label
from dashboard.moving import FILTERS, KNOWN, METRIC, TARGET, THEN, Told
from dashboard.view import DATE, Page, View
from metrics.catalogue import CATALOGUE

_ALL = ""


def content(view: View) -> Content:
    """Return the page."""
    question = moving.asked(view)
    found = moving.answer(view, question)
    blocks: list[Block] = []
    if isinstance(found, str):
        blocks.append(Paragraph(found, lead=True))
    else:
        said = moving.sentence(view, question, found)
        blocks += [view.lead(said), view.citation(said, moving.source(view, question))]
    blocks += [_form(view, question), _filters(view, question)]
    blocks += [_no_parts(view)] if not isinstance(found, str) and not found.found.parts else []
    if not isinstance(found, str) and found.found.parts:
        blocks += _parts(view, question, found)
    blocks += courses.course(view, question)
    if not isinstance(found, str):
        blocks += decomposed.causes(view, found)
    onward = view.t("why.changes"), view.url("/wijzigingen", **periods.asked(view)), False
    method = view.t("why.method"), view.url("/methode"), False
    return Content(
        view.t("why.title"),
        [*blocks, Links(view.t("links.more"), (onward, method))],
        source=moving.source(view, question),
    )


def _no_parts(view: View) -> Notice:
    return Notice(view.t("why.nothing"))


def _parts(view: View, question: Asked, told: Told) -> list[Block]:
    picture: Block = decomposed.parts_table(view, told) if told.few else decomposed.chart(view, question, told)
    how = Paragraph(view.t("why.how"))
    return [picture, how, _known(view)]


def _known(view: View) -> Links:
    """Return the choice between what is known now and what was known on each of the days."""
    then = view.query.get(KNOWN) == THEN
    kept = moving.kept(view, KNOWN)
    ways = (
        (view.t("why.known.now"), view.url(**kept), not then),
        (view.t("why.known.then"), view.url(**kept, **{KNOWN: THEN}), then),
    )
    return Links(view.t("why.known"), ways)


def _form(view: View, question: Asked) -> Form:
    """Return the form that picks a figure and two days."""
    can = _metrics(view)
    there = any(question.metric == name for _, family in can for name, _ in family)
    asked = question.metric if there else moving.DEFAULT
    choice = Entry(METRIC, view.t("why.figure"), "choice", asked, can)
    names = (TARGET, KNOWN, *FILTERS)
    kept = {name: view.query[name] for name in names if view.query.get(name)}
    return Form("why", view.url(), view.t("why.button"), (choice, *periods.entries(view)), kept)


def _metrics(view: View) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the figures that can be explained to this reader, by family."""
    public = view.mart.facts.audience == "public"
    can = [one for one in CATALOGUE if one.explainable and not (public and one.inventories)]
    families = groupby(can, key=lambda one: one.family)
    return [
        (view.t(f"family.{family}"), [(one.name, one.title[view.language]) for one in metrics])
        for family, metrics in families
    ]


def _filters(view: View, question: Asked) -> Fold:
    """Return the form that restricts the figure to a part of the register, open where one is asked for."""
    metric = CATALOGUE.get(question.metric)
    entries = [_filter(view, name, key) for name, key in FILTERS.items() if metric and key in metric.filters]
    kept = {METRIC: question.metric} | periods.asked(view) | ({DATE: view.query[DATE]} if view.query.get(DATE) else {})
    kept |= {name: view.query[name] for name in (TARGET, KNOWN) if view.query.get(name)}
    form = Form("part", view.url(), view.t("why.button"), entries, kept)
    inside: list[Block] = [form] if entries else [Paragraph(view.t("why.no_filters"))]
    return Fold(view.t("why.part_of"), inside, open=bool(question.where))


def _filter(view: View, name: str, key: str) -> Entry:
    frame = view.mart.figures("size.registrations", [view.as_of], by=key)
    body = key in {"organisation", "ministry"}
    rows = frame.filter(pl.col("org_id").is_not_null()) if body else frame
    options = [(row["org_id"] if body else row["group"], str(label(view, key, row).value)) for row in rows.to_dicts()]
    options = [(_ALL, view.t("changes.filter.all")), *sorted(options, key=lambda one: one[1].casefold())]
    return Entry(name, view.t(f"by.{key}"), "choice", view.query.get(name, ""), (("", options),))


PAGE = Page("explanation", moving.PATH, content, label="nav.explanation", order=3)
