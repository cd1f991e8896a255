"""Which pairs are identical: a table, each row of which spoils one that is."""

from collections.abc import Callable

import pytest

from metrics.identical import identical
from sql.fields import IMPACTFUL, OUT_OF_USE
from tests.metrics.facts_builder import AGENCY, MINISTRY
from tests.metrics.review_world import CITY, DAYS, ReviewWorld

ONE, TWO = "10000001", "10000002"
SAID = {"description_short": "Helpt", "provider": "Bouwer", "begin_date": "2024-01", "standard_version": "1.0"}


def world(name: str = "chatbot 'Gem'", alone: str = "certain", **said: str) -> ReviewWorld:
    made = ReviewWorld()
    made.line("1", name="Chatbot Gem", vendor="Bouwer", start_date="2024-01-15")
    made.system(ONE, name, **SAID | said)
    made.pair(ONE, alone=alone)
    return made


def changed(change: Callable[[ReviewWorld], object]) -> ReviewWorld:
    made = world()
    change(made)
    return made


def _rival(made: ReviewWorld) -> None:
    made.system(TWO, "Iets anders")
    made.pair(TWO, alone="certain")


def _rival_line(made: ReviewWorld) -> None:
    made.line("2", name="Iets anders").pair(ONE, "2", alone="certain")


def _elsewhere() -> ReviewWorld:
    made = ReviewWorld()
    made.line("1", name="Chatbot Gem")
    made.system(ONE, "Chatbot Gem", org_id=MINISTRY)
    made.pair(ONE)
    return made


WORLDS = {
    "the same but for capitals and signs": (world(), True),
    "possible": (world(alone="possible"), True),
    "not linked at all": (world(alone="none"), False),
    "another name": (world("Chatbot Gem 2"), False),
    "another supplier": (world(provider="Maker"), False),
    "no supplier": (world(provider=""), True),
    "another category": (world(publication_category=IMPACTFUL), False),
    "another status": (world(status=OUT_OF_USE), False),
    "another month": (world(begin_date="2024-02"), False),
    "the same month, written otherwise": (world(begin_date="01-2024"), True),
    "a description of its own": (world(description_short="Heel anders"), True),
    "of another body": (_elsewhere(), False),
    "it may be another one too": (changed(_rival), False),
    "another line may be it too": (changed(_rival_line), False),
    "two lines of that name": (changed(lambda made: made.line("2", name="CHATBOT GEM")), False),
    "two registrations of that name": (changed(lambda made: made.system(TWO, "chatbot gem")), False),
    "that name at another body": (changed(lambda made: made.system(TWO, "chatbot gem", org_id=CITY)), True),
    "decided": (changed(lambda made: made.decided("1", ONE, "same")), False),
    "decided against": (changed(lambda made: made.decided("1", ONE, "not_same")), False),
    "unsure": (changed(lambda made: made.decided("1", ONE)), False),
    "the line names it": (changed(lambda made: made.rows["inventory"][0].update(lars=ONE)), False),
}


@pytest.mark.parametrize(("made", "expected"), WORLDS.values(), ids=WORLDS)
def test_identical(made: ReviewWorld, *, expected: bool) -> None:
    found = identical(made.build(), DAYS, made.texts)
    assert found.rows() == ([(AGENCY, "1", ONE, "Chatbot Gem", "chatbot 'Gem'")] if expected else [])


def test_one_that_was_withdrawn_is_for_a_person_to_look_at() -> None:
    made = ReviewWorld()
    made.line("1", name="Chatbot Gem")
    made.system(ONE, "Chatbot Gem", withdrawn="2026-02-01")
    made.pair(ONE)
    assert identical(made.build(), DAYS, made.texts).is_empty()


def test_those_of_one_body() -> None:
    made = world()
    assert identical(made.build(), DAYS, made.texts, AGENCY).height == 1
    assert identical(made.build(), DAYS, made.texts, CITY).is_empty()
