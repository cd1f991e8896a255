"""The measures of linking, against values worked out by hand."""

import polars as pl
import pytest

from tests.linking.measure import (
    ALL,
    BINS,
    Bin,
    Share,
    chance,
    measured,
    off,
    predicted_of,
    reliability,
    told,
    wilson_lower,
)
from tests.linking.rows import Line, Link, Registration, Truth

TRUTH = Truth(
    tuple(Registration(str(number), "a", "A", "X") for number in range(4)),
    tuple(Line("a", each, "X") for each in "pqrs"),
    frozenset({Link("a", "p", "0"), Link("a", "q", "1"), Link("a", "q", "2"), Link("a", "r", "3")}),
    {("a", "p"): ("exact",), ("a", "q"): ("typo", "merged"), ("a", "r"): ("typo",), ("a", "s"): ("near_miss",)},
)
#: local_id, lars, probability, state
GIVEN = [
    ("p", "0", 1.0, "certain"),
    ("q", "1", 0.97, "certain"),
    ("q", "2", 0.7, "possible"),
    ("r", "2", 0.1, "none"),
    ("s", "3", 0.96, "certain"),
    ("s", "0", None, "none"),
]


def frame(rows: list[tuple[str, str, float | None, str]]) -> pl.DataFrame:
    schema = ["local_id", "lars", "probability", "state"]
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(org_id=pl.lit("a"))


@pytest.mark.parametrize(
    ("kind", "precision", "recall", "found"),
    [
        (ALL, Share(2, 3), Share(2, 4), Share(3, 4)),
        ("exact", Share(1, 1), Share(1, 1), Share(1, 1)),
        ("typo", Share(1, 1), Share(1, 3), Share(2, 3)),
        ("merged", Share(1, 1), Share(1, 2), Share(2, 2)),
        ("near_miss", Share(0, 1), Share(0, 0), Share(0, 0)),
    ],
)
def test_precision_and_recall_by_kind(kind: str, precision: Share, recall: Share, found: Share) -> None:
    one = measured(frame(GIVEN), TRUTH)[kind]
    assert (one.precision, one.recall, one.found) == (precision, recall, found)


@pytest.mark.parametrize(
    ("right", "of", "lower"),
    [
        # z = 1.96: (p + z²/2n - z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n)
        (10, 10, 0.7225),
        (0, 10, 0.0),
        (8, 10, 0.4902),
        (99, 100, 0.9455),
        (1000, 1000, 0.9962),
        (763, 763, 0.9950),
    ],
)
def test_the_lower_end_of_wilsons_interval(right: int, of: int, lower: float) -> None:
    assert wilson_lower(right, of) == pytest.approx(lower, abs=5e-5)


def test_of_nothing_there_is_no_share() -> None:
    assert (Share(0, 0).share, Share(0, 0).lower, str(Share(0, 0))) == (None, None, "none")
    assert Share(1, 4).share == 0.25
    assert str(Share(10, 10)) == "10/10 = 100.00% (at least 72.25%)"


def test_reliability_is_mean_predicted_beside_observed() -> None:
    bins = reliability(frame(GIVEN), TRUTH)
    assert [one._replace(predicted=round(one.predicted, 9)) for one in bins] == [
        Bin(0.05, 0.2, 1, 0.1, 0.0),
        Bin(0.6, 0.8, 1, 0.7, 1.0),
        Bin(0.95, 0.99, 2, 0.965, 0.5),
        Bin(0.99, 1.0, 1, 1.0, 1.0),
    ]
    assert off(bins) == pytest.approx(0.465)
    assert off([]) == 0.0


@pytest.mark.parametrize(
    ("probability", "low"),
    [(0.0, 0.0), (0.05, 0.05), (0.2, 0.2), (0.4, 0.4), (0.6, 0.6), (0.8, 0.8), (0.95, 0.95), (0.99, 0.99), (1.0, 0.99)],
)
def test_a_bin_has_its_lower_bound_and_the_last_its_upper_too(probability: float, low: float) -> None:
    (one,) = reliability(frame([("p", "0", probability, "none")]), TRUTH)
    assert one.low == low


def test_a_pair_that_stands_there_twice_is_an_error() -> None:
    with pytest.raises(ValueError, match="twice"):
        predicted_of(frame([GIVEN[0], GIVEN[0]]))


def test_it_is_told_as_tables() -> None:
    text = told(frame(GIVEN), TRUTH)
    assert "near_miss" in text
    assert "0.95-0.99       2 predicted 0.965 observed 0.500" in text


def test_nothing_predicted_is_nothing_found() -> None:
    empty = frame([("p", "0", 0.5, "none")]).clear()
    assert measured(empty, TRUTH)[ALL].found == Share(0, 4)
    assert measured(empty, TRUTH)[ALL].precision == Share(0, 0)
    assert reliability(empty, TRUTH) == []


def of_bodies(*right: int, pairs: int = 10, probability: float = 0.5) -> tuple[pl.DataFrame, Truth]:
    """Return as many bodies, each with pairs of one probability, of which so many are true."""
    rows = [
        (f"gm{body:04}", str(pair), f"{body}-{pair}", probability, "possible", pair < true)
        for body, true in enumerate(right)
        for pair in range(pairs)
    ]
    schema = ["org_id", "local_id", "lars", "probability", "state", "true"]
    made = pl.DataFrame(rows, schema=schema, orient="row")
    links = frozenset(Link(*row[:3]) for row in rows if row[5])
    return made, Truth((), (), links)


@pytest.mark.parametrize(
    ("right", "low", "high"),
    [
        # Where all bodies are alike, other ones would be so too: half said, and half are, or one in ten.
        ((5,) * 30, 0.0, 0.0),
        ((1,) * 30, 0.4, 0.4),
        # All pairs of a body go the same way: 0.5 / sqrt(40) is 8 points, twice that is 15.5.
        ((0, 10) * 20, -0.155, 0.155),
    ],
)
def test_a_bin_is_worth_as_many_bodies_and_not_pairs(right: tuple[int, ...], low: float, high: float) -> None:
    assert chance([of_bodies(*right)])[0.4] == pytest.approx((low, high), abs=0.025)
    # Every inventory of a body goes where the body goes.
    assert chance([of_bodies(*right)] * 3)[0.4] == pytest.approx((low, high), abs=0.025)


def test_of_a_bin_without_a_pair_nothing_is_off() -> None:
    found = chance([of_bodies(5, 5, probability=1.0)])
    assert found[0.4] == (0.0, 0.0)
    assert found[0.99] == (0.5, 0.5)
    assert list(found) == list(BINS[:-1])
