"""Components as HTML: what a browser gets is what Dash's client would have made of it."""

from typing import Any

import pytest
from dash import dcc, html

from dashboard.markup import NoMarkupError, markup


def given(**attributes: str | bool) -> dict[str, Any]:
    return {name.replace("_", "-"): value for name, value in attributes.items()}


@pytest.mark.parametrize(
    ("part", "written"),
    [
        (None, ""),
        (7, "7"),
        ("a < b & c", "a &lt; b &amp; c"),
        ([html.Br(), "x"], "<br>x"),
        (html.P(["a", html.Strong("b")], className="lead"), '<p class="lead">a<strong>b</strong></p>'),
        (html.P("a", className=None), "<p>a</p>"),
        (html.Label("a", htmlFor="b"), '<label for="b">a</label>'),
        (html.Th("a", scope="col"), '<th scope="col">a</th>'),
        (html.Div(tabIndex=-1), '<div tabindex="-1"></div>'),
        (html.Button("a", hidden=True), "<button hidden>a</button>"),
        (html.Button("a", hidden=False), "<button>a</button>"),
        (html.Div(**given(aria_hidden=False, data_x=True)), '<div aria-hidden="false" data-x="true"></div>'),
        (html.Td("a", style={"--share": "5%", "maxWidth": "2px"}), '<td style="--share: 5%; max-width: 2px">a</td>'),
        (html.Div(**given(data_figure='{"a":"it\'s <b>"}')), '<div data-figure=\'{"a":"it&#39;s &lt;b&gt;"}\'></div>'),
        (html.A("a", href="/?a=1&b=<"), '<a href="/?a=1&amp;b=&lt;">a</a>'),
        (dcc.Input(id="q", name="q", value="", type="search"), '<input id="q" name="q" type="search" value="">'),
        (dcc.Textarea(id="t", value="</textarea>"), '<textarea id="t">&lt;/textarea&gt;</textarea>'),
    ],
)
def test_markup(part: object, written: str) -> None:
    assert markup(part) == written


def test_what_only_works_in_the_browser_is_an_error() -> None:
    with pytest.raises(NoMarkupError, match="Dropdown"):
        markup(html.Div(dcc.Dropdown(["a"])))
