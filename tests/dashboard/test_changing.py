"""What changed: the page between two days in its URL, and the feed of the same changes."""

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import dash
import polars as pl
import pytest

from dashboard.blocks import Links, Table, tables
from dashboard.router import Router
from metrics.facts import Facts
from sql.fields import HIGH_RISK, OTHER
from tests.dashboard.small_register import AGENCY, CITY, NOW, STATUS, FakeShelf, at, make_app, make_facts, withdrawn
from tests.dashboard.test_pages import rendered
from tests.metrics.facts_builder import FactsBuilder

ATOM = "{http://www.w3.org/2005/Atom}"
MOVE = "2026-07-30"


def edited(audience: str = "public") -> Facts:
    """Return the register in which one registration got another category and another text."""
    facts = make_facts(audience)
    first = facts.versions.filter(pl.col("lars") == "10000001")
    later = first.with_columns(
        content=pl.lit("content-later"),
        category=pl.lit(HIGH_RISK),
        published_at=pl.lit(at(MOVE)).cast(first.schema["published_at"]),
        known_from=pl.lit(at(MOVE)).cast(first.schema["known_from"]),
        valid_from=pl.lit(at(MOVE)).cast(first.schema["valid_from"]),
    )
    return make_facts(audience, versions=pl.concat([facts.versions, later]))


SAID = {
    "content-10000001": '{"goal": "Vroeger.", "publication_category": "Overige algoritmes"}',
    "content-later": '{"goal": "Nu.", "publication_category": "Hoog-risico AI-systeem", "standard_version": "1.0"}',
}


def app_of(facts: Facts, audience: str = "public", now: datetime = NOW) -> dash.Dash:
    return make_app(FakeShelf(facts, STATUS, said=SAID), audience, now)


def page(app: dash.Dash, search: str = "", language: str = "nl") -> tuple[str, dict[str, Table], int]:
    router: Router = app.router
    content = router.visit(f"/{language}/wijzigingen", search, "http://localhost/")[1]
    lead = getattr(content.blocks[0], "text", "")
    return lead, {table.name: table for table in tables(content.blocks)}, content.status


def column(table: Table, place: int) -> list[object]:
    return [row[place].value for row in table.rows]


def test_by_default_the_month_before_the_chosen_day() -> None:
    lead, found, _ = page(app_of(make_facts("public")))
    assert lead.startswith("Tussen 8 juli 2026 en 8 augustus 2026 zijn er in het Algoritmeregister 1 registratie bij")
    assert column(found["changes-new"], 0) == ["Zoekhulp"]
    assert column(found["kinds"], 1) == [1, 0, 0, 0, 0, 0, 0]
    assert "Tussen 5 december 2025 en 5 januari 2026" in page(app_of(make_facts("public")), "peildatum=2026-01-05")[0]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_leads_to_why_figures_moved_between_the_same_days(language: str) -> None:
    app = app_of(make_facts("public"))
    search = f"van=2025-10-01&peildatum=2026-08-08&organisatie={CITY}"
    content = app.router.visit(f"/{language}/wijzigingen", search, "http://localhost/")[1]
    ways = next(one for one in content.blocks if isinstance(one, Links) and "/verklaring?" in one.items[0][1])
    asked = [parse_qs(urlsplit(href).query) for _, href, _ in ways.items]
    days = {"van": ["2025-10-01"], "peildatum": ["2026-08-08"]}
    assert asked == [
        {"cijfer": ["completeness.valid"], "organisatie": [CITY], **days},
        {"cijfer": ["coverage.high_risk"], "organisatie": [CITY], **days},
        {"cijfer": ["connected.organisations"], **days},
    ]


def test_two_days_in_the_url() -> None:
    lead, found, _ = page(app_of(make_facts("public")), "van=2025-10-01&peildatum=2026-03-01")
    assert "2 registraties bijgekomen" in lead
    assert column(found["changes-new"], 0) == ["Gezichtsvergelijking", "Risicoselectie aanvragen"]


def test_another_category_and_another_text_are_two_changes_of_one_registration() -> None:
    lead, found, _ = page(app_of(edited()))
    assert "1 registratie bijgekomen, 0 ingetrokken en 1 gewijzigd" in lead
    assert "1 keer een andere categorie en 1 keer een andere tekst" in lead
    assert [cell.value for cell in found["changes-reclassified"].rows[0]][2:4] == [OTHER, HIGH_RISK]
    assert column(found["changes-edited"], 2) == ["Doel en impact, publicatiestandaard"]
    assert "Goal and impact, publication standard" in rendered(app_of(edited()), "/en/wijzigingen")


