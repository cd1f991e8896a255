"""Which part of a line's name is a registration's name, as a table."""

import polars as pl
import pytest

from metrics.linking.joined import parts_meant, parts_of
from metrics.linking.sides import side

PARKING, TREES, FIRE = "Parkeervergunningen bewoners", "Bomen herkennen op luchtfoto's", "Brandrisico van gebouwen"


def meant(line: str, *names: str) -> list[int]:
    texts = ("description",)
    columns = ("org_id", "name", "description", "vendor", "start", "category")
    left, right = (
        side(
            pl.DataFrame([["gm0001", one, "", "", "", ""] for one in each], schema=list(columns), orient="row"),
            texts=texts,
            vendor="vendor",
            start="start",
            own=frozenset(),
            bodies={"gm0001": 0},
        )
        for each in ([line], names)
    )
    return list(parts_meant(left.parts, right)[0])


@pytest.mark.parametrize(
    "joint", [" en ", " / ", " + ", ", ", " & ", "; ", " and ", " incl. ", " inclusief ", " alsook "]
)
def test_two_names_in_one(joint: str) -> None:
    assert meant(f"{PARKING}{joint}{TREES}", PARKING, TREES, FIRE) == [1, 2, 0]


@pytest.mark.parametrize(
    ("line", "names", "expected"),
    [
        # Three names, and two of them that are one registration.
        (f"{PARKING}, {TREES} en {FIRE}", [FIRE, TREES, PARKING, f"{TREES} en {FIRE}"], [4, 2, 1, 6]),
        # The whole is no part of itself.
        (f"{PARKING} en {TREES}", [f"{PARKING} en {TREES}"], [0]),
        # With a slip.
        (f"Parkeervergunnigen bewoners + {TREES}", [PARKING], [1]),
        # Words that tell nothing are no part of a name.
        (f"Algoritme {PARKING} + {TREES} systeem", [PARKING, f"Tool {TREES}"], [1, 2]),
        # Names of one word, and one that is part of a part.
        ("Tekstanalyse en anonimiseren", ["Anonimiseren", "Tekstanalyse"], [2, 1]),
        ("Zoeken in dossiers en vinden", ["Zoeken", "Vinden"], [0, 2]),
        # One name.
        (PARKING, [PARKING, TREES], [0, 0]),
        # A list of words joins no names.
        ("een huis, twee tuinen, drie bomen, vier ramen, vijf deuren, zes daken, zeven muren", ["drie bomen"], [0]),
        ("", [PARKING], [0]),
    ],
)
def test_parts(line: str, names: list[str], expected: list[int]) -> None:
    assert meant(line, *names) == expected


def test_what_says_nothing_is_no_part() -> None:
    assert parts_of(f"{PARKING} / -", frozenset()) == ()
    assert parts_of(None, frozenset()) == ()
