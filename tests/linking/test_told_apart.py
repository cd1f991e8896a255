"""Pairs of which nothing tells that they are not another: they may be possible, and are never certain."""

from datetime import UTC, datetime
from typing import Any, Final

import polars as pl
import pytest

from metrics.linking.choice import chosen
from metrics.linking.pairs import pairs

SINCE: Final = datetime(2026, 8, 8, tzinfo=UTC)
INSTANT: Final = pl.Datetime("us", "UTC")
LINE: Final = ("org_id", "local_id", "name", "description", "process", "vendor", "start_date", "category")
REGISTRATION: Final = (
    "lars", "org_id", "organisation", "name", "description_short", "goal", "provider", "begin_date", "category",
    "source_id",
)  # fmt: skip


def states(lines: list[dict[str, str]], registrations: list[dict[str, str]]) -> dict[tuple[str, str], str]:
    """Return the state of every pair of lines and registrations of one body, by name and number."""
    ours = [{"org_id": "gm0001", "local_id": f"L{at}"} | one for at, one in enumerate(lines)]
    theirs = [
        {"org_id": "gm0001", "organisation": "Gemeente Zuurdijk", "lars": f"{at:08}"} | one
        for at, one in enumerate(registrations)
    ]
    near = pl.DataFrame({"org_id": ["gm0001"], "other": ["gm0001"]})
    found = chosen(pairs(frame(ours, LINE), frame(theirs, REGISTRATION), near))
    return {(one["local_id"], one["lars"]): one["state"] for one in found.iter_rows(named=True)}


def frame(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pl.DataFrame:
    told = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String))
    return told.with_columns(known_from=pl.lit(SINCE, INSTANT), known_to=pl.lit(None, INSTANT))


TITLE: Final = "Meldingen openbare ruimte"


def test_of_two_of_one_title_none_is_certain_because_its_own_text_repeats_that_title() -> None:
    twins = [
        {"name": TITLE, "description_short": "Helpt inwoners bij een melding."},
        {"name": TITLE, "description_short": f"{TITLE} helpt inwoners bij een melding."},
    ]
    found = states([{"name": TITLE}], twins)
    assert found["L0", "00000001"] != "certain"


def test_a_line_that_says_what_one_of_two_says_is_never_certainly_the_other() -> None:
    text = "Helpt inwoners bij een melding."
    twins = [
        {"name": TITLE, "description_short": text},
        {"name": TITLE, "description_short": f"{TITLE} berekent automatisch de hoogte van een bedrag."},
    ]
    found = states([{"name": TITLE, "description": text}], twins)
    assert found["L0", "00000001"] != "certain"


@pytest.mark.parametrize(
    ("line", "name", "goal"),
    [
        ("Zoeken", "Klantonderzoeken", "Wij onderzoeken hoe klanten ons vinden."),
        ("Toezicht", "Toezicht en handhaving Milieu", "Toezicht op milieuregels bij bedrijven."),
        ("Dashboard", "Stuurinformatie dashboard operationele gereedheid", "Het dashboard laat zien wat gereed is."),
        ("Verkeer", "Cameratoezicht verkeersmaatregel", "Verkeer weren uit de binnenstad."),
    ],
)
def test_one_word_that_anything_may_be_called_makes_nothing_certain(line: str, name: str, goal: str) -> None:
    assert states([{"name": line}], [{"name": name, "goal": goal}])["L0", "00000000"] != "certain"


@pytest.mark.parametrize(
    ("line", "registered"),
    [
        ("Chatbot Gem versie 2", "Chatbot Gem versie 1"),
        ("ChatGPT-4o", "ChatGPT-4"),
        ("Profiel II", "Profiel I"),
        ("Regeling 2023", "Regeling 2025"),
    ],
)
def test_another_edition_is_not_certain(line: str, registered: str) -> None:
    assert states([{"name": line}], [{"name": registered}]).get(("L0", "00000000"), "none") != "certain"


@pytest.mark.parametrize("name", ["onbekend", "n.v.t.", "?"])
def test_a_placeholder_is_no_name_that_two_share(name: str) -> None:
    assert states([{"name": name}], [{"name": name}]).get(("L0", "00000000"), "none") != "certain"
