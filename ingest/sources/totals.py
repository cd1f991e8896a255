"""The register's own totals: shown beside ours, so that a difference is seen."""

from collections.abc import Sequence
from typing import Any, Final

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
    pairs: dict[str, dict[str, Any]] = {"total": {"count": total}}
    for item in need_list(months, _PATHS[1]):
        month = need(item, "date", "count", where=_PATHS[1])
        pairs[f"month/{month['date']}"] = {"count": month["count"]}
    for item in need_list(categories, _PATHS[2]):
        category = need(item, "category", "count", where=_PATHS[2])
        pairs[f"category/{category['category']}"] = {"count": category["count"]}
    for item in need_list(ministries, _PATHS[3]):
        ministry = need(item, "name", "Total", where=_PATHS[3])
        pairs[f"ministry/{ministry['name']}"] = {"count": ministry["Total"]}
    return Parsed(facts(pairs), len(pairs), len(pairs))


def _ask(door: Door, _: Sequence[str]) -> list[Answer]:
    return [door.ask("GET", path) for path in _PATHS]


SOURCE: Final = Source("totals", "10 4 * * *", _ask, parse, Expect(floor=0.5, ceiling=2.0))
