"""What is certain among rivals, as tables and as laws."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.evidence import FIELDS
from metrics.linking.choice import among_rivals, calibration, chosen, in_doubt
from metrics.schemas import SCHEMAS

Row = tuple[str, str, float]


def said(odds: float) -> list[float]:
    """Return the evidence of a pair of which the names say this much."""
    return [odds if field == "name" else 0.0 for field in FIELDS]


def candidates(*rows: Row, basis: str = "text") -> pl.DataFrame:
    """Return pairs of one body: a line, a registration, and their log-odds."""
    told = [
        {"org_id": "gm0344", "local_id": line, "lars": lars, "basis": basis, "score": odds, "evidence": said(odds)}
        for line, lars, odds in rows
    ]
    return pl.DataFrame(told, schema=SCHEMAS["pairs"])


def states(*rows: Row) -> dict[tuple[str, str], str]:
    found = chosen(candidates(*rows))
    return {(line, lars): state for line, lars, state in found.select("local_id", "lars", "state").iter_rows()}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("1", "A", 9.0)], {("1", "A"): "certain"}),
        ([("1", "A", -0.5)], {("1", "A"): "possible"}),
        ([("1", "A", -4.49)], {("1", "A"): "none"}),
        # Two that are as good as each other: neither is certain, however good.
        ([("1", "A", 9.0), ("1", "B", 9.0)], {("1", "A"): "possible", ("1", "B"): "possible"}),
        ([("1", "A", 9.0), ("2", "A", 9.0)], {("1", "A"): "possible", ("2", "A"): "possible"}),
        # The better one takes it.
        ([("1", "A", 12.0), ("1", "B", 3.0)], {("1", "A"): "certain", ("1", "B"): "none"}),
        # A rival that belongs elsewhere is no rival.
        (
            [("1", "A", 8.0), ("1", "B", 8.0), ("2", "B", 14.0)],
            {("1", "A"): "certain", ("1", "B"): "none", ("2", "B"): "certain"},
        ),
        # Two lines and two registrations, all alike: any of them.
        (
            [(line, lars, 9.0) for line in ("1", "2") for lars in ("A", "B")],
            {(line, lars): "possible" for line in ("1", "2") for lars in ("A", "B")},
        ),
    ],
)
def test_rivals_decide_together(rows: list[Row], expected: dict[tuple[str, str], str]) -> None:
    assert states(*rows) == expected


def test_an_id_is_certain_and_has_no_probability() -> None:
    found = chosen(candidates(("1", "A", 0.0), basis="source_id"))
    assert found.select("state", "probability").rows() == [("certain", None)]


def test_without_pairs_there_is_nothing_to_choose() -> None:
    assert chosen(candidates()).is_empty()


_ROWS = st.dictionaries(
    st.tuples(st.sampled_from("12345"), st.sampled_from("ABCDE")), st.floats(-4.5, 14.0), max_size=12
).map(lambda told: [(line, lars, round(odds, 3)) for (line, lars), odds in told.items()])


@settings(deadline=None)
@given(_ROWS, st.randoms())
def test_order_never_matters(rows: list[Row], chance: object) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert chosen(candidates(*rows)).equals(chosen(candidates(*shuffled)))


@settings(deadline=None)
@given(_ROWS)
def test_a_line_is_at_most_one_registration_for_certain(rows: list[Row]) -> None:
    sure = chosen(candidates(*rows)).filter(pl.col("state") == "certain")
    assert not sure["local_id"].is_duplicated().any()
    assert not sure["lars"].is_duplicated().any()


@settings(deadline=None)
@given(st.floats(-4.5, 14.0))
def test_a_pair_alone_keeps_its_own_odds(odds: float) -> None:
    assert math.isclose(among_rivals(candidates(("1", "A", odds))).odds[0], odds, abs_tol=1e-9)


def test_thresholds_are_in_order() -> None:
    told = calibration()
    assert 0 < told.possible < told.certain < 1


@settings(deadline=None)
@given(st.floats(-4.5, 14.0), st.floats(-4.5, 14.0))
def test_more_evidence_never_makes_a_pair_alone_less_likely(one: float, other: float) -> None:
    low, high = (chosen(candidates(("1", "A", odds)))["probability"][0] for odds in sorted((one, other)))
    assert low <= high


def test_a_line_that_may_be_many_things_is_less_likely_to_be_any() -> None:
    few = chosen(candidates(("1", "A", 2.0)))
    many = chosen(candidates(("1", "A", 2.0), *(("1", lars, -3.4) for lars in "BCDEFGH")))
    assert many.filter(pl.col("lars") == "A")["probability"][0] < few["probability"][0]


@pytest.mark.parametrize(
    ("share", "evidence", "doubt"),
    [
        (1.0, {"name": 6.0, "prior": -3.5, "version": 0.0}, False),
        (0.8, {"name": 6.0, "prior": -3.5, "version": 2.0}, False),
        # A rival that counts.
        (0.79, {"name": 6.0, "prior": -3.5, "version": 2.0}, True),
        # A version that one of them does not have.
        (1.0, {"name": 6.0, "prior": -3.5, "version": -0.5}, True),
        # Names that are alike enough to be confirmed by what else is told, and names that are not: 1 to 4.
        (1.0, {"name": 2.2, "prior": -3.5, "version": 0.0}, False),
        (1.0, {"name": 2.1, "prior": -3.5, "version": 0.0}, True),
    ],
)
def test_what_is_in_doubt(share: float, evidence: dict[str, float], doubt: bool) -> None:
    found = in_doubt(np.array([share]), {field: np.array([told]) for field, told in evidence.items()})
    assert found.tolist() == [doubt]
