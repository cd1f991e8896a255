"""Long texts as Dash components: what stands in a field with its remarks, and what was written anew."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from dash.development.base_component import Component

from dashboard.blocks import Remark, Revision, Rewritten, Saying
from dashboard.elements import html
from dashboard.view import View
from metrics.differences import ADDED, KEPT, REMOVED, Run
from metrics.texts import LINK

_DEEPEST: Final = 6
#: So many words that stayed the same stand before and after a change; more are left out.
_BESIDE: Final = 12
#: With fewer words in common, of a hundred, a text reads better whole, before and after.
_COMMON: Final = 25


def saying(view: View, one: Saying, level: int) -> Component:
    """Return a field: its name, what it says, and what there is to check."""
    note = [html.P(one.note, className="note")] if one.note else []
    text = [html.P(part, lang=one.lang or None) for part in _paragraphs(one.text)]
    remarks = [html.Ul([_remark(view, each) for each in one.remarks], className="remarks")] if one.remarks else []
    said = html.Div([*text, *note, *remarks])
    return html.Div([_heading(one.title, level), said], id=one.anchor, className="saying")


def revision(view: View, one: Revision, level: int) -> Component:
    """Return what changed at one moment, with the texts behind a summary."""
    parts: list[Component] = [_heading(one.title, level), html.P(one.text)]
    if one.changes:
        texts = [part for each in one.changes for part in _rewritten(view, each, level + 1)]
        parts.append(html.Details([html.Summary(one.summary), *texts], open=one.shown))
    return html.Div(parts, className="revision")


def _heading(text: str, level: int) -> Component:
    found: Component = getattr(html, f"H{min(level, _DEEPEST)}")(text)
    return found


def _paragraphs(text: str) -> list[Component | str]:
    """Return the lines of a text; what is only an address is a link, to somebody else's site."""
    parts = (part.strip() for part in text.splitlines())
    return [html.A(part, href=part, rel="nofollow") if re.match(LINK, part) else part for part in parts if part]


def _remark(view: View, one: Remark) -> Component:
    told = html.Span(one.told, className="reason")
    todo = html.A(one.todo, href=one.href) if one.href else one.todo
    return html.Li([html.Strong(view.t("remark.head", severity=one.severity)), " ", todo, " ", told])


def _rewritten(view: View, one: Rewritten, level: int) -> Iterator[Component]:
    yield _heading(one.title, level)
    if one.note:
        yield html.P(one.note, className="note")
    if _apart(one.runs):
        for kind, key in ((REMOVED, "before"), (ADDED, "after")):
            words = " ".join(run.text for run in one.runs if run.kind in {KEPT, kind})
            shown: Component | str = html.Span(words, lang=one.lang or None) if words else view.t("differs.nothing")
            yield html.P([html.Strong(view.t(f"differs.{key}")), " ", shown], className=key)
        return
    parts = [part for place, run in enumerate(one.runs) for part in _run(view, run, place, len(one.runs))]
    yield html.P(parts, lang=one.lang or None, className="differs")


def _apart(runs: Sequence[Run]) -> bool:
    """Whether both texts have too little in common to be read as one with marks."""
    words = {kind: sum(len(run.text.split()) for run in runs if run.kind == kind) for kind in (KEPT, REMOVED, ADDED)}
    return 100 * words[KEPT] < _COMMON * max(words[REMOVED], words[ADDED])


def _run(view: View, run: Run, place: int, count: int) -> Iterator[Component | str]:
    if run.kind == KEPT:
        yield _shortened(run.text, first=place == 0, last=place == count - 1) + " "
        return
    mark, key = (html.Del, "removed") if run.kind == REMOVED else (html.Ins, "added")
    # Not every screen reader tells what is struck out, or underlined.
    said = html.Span(view.t(f"differs.{key}"), lang=view.language, className="unseen")
    yield mark([said, " ", run.text])
    yield " "


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """Return the words beside a change; what stayed the same further away is left out."""
    words = text.split()
    head, tail = 0 if first else _BESIDE, 0 if last else _BESIDE
    if len(words) <= head + tail + 3:
        return text
    ends = words[:head], ["…"], words[len(words) - tail :] if tail else []
    return " ".join(word for part in ends for word in part)
