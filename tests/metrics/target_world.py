"""Worlds of a target: lists that shrink and age, registrations that are edited and withdrawn, what people decided."""

import random
from datetime import date, timedelta
from typing import Any, TypeAlias

from hypothesis import strategies as st

from metrics.facts import Facts
from metrics.schemas import SCHEMAS
from sql.fields import CATEGORIES, HIGH_RISK, IN_USE, NOT_STATED, STATUSES
from tests.metrics.facts_builder import AGENCY, MINISTRY, TARGET, FactsBuilder, at

World: TypeAlias = dict[str, Any]
COLLECTED = ("2024-01-02", "2025-06-02", "2025-12-31", "2026-02-01", "2026-03-01", "2026-06-01")
#: Before any list, on the deadline, after it, and when old lists are stale or out.
DAYS = (date(2025, 5, 1), date(2025, 12, 31), date(2026, 1, 20), date(2026, 3, 1), date(2026, 6, 1))
OTHER_MINISTRY, POLICE, ZBO, CITY = "mnre1058", "nl0001", "zb0001", "gm0344"
BODIES = (MINISTRY, AGENCY, OTHER_MINISTRY, POLICE, ZBO, CITY)
#: Most of them in scope, and under one ministry.
_BODY = st.sampled_from([AGENCY, AGENCY, AGENCY, MINISTRY, MINISTRY, *BODIES])
_MOSTLY_A = st.sampled_from([*[HIGH_RISK] * 6, *CATEGORIES, NOT_STATED])
_MOSTLY_IN_USE = st.sampled_from([*[IN_USE] * 6, *STATUSES, NOT_STATED])
_LARS = st.integers(0, 5).map(lambda number: f"{10_000_000 + number}")

LINE = st.fixed_dictionaries(
    {
        "org_id": _BODY,
        "category": _MOSTLY_A,
        "status": _MOSTLY_IN_USE,
        "start_date": st.sampled_from(["", "2024", "2025-12", "2026-01", "2026-02-10"]),
        "end_date": st.sampled_from(["", "", "", "2026-02"]),
        "lars": st.one_of(st.just(""), st.just(""), _LARS),
        "stays": st.booleans(),
    }
)
REGISTRATION = st.fixed_dictionaries(
    {
        "lars": _LARS,
        "published": st.sampled_from(
            ["2024-02-01", "2024-02-01", "2025-06-01", "2025-12-31", "2026-01-05", "2026-02-20"]
        ),
        "withdrawn": st.sampled_from([None, None, "2026-01-15", "2026-04-01"]),
        "category": _MOSTLY_A,
        "status": _MOSTLY_IN_USE,
        "org_id": _BODY,
    }
)
DECISION = st.tuples(st.integers(0, 6), _LARS, st.sampled_from(["same", "not_same", "unsure"]))
#: Of a line and a registration: an id says it, or texts say that they surely, perhaps or not are one.
LINK = st.tuples(st.integers(0, 11), _LARS, st.sampled_from(["source_id", "certain", "certain", "possible", "none"]))
EXPLANATION = st.tuples(st.integers(0, 6), st.sampled_from(["2026-01-19", "2026-02-28", "2026-12-31"]))
LETTERS = ("2024-01-10", "2025-01-10", "2025-08-25")
COUNT = st.tuples(_BODY, st.integers(0, 4), st.sampled_from(LETTERS))
WORLDS = st.fixed_dictionaries(
    {
        "lines": st.lists(LINE, min_size=3, max_size=12),
        "registrations": st.lists(
            REGISTRATION, min_size=3, max_size=12, unique_by=lambda one: (one["lars"], one["published"])
        ),
        "decisions": st.lists(DECISION, max_size=8, unique_by=lambda one: one[:2]),
        # Without rivals: of each line and each registration at most one pair.
        "links": st.lists(LINK, max_size=6, unique_by=(lambda one: one[0], lambda one: one[1])),
        "explanations": st.lists(EXPLANATION, max_size=3, unique_by=lambda one: one[0]),
        "counts": st.lists(COUNT, max_size=4, unique_by=lambda one: (one[0], one[2])),
        "delivered": st.sampled_from(["2024-03-05", "2025-01-05", "2025-06-02", "2026-02-15"]),
        "again": st.sampled_from([None, "2026-02-20"]),
        "lag": st.sampled_from([0, 30]),
        "grace": st.sampled_from([0, 31]),
    }
)


