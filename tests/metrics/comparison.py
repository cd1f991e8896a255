"""Which oracle answers for which metric, and how an answer of ours is laid beside it."""

from collections.abc import Callable, Iterable
from dataclasses import astuple
from datetime import date
from typing import Any, TypeAlias

from metrics.engine import figures
from metrics.facts import Facts
from metrics.registry import CATALOGUE, Metric
from tests.metrics.oracle import UNKNOWN, Form, Known, coverage, documents, ownership, reconciling, targets
from tests.metrics.oracle.figures import (
    Figure,
    Figures,
    bodies,
    common_systems,
    counts,
    days_since_change,
    share,
    shares,
)
from tests.metrics.oracle.inventories import Inventories

#: The splits that the oracle knows; ministries are in the worlds with inventories.
SPLITS = ("all", "category", "status", "standard", "theme", "type", "organisation")
COLUMNS = ("asked", "passed", "low", "low_asked", "high", "high_asked", "state")

Answer: TypeAlias = Callable[[Known, date, str], Figures]
TargetAnswer: TypeAlias = Callable[[Inventories, date, str], Figures]


def of_the_register(form: Form) -> dict[str, Answer]:
    """Return, by the name of its metric, who answers for each figure about registrations."""
    answers: dict[str, Answer] = {
        "size.registrations": counts,
        "size.organisations": bodies,
        "currency.days": days_since_change,
        "peers.common": common_systems,
    }
    for name, verdicts in shares(form).items():
        answers[name] = lambda known, day, by, verdicts=verdicts: share(known, day, by, verdicts(known, day))  # type: ignore[misc]
    return answers


def of_targets() -> dict[str, TargetAnswer]:
    """Return, by the name of its metric, who answers for each figure about systems."""
    about_lists = {**targets.answers(), **coverage.answers(), **reconciling.answers()}
    return {**about_lists, **documents.answers(), **ownership.answers()}


def told(facts: Facts, metric: str, days: Iterable[date], known_on: date, by: str) -> dict[date, Figures]:
    """Return what our engine says, group by group; those in which there is nothing left out."""
    found: dict[date, Figures] = {one: {} for one in days}
    for row in figures(facts, metric, list(found), known_on=known_on, by=by).iter_rows(named=True):
        figure = Figure(*(row[one] for one in COLUMNS))
        if not _nothing(figure):
            found[row["as_of"]][group_of(row, by)] = figure
    return found


def systems_of(facts: Facts) -> dict[tuple[str, str], str]:
    """Return which system registrations are of, by what they are called and whose name they carry."""
    rows = facts.versions.select("name", "organisation", "cluster").drop_nulls().iter_rows()
    return {(name.strip(), organisation.strip()): cluster for name, organisation, cluster in rows}


def group_of(row: dict[str, Any], by: str) -> str:
    """Return the key of a row's group: the code of a body, and the name of one that nobody knows."""
    if by != "organisation":
        return str(row["group"])
    return f"{UNKNOWN}: {row['group']}" if row["org_id"] == UNKNOWN else row["org_id"] or row["group"]


def differences(
    facts: Facts, known: Known, metric: Metric, answer: Answer, days: Iterable[date], splits: Iterable[str]
) -> list[str]:
    """Return every group of which we and the oracle do not say the same, in words."""
    found = []
    known.oracle.systems = systems_of(facts)
    for by in splits:
        if by not in metric.by:
            continue
        for day, ours in told(facts, metric.name, days, known.last_day, by).items():
            theirs = {group: one for group, one in answer(known, day, by).items() if not _nothing(one)}
            found += [
                f"{metric.name} by {by} on {day}, known on {known.last_day}, {group}: "
                f"oracle {_plain(theirs.get(group))}, ours {_plain(ours.get(group))}"
                for group in sorted({*ours, *theirs})
                if ours.get(group) != theirs.get(group)
            ]
    return found


def target_differences(
    facts: Facts, asked: Inventories, metric: Metric, answer: TargetAnswer, days: Iterable[date]
) -> list[str]:
    """Return every group of a target of which we and the oracle do not say the same, in words."""
    found = []
    for by in metric.by:
        rows = figures(facts, metric.name, list(days), known_on=asked.known_on, by=by).iter_rows(named=True)
        ours = {(row["as_of"], target_group(row, by)): Figure(*(row[one] for one in COLUMNS)) for row in rows}
        theirs = {(day, group): one for day in days for group, one in answer(asked, day, by).items()}
        found += [
            f"{metric.name} by {by} on {day}, known on {asked.known_on}, {group}: "
            f"oracle {_plain(theirs.get((day, group)))}, ours {_plain(ours.get((day, group)))}"
            for day, group in sorted({*ours, *theirs})
            if _told(metric, ours.get((day, group))) != _told(metric, theirs.get((day, group)))
        ]
    return found


def _told(metric: Metric, figure: Figure | None) -> Figure | None:
    """Leave out a group of which no line or body is asked: only a target says of everybody how it stands."""
    about_lines = metric.family in {"ownership", "classification"}
    return None if figure and about_lines and not figure.asked else figure


def target_group(row: dict[str, Any], by: str) -> str:
    return "all" if by == "all" else str(row["org_id"] or "none")


def _nothing(figure: Figure) -> bool:
    """Say whether there is nothing in a group: nobody to count, or nobody to ask."""
    return figure.state == "not_asked" or (figure.asked is None and not figure.high)


def _plain(figure: Figure | None) -> str:
    return str(astuple(figure)) if figure else "nothing"


def report(wrong: list[str]) -> str:
    """Return how many groups differ, with the first of each metric."""
    first = {one.split(" ", 1)[0]: one for one in reversed(wrong)}
    return "\n".join([f"{len(wrong)} differ:", *first.values()])


def unanswered(answers: Iterable[str]) -> list[str]:
    """Return the metrics that nobody holds against the oracle."""
    return sorted({one.name for one in CATALOGUE} - set(answers))
