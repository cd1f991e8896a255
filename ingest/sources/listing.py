"""The register's listing, page by page: the fallback for which body owns a registration."""

from collections.abc import Sequence
from typing import Any, Final

from ingest.http import Answer, Door
from ingest.source import Expect, Parsed, Source, facts, json_of, need, need_list

_PAGE: Final = 100
#: The listing has no snapshot: a publication while paging repeats or skips a row.
_MARGIN: Final = 2
_MOST_PAGES: Final = 2000


def parse(answers: Sequence[Answer]) -> Parsed:
    """Read owners (key ``owner/LARS``) from all pages; compare with the listing's own count."""
    pairs: dict[str, dict[str, Any]] = {}
    rows, total = 0, 0
    for number, answer in enumerate(answers, start=1):
        page = need(json_of(answer), "results", "total_count", where=f"page {number}")
        total = int(page["total_count"])
        for index, item in enumerate(need_list(page["results"], f"page {number}: results")):
            row = need(item, "lars", "org_id", where=f"page {number}, result {index}")
            pairs[f"owner/{row['lars']}"] = {"org_id": str(row["org_id"] or "").lower()}
            rows += 1
    off = abs(len(pairs) - total) > _MARGIN
    breaches = (f"{len(pairs)} registrations on the pages, {total} by the listing's own count",) if off else ()
    aside = {"says the same as another row": rows - len(pairs)} if rows > len(pairs) else {}
    owned = {"org_id": sum(1 for said in pairs.values() if said["org_id"])}
    return Parsed(facts(pairs), rows, len(pairs), set_aside=aside, breaches=breaches, doubt=off, filled=owned)


def _ask(door: Door, _: Sequence[str]) -> list[Answer]:
    pages = []
    for number in range(1, _MOST_PAGES):
        answer = door.ask("POST", "/algoritme/NLD", {"page": number, "limit": _PAGE})
        page = need(json_of(answer), "results", where=f"page {number}")
        if not page["results"]:
            break
        pages.append(answer)
    return pages


_EXPECT: Final = Expect(floor=0.9, ceiling=1.5, filled={"org_id": 0.9})
SOURCE: Final = Source("listing", "40 4 * * *", _ask, parse, _EXPECT, standby="site_data")
