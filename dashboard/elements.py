"""The elements of HTML as Dash has them, made faster: a page may have thousands."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any, Final

import dash
from dash.development.base_component import Component


class _Html:
    """Stands for ``dash.html``: the same elements, that tell the same."""

    def __getattr__(self, name: str) -> Callable[..., Component]:
        """Return what makes an element; AttributeError for one that there is not."""
        made = partial(_element, getattr(dash.html, name))
        setattr(self, name, made)
        return made


def _element(kind: type[Component], children: object = None, **given: Any) -> Component:  # noqa: ANN401  (of any kind)
    made: Component = kind.__new__(kind)
    vars(made).update(_bare(kind, tuple(given)), children=children, **given)
    return made


@cache
def _bare(kind: type[Component], names: tuple[str, ...]) -> dict[str, Any]:
    """Return what every element of a kind with these properties holds beside them; TypeError for one it cannot have.

    Dash looks every name up for every element: here that is done once.
    """
    every = vars(kind(children="", **dict.fromkeys(names, "")))
    return {name: value for name, value in every.items() if name not in {"children", *names}}


html: Final = _Html()
