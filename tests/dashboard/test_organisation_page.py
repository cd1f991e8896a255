"""What the page of a body tells beyond its figures: findings, fixes, peers, what changed, its list."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dashboard.blocks import Block, Links, Paragraph, Section, Table, tables
from dashboard.data import Edition
from dashboard.lately import lately
from dashboard.pages import organisation
from dashboard.view import View
from metrics.facts import Facts
from metrics.finding_list import BY_NAME
from metrics.finding_spans import NEW, PERSISTING, finding_spans
from metrics.fixes import fixes
from tests.dashboard.many_bodies import many
from tests.dashboard.small_register import META, STATUS, FakeShelf, make_app
from tests.metrics.facts_builder import AGENCY, MINISTRY, FactsBuilder
from tests.metrics.judged_register import ENDED, register

Make = Callable[..., View]
LAST = date(2026, 3, 1)
BODY = "gm0003"


@pytest.fixture
def asked(view: Make) -> Make:
    """Return a way to ask the judged register for a part of a body's page."""

    def make(org_id: str, anchor: str, facts: Facts | None = None, **query: str) -> Section:
        found = facts or register()[0]
        path = f"/organisatie/{org_id}"
        made = replace(view(path, query.pop("language", "nl"), found, **query), edition=Edition("data/7", META, found))
        blocks = organisation.content(made, org_id).blocks
        return next(block for block in blocks if isinstance(block, Section) and block.anchor == anchor)

    return make  # type: ignore[return-value] # it makes sections


def said(section: Section) -> str:
    return " ".join(block.text for block in section.blocks if isinstance(block, Paragraph))


def table(blocks: Sequence[Block], name: str) -> Table:
    return next(found for found in tables(blocks) if found.name == name)


def column(found: Table, title: str) -> list[Any]:
    place = [one.title for one in found.columns].index(title)
    return [row[place].value for row in found.rows]


# Registrations


def test_of_very_many_registrations_the_first_stand_on_the_page_and_the_file_has_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = make_app(FakeShelf(many("public"), STATUS))

    def shown(path: str) -> str:
        text: str = app.server.test_client().get(path, headers={"Host": "localhost"}).get_data(as_text=True)
        return text

    def rows(page: str) -> int:
        return page.partition("Registraties van deze organisatie")[2].partition("</table>")[0].count("<tr") - 1

    assert rows(shown("/nl/organisatie/gm0006")) == 20
    monkeypatch.setattr(organisation, "_SHOWN", 5)
    app.answers.clear()
    page = shown("/nl/organisatie/gm0006")
    assert rows(page) == 5
    assert "U ziet de eerste 5 van 20" in page
    file = shown("/nl/download/organisatie/gm0006/registrations.csv")
    assert len([line for line in file.splitlines() if not line.lstrip("\ufeff").startswith("#")]) == 1 + 20


# Fields


def test_the_emptiest_field_comes_first(asked: Any) -> None:  # noqa: ANN401 - a fixture
    section = asked(BODY, "volledigheid")
    rows = table(section.blocks, "fields").rows
    assert [str(row[0].value).endswith("in punten") for row in rows[:3]] == [True, True, False]
    shares = [int(str(row[1].value)) / int(str(row[2].value)) for row in rows[2:] if row[2].value]
    assert shares == sorted(shares)
    assert len(set(shares)) > 1
    (way,) = next(one for one in section.blocks if isinstance(one, Links)).items
    assert way[1] == f"/nl/velden?organisatie={BODY}"


# Findings


