"""A body's list and the register side by side, on a terminal: as a table, as CSV, or as JSON for a machine to read."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

import polars as pl

from dashboard.terminal import GOOD, NothingPublishedError, not_collected, print_json, published, show
from metrics.bodies import bodies_of
from metrics.both_ways import LISTED, STATES, registrations_both_ways, systems_both_ways
from metrics.conflicts import BODY, conflicts, misnamed
from metrics.deliveries import delivered_for, listed
from metrics.evidence import FIELDS, in_words
from metrics.facts import Facts
from metrics.matches import links_on
from metrics.registry import unknown
from metrics.spans import stretches
from metrics.systems import bodies_in, target_of
from sql import mart
from sql.arguments import UseError

_COLUMNS: Final = dict.fromkeys(
    ("state", "local_id", "name", "lars", "link", "by", "probability", "evidence", "conflicts"), pl.String
)
_LINK: Final = ("lars", "state", "by", "probability", "evidence", "entry")


@dataclass(frozen=True)
class Question:
    """Of whom, for which target (none: of all systems in use), about which day and known up to when."""

    org_id: str
    target: str | None
    as_of: date
    known_on: date


def reconcile(args: argparse.Namespace) -> int:
    """Lay a body's own list and the register side by side: what is registered, missing, uncertain or contradicted."""
    name, facts = published(args.data, args.audience)
    question = _question(facts, args)
    systems = systems_both_ways(facts, question.target, question.as_of, question.known_on, zbos=True)
    systems = systems.filter(org_id=question.org_id)
    links = links_on(facts, question.as_of, question.known_on).join(systems, on="line", how="semi")
    texts = partial(mart.texts, args.data, name, args.audience)
    differing = conflicts(facts, systems, question.as_of, question.known_on, texts)
    wrong = misnamed(facts, systems, question.as_of, question.known_on)
    rows = _systems(systems, links, pl.concat([wrong, differing]))
    beside = _beside(facts, question)
    about = _about(facts, question, systems, beside)
    if args.format == "json":
        print_json({**about, "systems": rows, "registrations": beside})
        return GOOD
    flat = [_flat(one) for one in rows] + [_flat(one | {"links": [], "conflicts": []}) for one in beside]
    show(pl.DataFrame(flat, schema=_COLUMNS), args.format, _summary(about))
    return GOOD


# The question


def _question(facts: Facts, args: argparse.Namespace) -> Question:
    """Return what is asked; raises UseError that says what is wrong with it."""
    last = facts.last_day()
    if last is None:
        msg = "the register was never collected yet; run: vulgraad ingest"
        raise NothingPublishedError(msg)
    if facts.audience == "public":
        msg = "lists are not public: only the internal mart can tell (--audience internal)"
        raise UseError(msg)
    known_on = args.known_on or last
    as_of = args.as_of or facts.last_day(known_on)
    latest = facts.last_day(known_on)
    if latest is None or as_of is None or as_of > latest:
        msg = not_collected(facts, latest, (as_of or known_on) if latest else known_on)
        raise UseError(msg)
    question = Question(args.org.lower(), args.target, as_of, known_on)
    _check(facts, question)
    return question


def _check(facts: Facts, question: Question) -> None:
    """Refuse a body that is not there, that has no list, or that the target is not about."""
    org_id, as_of, known_on = question.org_id, question.as_of, question.known_on
    delivered = delivered_for(facts, as_of, known_on)
    known = sorted({*bodies_of(facts, known_on)["org_id"], *delivered["org_id"]})
    if org_id not in known:
        raise UseError(unknown("body", org_id, known))
    if question.target is not None:
        about = target_of(facts, question.target, as_of, known_on)
        if org_id not in set(bodies_in(facts, about, as_of, known_on, zbos=True)["org_id"]):
            msg = f"target {question.target} is not about {org_id}; leave out --target for all of its systems in use"
            raise UseError(msg)
    if org_id in set(listed(facts, as_of, known_on)["org_id"]):
        return
    if org_id in set(delivered["org_id"]):
        day = delivered.filter(org_id=org_id)["listed_on"][0]
        msg = f"the list of {org_id} is of {day}: too old to tell of {as_of}"
        raise UseError(msg)
    having = ", ".join(sorted(listed(facts, as_of, known_on)["org_id"])[:10]) or "nobody"
    msg = f"{org_id} delivered no list that was known on {known_on}; these did: {having}"
    raise UseError(msg)


# The answer


