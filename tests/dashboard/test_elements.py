"""Elements that are made fast are those that Dash makes."""

import dash
import pytest

from dashboard.elements import html

GIVEN = [
    ("Td", ("text",), {"className": "number", "style": {"--share": "4%"}}),
    ("Th", (["a", "b"],), {"scope": "col", "aria-sort": "ascending"}),
    ("Div", (), {"id": "one", "tabIndex": 0, "data-copy": "x"}),
    ("A", ("here",), {"href": "/nl/", "className": None}),
]


@pytest.mark.parametrize(("name", "children", "given"), GIVEN)
def test_they_tell_the_same(name: str, children: tuple[object, ...], given: dict[str, object]) -> None:
    ours, theirs = getattr(html, name)(*children, **given), getattr(dash.html, name)(*children, **given)
    assert type(ours) is type(theirs)
    assert ours.to_plotly_json() == theirs.to_plotly_json()
    assert vars(ours) == vars(theirs)


def test_one_is_not_another() -> None:
    one, other = html.Span("one", className="a"), html.Span("other", className="b")
    assert [(vars(each)["children"], vars(each)["className"]) for each in (one, other)] == [
        ("one", "a"),
        ("other", "b"),
    ]


def test_what_dash_refuses_is_refused() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument: `colour`"):
        html.Td("text", colour="red")
    with pytest.raises(AttributeError):
        html.Nothing("text")
