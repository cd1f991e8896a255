"""What stands on a long page: the ways to its parts, and from each part back to those ways."""

from collections.abc import Sequence
from typing import Final

from dash.development.base_component import Component

from dashboard.blocks import Block, Links, Section, tables
from dashboard.components import Renderer
from dashboard.elements import html
from dashboard.view import place_of

ANCHOR: Final = "contents"
#: A page of fewer parts than this is seen at a glance, and so is one of texts alone.
_ENOUGH: Final = 4


def rendered(render: Renderer, blocks: Sequence[Block]) -> list[Component]:
    """Render the blocks of a page; where it has many parts, the ways to them stand before the first."""
    parts = [block for block in blocks if isinstance(block, Section) and block.anchor]
    if len(parts) < _ENOUGH or next(tables(blocks), None) is None:
        return render.blocks(blocks)
    shown = render.blocks(blocks)
    for block, part in zip(blocks, shown, strict=True):
        if isinstance(block, Section):
            part.children.append(_back(render))
    shown.insert(blocks.index(parts[0]), _ways(render, parts))
    return shown


def _ways(render: Renderer, parts: Sequence[Section]) -> Component:
    items = [(part.title, f"#{place_of(part.anchor)}", False) for part in parts]
    return html.Div(render.block(Links(render.view.t("contents.title"), items), 2), id=ANCHOR)


def _back(render: Renderer) -> Component:
    return html.P(html.A(render.view.t("contents.back"), href=f"#{ANCHOR}"), className="back")
