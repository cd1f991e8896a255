"""The method page says what the declarations say, all of it."""

from collections.abc import Callable

import pytest

from dashboard.blocks import Block, Facts, Links, Section, tables
from dashboard.pages.method import content
from dashboard.view import View
from metrics.catalogue import CATALOGUE
from metrics.families.completeness import REQUIREMENTS, WEIGHTS
from sql.fields import FIELDS


def sections(blocks: object) -> list[Section]:
    found = []
    for block in blocks:  # type: ignore[attr-defined]  # any sequence of blocks
        if isinstance(block, Section):
            found += [block, *sections(block.blocks)]
    return found


def said(block: Block) -> list[object]:
    return [cell.value for _, cell in block.items] if isinstance(block, Facts) else []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_metric_is_explained(view: Callable[..., View], language: str) -> None:
    page = content(view("/methode", language))
    by_anchor = {section.anchor: section for section in sections(page.blocks)}
    for metric in CATALOGUE:
        section = by_anchor[metric.name]
        assert section.title == metric.title[language]
        texts = said(section.blocks[0])
        for part in (metric.why, metric.population, metric.not_asked, metric.source):
            assert part[language] in texts


def test_the_contents_lead_to_every_part(view: Callable[..., View]) -> None:
    blocks = content(view("/methode")).blocks
    ways = next(block for block in blocks if isinstance(block, Links))
    parts = [(block.title, f"#{block.anchor}", False) for block in blocks if isinstance(block, Section)]
    assert list(ways.items) == parts
    assert len({href for _, href, _ in parts}) == len(parts)


def test_versions_and_weights(view: Callable[..., View]) -> None:
    found = {table.name: table for table in tables(content(view("/methode")).blocks)}
    shown = {row[1].value: row[2].value for name in found if name.startswith("figures-") for row in found[name].rows}
    assert shown == {metric.name: metric.version for metric in CATALOGUE}
    assert sorted((row[0].value, row[3].value) for row in found["score"].rows) == sorted(
        (part.title.nl, WEIGHTS[part.tier]) for part in REQUIREMENTS
    )
    assert [row[1].value for row in found["all-fields"].rows] == [field.key for field in FIELDS]
