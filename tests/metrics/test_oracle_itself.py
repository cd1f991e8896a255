"""The oracle is judged too: by the cases of the definitions, and by the answers that come with the captures."""

import gzip
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.metrics.oracle import Collection, Form, Oracle, Publication, Version, day_of
from tests.metrics.oracle.checks import SERIOUS, TEXT_CHECKS
from tests.metrics.oracle.coverage import chapman, coverage
from tests.metrics.oracle.currency import lower_median, months_later, substance
from tests.metrics.oracle.inventories import Body, Decision, Delivery, Explanation, Inventories, Line, Target, Told
from tests.metrics.oracle.language import level, prose, readability, title, word_count, words
from tests.metrics.oracle.score import CORE, QUESTIONS
from tests.metrics.oracle.systems import systems
from tests.metrics.oracle.targets import weeks_of
from tests.metrics.oracle.verdict import BROKEN, FAILS, NOT_DUE, PASSES, Verdict
from tests.metrics.oracle.words import A, month
from tests.replay import AUGUST, JUNE

MARCH = date(2026, 3, 1)


@pytest.fixture(scope="module")
def form(shared: Path) -> Form:
    return Form(shared / "register" / "publication_standard.json")


def test_four_of_seven() -> None:
    """Ten checks: two not applicable, one that could not be judged, three failed, four passed."""
    verdicts = [NOT_DUE] * 2 + [BROKEN] + [FAILS] * 3 + [PASSES] * 4
    asked, passed = (sum(counts) for counts in zip(*(one.counts for one in verdicts), strict=True))
    assert (passed, asked) == (4, 7)
    assert f"{100 * passed / asked:.1f}" == "57.1"


def test_there_are_as_many_checks_as_were_agreed() -> None:
    assert sum(name.startswith("content_") for name in TEXT_CHECKS) == 22 == len(CORE) + len(QUESTIONS)
    assert set(TEXT_CHECKS) > SERIOUS


# On time: the table of the definitions


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)


def told(line: Line, published: str | None, withdrawn: str | None, shared: Path, **said: object) -> Inventories:
    """Return what is known of one system of one ministry, looked at every day."""
    moments = [at("2025-01-01") + timedelta(days=number) for number in range(600)]
    row = {"algorithm_id": "1", "standard_version": "1.0", "publication_category": A, "status": "In gebruik"}
    rows = [Publication("1", at(published), row)] if published else []
    collections = [
        Collection(
            moment,
            tuple(one for one in rows if one.moment <= moment),
            frozenset(one.lars for one in rows if one.moment <= moment and not (withdrawn and at(withdrawn) <= moment)),
        )
        for moment in moments
    ]
    known = Oracle(collections, shared / "register" / "publication_standard.json").known(day_of(moments[-1]))
    delivery = Delivery("list", ("mnre1034",), moments[0], (line,))
    world = Told([Body("mnre1034", "ministerie")], [delivery], **said)  # type: ignore[arg-type] # as the case gives it
    return Inventories(world, known, known.last_day)


@pytest.mark.parametrize(
    ("start", "published", "withdrawn", "lag", "as_of", "expected"),
    [
        ("2024", "2025-12-31", None, 0, MARCH, ("on_time", None)),
        ("2024", "2026-01-01", None, 0, MARCH, ("late", 1)),
        ("2024", None, None, 0, MARCH, ("overdue", 60)),
        ("2026-02-10", None, None, 0, MARCH, ("overdue", 19)),
        ("2026-02-10", None, None, 30, MARCH, ("not_due", None)),
        ("2024", "2025-06-01", "2026-01-15", 0, MARCH, ("overdue", 60)),
        ("2024", "2025-06-01", "2026-01-15", 0, date(2025, 12, 31), ("on_time", None)),
        ("2024", "2026-05-01", None, 0, MARCH, ("overdue", 60)),
    ],
)
def test_the_state_of_a_system(
    shared: Path,
    start: str,
    published: str | None,
    withdrawn: str | None,
    lag: int,
    as_of: date,
    expected: tuple[str, int | None],
) -> None:
    line = Line("mnre1034", "a", start=start, lars="1")
    (found,) = systems(told(line, published, withdrawn, shared, target=Target(lag=lag)), as_of)
    assert (found.state, found.days) == expected