def _systems(systems: pl.DataFrame, links: pl.DataFrame, differing: pl.DataFrame) -> list[dict[str, Any]]:
    """Return every system on the list, with its links and what list and register say otherwise of it."""
    linked = _grouped(links, "line", _LINK)
    said = _grouped(differing, "local_id", ("lars", "field", "listed", "registered"))
    order = {state: number for number, state in enumerate(STATES)}
    rows = systems.sort(pl.col("state").replace_strict(order, return_dtype=pl.Int8), "local_id", "line")
    return [
        {key: row[key] for key in ("state", "local_id", "name", "category", "status", "reason", "valid_until")}
        | {
            "links": [_link(one) for one in linked.get(row["line"], [])],
            "conflicts": said.get(row["local_id"], []),
        }
        for row in rows.iter_rows(named=True)
    ]


def _grouped(rows: pl.DataFrame, by: str, columns: tuple[str, ...]) -> Mapping[Any, list[dict[str, Any]]]:
    found: dict[Any, list[dict[str, Any]]] = {}
    for row in rows.iter_rows(named=True):
        found.setdefault(row[by], []).append({key: row[key] for key in columns})
    return found


def _link(one: Mapping[str, Any]) -> dict[str, Any]:
    evidence = one["evidence"]
    numbers = dict(zip(FIELDS, evidence, strict=True)) if evidence else None
    return {**one, "evidence": numbers, "words": in_words(evidence)}


def _beside(facts: Facts, question: Question) -> list[dict[str, Any]]:
    """Return the body's registrations that no line certainly is: unlisted, or perhaps listed."""
    day = pl.lit(question.as_of)
    cut = stretches(facts, question.known_on).filter(pl.col("from_day") <= day, pl.col("to_day") > day)
    said = cut.select("lars", "name", "category", "status")
    rows = registrations_both_ways(facts, question.target, question.as_of, question.known_on, zbos=True)
    found = rows.filter(pl.col("org_id") == question.org_id, pl.col("state") != LISTED).join(said, on="lars")
    return (
        found.select("state", "lars", "name", "category", "status")
        .sort("state", "lars", descending=[True, False])
        .to_dicts()
    )


def _about(facts: Facts, question: Question, systems: pl.DataFrame, beside: list[dict[str, Any]]) -> dict[str, Any]:
    named = dict(bodies_of(facts, question.known_on).select("org_id", "organisation").iter_rows())
    counts: Callable[[str], int] = systems["state"].to_list().count
    return {
        "org_id": question.org_id,
        "organisation": named.get(question.org_id, question.org_id),
        "target": question.target,
        "as_of": question.as_of,
        "known_on": question.known_on,
        "listed": systems.height,
        "counts": {state: counts(state) for state in STATES},
        "beside": {state: [one["state"] for one in beside].count(state) for state in ("unlisted", "perhaps")},
    }


def _summary(about: Mapping[str, Any]) -> dict[str, Any]:
    """Say that the parts are the whole: 3 registered + 1 missing + … = 5."""
    parts = " + ".join(f"{number} {state}" for state, number in about["counts"].items())
    beside = about["beside"]
    return {
        "org_id": about["org_id"],
        "target": about["target"] or "all systems in use",
        "as_of": about["as_of"],
        "known_on": about["known_on"],
        "list": f"{parts} = {about['listed']}",
        "registered and not on the list": f"{beside['unlisted']}, perhaps {beside['perhaps']} more",
    }


def _flat(one: Mapping[str, Any]) -> dict[str, str | None]:
    """Return a system, or a registration beside the list, as one row of text."""
    links = one["links"]
    return {
        "state": one["state"],
        "local_id": one.get("local_id"),
        "name": one["name"],
        "lars": one.get("lars") or " ".join(link["lars"] for link in links) or None,
        "link": " ".join(link["state"] for link in links) or None,
        "by": " ".join(link["by"] for link in links) or None,
        "probability": " ".join(_percent(link["probability"]) for link in links if link["probability"] is not None)
        or None,
        "evidence": " / ".join(link["words"] for link in links if link["words"]) or None,
        "conflicts": "; ".join(_quoted(said) for said in one["conflicts"]) or None,
    }


def _percent(share: float) -> str:
    """Return a probability in percent; only what is sure is 100%."""
    return f"{min(100 * share, 99.9) if share < 1 else 100:.1f}%"


def _quoted(said: Mapping[str, str | None]) -> str:
    if said["registered"] is None:
        return f'{said["field"]}: the list says "{said["listed"]}", which is not in the register'
    if said["field"] == BODY:
        return f'{BODY}: the list is of "{said["listed"]}", {said["lars"]} is of "{said["registered"]}"'
    return f'{said["field"]}: the list says "{said["listed"]}", {said["lars"]} says "{said["registered"]}"'
