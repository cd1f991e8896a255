"""What is to be checked on a day: exactly the registrations that the figures count as not passing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from metrics import finding_list
from metrics.checks.declare import SEVERITIES
from metrics.context import CONTEXT_CHECKS
from metrics.engine import figures_of
from metrics.facts import Facts
from metrics.finding_list import BY_NAME, Asked, Listed
from metrics.registry import QuestionError
from sql import mart
from tests.metrics.facts_builder import FactsBuilder
from tests.metrics.judged_register import CHANGED, ENDED, LONG, register
from tests.replay import AUGUST, AUGUST_AT, JUNE, JUNE_AT, House, Replay, published_facts, write_config

#: Before the first collection, on it, before something changed, on the day that it did, and on the last.
DAYS = [date.fromisoformat(one) for one in ("2025-01-20", "2025-02-01", "2025-12-01", CHANGED, "2026-03-01")]
DAY = DAYS[-1]


def listed(day: date = DAY, facts: Facts | None = None, **asked: Any) -> list[Listed]:  # noqa: ANN401 - parts of a question
    known, said = register()
    return finding_list.listed(facts or known, day, lambda _: said, Asked(**asked))


@cache
def whole(day: date = DAY) -> list[Listed]:
    return listed(day)


def not_passed(facts: Facts, day: date, org_id: str | None = None) -> dict[str, int]:
    """Return of each check how many registrations are asked and do not pass, by the figures."""
    where = {"organisation": org_id} if org_id else {}
    found = figures_of(facts, [f"validity.{check}" for check in BY_NAME], [day], where=where)
    rows = [one.row(0, named=True) for one in found]
    return {
        check: row["asked"] - row["passed"] if row["asked"] else 0 for check, row in zip(BY_NAME, rows, strict=True)
    }


def counts(found: Sequence[Listed]) -> dict[str, int]:
    pairs = {(one.finding.check, one.lars) for one in found}
    assert len(pairs) == len(found)
    return {check: sum(one == check for one, _ in pairs) for check in BY_NAME}


# Agreement with the figures


@pytest.mark.parametrize("org_id", [None, ENDED, "gm0003"])
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_of_every_check_as_many_as_its_figure_says(day: date, org_id: str | None) -> None:
    found = [one for one in whole(day) if org_id in {None, one.org_id}]
    assert counts(found) == not_passed(register()[0], day, org_id)


@pytest.mark.parametrize("check", list(BY_NAME))
def test_one_check_has_its_part_of_the_whole(check: str) -> None:
    assert listed(check=check) == [one for one in whole() if one.finding.check == check]


def test_each_check_finds_something_in_this_register() -> None:
    found = {one.finding.check for day in DAYS for one in whole(day)}
    assert BY_NAME.keys() - found <= {"content_name", "content_publication_category", "content_status", "content_lang",
                                      "content_end_date", "content_provider"}  # fmt: skip


@pytest.mark.parametrize("org_id", [ENDED, "gm0003"])
def test_a_body_has_its_part_of_the_whole(org_id: str) -> None:
    assert listed(org_id=org_id) == [one for one in whole() if one.org_id == org_id]


@pytest.mark.parametrize("asked", [{"check": check} for check in BY_NAME] + [{"org_id": "gm0003"}, {}], ids=str)
@pytest.mark.parametrize("day", [DAYS[2], DAY], ids=str)
def test_which_registrations_break_a_check_needs_no_text(day: date, asked: dict[str, Any]) -> None:
    found = finding_list.breaking(register()[0], day, Asked(**asked))
    assert found.to_list() == sorted({one.lars for one in listed(day, **asked)})


@pytest.mark.parametrize("day", DAYS[1:], ids=str)
def test_one_registration_is_told_without_looking_at_all_others(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    every = whole(day)

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(finding_list, "_found", refuse)
    for lars in {one.lars for one in every}:
        assert listed(day, lars=lars) == [one for one in every if one.lars == lars]


@pytest.mark.parametrize("severity", SEVERITIES)
def test_of_one_severity(severity: str) -> None:
    assert listed(severity=severity) == [one for one in whole() if one.finding.severity == severity]


def test_the_most_serious_first() -> None:
    places = [(SEVERITIES.index(one.finding.severity), one.lars, one.finding.check) for one in whole()]
    assert places == sorted(places)


# What is said of each


#: The registration, the check, the day, the fields, what stands there, and since when.
SAID: list[tuple[str, str, date, tuple[str, ...], Mapping[str, str], str]] = [
    ("10000000", "placeholder", DAY, ("risks",), {"risks": "nvt"}, CHANGED),
    ("10000000", "boilerplate", DAY, ("goal",), {"goal": LONG}, "2025-01-01"),
    ("10000000", "duplicate", DAY, (), {}, "2023-05-01"),
    ("10000000", "ended_body", DAY, (), {}, "2025-12-01"),
    ("10000000", "translation", DAY, (), {}, "2025-02-01"),
    ("10000001", "dead_link", DAY, (), {}, "2026-03-01"),
    ("10000001", "stale_12", DAY, (), {}, "2024-05-01"),
    # A text that was withdrawn said it up to then.
    ("10000000", "content_risks", DAYS[2], ("risks",), {}, "2023-05-01"),
]


@pytest.mark.parametrize(("lars", "check", "day", "fields", "said", "since"), SAID)
def test_where_what_and_since_when(
    lars: str, check: str, day: date, fields: tuple[str, ...], said: Mapping[str, str], since: str
) -> None:
    (one,) = listed(day, lars=lars, check=check)
    assert (one.finding.fields, one.finding.said, one.since.isoformat()) == (fields, said, since)
    declared = BY_NAME[check]
    told = (one.finding.severity, one.finding.title, one.finding.fix)
    assert told == (declared.severity, declared.title, declared.fix)


@pytest.mark.parametrize(("day", "found"), [(DAYS[2], 0), (DAYS[3], 1)])
def test_what_was_edited_that_day_counts_from_that_day(day: date, found: int) -> None:
    assert len(listed(day, lars="10000000", check="placeholder")) == found


def test_of_the_context_only_where_it_is_asked() -> None:
    asked = CONTEXT_CHECKS["stale_12"]
    assert asked.asked is not None
    facts, _ = register()
    out = facts.versions.with_columns(status=pl.lit("Buiten gebruik"))
    assert listed(check="stale_12")
    assert not listed(check="stale_12", facts=replace(facts, versions=out))


def test_a_text_that_is_not_kept_says_nothing() -> None:
    facts, _ = register()
    found = finding_list.listed(facts, DAY, lambda _: {}, Asked(lars="10000000"))
    assert [one.finding.check for one in found] == [one.finding.check for one in listed(lars="10000000")]
    assert not any(one.finding.said for one in found)


def test_a_reduced_table_breaks_no_rule() -> None:
    facts, _ = register()
    masks = [pl.lit(None, pl.Int64).alias(one) for one in ("asked", "filled", "valid", "due", "failed", "broken")]
    reduced = replace(facts, versions=facts.versions.with_columns(masks))
    assert {one.finding.check for one in listed(facts=reduced)} <= CONTEXT_CHECKS.keys()


# What cannot be asked


@pytest.mark.parametrize(
    ("day", "asked", "message"),
    [
        (DAY, {"check": "placehlder"}, "no check 'placehlder'; did you mean placeholder"),
        (DAY, {"org_id": "gm0099"}, "no organisation 'gm0099'; did you mean gm0009"),
        (DAY, {"lars": "1000000"}, "no registration '1000000'; did you mean 100"),
        (DAY, {"lars": "10000000", "org_id": "gm0003"}, "10000000 is of gm0001 on 2026-03-01, not of gm0003"),
        (date(2022, 1, 1), {"lars": "10000000"}, "registration 10000000 is not public on 2022-01-01"),
        (date(2026, 3, 2), {}, "no collection after 2026-03-01: nothing is known of 2026-03-02"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked(day: date, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        listed(day, **asked)


def test_a_register_without_registrations() -> None:
    empty = FactsBuilder("2026-03-01").body("gm0003", "gemeente").build()
    assert listed(facts=empty, org_id="gm0003") == []


def test_on_the_captured_register(replayed: Replay, tmp_path: Path) -> None:
    """Of real registrations too: of every check as many as its figure says, on both days and for one body."""
    house = House(tmp_path / "data", write_config(tmp_path / "c.toml", replayed.base_url))
    for shown, moment in ((JUNE, JUNE_AT), (AUGUST, AUGUST_AT)):
        replayed.tell(date=shown, fault=None)
        assert house.run("ingest", "history", "current", "site_data", "--observed-at", moment).code == 0
    name = mart.pointer(house.data)
    assert name
    facts = published_facts(house.data)
    said = mart.texts(house.data, name, "internal", facts.versions["content"])
    for day in (date.fromisoformat(JUNE), date.fromisoformat(AUGUST)):
        found = finding_list.listed(facts, day, lambda _: said, Asked())
        assert counts(found) == not_passed(facts, day)
    told = house.run("findings", "--check", "placeholder", "--format", "json").json
    assert told["registrations"] == counts(found)["placeholder"] > 0
    assert all(row["said"] for row in told["rows"])