@pytest.mark.parametrize(("as_of", "expected"), [(MARCH, "overdue"), (date(2026, 2, 28), "exempt")])
def test_an_explanation_runs_out(shared: Path, as_of: date, expected: str) -> None:
    until = Explanation(
        at("2025-01-01"),
        org_id="mnre1034",
        local_id="a",
        valid_from=date(2025, 12, 1),
        valid_until=date(2026, 2, 28),
    )
    (found,) = systems(told(Line("mnre1034", "a"), None, None, shared, explanations=[until]), as_of)
    assert found.state == expected


def test_twelve_of_ten_is_an_error_and_not_a_share(shared: Path) -> None:
    moment = at("2025-03-01")
    row = {"standard_version": "1.0", "publication_category": A, "status": "In gebruik"}
    rows = tuple(Publication(str(number), moment, row | {"algorithm_id": str(number)}) for number in range(12))
    known = Oracle(
        [Collection(moment, rows, frozenset(one.lars for one in rows))],
        shared / "register" / "publication_standard.json",
    ).known(day_of(moment))
    lines = tuple(Line("mnre1034", str(number), lars=str(number)) for number in range(10))
    # Decided: one line is three registrations.
    more = [
        Decision(moment, org_id="mnre1034", local_id="0", lars=str(number), verdict="same") for number in (0, 10, 11)
    ]
    world = Told([Body("mnre1034", "ministerie")], [Delivery("list", ("mnre1034",), moment, lines)], decisions=more)
    (figure,) = coverage(Inventories(world, known, known.last_day), known.last_day, "all").values()
    assert (figure.passed, figure.asked, figure.state) == (12, 10, "reporting_error")
    assert figure.low is figure.high is None


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        # 10 and 10 that meet in 8: (11 * 11) / 9 - 1 = 12.4, and 1.96 * sqrt(484 / 810) = 1.5 more or less.
        ((10, 10, 8), (12, 12, 14)),
        ((50, 40, 20), (99, 76, 121)),
        ((7, 7, 7), (7, 7, 7)),
        ((10, 10, 6), None),
    ],
)
def test_capture_and_recapture(lists: tuple[int, int, int], expected: tuple[int, int, int] | None) -> None:
    assert chapman(*lists) == expected


@pytest.mark.parametrize(
    ("overdue", "cleared", "expected"),
    [
        # 26 at two a week: 13 weeks; at 26 ± 10 in 13 weeks 10 to 22.
        (26, 26, (13, 10, None, 22, None)),
        (0, 4, (0, 0, None, 0, None)),
        # Of 3 the lower end is none: nobody knows when it ends.
        (5, 3, (22, 11, None, None, None)),
    ],
)
def test_weeks_to_clear(overdue: int, cleared: int, expected: tuple[int, int, None, int | None, None]) -> None:
    assert weeks_of(overdue, cleared) == expected


# Words and dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2023-01", 24277), ("01-2023", 24277), ("2023", None), ("1-2023", None), ("01/2023", None), ("2023-13", None)],
)
def test_a_month(text: str, expected: int | None) -> None:
    assert month(text) == expected


