"""What to complete first: each fix is really made, judged and counted, and gives what was predicted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics.checks.declare import WARNING, Check, Checks
from metrics.engine import figures
from metrics.facts import Facts
from metrics.families.completeness import REQUIREMENTS
from metrics.fixes import SCORE, Fix, Fixes, Score, fixes
from metrics.registry import QuestionError, Text
from metrics.verdicts import verdicts
from sql import mart
from sql.fields import BY_KEY, FIELDS, HIGH_RISK, IMPACTFUL, IN_USE, NOT_STATED, OTHER, OUT_OF_USE, STANDARDS
from tests.metrics.facts_builder import AGENCY, FactsBuilder
from tests.replay import AUGUST, AUGUST_AT, House, Replay, write_config

DAY = date(2026, 3, 1)
LARS, OTHER_LARS = "10000001", "10000002"
WORDS, NO = Text("Tekst", "Text"), pl.lit(value=False)
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Entry:
    """What a registration says, in the columns of its standard."""

    cells: Cells
    standard: str = "1.0"
    category: str = HIGH_RISK
    status: str = IN_USE


def register(entries: Sequence[Entry]) -> tuple[Facts, dict[str, str]]:
    """Return a body with these registrations, judged; and what each said, by content."""
    builder = FactsBuilder("2026-03-01").body(AGENCY, "agentschap")
    bodies = {}
    for number, one in enumerate(entries):
        lars = f"1000000{number + 1}"
        said = {"category": one.category, "status": one.status, "standard": one.standard}
        builder.registration(lars, "2026-01-01", **said)  # type: ignore[arg-type] # words of a registration
        bodies[f"{lars}/2026-01-01"] = json.dumps(one.cells)
    facts = builder.build()
    return judged(facts, bodies), bodies


MASKS = ("asked", "filled", "valid", "due", "failed", "broken")


def verdicts_on(facts: Facts, said: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """Judge what contents would say (content, body): all at once, since that costs what one does."""
    about = facts.versions.unique("content").select(
        "lars", "published_at", "standard", "category", "status", of="content"
    )
    kinds = dict.fromkeys(("content", "of", "body"), pl.String)
    rows = pl.DataFrame([(str(at), *one) for at, one in enumerate(said)], schema=kinds, orient="row")
    found = verdicts(rows.join(about, on="of").drop("of"))
    return found.sort(pl.col("content").cast(pl.Int64)).select(MASKS).to_dicts()


def with_verdicts(facts: Facts, verdict: Mapping[str, Mapping[str, Any]]) -> Facts:
    """Return facts with other verdicts on some contents."""
    rows = [{"content": content, **{f"{one}_new": masks[one] for one in MASKS}} for content, masks in verdict.items()]
    made = facts.versions.join(pl.DataFrame(rows), on="content", how="left")
    fresh = [pl.coalesce(f"{one}_new", one).alias(one) for one in MASKS]
    return replace(facts, versions=made.with_columns(fresh).select(facts.versions.columns))


def judged(facts: Facts, bodies: Mapping[str, str]) -> Facts:
    """Return facts with the verdicts on these bodies."""
    return with_verdicts(facts, dict(zip(bodies, verdicts_on(facts, list(bodies.items())), strict=True)))


def usable(key: str, standard: str) -> str:
    """Return a text that is valid in a field."""
    field = BY_KEY[key]
    if field.kind == "date":
        return "2024-01"
    return field.permitted[standard][0] if standard in field.permitted else "Een tekst."


def written(facts: Facts, bodies: Mapping[str, str], one: Fix, *, last: bool = False) -> tuple[str, str]:
    """Really make a fix in the JSON of the registration: return its content, and what it says now."""
    (row,) = facts.versions.filter(lars=one.lars).sort("valid_from").tail(1).to_dicts()
    cells = json.loads(bodies[row["content"]])
    key = one.fields[-1 if last else 0]
    first, *others = BY_KEY[key].sources(row["standard"])
    cells |= {first: usable(key, row["standard"])} | dict.fromkeys(others, "")
    return row["content"], json.dumps(cells)


def score(facts: Facts, org_id: str = AGENCY) -> tuple[int, int]:
    row = figures(facts, SCORE, [facts.last_day() or DAY], where={"organisation": org_id}).row(0, named=True)
    return row["passed"], row["asked"]


def pair(one: Score) -> tuple[int, int]:
    return one.passed, one.asked


def predicted_is_made(facts: Facts, bodies: dict[str, str], found: Fixes, org_id: str = AGENCY) -> None:
    """Make every fix alone, by its first field and by its last, and all in their order: it is as was said."""
    running, alone, together = dict(bodies), [], []
    for one in found.fixes:
        alone += [(written(facts, bodies, one, last=last), one) for last in (False, True)]
        content, body = written(facts, running, one)
        running[content] = body
        together.append(((content, body), one))
    judgements = verdicts_on(facts, [said for said, _ in (*alone, *together)])
    for ((content, _), one), verdict in zip(alone, judgements, strict=False):
        assert score(with_verdicts(facts, {content: verdict}), org_id) == pair(one.after), one
    before, changed = score(facts, org_id), {}
    assert before == pair(found.score)
    for ((content, _), one), verdict in zip(together, judgements[len(alone) :], strict=True):
        changed[content] = verdict
        assert score(with_verdicts(facts, changed), org_id) == pair(one.cumulative), one
        assert pair(one.before) == before


# Tables

ALL = {
    one.key: usable(one.key, "1.0")
    for requirement in REQUIREMENTS
    for key in requirement.fields
    if (one := BY_KEY[key]) and "1.0" in one.limits
}


def without(*keys: str, **said: str) -> dict[str, str]:
    return {key: text for key, text in ALL.items() if key not in keys} | said


def told(entry: Entry) -> list[tuple[str, str, tuple[str, ...], tuple[int, int], str | None]]:
    facts, bodies = register([entry])
    found = fixes(facts, AGENCY)
    predicted_is_made(facts, bodies, found)
    return [(one.requirement.key, one.action, one.fields, (one.passed, one.asked), one.follows) for one in found.fixes]


REFERENCES = "lawful_basis_grouping"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param(Entry(ALL), [], id="nothing to complete"),
        pytest.param(Entry(without("goal")), [("goal", "fill", ("goal",), (3, 0), None)], id="empty"),
        pytest.param(Entry(without(goal="n.v.t.")), [("goal", "replace", ("goal",), (3, 0), None)], id="a placeholder"),
        pytest.param(Entry(without(goal="x" * 2501)), [("goal", "replace", ("goal",), (3, 0), None)], id="too long"),
        pytest.param(
            Entry(without("lawful_basis", REFERENCES)),
            [("lawful_basis", "fill", ("lawful_basis",), (3, 1), REFERENCES)],
            id="a legal basis makes its references owed",
        ),
        pytest.param(
            Entry(without("lawful_basis")),
            [("lawful_basis", "fill", ("lawful_basis",), (4, 1), None)],
            id="references that were there already count then",
        ),
        pytest.param(
            Entry(without("lawful_basis", lawful_basis_grouping="-")),
            [("lawful_basis", "fill", ("lawful_basis",), (3, 1), REFERENCES)],
            id="and not when they say nothing",
        ),
        pytest.param(
            Entry(without(REFERENCES, lawful_basis="-")),
            [
                ("lawful_basis", "replace", ("lawful_basis",), (3, 0), None),
                (REFERENCES, "fill", (REFERENCES,), (1, 0), None),
            ],
            id="of a placeholder they are owed before",
        ),
        pytest.param(
            Entry(without("impacttoetsen", "impacttoetsen_grouping")),
            [("impact_assessments", "fill", ("impacttoetsen_grouping", "impacttoetsen"), (3, 0), None)],
            id="by any of two fields",
        ),
        pytest.param(
            Entry(without("impacttoetsen_grouping", impacttoetsen="volgt")),
            [("impact_assessments", "replace", ("impacttoetsen",), (3, 0), None)],
            id="the one that says something is to be replaced",
        ),
        pytest.param(Entry(without("goal"), category=OTHER), [], id="C owes no goal"),
        pytest.param(
            Entry(without("begin_date"), category=OTHER),
            [("begin_date", "fill", ("begin_date",), (1, 0), None)],
            id="C owes context",
        ),
        pytest.param(
            Entry(without("end_date"), status=OUT_OF_USE),
            [("end_date", "fill", ("end_date",), (1, 0), None)],
            id="out of use",
        ),
        pytest.param(
            Entry({**without("lawful_basis"), "category": "Recht"}, standard="0.4", category=NOT_STATED),
            [("lawful_basis", "fill", ("lawful_basis",), (3, 0), None)],
            id="an older standard has no references",
        ),
    ],
)
def test_a_fix(entry: Entry, expected: list[tuple[object, ...]]) -> None:
    assert told(entry) == expected


def test_the_largest_gain_first_and_the_same_each_time() -> None:
    """Of equal gains for the body the one that does more for the registration, then lars, then the order of fields."""
    short = Entry(without("begin_date", "tags", "category"), category=OTHER)
    facts, _ = register([Entry(without("goal", "risks", "source_data", "source_data_grouping")), short, short])
    found = fixes(facts, AGENCY)
    assert [(one.lars[-1], one.requirement.key) for one in found.fixes] == [
        ("1", "goal"),
        ("1", "risks"),
        ("1", "source_data"),
        ("2", "category_or_tags"),
        ("2", "begin_date"),
        ("3", "category_or_tags"),
        ("3", "begin_date"),
    ]
    assert [one.gain for one in found.fixes] == sorted((one.gain for one in found.fixes), reverse=True)
    turned = replace(facts, versions=facts.versions.reverse())
    assert fixes(turned, AGENCY) == found
    few = fixes(facts, AGENCY, most=3)
    assert few.fixes == found.fixes[:3]
    assert few.total == found.total == len(found.fixes)


def test_one_registration_keeps_the_score_of_the_body() -> None:
    facts, bodies = register([Entry(without("goal")), Entry(without("risks"))])
    found = fixes(facts, AGENCY, lars=OTHER_LARS)
    (one,) = found.fixes
    assert (one.lars, one.requirement.key, pair(found.score)) == (OTHER_LARS, "risks", score(facts))
    owed = one.own.asked
    assert (one.own_gain, one.gain) == (Fraction(3, owed), Fraction(3, 2 * owed))
    predicted_is_made(facts, bodies, found)


def test_checks_of_the_same_field_stand_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    checks = Checks()
    for name, fields in (
        ("other", ("risks",)),
        ("passes", ("goal",)),
        ("thin", ("goal", "risks")),
        ("named", ("name",)),
    ):
        checks.declare(Check(name, WORDS, WORDS, WORDS, WORDS, WORDS, WARNING, NO, NO, fields=fields))
    monkeypatch.setattr("metrics.fixes.CHECKS", checks)
    facts, _ = register([Entry(without("goal"))])
    failed = sum(1 << checks.bit(name) for name in ("other", "thin", "named"))
    broken = replace(facts, versions=facts.versions.with_columns(failed=pl.lit(failed, pl.Int64)))
    assert [one.checks for one in fixes(broken, AGENCY).fixes] == [("thin",)]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"org_id": "mnre9999"}, "no organisation 'mnre9999'; did you mean"),
        ({"org_id": AGENCY, "lars": "99999999"}, f"has no registration 99999999 that is public .* it has: {LARS}"),
        ({"org_id": AGENCY, "as_of": date(2026, 3, 2)}, "no score on 2026-03-02: stale"),
        ({"org_id": AGENCY, "as_of": date(2025, 12, 31)}, "no score on 2025-12-31"),
    ],
)
def test_what_cannot_be_asked(asked: dict[str, object], message: str) -> None:
    facts, _ = register([Entry(ALL)])
    with pytest.raises(QuestionError, match=message):
        fixes(facts, **asked)  # type: ignore[arg-type] # as the caller gives it


def test_a_register_that_was_never_collected() -> None:
    with pytest.raises(QuestionError, match="never collected"):
        fixes(FactsBuilder().build(), AGENCY)


def test_a_reduced_table_has_nothing_to_complete() -> None:
    facts, _ = register([Entry(without("goal"))])
    masks = [pl.lit(None, pl.Int64).alias(one) for one in ("asked", "filled", "valid", "due", "failed", "broken")]
    beside = facts.versions.with_columns(masks).with_columns(lars=pl.lit(OTHER_LARS), content=pl.lit("reduced"))
    seen = facts.seen.with_columns(lars=pl.lit(OTHER_LARS))
    both = replace(facts, versions=pl.concat([facts.versions, beside]), seen=pl.concat([facts.seen, seen]))
    assert [one.lars for one in fixes(both, AGENCY).fixes] == [LARS]


# Laws

TEXTS = st.sampled_from(["", "", "Een tekst.", "n.v.t.", "geen", "2024-01", "Recht", "x" * 6000])


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    standard = draw(st.sampled_from(STANDARDS))
    columns = sorted({column for one in FIELDS if one.tier for column in one.sources(standard)})
    cells = {column: draw(TEXTS) for column in columns}
    categories = [HIGH_RISK, IMPACTFUL, OTHER] if standard == "1.0" else [NOT_STATED]
    return Entry(cells, standard, draw(st.sampled_from(categories)), draw(st.sampled_from([IN_USE, OUT_OF_USE])))


@given(st.lists(entries(), min_size=1, max_size=2))
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_the_predicted_gain_is_the_recomputed_one(drawn: list[Entry]) -> None:
    facts, bodies = register(drawn)
    found = fixes(facts, AGENCY)
    predicted_is_made(facts, bodies, found)
    assert all(one.gain > 0 and one.own_gain > 0 for one in found.fixes)


def test_on_the_captured_register(replayed: Replay, tmp_path: Path) -> None:
    """Of real registrations too, in every standard: of a few bodies, each fix is made and counted."""
    house = House(tmp_path / "data", write_config(tmp_path / "c.toml", replayed.base_url))
    replayed.tell(date=AUGUST, fault=None)
    assert house.run("ingest", "history", "current", "site_data", "--observed-at", AUGUST_AT).code == 0
    name = mart.pointer(house.data)
    assert name
    frames = mart.read(house.data, name, "internal").frames
    facts = Facts(audience="internal", **{one: frames[one] for one in Facts.__dataclass_fields__ if one in frames})
    sizes = figures(facts, "size.registrations", [facts.last_day() or DAY], by="organisation").drop_nulls("org_id")
    some = sizes.filter(pl.col("passed") > 2).sort("passed", "org_id")["org_id"].to_list()[::20]
    assert some
    bodies = mart.texts(house.data, name, "internal", facts.versions["content"])
    for org_id in some:
        found = fixes(facts, org_id)
        few = replace(found, fixes=found.fixes[:6])
        predicted_is_made(facts, bodies, few, org_id)
