"""The page about fields: the emptiest first, the same numbers as the figures, and the way to what is to be checked."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.blocks import Chart, Content, Links, Paragraph, Table, tables
from dashboard.components import Renderer
from dashboard.field_findings import SHOWN
from dashboard.filling import PARTS, chosen
from dashboard.formats import Share
from dashboard.forms import Form
from dashboard.pages.fields import content
from dashboard.view import View
from metrics.engine import figures
from metrics.finding_list import Asked, listed
from sql.fields import HIGH_RISK, OTHER
from tests.dashboard.small_register import make_facts
from tests.dashboard.test_registration import view_of
from tests.metrics.facts_builder import FactsBuilder
from tests.metrics.judged_register import ENDED, register

DAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def judged() -> View:
    facts, said = register()
    return view_of(facts, said, path="/velden")


def asked(view: View, **query: str) -> Content:
    return content(replace(view, query=query))


def table(found: Content, name: str) -> Table:
    return next(one for one in tables(found.blocks) if one.name == name)


def column(found: Content, place: int, name: str = "fields") -> list[object]:
    return [row[place].value for row in table(found, name).rows]


def lead(found: Content) -> str:
    return next(one.text for one in found.blocks if isinstance(one, Paragraph) and one.lead)


def rank(value: object) -> tuple[float, str]:
    """Return what a value of a column is sorted by."""
    if isinstance(value, Share):
        return value.passed / value.asked, ""
    return (value, "") if isinstance(value, int) else (0, str(value).casefold())


def links(found: Content, label: str) -> dict[str, str]:
    block = next(one for one in found.blocks if isinstance(one, Links) and one.label == label)
    return {text: href for text, href, _ in block.items}


# The numbers


@pytest.mark.parametrize(
    "query",
    [{}, {"categorie": "A"}, {"standaard": "1.0"}, {"organisatie": "gm0003"}, {"categorie": "C", "standaard": "1.0"}],
    ids=str,
)
def test_numbers_are_those_of_the_figures(judged: View, query: dict[str, str]) -> None:
    where = dict(chosen(replace(judged, query=query)).where)
    assert len(where) == len(query)
    rows = {row[0].value: row for row in table(asked(judged, **query), "fields").rows}
    assert list(rows) != []
    for one in PARTS:
        filled, valid = (
            figures(judged.mart.facts, name, [DAY], where=where).row(0, named=True)
            for name in (f"validity.content_{one.key}", f"completeness.{one.key}")
        )
        row = rows[one.title.nl]
        if not filled["asked"]:
            assert [cell.value for cell in row[1:]] == [None] * 4
            continue
        assert (row[1].value, row[2].value) == (filled["asked"], filled["asked"] - filled["passed"])
        assert (row[3].value, row[4].value) == tuple(Share(each["passed"], each["asked"]) for each in (filled, valid))
        assert valid["asked"] == filled["asked"]


def test_the_chart_has_the_same_numbers_the_emptiest_first(judged: View) -> None:
    found = asked(judged)
    chart = next(one for one in found.blocks if isinstance(one, Chart))
    shares = [row[3].value for row in table(found, "fields").rows if isinstance(row[3].value, Share)]
    usable, unusable, empty = (trace["x"] for trace in chart.figure["data"])
    assert [round(a + b + c, 6) for a, b, c in zip(usable, unusable, empty, strict=True)] == [100.0] * len(usable)
    assert [round(100 - one, 1) for one in empty] == [one.percent for one in shares if one.percent is not None]
    assert empty == sorted(empty, reverse=True)
    assert [text["text"] for text in chart.figure["layout"]["annotations"]] == [
        row[0].value for row in chart.table.rows
    ]
    for row in chart.table.rows:
        assert all(isinstance(cell.value, int) for cell in row[1:])


# The sentence


def of(*filled: bool) -> View:
    """Return a register in which some registrations fill in their goal, and all their risks."""
    both, risks = (1 << 7) | (1 << 10), 1 << 10
    builder = FactsBuilder("2026-01-10").body("gm1", "gemeente")
    for number, one in enumerate(filled):
        bits = (both, both if one else risks, both if one else risks)
        builder.registration(f"1000000{number}", "2026-01-05", org_id="gm1", category=HIGH_RISK, bits=bits)
    return view_of(builder.build(), path="/velden")


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ((True,) * 2 + (False,) * 4, "bij 4 van de 6 registraties waarbij dit veld wordt gevraagd (66,7%)"),
        ((True, False, False), "bij 2 van de 3 registraties waarbij dit veld wordt gevraagd. Dat zijn er te weinig"),
        ((True,) * 5, "was alles ingevuld"),
        ((), "zijn er geen registraties"),
    ],
)
def test_sentence(filled: tuple[bool, ...], said: str) -> None:
    found = content(of(*filled) if filled else replace(of(*[True]), query={"categorie": "C"}))
    assert said in lead(found)
    if "bij " in said:
        assert "Doel en impact" in lead(found)


def test_sentence_says_what_was_chosen(judged: View) -> None:
    said = lead(asked(judged, categorie="A", standaard="1.0"))
    assert HIGH_RISK in said
    assert "standaard 1.0" in said
    assert "zonder categorie" in lead(asked(judged, categorie="geen"))


# The ways to choose and to sort


@pytest.mark.parametrize(
    ("sort", "place", "down"),
    [
        ("", 3, False),
        ("ingevuld", 3, False),
        ("-ingevuld", 3, True),
        ("bruikbaar", 4, False),
        ("leeg", 2, False),
        ("-leeg", 2, True),
        ("gevraagd", 1, False),
        ("veld", 0, False),
        ("nonsense", 3, False),
    ],
)
def test_a_heading_sorts(judged: View, sort: str, place: int, down: bool) -> None:
    found = asked(judged, **({"sorteer": sort} if sort else {}))
    rows = [row for row in table(found, "fields").rows if row[1].value is not None]
    ranked = [rank(row[place].value) for row in rows]
    assert ranked == sorted(ranked, reverse=down)
    orders = [one.order for one in table(found, "fields").columns]
    assert orders[place] == ("descending" if down else "ascending")
    assert [one for at, one in enumerate(orders) if at != place] == [""] * 4


def test_ways_keep_what_was_chosen(judged: View) -> None:
    query = {"categorie": "A", "peildatum": "2026-02-20", "sorteer": "leeg"}
    found = asked(judged, **query)
    assert links(found, "Publicatiestandaard")["1.0"] == (
        "/nl/velden?peildatum=2026-02-20&categorie=A&sorteer=leeg&standaard=1.0"
    )
    assert "categorie" not in links(found, "Publicatiecategorie")["Alle"]
    form = next(one for one in found.blocks if isinstance(one, Form))
    assert form.kept == {"categorie": "A", "sorteer": "leeg"}
    assert [entry.value for entry in form.entries] == ["", "2026-02-20"]
    row = next(one for one in table(found, "fields").rows if one[1].value)
    assert "peildatum=2026-02-20&categorie=A&veld=" in row[0].href


@pytest.mark.parametrize(
    ("typed", "body", "said"),
    [
        ("gm0344", "Gemeente Utrecht", ""),
        ("utrecht", "Gemeente Utrecht", ""),
        ("voorbeelden", None, "past bij 2 organisaties"),
        ("xyzzy", None, "Geen organisatie gevonden"),
    ],
)
def test_an_organisation_by_name_or_code(typed: str, body: str | None, said: str) -> None:
    view = view_of(make_facts(), path="/velden", organisatie=typed)
    choice, found = chosen(view), content(view)
    assert (choice.body.name if choice.body else None) == body
    assert said in " ".join(one.text for one in found.blocks if isinstance(one, Paragraph))
    assert (body or "registraties") in lead(found)


# One field


@pytest.mark.parametrize("query", [{}, {"categorie": "A"}, {"organisatie": ENDED}], ids=str)
def test_as_many_registrations_as_the_check_says(judged: View, query: dict[str, str]) -> None:
    first = asked(judged, veld="goal", **query)
    for row in table(first, "checks").rows:
        check = row[0].href.rpartition("controle=")[2].partition("#")[0]
        found = asked(judged, veld="goal", controle=check, **query)
        there = [one for one in tables(found.blocks) if one.name == "found"]
        number = row[2].value or 0
        assert isinstance(number, int)
        assert len(there[0].rows if there else []) == min(number, SHOWN)
        assert all(one.caption.startswith(f"{number} registratie") for one in there)
        assert all("/registratie/" in one[0].href for each in there for one in each.rows)


def test_registrations_of_a_check_are_those_of_the_list(judged: View) -> None:
    checks = table(asked(judged, veld="goal", organisatie=ENDED), "checks").rows
    check = next(row[0].href for row in checks if row[2].value).rpartition("controle=")[2].partition("#")[0]
    found = table(asked(judged, veld="goal", controle=check, organisatie=ENDED), "found")
    those = listed(judged.mart.facts, DAY, judged.mart.texts, Asked(ENDED, check=check))
    expected = {one.lars for one in those}
    assert {row[0].href.rpartition("/")[2] for row in found.rows} == expected
    assert 0 < len(expected) <= SHOWN


def test_a_field_that_there_is_none_of_is_the_whole_page(judged: View) -> None:
    assert asked(judged, veld="nonsense").title == asked(judged).title
    assert "Doel en impact" in asked(judged, veld="goal").title


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("query", [{}, {"veld": "goal"}, {"organisatie": "gm"}, {"categorie": "geen"}], ids=str)
def test_it_renders(judged: View, language: str, query: dict[str, str]) -> None:
    one = replace(judged, language=language, query=query)
    assert Renderer(one).blocks(content(one).blocks)
    names = [each.name for each in tables(content(one).blocks)]
    assert len(names) == len(set(names))


def test_fields_that_do_not_count_have_the_figure_of_their_own(judged: View) -> None:
    rows = {row[0].value: row for row in table(asked(judged), "others").rows}
    found = figures(judged.mart.facts, "completeness.provider", [DAY]).row(0, named=True)
    assert (rows["Leverancier"][1].value, rows["Leverancier"][2].value) == (found["asked"], found["passed"])
    assert OTHER not in rows
