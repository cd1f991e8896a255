"""The register's own totals: shown beside ours, so that a difference is seen."""

from collections.abc import Sequence
from typing import Final

from ingest.guard import SAME_ROW
from ingest.http import Answer, Door
from ingest.source import Expect, Parsed, Source, SourceChangedError, facts, json_of, need, need_list

_PATHS: Final = (
    "/algoritme/total-count",
    "/algorithm/published-permonth",
    "/algorithm/publication-categories/NLD",
    "/algorithm/national-organisations/NLD",
)


def parse(answers: Sequence[Answer]) -> Parsed:
    """Read the totals by kind: ``total``, ``month/M-YYYY``, ``category/NAME``, ``ministry/NAME``."""
    total, months, categories, ministries = (json_of(answer) for answer in answers)
    if not isinstance(total, int):
        msg = f"{_PATHS[0]}: expected a number, got {total!r}"
        raise SourceChangedError(msg)
    counted = [("total", total)]
    for path, listed, kind, name, count in (
        (_PATHS[1], months, "month", "date", "count"),
        (_PATHS[2], categories, "category", "category", "count"),
        (_PATHS[3], ministries, "ministry", "name", "Total"),
    ):
        for item in need_list(listed, path):
            one = need(item, name, count, where=path)
            counted.append((f"{kind}/{one[name]}", one[count]))
    pairs = {key: {"count": count} for key, count in counted}
    aside = {SAME_ROW: len(counted) - len(pairs)} if len(counted) > len(pairs) else {}
    return Parsed(facts(pairs), len(counted), len(pairs), set_aside=aside)


def _ask(door: Door, _: Sequence[str]) -> list[Answer]:
    return [door.ask("GET", path) for path in _PATHS]


SOURCE: Final = Source("totals", "10 4 * * *", _ask, parse, Expect(floor=0.5, ceiling=2.0))
