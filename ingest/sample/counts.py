"""The register's own counts: by list, month, category and ministry; and relations."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from ingest.sample.bodies import Body, bodies, others
from ingest.sample.registrations import Registration
from ingest.sample.standards import CATEGORIES

Answer = list[dict[str, Any]]

_PREFIXES = {
    "water-authorities": "WS",
    "safety-regions": "VR",
    "environmental-services": "OD",
}
_MONTHS_SHOWN = 12
_NATIONAL = {
    "ministerie": "KD",
    "agentschap": "Agentschap",
    "organisatieonderdeel": "Overig",
    "politie": "Overig",
}


def denominator(name: str, members: Sequence[Body], public: Sequence[Registration]) -> Answer:
    """List the members of a denominator, with how much each has published."""
    holdings = Counter(each.body.org_id for each in public)
    prefix = _PREFIXES.get(name)
    return [
        {
            "name": body.name,
            # For these three lists the register has numbers that are not its codes.
            "identifier": f"{prefix}{place:02}" if prefix else body.org_id.upper(),
            "number_of_algorithmdescriptions": holdings[body.org_id],
            "show_page": False,
            "joined": holdings[body.org_id] > 0 or place % 2 == 0,
            "code": body.code,
            "org_id": body.org_id,
        }
        for place, body in enumerate(members, 1)
    ]


def published_per_month(public: Sequence[Registration], moment: datetime) -> Answer:
    """Count what is public now by the month of its first publication."""
    since = [_month(each.versions[0].published[0]) for each in public]
    last = _month(moment)
    return [
        {
            "date": f"{month % 12 + 1}-{month // 12}",
            "count": sum(first <= month for first in since),
        }
        for month in range(last - _MONTHS_SHOWN + 1, last + 1)
    ]


def publication_categories(public: Sequence[Registration], moment: datetime) -> Answer:
    """Count categories, silently without what is in an older standard."""
    current = [each.current(moment) for each in public]
    counted = Counter(str(version.content["publication_category"]) for version in current if version.standard == "1.0")
    return [{"category": name, "count": counted[name]} for name in CATEGORIES.values()]


def national_organisations(public: Sequence[Registration], day: date) -> Answer:
    """Count by ministry as the register does: without independent bodies."""
    counted = Counter((each.body.ministry, _NATIONAL[each.body.type]) for each in public if each.body.type in _NATIONAL)
    answer = []
    for body in (body for body in others() if body.type == "ministerie"):
        parts = {key: counted[body.org_id, key] for key in ("KD", "Agentschap", "Overig")}
        name = body.name_on(day).removeprefix("Ministerie van ")
        answer.append({"name": name, "Total": sum(parts.values()), **parts})
    return sorted(answer, key=lambda row: str(row["name"]))


def relation(body: Body, day: date) -> dict[str, Any]:
    """Give the chain from a body's ministry down to itself."""
    chain = [bodies()[body.parent], body] if body.parent else [body]
    return {
        "org_id": body.org_id,
        "hierarchy_path": body.parent,
        "hierarchy": [{"org_id": each.org_id, "name": each.name_on(day)} for each in chain],
    }


def _month(moment: datetime) -> int:
    return moment.year * 12 + moment.month - 1
