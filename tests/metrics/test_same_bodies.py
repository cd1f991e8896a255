"""Which bodies of two lists are the same, as tables."""

from collections.abc import Sequence

import polars as pl
import pytest

from metrics.same_bodies import Blocks, blocks


def side(*bodies: tuple[str, str], titles: Sequence[str] = ()) -> pl.DataFrame:
    rows = pl.DataFrame(list(bodies), schema={"org_id": pl.String, "organisation": pl.String}, orient="row")
    return rows.with_columns(pl.Series("name", titles or [""] * len(bodies), dtype=pl.String))


def by_name(left: str, *right: str) -> list[bool]:
    """Return of each body on the right whether it is the one on the left."""
    found = blocks(side(("", left)), side(*(("", one) for one in right)))
    return [one == found.left[0] for one in found.right]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Rijksdienst Voor Identiteitsgegevens", "Rijksdienst voor Identiteitsgegevens"),
        ("Sociale Verzekeringsbank (SVB)", "Sociale Verzekeringsbank"),
        ("UWV", "Uitvoeringsinstituut Werknemersverzekeringen (UWV)"),
        (
            "Ministerie van Economische Zaken en Klimaat, Rijksdienst voor Ondernemend Nederland",
            "Rijksdienst voor Ondernemend Nederland",
        ),
        ("Utrecht", "Gemeente Utrecht"),
        ("Gemeente Noardeast-Fryslân", "gemeente noardeast fryslan"),
        ("Gemeente Leeuwaarden", "Gemeente Leeuwarden"),
        ("Omgevingsdienst Noordzee Kanaalgebied", "Omgevingsdienst Noordzeekanaalgebied"),
        ("Flevoland & Gooi", "Flevoland en Gooi"),
    ],
)
def test_one_body_under_two_names(left: str, right: str) -> None:
    assert by_name(left, right) == [True]
    assert by_name(right, left) == [True]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Gemeente Utrecht", "Provincie Utrecht"),
        ("Gemeente Bergen (L)", "Gemeente Bergen (NH)"),
        ("Gemeente Roosendaal", "Gemeente Rozendaal"),
        ("Omgevingsdienst Zuid-Holland", "Omgevingsdienst Zuid-Holland Zuid"),
        ("Veiligheidsregio 14", "Veiligheidsregio 15"),
        ("Inspectie van het Onderwijs (OCW)", "Ministerie van Onderwijs, Cultuur en Wetenschap (OCW)"),
        ("Gemeente Best", "Gemeente Beek"),
    ],
)
def test_two_bodies_with_names_alike(left: str, right: str) -> None:
    assert by_name(left, right) == [False]


def test_a_name_that_may_be_two_bodies_is_neither() -> None:
    assert by_name("Utrecht", "Gemeente Utrecht", "Provincie Utrecht") == [False, False]
    assert by_name("Gemeente Leeuwaarden", "Gemeente Leeuwarden", "Gemeente Leeuwaardenn") == [False, False]


@pytest.mark.parametrize("codes", [("", "", ""), ("x1", "x1", "x2")])
def test_an_agency_is_looked_for_at_its_ministry_too(codes: tuple[str, str, str]) -> None:
    agency, ministry = "Ministerie van Financiën, Dienst Toeslagen", "Ministerie van Financiën"
    found = blocks(side((codes[0], agency)), side((codes[1], "Dienst Toeslagen"), (codes[2], ministry)))
    assert found.left[0] == found.right[0]
    near = found.related.filter(pl.col("org_id") == found.left[0])["other"]
    assert set(near) == set(found.right)


@pytest.mark.parametrize(
    ("left", "right", "basis", "same"),
    [
        # Codes go before names.
        (("gm0344", "Utrecht"), ("GM0344", "Gemeente Utrecht"), "code", True),
        (("gm0344", "Utrecht"), ("gm0344", "Stad Utrecht"), "code", True),
        # Codes of another kind, or of one list alone, say nothing.
        (("CFTC", "Gemeente Utrecht"), ("gm0344", "Gemeente Utrecht"), "name", True),
        (("gm0344", "Gemeente Utrecht"), ("", "Gemeente Utrecht"), "name", True),
        (("CFTC", ""), ("", "cftc"), "name", True),
        (("", "Gemeente Utrecht"), ("", "Gemeente Ede"), "name", False),
        # Nothing to tell bodies apart by.
        (("", ""), ("", "Gemeente Utrecht"), "none", True),
        (("", ""), ("", ""), "none", True),
    ],
)
def test_bodies_by_code_or_name(left: tuple[str, str], right: tuple[str, str], basis: str, same: bool) -> None:
    found = blocks(side(left), side(right))
    assert (found.basis, found.left[0] == found.right[0]) == (basis, same)


def test_a_row_without_a_code_has_that_of_its_name() -> None:
    found = blocks(side(("gm1", "Gemeente Ede"), ("", "Gemeente Ede")), side(("gm1", "Ede"), ("gm2", "Gemeente Best")))
    assert found.left.to_list() == ["gm1", "gm1"]
    assert found.right.to_list() == ["gm1", "gm2"]


def test_every_block_is_looked_at_with_itself() -> None:
    found: Blocks = blocks(side(("", "A"), ("", "")), side(("", "A"), ("", "B")))
    assert set(found.related.rows()) == {(one, one) for one in ("a", "b", "")}


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("abcd", "abcx", True),
        ("abc", "abcdefg", True),
        # Too few, too small a part of both, or titles that others have too.
        ("ab", "ab", False),
        ("abcdefgh", "abcxyzvw", False),
        ("abcq", "abcq", True),
        ("qrs", "qrs", False),
    ],
)
def test_a_body_may_have_another_name_altogether(old: str, new: str, same: bool) -> None:
    def under(name: str, titles: str) -> pl.DataFrame:
        others = ("", "Gemeente Ede")
        return side(*[("", name)] * len(titles), *[others] * 3, titles=[*titles, *"qrs"])

    found = blocks(under("Stichting Oud", old), under("Bureau Nieuw", new))
    assert (found.left[0] == found.right[0]) == same
    assert found.joined == ((("Stichting Oud", "Bureau Nieuw"),) if same else ())


def test_bodies_that_are_taken_for_one_are_told() -> None:
    found = blocks(side(("", "UWV (UWV)"), ("", "Ede")), side(("", "UWV"), ("", "Gemeente Ede")))
    assert found.joined == (("Ede", "Gemeente Ede"), ("UWV (UWV)", "UWV"))
