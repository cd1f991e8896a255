"""What the pages say of declared counts, explanations and corrections; and what they must not."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from dashboard import freshness
from dashboard.blocks import Block, Paragraph, Section, Table, tables
from dashboard.export import to_csv
from dashboard.pages import organisation, sources, target
from dashboard.view import View
from metrics.facts import Facts
from metrics.schemas import SCHEMAS, empty
from tests.dashboard.small_register import CORRECTIONS, EXPLAINED, MINISTRY, QUIET, TARGET, make_facts

Make = Callable[..., View]


def words(blocks: Any) -> list[str]:  # noqa: ANN401 - any depth of blocks
    found: list[str] = []
    for block in blocks:
        found += words(block.blocks) if isinstance(block, Section) else []
        found += [block.text] if isinstance(block, Paragraph) else []
    return found


def table(blocks: "list[Block] | Any", name: str) -> Table:  # noqa: ANN401 - what a page holds
    return next(one for one in tables(blocks) if one.name == name)


def test_the_target_page_shows_what_ministries_declared(view: Make) -> None:
    content = target.content(view(f"/doel/{TARGET}"), TARGET)
    shown = table(content.blocks, "declared")
    rows = {row[0].value: [cell.value for cell in row] for row in shown.rows}
    assert rows["Ministerie van Voorbeelden"][2:8] == [7, 2, 15, 34, 76, 41]
    assert rows["Ministerie van Stilte"][1:7] == ["opgegeven: nul in deze categorie", None, 0, 1, 2, 3]
    total = next(row[6] for row in shown.rows if row[0].value == "Ministerie van Voorbeelden")
    assert (total.value, total.reason) == (76, "A, B en C zijn samen 51")
    assert any("zijn samen 36, gedrukt staat 30" in text for text in words(content.blocks))
    csv = to_csv(shown, (), "toelichting")
    assert "A, B en C zijn samen 51; Citaat: " in csv


def test_the_public_page_does_not_say_how_long_a_list_is(view: Make) -> None:
    hidden = {name: empty(name) for name in ("inventory", "inventories")}
    shown = table(
        target.content(view(f"/doel/{TARGET}", facts=make_facts("public", **hidden)), TARGET).blocks, "declared"
    )
    assert "Op de eigen lijst (in gebruik)" not in [column.title for column in shown.columns]


def test_lists_without_a_document_are_no_declarations(view: Make) -> None:
    facts = make_facts(declared=make_facts().declared.clear())
    content = target.content(view(f"/doel/{TARGET}", facts=facts), TARGET)
    assert "declared" not in {table.name for table in tables(content.blocks)}


def test_before_the_document_there_is_nothing_to_show(view: Make) -> None:
    made = view(f"/doel/{TARGET}", facts=make_facts(inventory=empty("inventory"), inventories=empty("inventories")),
                peildatum="2025-08-24")  # fmt: skip
    content = target.content(made, TARGET)
    assert "Voor deze dag zijn er geen opgaven van ministeries vastgelegd." in words(content.blocks)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_organisation_shows_its_declarations_over_time(view: Make, language: str) -> None:
    facts = make_facts()
    coming = {
        "state": "forthcoming",
        "as_of": date(2026, 1, 1),
        "expected_on": date(2027, 1, 1),
        "document": "A letter",
    }
    more = pl.DataFrame(
        [{"org_id": QUIET, "known_from": facts.declared["known_from"][0]} | coming], SCHEMAS["declared"]
    )
    made = view("/", language, facts=make_facts(declared=pl.concat([facts.declared, more])))
    shown = table(organisation.content(made, QUIET).blocks, "declared")
    assert [row[0].value for row in shown.rows] == [date(2025, 8, 25), date(2026, 1, 1)]
    assert "2027" in str(shown.rows[1][-1].value)
    silent = view("/", facts=make_facts(declared=empty("declared")))
    assert "declared" not in [one.name for one in tables(organisation.content(silent, MINISTRY).blocks)]


def explained() -> Facts:
    return make_facts(explanations=pl.DataFrame([EXPLAINED], SCHEMAS["explanations"]))


def test_an_explained_system_stays_on_the_work_list(view: Make) -> None:
    shown = table(target.content(view(f"/doel/{TARGET}", facts=explained()), TARGET).blocks, "work-list")
    (row,) = [row for row in shown.rows if row[1].value == "7"]
    assert (row[3].value, row[-1].value) == (
        "Met uitleg", "Wordt vervangen. Grond: Besluit van de CIO. Geldig tot en met 31 december 2026.",
    )  # fmt: skip


@pytest.mark.parametrize(("language", "text"), [("nl", "text_nl"), ("en", "text_en")])
def test_corrections_are_listed(view: Make, language: str, text: str) -> None:
    shown = table(sources.content(view("/bronnen", language)).blocks, "corrections")
    assert [cell.value for cell in shown.rows[0]] == [
        date(2026, 7, 1),
        "figure/size.registrations",
        CORRECTIONS[0][text],
    ]


def test_a_correction_of_an_organisation_is_no_rectification(view: Make) -> None:
    own = make_facts().corrections.with_columns(subject=pl.lit("organisation/gm0344"))
    content = sources.content(view("/bronnen", facts=make_facts(corrections=own)))
    assert "Er zijn geen rectificaties." in words(content.blocks)


def test_the_public_is_not_told_of_internal_ledgers(view: Make) -> None:
    names = ("ledger:declared", "ledger:matches", "ledger:explanations", "inventory:x", "current")
    for audience, seen in (("public", ["ledger:declared", "current"]), ("internal", list(names))):
        made = view("/bronnen", facts=make_facts(audience))
        object.__setattr__(made, "status", {"sources": [{"name": name} for name in names]})
        assert [one["name"] for one in freshness.sources(made)] == seen
    assert freshness.source_name(view("/"), "ledger:declared") == "Logboek: Opgegeven aantallen"
