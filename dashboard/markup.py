"""Components as HTML, written on the server: what a reader gets needs no script to be read."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from typing import Any, Final

from dash import dcc
from dash.development.base_component import Component

#: Elements that never have an end tag.
_VOID: Final = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
#: React's names of attributes that HTML calls otherwise; the others are lower case in both.
_NAMES: Final = {"className": "class", "htmlFor": "for", "acceptCharset": "accept-charset", "httpEquiv": "http-equiv"}
_INNER: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: What React knows and HTML does not.
_LEFT_OUT: Final = frozenset({"children", "key", "n_clicks", "n_clicks_timestamp", "loading_state", "setProps"})


class NoMarkupError(TypeError):
    """A component only works in the browser; says which."""


def markup(part: object) -> str:
    """Write a component, a text or a list of them as HTML; raises NoMarkupError."""
    return "".join(_pieces(part))


def _pieces(part: object) -> Iterator[str]:
    if isinstance(part, list | tuple):
        for one in part:
            yield from _pieces(one)
    elif isinstance(part, Component):
        yield from _component(part)
    elif part is not None:
        yield escape(str(part), quote=False)


def _component(part: Component) -> Iterator[str]:
    if isinstance(part, dcc.Input):
        yield f"<input{_attributes(part)}>"
        return
    if isinstance(part, dcc.Textarea):
        said = escape(getattr(part, "value", None) or "", quote=False)
        yield f"<textarea{_attributes(part, 'value')}>{said}</textarea>"
        return
    if type(part).__module__.partition(".")[2].partition(".")[0] != "html":
        msg = f"{type(part).__name__} has no HTML of its own"
        raise NoMarkupError(msg)
    tag = _tag(type(part))
    yield f"<{tag}{_attributes(part)}>"
    if tag not in _VOID:
        yield from _pieces(getattr(part, "children", None))
        yield f"</{tag}>"


@cache
def _tag(kind: type[Component]) -> str:
    return kind.__name__.lower()


def _attributes(part: Component, *without: str) -> str:
    given = part.to_plotly_json()["props"]  # type: ignore[no-untyped-call]  # Dash does not type this one
    return "".join(_attribute(name, value) for name, value in given.items() if name not in _LEFT_OUT.union(without))


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
