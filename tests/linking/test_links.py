"""How good links are: on made-up inventories of bodies that were held out, and on real lists."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from metrics.evidence import FIELDS
from metrics.linking.features import FIELD_OF
from metrics.linking.pairs import pairs
from metrics.linking.score import weights
from tests.linking import federal, renames, truths
from tests.linking.calibration_set import is_held_out, sample, sets
from tests.linking.inventories import inventories
from tests.linking.measure import ALL, Measured, measured
from tests.linking.mix import MILD, USUAL, Mix
from tests.linking.page import linked_by_all
from tests.linking.rows import Line, Registration, Truth, always

#: Seeds that no calibration saw.
_SEED = 41
_LATER = 42


def of(truth: Truth) -> Measured:
    return measured(linked_by_all(truth), truth)[ALL]


# Of the usual lists a fifth is split, joined, or renamed with only a copied text to go by: never certain.
@pytest.mark.parametrize(("mix", "recall"), [(USUAL, 0.8), (MILD, 0.85)])
def test_made_up_inventories_of_the_captured_register(shared: Path, mix: Mix, recall: float) -> None:
    every = [of(sets(seed, mix, shared).held_out) for seed in (_SEED, _LATER)]
    assert sum(one.precision.right for one in every) / sum(one.precision.of for one in every) >= 0.995
    assert sum(one.recall.right for one in every) / sum(one.recall.of for one in every) >= recall
    assert sum(one.found.right for one in every) / sum(one.found.of for one in every) >= 0.97


def test_made_up_inventories_of_our_own_sample() -> None:
    """Its titles are few and much alike: what is certain must be right all the same."""
    found = of(inventories([one for one in sample() if is_held_out(one.org_id)], _SEED, MILD))
    assert (found.precision.share or 0) >= 0.98
    assert (found.found.share or 0) >= 0.9


def test_real_renames(shared: Path) -> None:
    """Of the 117 registrations of both days: 95% linked, and of what is certain 1% wrong at most."""
    found = of(renames.renames(shared).truth)
    assert found.found.of == 117
    assert (found.found.share or 0) >= 0.95
    assert (found.precision.share or 0) >= 0.99


@pytest.mark.parametrize(
    ("earlier", "later"), [(date(2026, 1, 2), date(2026, 6, 25)), (date(2026, 5, 13), date(2026, 6, 25))]
)
def test_later_renames(shared: Path, earlier: date, later: date) -> None:
    found = of(renames.renames(shared, earlier, later).truth)
    assert (found.precision.share or 0) >= 0.99
    assert (found.found.share or 0) >= 0.95


def test_a_federal_list_against_itself(shared: Path) -> None:
    found = of(federal.against_itself(shared, 1))
    assert (found.precision.share or 0) >= 0.99
    assert (found.found.share or 0) >= 0.97


def test_equal_titles_at_one_body_are_not_certain(shared: Path) -> None:
    """All that is titled "Anonimiseren", put together at one body: nothing but other fields tells them apart."""
    alike = [one for one in truths.captured(shared) if one.name.strip().casefold() == "anonimiseren"]
    found = of(truths.together(alike))
    assert found.precision.of == found.precision.right


@pytest.mark.parametrize(
    ("line", "registered", "state"),
    [
        # At one body, with nothing else to go by.
        ("WOZ-waardering", "WOZ-waardering", "certain"),
        ("Waardering onroerende zaken", "WOZ-waardering", "possible"),
        ("WOZ-taxatie", "WOZ-waardering", "none"),
        ("Waardering onroerende zaken", "WOZ-taxatie", "possible"),
        ("Chatbot Gem 2.0", "Chatbot Gem 1.0", "none"),
        ("Parkeercontrole", "Controle op parkeren", "possible"),
        ("Parking permit", "Parkeervergunningen", "certain"),
        ("Verkeerslichtregeling", "Verkeerslicht regeling", "possible"),
        ("Anonymiseringstool", "Anonimiseringstool", "certain"),
        ("Kwijtschelding belastingen", "Meldingen openbare ruimte", "none"),
    ],
)
def test_names_alone(line: str, registered: str, state: str) -> None:
    given = Truth(
        (Registration("11111111", "gm0344", "Gemeente Utrecht", registered),),
        (Line("gm0344", "1", line),),
        frozenset(),
    )
    found = linked_by_all(given)["state"].to_list()
    assert (found or ["none"]) == [state]


def test_evidence_adds_up_to_the_score(shared: Path) -> None:
    found = pairs(*always(sets(_SEED, USUAL, shared).held_out)).filter(pl.col("basis") == "text")
    assert found["evidence"].list.len().unique().to_list() == [len(FIELDS)]
    assert ((found["evidence"].list.sum() - found["score"]).abs() < 1e-6).all()


def test_a_pair_scores_the_same_whatever_else_is_listed(shared: Path) -> None:
    truth = sets(_SEED, USUAL, shared).held_out
    every = pairs(*always(truth))
    body = max({one.org_id for one in truth.lines}, key=lambda org: sum(one.org_id == org for one in truth.lines))
    few = Truth(truth.registrations, tuple(one for one in truth.lines if one.org_id == body)[:5], truth.links)
    alone = pairs(*always(few))
    assert alone.height
    keys = ["org_id", "local_id", "lars", "basis", "score"]
    assert alone.select(keys).join(every.select(keys), on=keys, how="anti").is_empty()


def test_every_feature_has_a_weight_and_a_field() -> None:
    assert set(weights()) == set(FIELD_OF)
    assert set(FIELD_OF.values()) == set(FIELDS)
