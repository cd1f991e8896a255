"""Components as HTML, written on the server: what a reader gets needs no script to be read."""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from html import escape
from typing import Any, Final

from dash import dcc
from dash.development.base_component import Component

#: What Dash has for its own, and HTML has too.
_INPUTS: Final = frozenset({dcc.Input, dcc.Textarea})
#: Elements that never have an end tag.
_VOID: Final = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
#: React's names of attributes that HTML calls otherwise; the others are lower case in both.
_NAMES: Final = {"className": "class", "htmlFor": "for", "acceptCharset": "accept-charset", "httpEquiv": "http-equiv"}
_INNER: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: What Dash and React know, and HTML does not.
_LEFT_OUT: Final = frozenset(
    {"children", "key", "n_clicks", "n_clicks_timestamp", "loading_state", "setProps"}
    | {"available_properties", "available_wildcard_properties"}
)


class NoMarkupError(TypeError):
    """A component only works in the browser; says which."""


def markup(part: object) -> str:
    """Write a component, a text or a list of them as HTML; raises NoMarkupError."""
    pieces: list[str] = []
    _write(part, pieces.append)
    return "".join(pieces)


def _write(part: object, put: Callable[[str], None]) -> None:
    if isinstance(part, str):
        put(escape(part, quote=False))
    elif isinstance(part, list | tuple):
        for one in part:
            _write(one, put)
    elif isinstance(part, Component):
        _component(part, put)
    elif part is not None:
        put(escape(str(part), quote=False))


def _component(part: Component, put: Callable[[str], None]) -> None:
    tag, given = _tag(type(part)), vars(part)
    # What somebody typed in a text area is between its tags.
    inner = "value" if tag == "textarea" else "children"
    # In one order, as Dash's own differs from process to process: a page is the same bytes everywhere.
    named = sorted(name for name in given.keys() - _LEFT_OUT if name[0] != "_" and name != inner)
    attributes = (_attribute(name, given[name]) for name in named)
    put(f"<{tag}{''.join(attributes)}>")
    if tag not in _VOID:
        _write(given.get(inner), put)
        put(f"</{tag}>")


@cache
def _tag(kind: type[Component]) -> str:
    if kind.__module__.startswith("dash.html.") or kind in _INPUTS:
        return kind.__name__.lower()
    msg = f"{kind.__name__} has no HTML of its own"
    raise NoMarkupError(msg)


def _attribute(name: str, value: Any) -> str:  # noqa: ANN401  (React's properties are of any kind)
    if value is None or value is False:
        # ``aria-…`` and ``data-…`` are texts; a plain attribute that is off is not there.
        return f' {name}="false"' if value is False and "-" in name else ""
    if name == "style":
        value = _style(value)
    elif isinstance(value, dict | list):
        value = json.dumps(value)
    written = _written(name)
    if value is True:
        return f' {written}="true"' if "-" in name else f" {written}"
    text = str(value)
    # A figure is full of double quotes: within single ones they need not be written out.
    if '"' in text:
        return f" {written}='{escape(text, quote=False).replace(chr(39), '&#39;')}'"
    return f' {written}="{escape(text)}"'


@cache
def _written(name: str) -> str:
    return name if "-" in name else _NAMES.get(name, name.lower())


def _style(rules: Mapping[str, object]) -> str:
    """Write React's style: ``maxWidth`` is ``max-width``; what begins with ``--`` is a variable."""
    written = {name if name.startswith("--") else _INNER.sub("-", name).lower(): rule for name, rule in rules.items()}
    return "; ".join(f"{name}: {rule}" for name, rule in written.items())
