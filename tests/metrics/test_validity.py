"""How all rules come out, for one version and in figures; what could not be judged counts for nothing."""

import csv
from fractions import Fraction
from io import StringIO
from pathlib import Path

import polars as pl

from dashboard.formats import Formats, Share
from metrics.checks import CHECKS
from metrics.checks.content import CONTENT
from metrics.checks.declare import SERIOUS
from metrics.engine import figures
from metrics.families.validity import RULES, Tally, score_of, tally
from metrics.schemas import SCHEMAS
from metrics.verdicts import verdicts
from sql import mart
from tests.metrics.cases.parts import DAY, bit
from tests.metrics.cases.validity import CASES
from tests.metrics.checks.entries import Entry, rows
from tests.replay import command

EIGHT = sum(1 << place for place in range(8))
VECTOR = {"due": EIGHT, "failed": 0b0111, "broken": 0b1000, "asked": 0, "filled": 0}


def test_two_not_applicable_one_error_three_failed_four_passed() -> None:
    assert Tally(10, 2, 1, 3, 4).rate == Fraction(4, 7)
    assert Tally(3, 2, 1, 0, 0).rate is None


def test_one_version() -> None:
    counted = tally(VECTOR)
    assert counted == Tally(len(RULES), len(RULES) - 8, 1, 3, 4)
    assert counted.rate == Fraction(4, 7)
    # A name that is there, a goal that is not, and a filled field that is not asked.
    more = VECTOR | {"asked": bit("name", "goal"), "filled": bit("name", "risks")}
    assert tally(more) == Tally(len(RULES), len(RULES) - 10, 1, 4, 5)


def test_in_figures_as_a_reader_sees_it() -> None:
    told = CASES["validity.all"].passing
    assert not isinstance(told, str)
    row = figures(told[0], "validity.all", [DAY]).row(0, named=True)
    share = Share(row["passed"], row["asked"])
    assert [Formats(language).percent(share) for language in ("nl", "en")] == ["57,1%", "57.1%"]


def test_in_a_table_and_for_a_machine(tmp_path: Path) -> None:
    """The command gives counts, from which everybody makes the same share."""
    told = CASES["validity.all"].passing
    assert not isinstance(told, str)
    frames = {name: getattr(told[0], name) for name in SCHEMAS}
    number = mart.write(
        tmp_path, 1, dict.fromkeys(("internal", "public"), frames), {"facts_hash": "", "published_at": ""}
    )
    mart.point(tmp_path, number)
    words = ("metric", "validity.all", "--as-of", DAY.isoformat(), "--data", str(tmp_path), "--format")
    (as_json,) = command(*words, "json").json["rows"]
    (as_csv,) = csv.DictReader(StringIO(command(*words, "csv").out))
    for row in (as_json, as_csv):
        share = Share(int(row["passed"]), int(row["asked"]))
        assert (share.passed, share.asked, share.percent) == (4, 7, 57.1)


def test_a_figure_is_what_the_tally_says() -> None:
    entries = [Entry(), Entry({"name": "PARKEREN", "goal": "n.v.t."}), Entry({"begin_date": "2030-01"}, "0.4")]
    judged = verdicts(rows(entries))
    score = score_of(RULES)
    summed = judged.select(passed=score.passed, asked=score.owed).rows()
    tallies = [tally(row) for row in judged.to_dicts()]
    assert summed == [(one.passed, one.passed + one.failed) for one in tallies]
    each = [score_of([one]) for one in RULES]
    apart = judged.select(
        passed=pl.sum_horizontal(one.passed for one in each), asked=pl.sum_horizontal(one.owed for one in each)
    )
    assert apart.rows() == summed


def test_severity_and_names() -> None:
    assert len(CONTENT) == 22
    assert not {one.name for one in CONTENT} & {one.name for one in CHECKS}
    assert {one.name for one in CONTENT if one.severity == SERIOUS} == {
        *(f"content_{key}" for key in ("name", "organization", "description_short", "status", "contact_email")),
        *(f"content_{key}" for key in ("publication_category", "lang", "goal", "proportionality", "risks")),
        *("content_human_intervention", "content_lawful_basis", "content_impact_assessments"),
    }
