"""The method page says what the declarations say, all of it."""

from collections.abc import Callable, Iterable

import pytest

from dashboard.blocks import Block, Facts, Fold, Section, tables
from dashboard.pages.method import content
from dashboard.view import View, place_of
from metrics.catalogue import CATALOGUE
from metrics.families.completeness import REQUIREMENTS, WEIGHTS
from sql.fields import FIELDS


def anchored(blocks: Iterable[Block]) -> dict[str, Section]:
    """Return what can be led to, by its anchor."""
    found: dict[str, Section] = {}
    for block in blocks:
        if isinstance(block, Section | Fold):
            found |= anchored(block.blocks)
        if isinstance(block, Section):
            found[block.anchor] = block
    return found


def said(block: Block) -> list[object]:
    return [cell.value for _, cell in block.items] if isinstance(block, Facts) else []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_metric_is_explained(view: Callable[..., View], language: str) -> None:
    page = content(view("/methode", language))
    by_anchor = anchored(page.blocks)
    for metric in CATALOGUE:
        told = by_anchor[metric.name]
        assert told.title == metric.title[language]
        texts = said(told.blocks[0])
        for part in (metric.why, metric.population, metric.not_asked, metric.source):
            assert part[language] in texts


def test_versions_and_weights(view: Callable[..., View]) -> None:
    found = {table.name: table for table in tables(content(view("/methode")).blocks)}
    shown = {row[1].value: row[2].value for name in found if name.startswith("figures-") for row in found[name].rows}
    assert shown == {metric.name: metric.version for metric in CATALOGUE}
    assert sorted((row[0].value, row[3].value) for row in found["score"].rows) == sorted(
        (part.title.nl, WEIGHTS[part.tier]) for part in REQUIREMENTS
    )
    assert [row[1].value for row in found["all-fields"].rows] == [field.key for field in FIELDS]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_figure_leads_to_what_it_means(view: Callable[..., View], language: str) -> None:
    page = content(view("/methode", language))
    places = {place_of(anchor) for anchor in anchored(page.blocks)}
    named = [row[0].href for table in tables(page.blocks) if table.name.startswith("figures-") for row in table.rows]
    assert {href.removeprefix("#") for href in named} == {place_of(metric.name) for metric in CATALOGUE} <= places