def test_what_is_gone_says_between_which_days_it_went() -> None:
    lead, found, _ = page(app_of(withdrawn("10000005", "public")), "van=2026-03-01")
    assert "1 ingetrokken" in lead
    cells = [str(cell.value) for cell in found["changes-retracted"].rows[0]]
    assert (cells[0], cells[4]) == ("Gezichtsvergelijking", "2026-08-08")


def test_a_long_list_says_how_many_there_are_and_leads_to_all() -> None:
    builder = FactsBuilder("2026-07-01", "2026-08-08").body(CITY, "gemeente")
    for number in range(30):
        builder.registration(f"300000{number:02}", "2026-07-20", org_id=CITY)
    app = app_of(builder.build("public"))
    table = page(app)[1]["changes-new"]
    assert (len(table.rows), table.caption.partition(":")[0]) == (25, "30 registraties")
    assert "U ziet 25 van de 30. Toon alle" in rendered(app, "/nl/wijzigingen")
    assert len(page(app, "soort=nieuw&alles=ja")[1]["changes-new"].rows) == 30


@pytest.mark.parametrize(
    ("search", "shown"),
    [
        (f"organisatie={CITY}", {"changes-reclassified", "changes-edited"}),
        (f"organisatie={AGENCY}", set()),
        ("type=ministerie", {"changes-new"}),
        ("soort=categorie", {"changes-reclassified"}),
        ("soort=gewijzigd", {"changes-edited"}),
        ("", {"changes-new", "changes-reclassified", "changes-edited"}),
    ],
)
def test_filters(search: str, shown: set[str]) -> None:
    lead, found, status = page(app_of(edited()), search)
    assert (status, {name for name in found if name != "kinds"}) == (200, shown)
    assert ("niets veranderd" in lead) == (not shown)


@pytest.mark.parametrize(
    "search", ["van=gisteren", "van=2026-08-09", "van=2020-01-01", "van=2026-05-01&peildatum=2026-04-01"]
)
def test_a_first_day_that_cannot_be_is_a_message(search: str) -> None:
    assert page(app_of(make_facts("public")), search)[2] == 400


def feed(app: dash.Dash, search: str = "", language: str = "nl") -> ET.Element:
    answer = app.server.test_client().get(f"/{language}/wijzigingen.atom{search}", headers={"Host": "localhost"})
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    return ET.fromstring(answer.data)  # noqa: S314 - we wrote it


def ids(root: ET.Element) -> list[str | None]:
    return [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_feed_has_what_atom_asks(language: str) -> None:
    root = feed(app_of(edited()), language=language)
    assert {"id", "title", "updated", "author"} <= {child.tag.removeprefix(ATOM) for child in root}
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for one in (root, *entries):
        for name in ("id", "title", "updated"):
            assert one.findtext(f"{ATOM}{name}")
        assert datetime.fromisoformat(one.findtext(f"{ATOM}updated") or "").tzinfo
        assert (one.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == f"http://localhost/{language}/wijzigingen.atom"
    assert len(set(ids(root))) == 2


def test_ids_stay_when_a_day_goes_by_and_differ_by_language() -> None:
    assert ids(feed(app_of(edited()))) == ids(feed(app_of(edited(), now=NOW + timedelta(days=1))))
    assert not set(ids(feed(app_of(edited())))) & set(ids(feed(app_of(edited()), language="en")))


def test_feed_filters_as_the_page_does() -> None:
    assert len(ids(feed(app_of(edited()), f"?organisatie={CITY}"))) == 1
    assert len(ids(feed(app_of(edited()), "?soort=nieuw"))) == 1
    assert ids(feed(app_of(edited()), f"?organisatie={AGENCY}")) == []


def test_feed_tells_nothing_of_lists_that_are_not_public() -> None:
    told = ET.tostring(feed(app_of(edited("internal"), "internal")), encoding="unicode")
    assert "Systeem" not in told.replace(HIGH_RISK, "")


def test_feed_is_asked_again_only_for_what_is_new() -> None:
    client = app_of(edited()).server.test_client()
    first = client.get("/nl/wijzigingen.atom", headers={"Host": "localhost"})
    again = client.get("/nl/wijzigingen.atom", headers={"Host": "localhost", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_without_a_mart_there_is_no_feed() -> None:
    answer = make_app(FakeShelf(None, STATUS)).server.test_client().get("/nl/wijzigingen.atom", headers={"Host": "x"})
    assert answer.status_code == 503


def test_the_head_of_every_page_leads_to_the_feed() -> None:
    for language in ("nl", "en"):
        told = app_of(edited()).server.test_client().get(f"/{language}/", headers={"Host": "localhost"}).text
        assert 'type="application/atom+xml"' in told
        assert f'href="/{language}/wijzigingen.atom"' in told