def test_a_year_later_by_the_calendar() -> None:
    assert months_later(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_later(date(2025, 12, 31), 24) == date(2027, 12, 31)
    assert lower_median([4, 1, 3, 2]) == 2


def test_texts_in_other_dress_are_the_same() -> None:
    assert prose("<p>Een  BESLUIT</p>\u00a0&eacute;n meer") == "een besluit én meer"
    assert title("Chat-bot (v2), de \u2018Stad\u2019") == "chat bot v2 de stad"
    assert words("Het is 5 uur.") == ["het", "is", "uur"]
    assert word_count("De foto's van e-mail zijn klaar") == 6


def test_readability_by_hand(form: Form) -> None:
    """Eight words, nine runs of vowels, one sentence: 206.84 - 77 * 9/8 - 0.93 * 8 = 112.775."""
    text = "De kat zit op de mat bij oma."
    assert float(readability(text)) == pytest.approx(112.775)
    assert level(Version("1", None, {"standard_version": "1.0", "goal": text}, form), "goal") == "a2"
    assert level(Version("1", None, {"standard_version": "1.0", "goal": "De kat."}, form), "goal") is None


def test_what_is_no_change(form: Form) -> None:
    before = {"standard_version": "1.0", "goal": "Een &amp; twee", "category": "Werk, Verkeer", "lang": "nld"}
    after = {"standard_version": "1.0", "goal": "<p>Een & twee</p>", "category": "Verkeer, Werk", "lang": "nl"}
    other = after | {"goal": "Een en twee"}
    same, changed, new = (substance(Version("1", None, row, form)) for row in (after, other, before))
    assert same == new != changed


# The answers that come with the captures


@pytest.mark.parametrize("day", [JUNE, AUGUST])
def test_what_was_public_is_what_the_database_says(shared: Path, second_opinion: Oracle, day: str) -> None:
    summary = json.loads((shared / "register" / day / "truth_summary.json").read_text())
    known = second_opinion.known(date.fromisoformat(day))
    assert known.registrations(known.last_day)["all"].passed == summary["currently_published"]
    assert len(known.histories) == summary["ever_published"]
    assert len(known.histories) - len(known.public(known.last_day)) == summary["withdrawn"]
    assert sum(map(len, known.histories.values())) == summary["publish_actions_NLD"]
    assert known.filled_in_afterwards() == summary["first_published_at_retro_midnight_2023_04_01"]
    standards = {key: one.passed for key, one in known.registrations(known.last_day, "standard").items()}
    assert standards == summary["standards_current"]


def test_owner_and_first_publication_are_those_of_the_database(shared: Path, second_opinion: Oracle) -> None:
    truth = json.loads(gzip.decompress((shared / "register" / AUGUST / "truth_NLD.json.gz").read_bytes()))
    known = second_opinion.known(date.fromisoformat(AUGUST))
    day = known.last_day
    for lars, publications in known.histories.items():
        assert publications[0].moment == datetime.fromisoformat(truth[lars]["first_published"]), lars
        standing = known.standing(lars, day)
        assert (standing is not None) == truth[lars]["currently_published"], lars
        if standing:
            assert known.organisation(standing.version, day) == truth[lars]["org_id"], lars
            assert known.kind(standing.version, day) == truth[lars]["org_type"], lars


def test_what_was_withdrawn_when_lies_within_the_bounds(shared: Path, second_opinion: Oracle) -> None:
    """On the day before a withdrawal it may still have been there; on the day after nobody says it surely was."""
    truth = json.loads(gzip.decompress((shared / "register" / AUGUST / "truth_NLD.json.gz").read_bytes()))
    known = second_opinion.known(date.fromisoformat(AUGUST))
    gone = {lars: one["withdrawn_at"] for lars, one in truth.items() if one["withdrawn_at"]}
    assert len(gone) == 65
    for lars, moment in gone.items():
        day = day_of(datetime.fromisoformat(moment))
        assert known.standing(lars, day - timedelta(days=1)), lars
        after = known.standing(lars, day + timedelta(days=1))
        assert after is None or not after.low, lars


def test_what_is_too_long_is_what_the_register_itself_would_refuse(shared: Path, second_opinion: Oracle) -> None:
    """Its own delivery check names each text over the limit; it counts before markup was left out."""
    summary = json.loads((shared / "register" / AUGUST / "truth_summary.json").read_text())
    checked = summary["backend_delivery_validation"]["per_algorithm"]
    refused = {lars for lars, errors in checked.items() if any("maximum length" in one[2] for one in errors)}
    known = second_opinion.known(date.fromisoformat(AUGUST))
    ours = {one.lars for one in known.public(known.last_day) if TEXT_CHECKS["too_long"](one.version) is Verdict.FAILS}
    assert ours >= refused
    assert len(ours - refused) <= 2
