"""What sources of organisations do not agree on, on the page of sources; and organisations as they are today."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from dashboard.blocks import Block, Links, Section, Table, tables
from dashboard.bodies import bodies
from dashboard.pages import organisation, overview, sources
from dashboard.view import View
from metrics.facts import Facts
from metrics.schemas import SCHEMAS
from tests.dashboard.small_register import AGENCY, CITY, FIRST, LAST, MINISTRY, QUIET, make_facts

MakeView = Callable[..., View]
NAMES = {MINISTRY: "Voorbeelden", QUIET: "Stilte", AGENCY: "Agentschap Proef", CITY: "Ander Utrecht"}
KINDS = {MINISTRY: "ministerie", QUIET: "ministerie", AGENCY: "agentschap", CITY: "gemeente"}


def known(ended: str | None = None, heir: str | None = None) -> Facts:
    """Return the small register with a register of organisations, in which the city has another name."""
    rows: list[dict[str, Any]] = [
        dict.fromkeys(SCHEMAS["bodies"])
        | {"source": "organisations", "org_id": code, "name": name, "type": KINDS[code], "known_from": FIRST}
        | ({"valid_until": date(2026, 2, 23), "successor": heir} if code == ended else {})
        for code, name in NAMES.items()
    ]
    return make_facts(bodies=pl.DataFrame(rows, schema=SCHEMAS["bodies"]))


def section(view: View, anchor: str) -> list[Block]:
    content = sources.content(view) if anchor == "organisations" else overview.content(view)
    return next(list(one.blocks) for one in content.blocks if isinstance(one, Section) and one.anchor == anchor)


def issues(view: View) -> Table:
    return next(one for one in tables(section(view, "organisations")) if one.name == "issues")


def kinds_of(view: View) -> Table:
    return next(one for one in tables(section(view, "organisations")) if one.name == "issue_kinds")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_does_not_agree_is_shown_with_what_to_do(view: MakeView, language: str) -> None:
    page = view("/bronnen", language, known())
    shown = {row[2].value: [cell.value for cell in row] for row in issues(page).rows}
    assert {"gm0344", "gm0340"} <= set(shown)
    title, name, _, theirs, here = shown[CITY]
    assert (name, theirs) == ("Gemeente Utrecht", "Ander Utrecht")
    assert "register: Gemeente Utrecht" in str(here)
    words = {"nl": ("let op", "Andere naam bij dezelfde code"), "en": ("warning", "Another name under the same code")}
    kinds = {row[1].value: [cell.value for cell in row] for row in kinds_of(page).rows}
    severity, _, count, todo = kinds[title]
    assert (severity, title) == words[language]
    assert count == sum(row[0] == title for row in shown.values())
    assert "org_id" in str(todo)
    # Its own members are unknown to this register of organisations; the bodies that agree are not shown.
    assert not {MINISTRY, QUIET, AGENCY} & set(shown)


def test_without_a_register_of_organisations_that_is_said(view: MakeView) -> None:
    assert list(tables(section(view("/bronnen"), "organisations"))) == []


def per_ministry(view: View) -> dict[object, object]:
    table = next(one for one in tables(section(view, "parts")) if one.name == "per-ministry")
    return {row[0].value: row[1].value for row in table.rows}


def test_figures_can_be_had_as_they_were_and_as_of_today(view: MakeView) -> None:
    facts = known(MINISTRY, QUIET)
    was = view("/", facts=facts, per="ministry")
    now = view("/", facts=facts, per="ministry", weergave="herleid")
    named, other = "Ministerie van Voorbeelden", "Ministerie van Stilte"
    assert (per_ministry(was)[named], other in per_ministry(was)) == (3, False)
    assert (per_ministry(now)[other], named in per_ministry(now)) == (3, False)
    links = [one for one in section(now, "parts") if isinstance(one, Links)][-1]
    assert [current for _, _, current in links.items] == [False, True]
    assert "weergave=herleid" in now.url("/organisatie")
    assert "weergave=herleid" in now.fixed_url()


def test_the_choice_is_offered_where_it_makes_a_difference(view: MakeView) -> None:
    for facts, per, offered in (
        (known(), "ministry", 1),
        (known(MINISTRY, QUIET), "status", 1),
        (known(MINISTRY, QUIET), "type", 2),
    ):
        page = view("/", facts=facts, per=per)
        assert len([one for one in section(page, "parts") if isinstance(one, Links)]) == offered


def test_a_body_that_ended_names_its_successor(view: MakeView) -> None:
    facts = known(MINISTRY, QUIET)
    assert bodies(facts, LAST.date())[MINISTRY].heir_name == "Ministerie van Stilte"
    page = organisation.content(view(f"/organisatie/{MINISTRY}", facts=facts), MINISTRY)
    assert "Ministerie van Stilte" in str(page.blocks)


def test_a_denominator_of_another_register_says_so(view: MakeView) -> None:
    named = {
        "name": "Gemeente 1",
        "org_id": "gm0341",
        "type": "gemeente",
        "source": "organisations",
        "known_from": FIRST,
    }
    frame = pl.DataFrame([dict.fromkeys(SCHEMAS["bodies"]) | named], schema=SCHEMAS["bodies"])
    facts = make_facts(bodies=frame, collections=pl.concat([make_facts().collections, _collected()]))
    page = view("/", facts=facts, peildatum="2025-05-01")
    table = next(one for one in tables(overview.content(page).blocks) if one.name == "connected")
    assert [(row[2].value, row[2].reason) for row in table.rows] == [
        (1, "volgens het register van organisaties van 1 juni 2025")
    ]


def _collected() -> pl.DataFrame:
    return pl.DataFrame([{"source": "organisations", "observed_at": FIRST}], schema=SCHEMAS["collections"])
