"""The page of a registration: what it says, what is to be checked, since when, and who else has it."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import unquote

import pytest

from dashboard.blocks import Block, Content, Facts, Links, Notice, Paragraph, Revisions, Sayings, Section, Table, tables
from dashboard.components import Renderer
from dashboard.data import Edition
from dashboard.entry_peers import SHOWN
from dashboard.forms import Writing
from dashboard.pages import organisation
from dashboard.pages.registration import content
from dashboard.remarking import ANCHOR
from dashboard.view import View
from metrics import facts as dated
from metrics.finding_list import Asked, listed
from metrics.fixes import fixes
from sql.fields import IMPACTFUL, OTHER
from tests.dashboard.small_register import META, NOW, STATUS, make_facts, withdrawn
from tests.metrics.facts_builder import FactsBuilder
from tests.metrics.judged_register import ENDED, register

DAY = date(2026, 3, 1)
LARS = "10000000"
PARTS = ("check", "says", "complete", "history", "lists", "peers", ANCHOR)


def view_of(
    facts: dated.Facts, said: Mapping[str, str] | None = None, language: str = "nl", path: str = "/", **query: str
) -> View:
    bodies = said or {}
    edition = Edition(
        "data/7", META, facts, texts=lambda wanted: {one: bodies[one] for one in wanted.unique() if one in bodies}
    )
    return View(language, path, query, edition, STATUS, NOW, "http://localhost", facts.audience, "a@example.org")


@pytest.fixture(scope="module")
def judged() -> View:
    facts, said = register()
    return view_of(facts, said)


def section(found: Content, name: str) -> Sequence[Block]:
    return next(one.blocks for one in found.blocks if isinstance(one, Section) and one.anchor == name)


def table(found: Content, name: str) -> Table:
    return next(one for one in tables(found.blocks) if one.name == name)


def words(blocks: Sequence[Block]) -> str:
    return " ".join(one.text for one in blocks if isinstance(one, Paragraph | Notice))


def only(blocks: Sequence[Block], kind: type[Sayings] | type[Revisions]) -> Sayings | Revisions:
    (one,) = [block for block in blocks if isinstance(block, kind)]
    return one


# What it is


def test_sentence_says_what_it_is_whose_since_when_and_how_complete(judged: View) -> None:
    found = content(judged, LARS)
    lead = found.blocks[0]
    assert isinstance(lead, Paragraph)
    assert lead.lead
    for part in ("in het Algoritmeregister", "categorie", "status", "eerste publicatie", "bruikbaar ingevuld"):
        assert part in lead.text
    assert (found.status, [one.anchor for one in found.blocks if isinstance(one, Section)]) == (200, list(PARTS))


def test_a_reader_can_remark_on_it(judged: View) -> None:
    (form,) = (b for b in section(content(replace(judged, tickets=str), LARS), ANCHOR) if isinstance(b, Writing))
    assert form.subject == f"registration/{LARS}"
    (letter,) = (block for block in section(content(judged, LARS), ANCHOR) if isinstance(block, Links))
    assert f"registration/{LARS}" in unquote(letter.items[0][1])


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("path", ["", "?peildatum=2025-12-01"])
def test_it_renders_in_both_languages(judged: View, language: str, path: str) -> None:
    query = {"peildatum": path[-10:]} if path else {}
    one = replace(judged, language=language, query=query, path=f"/registratie/{LARS}")
    blocks = content(one, LARS).blocks
    assert Renderer(one).blocks(blocks)


def test_it_leads_to_the_register_and_to_the_body_on_the_same_day(judged: View) -> None:
    found = content(replace(judged, query={"peildatum": "2026-02-20"}), LARS)
    about = next(one for one in found.blocks if isinstance(one, Facts))
    assert any(cell.href.endswith("?peildatum=2026-02-20") and "/organisatie/" in cell.href for _, cell in about.items)
    assert f"https://algoritmes.overheid.nl/nl/algoritme/{LARS}" in str(found.blocks)


# What there is to check


def test_findings_are_those_of_the_list(judged: View) -> None:
    expected = listed(judged.mart.facts, DAY, judged.mart.texts, Asked(lars=LARS))
    found = table(content(judged, LARS), "findings")
    assert [(row[0].value, row[3].value, row[4].value) for row in found.rows] == [
        (one.finding.title.nl, one.since, one.finding.fix.nl) for one in expected
    ]
    assert {row[1].value for row in found.rows} <= {"ernstig", "let op", "ter informatie"}
    assert expected


def test_each_field_has_its_text_and_its_findings(judged: View) -> None:
    says = only(section(content(judged, LARS), "says"), Sayings)
    assert isinstance(says, Sayings)
    by_field = {one.title: one for one in says.items}
    expected = listed(judged.mart.facts, DAY, judged.mart.texts, Asked(lars=LARS))
    told = [remark for one in says.items for remark in one.remarks]
    # One of several fields is told at each of them, and in full at the first.
    assert len([one for one in told if not one.href]) == len(
        {one.finding.check for one in expected if one.finding.fields}
    )
    assert all("sinds" in one.told for one in told if not one.href)
    assert by_field["Naam"].text
    assert by_field["Naam"].lang == "nl"
    # The download has the same rows.
    assert [row[0].value for row in says.table.rows] == [one.title for one in says.items]


def test_what_is_to_be_completed_is_that_of_the_fixes(judged: View) -> None:
    expected = fixes(judged.mart.facts, ENDED, lars=LARS, as_of=DAY)
    found = content(judged, LARS)
    assert [row[2].value for row in table(found, "fixes").rows] == [one.passed for one in expected.fixes]
    own = expected.fixes[0].own
    assert f"{own.passed} van de {own.asked} punten" in words(section(found, "complete"))


# Over time


def versioned() -> View:
    said = {
        "2026-01-05": {"goal": "Het doel is hulp aan wie belt met een vraag"},
        "2026-02-01": {"goal": "Het doel is hulp aan wie schrijft met een vraag", "risks": "Nieuw"},
    }
    builder = FactsBuilder("2026-01-10", "2026-02-10", "2026-03-10").body("gm1", "gemeente")
    for day in said:
        builder.registration(LARS, day, org_id="gm1", category=OTHER)
    return view_of(builder.build(), {f"{LARS}/{day}": json.dumps(one) for day, one in said.items()})


def test_versions_have_the_words_before_and_after() -> None:
    found = only(section(content(versioned(), LARS), "history"), Revisions)
    assert isinstance(found, Revisions)
    newest, first = found.items
    assert (newest.title, newest.shown, first.shown) == ("Vanaf 1 februari 2026", True, False)
    assert [one.title for one in newest.changes] == ["Doel en impact", "Risicobeheer"]
    assert [run.text for run in newest.changes[0].runs if run.kind != "kept"] == ["belt", "schrijft"]
    rows = [[cell.value for cell in row] for row in found.table.rows]
    assert rows[1] == [date(2026, 2, 1), "Risicobeheer", "", "Nieuw"]
    assert "De eerste versie" in str(rows[2][1])


def test_an_earlier_day_shows_what_it_said_then() -> None:
    one = replace(versioned(), query={"peildatum": "2026-01-20"})
    found = content(one, LARS)
    says = only(section(found, "says"), Sayings)
    assert isinstance(says, Sayings)
    assert [each.text for each in says.items if each.title == "Doel en impact"] == [
        "Het doel is hulp aan wie belt met een vraag"
    ]
    assert "Er is 1 versie bekend" in words(section(found, "history"))


def test_marks_do_not_need_colour() -> None:
    one = versioned()
    page = str(Renderer(one).blocks(content(one, LARS).blocks))
    for part in ("Del(", "Ins(", "weg:", "nieuw:"):
        assert part in page


# Gone, not yet, unknown


@pytest.mark.parametrize(
    ("day", "state", "said"),
    [
        ("2026-08-08", "niet meer gevonden", "stond zij er niet meer"),
        (
            "2026-01-05",
            "niet zeker",
            "Zij stond er zeker nog op 1 juni 2025. Op 8 augustus 2026 stond zij er niet meer.",
        ),
    ],
)
def test_withdrawn_says_so_with_the_bounds(view: Callable[..., View], day: str, state: str, said: str) -> None:
    found = content(view(facts=withdrawn("10000001"), peildatum=day), "10000001")
    notice = next(one for one in found.blocks if isinstance(one, Notice))
    assert said in notice.text
    about = next(one for one in found.blocks if isinstance(one, Facts))
    assert state in [cell.value for _, cell in about.items]
    assert (state == "niet zeker") == bool([one for one in tables(found.blocks) if one.name == "findings"])


def test_not_there_yet_says_when_it_was(view: Callable[..., View]) -> None:
    found = content(view(peildatum="2026-07-01"), "10000006")
    assert found.status == 200
    assert "voor het eerst gevonden op 20 juli 2026" in words(found.blocks)


@pytest.mark.parametrize(
    ("asked", "near"), [("10000007", True), ("1000001", True), ("10000010", True), ("zoekhulp", False), ("~", False)]
)
def test_unknown_is_a_404_that_helps(view: Callable[..., View], asked: str, near: bool) -> None:
    found = content(view(), asked)
    assert found.status == 404
    assert asked in words(found.blocks)
    assert bool(list(tables(found.blocks))) == near


# Who else, and on which list


def test_others_with_the_same_system_and_another_category() -> None:
    builder = FactsBuilder("2026-01-10")
    for number, category in enumerate((OTHER, OTHER, IMPACTFUL)):
        builder.body(f"gm{number}", "gemeente")
        builder.registration(f"1000000{number}", "2026-01-05", org_id=f"gm{number}", cluster="a", category=category)
    found = section(content(view_of(builder.build()), LARS), "peers")
    assert "2 andere organisaties" in words(found)
    assert f"1 organisatie in \u2018{IMPACTFUL}\u2019" in words(found)
    (others,) = tables(found)
    assert [row[0].href for row in others.rows] == ["/nl/registratie/10000001", "/nl/registratie/10000002"]


def test_lines_of_lists_are_for_the_internal_audience_only() -> None:
    for audience, there in (("internal", True), ("public", False)):
        blocks = section(content(view_of(make_facts(audience)), "10000004"), "lists")
        assert [one.name for one in tables(blocks)] == (["matches"] if there else [])
        assert ("Systeem 4" in str(blocks)) == there
        assert ("niet openbaar" in words(blocks)) != there
    (matches,) = tables(section(content(view_of(make_facts()), "10000004"), "lists"))
    assert (matches.rows[0][3].value, matches.rows[0][3].reason) == ("zeker", "Algoritme-ID")


def test_every_table_of_registrations_leads_here(view: Callable[..., View]) -> None:
    found = organisation.content(view(peildatum="2026-08-01"), "gm0344")
    rows = table(found, "registrations").rows
    assert {row[0].href for row in rows} == {f"/nl/registratie/1000000{n}?peildatum=2026-08-01" for n in (1, 2, 3)}


def test_texts_that_are_not_kept_say_so(view: Callable[..., View]) -> None:
    edition = Edition("data/7", META, make_facts(), texts=lambda _: {})
    found = content(replace(view(), edition=edition), "10000001")
    assert "teksten zijn niet bewaard" in words(section(found, "says"))


def test_of_a_common_system_those_of_the_same_kind_stand_first_and_the_rest_is_counted() -> None:
    builder = FactsBuilder("2026-01-10").body("pv1", "provincie")
    builder.registration("20000000", "2026-01-05", org_id="pv1", cluster="a")
    for number in range(SHOWN + 2):
        builder.body(f"gm{number:02}", "gemeente")
        builder.registration(f"100000{number:02}", "2026-01-05", org_id=f"gm{number:02}", cluster="a")
    found = section(content(view_of(builder.build()), LARS), "peers")
    (others,) = tables(found)
    assert len(others.rows) == SHOWN
    assert f"eerste {SHOWN} van de {SHOWN + 2} registraties" in words(found)
    assert "pv1" not in str(others.rows)
