"""What is certain among rivals, as tables and as laws."""

import math
from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.evidence import FIELDS
from metrics.linking.choice import DECIDING, among_rivals, calibration, chosen, in_doubt, twins
from metrics.schemas import SCHEMAS

Row = tuple[str, str, float]


def said(odds: float) -> list[float]:
    """Return the evidence of a pair of which the names say this much."""
    return [odds if field == "name" else 0.0 for field in FIELDS]


def candidates(*rows: Row, basis: str = "text", parts: Sequence[int] = ()) -> pl.DataFrame:
    """Return pairs of one body: a line, a registration, and their log-odds; ``parts`` of the line's name, by bits."""
    told = [
        {"org_id": "gm0344", "local_id": line, "lars": lars, "basis": basis, "score": odds, "evidence": said(odds)}
        | {"parts": part}
        for (line, lars, odds), part in zip(rows, parts or [0] * len(rows), strict=True)
    ]
    return pl.DataFrame(told, schema=SCHEMAS["pairs"])


def states(*rows: Row) -> dict[tuple[str, str], str]:
    found = chosen(candidates(*rows))
    return {(line, lars): state for line, lars, state in found.select("local_id", "lars", "state").iter_rows()}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("1", "A", 9.0)], {("1", "A"): "certain"}),
        ([("1", "A", -1.5)], {("1", "A"): "possible"}),
        # Two that it may be as well as the other: neither is certain, however good.
        ([("1", "A", 9.0), ("1", "B", 9.0)], {("1", "A"): "possible", ("1", "B"): "possible"}),
        # Two lines that are both surely that one: it was registered as one and listed in parts.
        ([("1", "A", 9.0), ("2", "A", 9.0)], {("1", "A"): "certain", ("2", "A"): "certain"}),
        ([("1", "A", -1.5), ("2", "A", -1.5)], {("1", "A"): "possible", ("2", "A"): "possible"}),
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
def test_a_line_of_one_name_is_at_most_one_registration_for_certain(rows: list[Row]) -> None:
    sure = chosen(candidates(*rows)).filter(pl.col("state") == "certain")
    assert not sure["local_id"].is_duplicated().any()


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        # Of a line that is one name, two are rivals; of one that joins two, each is of its own part.
        ((0, 0), "possible"),
        ((1, 2), "certain"),
        ((1, 4), "certain"),
        # Both are the same part, or one of them is (in) the whole.
        ((1, 1), "possible"),
        ((1, 3), "possible"),
        ((0, 2), "possible"),
    ],
)
def test_a_line_that_joins_names_is_each_of_them(parts: tuple[int, int], expected: str) -> None:
    found = chosen(candidates(("1", "A", 6.0), ("1", "B", 6.0), parts=parts))
    assert found["state"].to_list() == [expected, expected]


@pytest.mark.parametrize(
    ("names", "versions", "expected"),
    [
        ([10.0, 10.0], [0.0, 2.0], [True, True]),
        # One of them has it: the other one is something else, or a part of it.
        ([10.0, 9.5], [0.0, 0.0], [False, True]),
        ([9.5, 9.5], [0.0, 0.0], [False, False]),
        ([10.0], [0.0], [False]),
        # Another version of it is another one.
        ([10.0, 10.0], [0.0, -4.0], [False, True]),
    ],
)
def test_where_another_line_has_the_very_name(names: list[float], versions: list[float], expected: list[bool]) -> None:
    rows = candidates(*((str(at), "A", 5.0) for at in range(len(names))))
    assert twins(rows, {"name": np.array(names), "version": np.array(versions)}, 10.0).tolist() == expected


def test_twins_are_of_one_body() -> None:
    rows = candidates(("1", "A", 5.0), ("2", "A", 5.0)).with_columns(pl.Series("org_id", ["gm0344", "gm0363"]))
    assert twins(rows, {"name": np.array([10.0, 10.0]), "version": np.zeros(2)}, 10.0).tolist() == [False, False]


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
        (1.0, {}, False),
        (0.8, {"version": 2.0}, False),
        # Another registration that counts.
        (0.79, {"version": 2.0}, True),
        # A version that one of them does not have.
        (1.0, {"version": -0.5}, True),
        # Names that are alike enough to be confirmed by what else is told, and names that are not: 1 to 4.
        (1.0, {"name": 2.2}, False),
        (1.0, {"name": 2.1}, True),
        (1.0, {"name": 3.3, "apart": -1.2}, True),
        # A word in each that the other does not have.
        (1.0, {"name": 8.0, "apart": -1.5}, False),
        (1.0, {"name": 8.0, "apart": -1.6}, True),
        # One word, and others that the line adds to it.
        (1.0, {"added": -1.0}, False),
        (1.0, {"added": -1.1}, True),
        (1.0, {"added": -1.1, "text": 0.4}, True),
        (1.0, {"added": -1.1, "text": 0.5}, False),
        (1.0, {"added": -1.1, "text": -0.4, "vendor": 0.8}, True),
        (1.0, {"added": -1.1, "vendor": 0.3, "start": 0.3}, False),
    ],
)
def test_what_is_in_doubt(share: float, evidence: dict[str, float], doubt: bool) -> None:
    every = dict.fromkeys(DECIDING, 0.0) | {"name": 6.0, "prior": -3.5} | evidence
    told = {field: np.array([odds]) for field, odds in every.items()}
    for twin in (False, True):
        found = in_doubt(np.array([share]), told, np.array([twin]))
        assert found.tolist() == [doubt or twin]