def test_findings_per_check_add_up_to_those_that_stand(asked: Any) -> None:  # noqa: ANN401 - a fixture
    rows = finding_spans(register()[0], BODY, date(2026, 1, 30), LAST)
    stands = rows.filter(rows["state"].is_in([NEW, PERSISTING]))
    section = asked(BODY, "bevindingen")
    found = table(section.blocks, "findings")
    assert sum(column(found, "Nu na te kijken")) == stands.height
    assert column(found, "Ernst") == sorted(column(found, "Ernst"), key=["ernstig", "let op", "ter informatie"].index)
    assert f"{stands.height:,} punten na te kijken".replace(",", ".") in said(section)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        pytest.param({"bevinding": "placeholder"}, [("10000000", "Nieuw", date(2026, 2, 1), 28)], id="check"),
        pytest.param({"bevindingen": "nieuw"}, None, id="new ones"),
        pytest.param({"bevinding": "placeholder", "bevindingen": "opgelost"}, [], id="both"),
    ],
)
def test_the_address_narrows_the_list_down(asked: Any, query: dict[str, str], rows: list[Any] | None) -> None:  # noqa: ANN401
    section = asked(ENDED, "bevindingen", **query)
    if rows == []:
        assert "niets van deze soort" in said(section)
        return
    found = table(section.blocks, "finding-list")
    told = [tuple(cell.value for cell in row[-4:]) for row in found.rows]
    if rows is not None:
        assert told == rows
        assert BY_NAME["placeholder"].fix["nl"] in said(section)
    else:
        assert {state for _, state, *_ in told} == {"Nieuw"}


def test_each_check_leads_to_its_own_list(asked: Any) -> None:  # noqa: ANN401 - a fixture
    found = table(asked(BODY, "bevindingen", peildatum="2026-03-01").blocks, "findings")
    for row in found.rows:
        assert "peildatum=2026-03-01&bevinding=" in row[0].href
        assert row[0].href.endswith("#bevindingen")


def test_an_ended_finding_tells_until_when(asked: Any) -> None:  # noqa: ANN401 - a fixture
    facts = register()[0]
    rows = [org_id for org_id in (f"gm{n:04}" for n in range(3, 10)) if _gone(facts, org_id)]
    section = asked(rows[0], "bevindingen", peildatum="2026-03-01")
    (links,) = [block for block in section.blocks if isinstance(block, Links)]
    assert [text.partition(" (")[0] for text, _, _ in links.items] == [
        "Per controle", "Nieuw", "Bestond al", "Opgelost", "Registratie niet meer gevonden",
    ]  # fmt: skip
    found = table(asked(rows[0], "bevindingen", bevindingen="weg").blocks, "finding-list")
    assert all(isinstance(value, date) for value in column(found, "Tot"))


def _gone(facts: Facts, org_id: str) -> bool:
    return "gone" in finding_spans(facts, org_id, date(2026, 1, 30), LAST)["state"]


# Fixes


def test_fixes_are_those_of_the_command_the_largest_gain_first(asked: Any) -> None:  # noqa: ANN401 - a fixture
    facts = many()
    every = fixes(facts, "gm0003").fixes
    found = table(asked("gm0003", "verbeteringen", facts).blocks, "fixes")
    assert column(found, "Punten erbij") == [one.passed for one in every[:10]]
    assert [(share.passed, share.asked) for share in column(found, "Daarna")] == [
        (one.cumulative.passed, one.cumulative.asked) for one in every[:10]
    ]
    assert column(found, "Winst (procentpunt)")[0] == f"+{100 * float(every[0].gain):.2f}".replace(".", ",")
    (more,) = (block for block in asked("gm0003", "verbeteringen", facts).blocks if isinstance(block, Links))
    assert [text for text, _, _ in more.items] == [f"Toon alle {len(every)} aanvullingen"]
    whole = table(asked("gm0003", "verbeteringen", facts, verbeteringen="alle").blocks, "fixes")
    assert len(whole.rows) == len(every)


def test_few_registrations_are_told_in_points(asked: Any) -> None:  # noqa: ANN401 - a fixture
    section = asked("gm0009", "verbeteringen", many())
    assert "%" not in said(section)
    assert "procentpunt" not in str(section.blocks)


@pytest.mark.parametrize(
    ("org_id", "text"), [("gm0008", "niets aan te vullen"), ("gm0010", "geen volledigheid te berekenen")]
)
def test_nothing_to_complete_is_said(asked: Any, org_id: str, text: str) -> None:  # noqa: ANN401 - a fixture
    assert text in said(asked(org_id, "verbeteringen", many()))


