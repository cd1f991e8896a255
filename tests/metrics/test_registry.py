"""A bad declaration fails when it is written, naming the metric."""

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from metrics.registry import BadDeclarationError, Catalogue, Metric, Score, Text

TEXT = Text("Tekst", "Text")
GOOD = Metric("family.thing", TEXT, TEXT, TEXT, TEXT, TEXT, Score(pl.lit(1)))


def test_a_good_one() -> None:
    catalogue = Catalogue()
    catalogue.declare(GOOD)
    catalogue.declare(replace(GOOD, name="family.other_2"))
    assert [one.name for one in catalogue] == ["family.thing", "family.other_2"]
    assert "family.thing" in catalogue
    assert "family" not in catalogue
    assert len(catalogue) == 2
    assert (catalogue["family.thing"].family, GOOD.ratio, GOOD.title["nl"]) == ("family", True, "Tekst")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": "thing"}, "a name is family.thing"),
        ({"name": "Family.thing"}, "a name is family.thing"),
        ({"name": "family.thing.more"}, "a name is family.thing"),
        ({"name": "family.a thing"}, "a name is family.thing"),
        ({"name": ""}, "a name is family.thing"),
        ({"title": Text("", "Text")}, "title needs a text in both languages"),
        ({"why": Text("Tekst", "  ")}, "why needs a text in both languages"),
        ({"population": Text("", "")}, "population needs a text"),
        ({"not_asked": Text("", "")}, "not_asked needs a text"),
        ({"source": Text("", "")}, "source needs a text"),
        ({"by": ("all", "weather")}, "cannot be split by"),
        ({"by": ("category",)}, "cannot be split by"),
        ({"filters": ("weather",)}, "cannot be restricted by"),
        ({"headline": ("all", "weather")}, "no publication can keep it by"),
        ({"version": 0}, "versions start at 1"),
    ],
)
def test_a_bad_one(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(BadDeclarationError, match=message):
        replace(GOOD, **wrong)


def test_the_same_name_twice() -> None:
    catalogue = Catalogue()
    catalogue.declare(GOOD)
    with pytest.raises(BadDeclarationError, match=r"family\.thing: declared twice"):
        catalogue.declare(replace(GOOD, title=Text("Anders", "Other")))


def test_a_language_that_we_do_not_speak() -> None:
    with pytest.raises(KeyError):
        GOOD.title["fy"]
