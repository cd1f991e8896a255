"""What changed?"""

from typing import Final

from dashboard import changing, feeds, moving, periods
from dashboard.blocks import Block, Content, Links, Paragraph, Section
from dashboard.bodies import bodies
from dashboard.changing import BODY, BY_SLUG, KIND, SLUGS, TYPE
from dashboard.forms import Entry, Form
from dashboard.groups import label
from dashboard.view import Page, View, address
from metrics.catalogue import CATALOGUE
from metrics.change_kinds import KINDS, Change

_EVERYTHING = ""
#: Of which figures a reader of what changed is told why they moved.
_MOVED: Final = ("completeness.valid", "coverage.high_risk", "connected.organisations")


def content(view: View) -> Content:
    """Return the page."""
    start, end = periods.start(view), view.as_of
    every = view.mart.changes(start, end)
    found = changing.within(view, every)
    said = changing.sentence(view, start, end, found, _scope(view))
    blocks: list[Block] = [
        view.lead(said),
        view.citation(said),
        Paragraph(changing.sure(view, start, end)),
        _form(view, every),
        periods.months(view, **_filters(view)),
        _why(view),
    ]
    if found:
        blocks += [changing.chart(view, found), _kinds(view, found), *changing.sections(view, found)]
    blocks.append(Section(view.t("changes.onward"), [_onward(view), Paragraph(view.t("changes.feed_text"))], "onward"))
    return Content(view.t("changes.title"), blocks)


def _filters(view: View) -> dict[str, str]:
    return {key: view.query[key] for key in (KIND, BODY, TYPE) if view.query.get(key)}


def _scope(view: View) -> str:
    """Return for which part of the register the counts are, in words; nothing for all of it."""
    parts = []
    if code := view.query.get(BODY, "").lower():
        known = bodies(view.mart.facts, view.mart.last_day or view.as_of).get(code)
        parts.append(known.name if known else code)
    if kind := view.query.get(TYPE, ""):
        parts.append(_type(view, kind))
    return ", ".join(parts)


def _type(view: View, kind: str) -> str:
    return str(label(view, "type", {"group": kind, "org_id": None}).value)


def _form(view: View, every: tuple[Change, ...]) -> Form:
    """Return the form with both days, and the bodies and types of bodies that had a change."""
    names = {one.org_id: one.organisation for one in every} | _asked_body(view, every)
    types = {one.type: _type(view, one.type) for one in every if one.type} | _asked_type(view)
    entries = (
        *periods.entries(view),
        _choice(view, BODY, "changes.filter.body", names),
        _choice(view, TYPE, "changes.filter.type", types),
    )
    kept = {KIND: view.query[KIND]} if view.query.get(KIND) in BY_SLUG else {}
    return Form("changes", view.url(), view.t("date.button"), entries, kept)


def _asked_body(view: View, every: tuple[Change, ...]) -> dict[str, str]:
    code = view.query.get(BODY, "").lower()
    unknown = code and all(one.org_id != code for one in every)
    known = bodies(view.mart.facts, view.mart.last_day or view.as_of).get(code) if unknown else None
    return {code: known.name} if known else {}


def _asked_type(view: View) -> dict[str, str]:
    kind = view.query.get(TYPE, "")
    return {kind: _type(view, kind)} if kind else {}


def _choice(view: View, name: str, title: str, values: dict[str, str]) -> Entry:
    options = [(_EVERYTHING, view.t("changes.filter.all"))]
    options += sorted(values.items(), key=lambda one: one[1].casefold())
    return Entry(name, view.t(title), "choice", view.query.get(name, "").lower(), (("", options),))


def _kinds(view: View, found: tuple[Change, ...]) -> Links:
    """Return the choice of one kind of change, of those that there are."""
    asked, kept = BY_SLUG.get(view.query.get(KIND, "")), changing.kept(view, KIND)
    there = [kind for kind in KINDS if any(one.kind == kind for one in found)]
    ways = [(view.t("changes.all_kinds"), view.url(**kept), asked is None)]
    ways += [
        (view.t(f"changes.kind.{kind}"), view.url(**kept, **{KIND: SLUGS[kind]}) + f"#{kind}", kind == asked)
        for kind in there
    ]
    return Links(view.t("changes.choose"), ways)


def _why(view: View) -> Links:
    """Return the ways to why the figures that readers ask for moved between the same days."""
    body = view.query.get(BODY)
    ways = []
    for name in _MOVED:
        metric = CATALOGUE[name]
        where = {BODY: body} if body and "organisation" in metric.filters else {}
        href = view.url(moving.PATH, **{moving.METRIC: name}, **periods.asked(view), **where)
        ways.append((metric.title[view.language], href, False))
    return Links(view.t("changes.why"), ways)


def _onward(view: View) -> Links:
    feed = address(view.language, feeds.PATH, _filters(view))
    return Links(view.t("changes.feed"), ((view.t("changes.feed"), feed, False),))


PAGE = Page("changes", changing.PATH, content, label="nav.changes", order=3)