# Peers


def test_peers_have_what_this_body_has_not(asked: Any) -> None:  # noqa: ANN401 - a fixture
    section = asked("gm0009", "vergelijkbaar")
    assert "andere organisaties van dezelfde soort (gemeente)" in said(section)
    ways = [href for block in section.blocks if isinstance(block, Links) for _, href, _ in block.items]
    assert ways == ["/nl/vergelijk?soort=gemeente&organisatie=gm0009"]
    differing = table(asked("gm0005", "vergelijkbaar").blocks, "peers-differing")
    assert "Overige algoritmes" in column(differing, "Categorie hier")


# What changed


def test_what_changed_lately() -> None:
    builder = (
        FactsBuilder("2026-01-05", "2026-02-02", "2026-03-01").body("gm0001", "gemeente").body("gm0002", "gemeente")
    )
    builder.registration("10000001", "2025-01-01", org_id="gm0001", real=1)
    builder.registration("10000001", "2026-02-10", org_id="gm0001", real=2)
    builder.registration("10000002", "2026-02-15", org_id="gm0001")
    builder.registration("10000003", "2025-01-01", org_id="gm0001", withdrawn="2026-02-20")
    builder.registration("10000004", "2025-01-01", org_id="gm0001", real=1)
    builder.registration("10000004", "2026-02-10", org_id="gm0001", real=1)
    builder.registration("10000005", "2025-01-01", org_id="gm0001")
    builder.registration("10000005", "2026-02-25", org_id="gm0002")
    rows = lately(builder.build(), "gm0001", date(2026, 2, 1), date(2026, 3, 1)).select("lars", "what").rows()
    assert dict(rows) == {
        "10000001": "changed", "10000002": "added", "10000003": "removed", "10000005": "moved",
    }  # fmt: skip


def test_no_change_is_said(asked: Any) -> None:  # noqa: ANN401 - a fixture
    assert "geen verandering gevonden" in said(asked("gm0008", "gewijzigd", many(), peildatum="2026-07-01"))
    assert "1 erbij" in said(asked("gm0008", "gewijzigd", many()))


# List and register


def listed(audience: str = "internal") -> Facts:
    builder = FactsBuilder("2025-06-02", "2026-03-01").body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    builder.inventory(AGENCY, "2025-06-02").line("found", name="Geheim A").line("missing", name="Geheim B")
    builder.line("perhaps", name="Geheim C").pair("10000001", "found").pair("10000002", "perhaps", alone="possible")
    builder.registration("10000001", "2025-05-01").registration("10000002", "2025-05-01")
    return builder.registration("10000003", "2025-05-01").build(audience)


def test_the_list_beside_the_register(asked: Any) -> None:  # noqa: ANN401 - a fixture
    section = asked(AGENCY, "lijst", listed())
    assert "Van de 3 systemen op de eigen lijst zijn er op 1 maart 2026 1 gevonden" in said(section)
    assert "1 registratie die niet op de lijst staan" in said(section)
    assert column(table(section.blocks, "list-states"), "Aantal") == [1, 1, 1, 0, 0]
    work = table(section.blocks, "list-work")
    assert column(work, "Naam") == ["Geheim B", "Geheim C"]
    assert column(work, "Registratie") == [None, "10000002"]


def test_without_a_list_that_is_said(asked: Any) -> None:  # noqa: ANN401 - a fixture
    assert "niet gemeld" in said(asked(MINISTRY, "lijst", listed()))


def test_the_public_is_told_why_and_no_name(asked: Any, view: Make) -> None:  # noqa: ANN401 - a fixture
    facts = listed("public")
    assert "niet openbaar" in said(asked(AGENCY, "lijst", facts))
    assert "Geheim" not in str(organisation.content(view(f"/organisatie/{AGENCY}", facts=facts), AGENCY))
