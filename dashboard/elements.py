"""Elements of tables, of which a page may have thousands: as Dash makes them, and faster."""

from functools import cache
from typing import Any

from dash.development.base_component import Component


def element(kind: type[Component], children: object, **given: Any) -> Component:  # noqa: ANN401  (React's properties)
    """Return the element that ``kind(children, **given)`` is; a name that it does not know is a TypeError.

    Dash looks every name up for every element: here once for each kind with the same names.
    """
    made: Component = kind.__new__(kind)
    vars(made).update(_bare(kind, tuple(given)), children=children, **given)
    return made


@cache
def _bare(kind: type[Component], names: tuple[str, ...]) -> dict[str, Any]:
    """Return what every element of a kind with these properties holds beside them."""
    every = vars(kind(children="", **dict.fromkeys(names, "")))
    return {name: value for name, value in every.items() if name not in {"children", *names}}