def built(world: World) -> FactsBuilder:
    """Return the rows of a world."""
    builder = FactsBuilder(*COLLECTED).target(world["lag"], world["grace"]).body(MINISTRY, "ministerie")
    builder.body(AGENCY, "agentschap", MINISTRY).body(ZBO, "zelfstandig_bestuursorgaan", MINISTRY)
    builder.body(OTHER_MINISTRY, "ministerie").body(POLICE, "politie").body(CITY, "gemeente")
    for org_id in BODIES:
        _deliver(builder, org_id, world)
    for one in sorted(world["registrations"], key=lambda row: row["published"]):
        builder.registration(**{key: one[key] for key in ("lars", "published", "category", "status", "org_id")},
                             withdrawn=_after(one["published"], one["withdrawn"]))  # fmt: skip
    # One that always stays: an empty register would have been collected as an error.
    builder.registration("99999999", "2024-01-01", org_id=CITY)
    for number, (which, lars, verdict) in enumerate(world["decisions"]):
        about: dict[str, Any] = {"entry": f"m{number}", "org_id": _keeper(world, which), "local_id": str(which)}
        about |= {"known_from": at("2025-06-02"), "known_to": None}
        builder.rows["matches"].append(about | {"lars": lars, "verdict": verdict})
    for which, lars, said in world["links"]:
        _link(builder, world, which, lars, said)
    for which, until in world["explanations"]:
        builder.explanation(str(which), until, _keeper(world, which))
    for number, (org_id, count, as_of) in enumerate(world["counts"]):
        row = {"entry": f"d{number}", "org_id": org_id, "category_a": count, "state": "reported"}
        builder.rows["declared"].append(row | {"as_of": date.fromisoformat(as_of), "document": f"Letter {as_of}"})
    scope = {"entry": "s1", "target": TARGET, "org_id": ZBO, "stated_on": date(2025, 12, 1)}
    builder.rows["scopes"].append(scope)
    return builder


def _link(builder: FactsBuilder, world: World, which: int, lars: str, said: str) -> None:
    """Pair a line with a registration, for as long as the line stands on its list."""
    if which >= len(world["lines"]):
        return
    ours = [one for one in builder.rows["inventory"] if one["local_id"] == str(which)]
    moments = {key: ours[0][key] for key in ("known_from", "known_to")}
    by_id = said == "source_id"
    builder.pair(lars, str(which), _keeper(world, which), basis=said if by_id else "text", alone=said, **moments)


def _keeper(world: World, which: int) -> str:
    """Return whose line it is; an agency's, where there is no such line."""
    return str(world["lines"][which]["org_id"]) if which < len(world["lines"]) else AGENCY


def _deliver(builder: FactsBuilder, org_id: str, world: World) -> None:
    """Deliver the list of a body, and perhaps once more without the lines that do not stay."""
    lines = [(number, one) for number, one in enumerate(world["lines"]) if one["org_id"] == org_id]
    if not lines:
        return
    builder.inventory(org_id, world["delivered"])
    said = ("category", "status", "start_date", "end_date", "lars")
    gone = at(world["again"]) if world["again"] and world["again"] > world["delivered"] else None
    for number, one in lines:
        builder.line(str(number), **{key: one[key] for key in said})
        builder.rows["inventory"][-1]["known_to"] = None if one["stays"] else gone
    if gone:
        builder.inventory(org_id, world["again"])


def _after(published: str, withdrawn: str | None) -> str | None:
    if withdrawn is None or date.fromisoformat(withdrawn) - date.fromisoformat(published) < timedelta(days=20):
        return None
    return withdrawn


def shuffled(builder: FactsBuilder, chance: random.Random) -> Facts:
    """Return the same facts with their rows in another order."""
    for name in SCHEMAS:
        chance.shuffle(builder.rows[name])
    return builder.build()
