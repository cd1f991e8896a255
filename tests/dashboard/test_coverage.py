"""A target's page: coverage in one sentence, for whom figures speak, old lists, and bounds without a denominator."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import polars as pl
import pytest

from dashboard import coverage, targets
from dashboard.blocks import Cell, Section
from dashboard.components import Renderer
from dashboard.formats import Share
from dashboard.pages import target as page
from dashboard.view import View
from metrics.facts import Facts
from metrics.schemas import SCHEMAS
from tests.dashboard.small_register import AGENCY, EXPLAINED, FIRST, TARGET, _declared, _line, make_facts
from tests.dashboard.test_claims import named

NEW, OLD, VERY_OLD = date(2026, 1, 1), date(2025, 6, 1), date(2024, 8, 1)
AGED = {"nl": "op een opgave van meer dan een jaar oud", "en": "on a list of more than a year old"}


def frame(name: str, *rows: Mapping[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMAS[name])


def delivered(day: date, *lines: Mapping[str, Any], **more: pl.DataFrame) -> Facts:
    """Return the register with one list, of the agency."""
    one = {"inventory": "inv-1", "org_id": AGENCY, "as_of": day, "observed_at": FIRST}
    frames = {"inventories": frame("inventories", one), "inventory": frame("inventory", *lines), **more}
    return make_facts("internal", **frames)


def lines(count: int, *registered: str) -> list[dict[str, Any]]:
    """Return lines of systems, the first ones with the numbers of registrations."""
    numbers = [*registered, *[""] * count][:count]
    return [_line(str(place), f"Systeem {place}", lars) for place, lars in enumerate(numbers, 1)]


def counted(*counts: Mapping[str, Any]) -> Facts:
    """Return the register without lists, and with what documents say."""
    return make_facts(
        inventories=frame("inventories"), inventory=frame("inventory"), declared=frame("declared", *counts)
    )


EXPLANATION = frame("explanations", EXPLAINED)
THEN = {
    "nl": "Op 31 december 2025 gaan deze cijfers over 1 van 3 organisaties.",
    "en": "On 31 December 2025 these figures speak for 1 of 3 organisations.",
}
NOW = {
    "nl": "Op 8 augustus 2026 gaan deze cijfers over 1 van 3 organisaties.",
    "en": "On 8 August 2026 these figures speak for 1 of 3 organisations.",
}
BOTH = ("10000004", "10000005")
#: The facts, and what the page says of them in both languages.
SENTENCES: list[tuple[str, Facts, str, str]] = [
    (
        "a new list",
        delivered(NEW, *lines(7, *BOTH)),
        """
            Dekking op 8 augustus 2026: 2 van de 7 systemen staan in het register (28,6%), volgens de
            lijsten (nieuwste: 1 januari 2026) van 1 van 3 organisaties.
        """,
        """
            Coverage on 8 August 2026: 2 of 7 systems are in the register (28.6%), according to the lists
            (newest: 1 January 2026) of 1 of 3 organisations.
        """,
    ),
    (
        "an old list",
        delivered(OLD, *lines(7, *BOTH)),
        """
            Dekking op 8 augustus 2026: 2 van de 7 systemen staan in het register (28,6%; op een opgave van
            meer dan een jaar oud), volgens de lijsten (nieuwste: 1 juni 2025) van 1 van 3 organisaties.
        """,
        """
            Coverage on 8 August 2026: 2 of 7 systems are in the register (28.6%; on a list of more than a
            year old), according to the lists (newest: 1 June 2025) of 1 of 3 organisations.
        """,
    ),
    (
        "an explanation",
        delivered(NEW, *lines(7, *BOTH), explanations=EXPLANATION),
        """
            Dekking op 8 augustus 2026: 2 van de 7 systemen staan in het register (28,6%; streng gerekend 2
            van de 7; ruim gerekend 2 van de 6), volgens de lijsten (nieuwste: 1 januari 2026) van 1 van 3
            organisaties.
        """,
        """
            Coverage on 8 August 2026: 2 of 7 systems are in the register (28.6%; strictly counted 2 of 7;
            generously counted 2 of 6), according to the lists (newest: 1 January 2026) of 1 of 3 organisations.
        """,
    ),
    (
        "few, and all of them explained",
        delivered(NEW, _line("7", "Systeem 7", ""), explanations=EXPLANATION),
        """
            Dekking op 8 augustus 2026: 0 van de 1 systemen staan in het register (te weinig voor een
            percentage; streng gerekend 0 van de 1; ruim gerekend telt er geen mee), volgens de lijsten
            (nieuwste: 1 januari 2026) van 1 van 3 organisaties.
        """,
        """
            Coverage on 8 August 2026: 0 of 1 systems are in the register (too few for a percentage;
            strictly counted 0 of 1; generously counted none counts), according to the lists (newest: 1
            January 2026) of 1 of 3 organisations.
        """,
    ),
    (
        "declared counts",
        counted(_declared("mnre1034", category_a=8)),
        """
            Dekking op 8 augustus 2026: in het register staan 2 registraties, tegenover 8 opgegeven systemen
            (25,0%; twee tellingen naast elkaar, niet gekoppeld), volgens openbare documenten (nieuwste: 25
            augustus 2025) over 1 van 3 organisaties.
        """,
        """
            Coverage on 8 August 2026: the register holds 2 registrations, against 8 reported systems
            (25.0%; two counts side by side, not matched), according to public documents (newest: 25 August
            2025) about 1 of 3 organisations.
        """,
    ),
    (
        "more than declared",
        counted(_declared("mnre1034", category_a=1)),
        """
            Dekking op 8 augustus 2026: er zijn meer registraties gevonden (2) dan er systemen zijn
            opgegeven (1), volgens openbare documenten (nieuwste: 25 augustus 2025) over 1 van 3
            organisaties; dat is na te kijken (twee tellingen naast elkaar, niet gekoppeld).
        """,
        """
            Coverage on 8 August 2026: more registrations were found (2) than systems were reported (1),
            according to public documents (newest: 25 August 2025) about 1 of 3 organisations; that is to be
            checked (two counts side by side, not matched).
        """,
    ),
    (
        "declared zero",
        counted(_declared("mnre1058", category_a=0)),
        """
            Dekking op 8 augustus 2026: hoe vol het register voor dit doel is, is niet te zeggen (opgave:
            geen systemen), volgens openbare documenten (nieuwste: 25 augustus 2025) over 1 van 3
            organisaties.
        """,
        """
            Coverage on 8 August 2026: how full the register is for this target cannot be said (reported: no
            systems), according to public documents (newest: 25 August 2025) about 1 of 3 organisations.
        """,
    ),
    (
        "nothing, as the list is too old",
        delivered(VERY_OLD, *lines(7), declared=frame("declared")),
        """
            Dekking op 8 augustus 2026: hoe vol het register voor dit doel is, is niet te zeggen (niet
            gemeld), met een opgave van 0 van 3 organisaties.
        """,
        """
            Coverage on 8 August 2026: how full the register is for this target cannot be said (not
            reported), with a report by 0 of 3 organisations.
        """,
    ),
    (
        "the public",
        make_facts("public"),
        """
            Dekking op 8 augustus 2026: dit tonen wij niet, want de lijsten van ministeries zijn niet
            openbaar en een klein aantal zou iets verraden.
        """,
        """
            Coverage on 8 August 2026: not shown, because the lists of ministries are not public and a small
            number could give something away.
        """,
    ),
]


@pytest.mark.parametrize(("facts", "nl", "en"), [one[1:] for one in SENTENCES], ids=[one[0] for one in SENTENCES])
def test_coverage_in_one_sentence(view: Callable[..., View], facts: Facts, nl: str, en: str) -> None:
    for language, said in (("nl", nl), ("en", en)):
        seen = view(f"/doel/{TARGET}", language, facts)
        (about,) = targets.current(seen)
        expected = " ".join(said.split())
        assert coverage.sentence(seen, about) == expected


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_holds_the_sentence(view: Callable[..., View], language: str) -> None:
    seen = view(f"/doel/{TARGET}", language, delivered(NEW, *lines(7, *BOTH), explanations=EXPLANATION))
    (about,) = targets.current(seen)
    assert coverage.sentence(seen, about) in written(seen)


def written(view: View) -> str:
    """Return all that the page says, with the marks of what it is made of."""
    rendered = Renderer(view).blocks(page.content(view, TARGET).blocks)
    return " ".join(str(one) for one in rendered).replace("\\'", "'")


@pytest.mark.parametrize(
    ("day", "told"), [("2025-12-31", [THEN]), ("2026-08-08", [THEN, NOW])], ids=["then", "then and now"]
)
def test_for_how_many_bodies_a_target_speaks(
    view: Callable[..., View], day: str, told: list[Mapping[str, str]]
) -> None:
    for language in ("nl", "en"):
        seen = view(f"/doel/{TARGET}", language, delivered(NEW, *lines(7)), peildatum=day)
        note = named(page.content(seen, TARGET), "then-and-now").note
        assert note == " ".join(one[language] for one in told)


def test_the_public_is_not_told_for_whom_a_hidden_figure_speaks(view: Callable[..., View]) -> None:
    assert named(page.content(view(facts=make_facts("public")), TARGET), "then-and-now").note == ""


# Old lists


ROW = {"state": "ok", "asked": 10, "passed": 4, "n_source": "inventory", "n_date": OLD}
ROW |= dict.fromkeys(("low", "high"), 4) | dict.fromkeys(("low_asked", "high_asked"))
STALE = {"state": "stale"}
NOTHING = dict.fromkeys(("asked", "passed", "low", "high"))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("changed", "value", "reason", "faded"),
    [
        ({}, Share(4, 10), "", False),
        (STALE, Share(4, 10), "figure.aged", True),
        (STALE | NOTHING, None, "state.stale", False),
        ({"state": "too_few", "asked": 4}, Share(4, 4), "state.too_few", False),
        (STALE | {"asked": 4}, Share(4, 4), "state.too_few", True),
        ({"state": "too_few"} | NOTHING, None, "state.too_few", False),
    ],
)
def test_a_share_on_an_old_list_is_faded(
    view: Callable[..., View],
    language: str,
    changed: Mapping[str, Any],
    value: Share | None,
    reason: str,
    faded: bool,
) -> None:
    seen = view(language=language)
    assert seen.share({**ROW, **changed}) == Cell(value, seen.t(reason) if reason else "", faded=faded)


@pytest.mark.parametrize(
    ("changed", "value", "reason", "faded"),
    [
        ({}, 4, "", False),
        (STALE, 4, AGED["nl"], True),
        ({"state": "too_few", "asked": 4}, 4, "", False),
        (STALE | NOTHING, None, "te oud of nog niet opgehaald", False),
    ],
)
def test_so_is_a_count(
    view: Callable[..., View], changed: Mapping[str, Any], value: int | None, reason: str, faded: bool
) -> None:
    assert view().figure({**ROW, **changed}) == Cell(value, reason, faded=faded)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_page_on_an_old_list_says_so_everywhere(view: Callable[..., View], language: str) -> None:
    facts = delivered(OLD, *lines(7, *BOTH))
    seen = view(f"/doel/{TARGET}", language, facts)
    content = page.content(seen, TARGET)
    then, now = named(content, "then-and-now").rows
    assert not any(cell.faded for cell in then)
    assert [cell.faded for cell in now] == [False, True, True, True, True, True]
    assert {cell.reason for cell in now[1:]} == {AGED[language]}
    assert any(cell.faded for row in named(content, "states").rows for cell in row)
    late = [row[3] for row in named(content, "burn-up").rows]
    assert (late[0].faded, late[-1].faded) == (False, True)
    assert "className='faded'" in written(seen)
    for chart in flat_charts(content.blocks):
        assert (AGED[language] in chart.title) is (chart.table.name in {"states", "burn-up"})


def flat_charts(found: Any) -> list[Any]:  # noqa: ANN401 - blocks of every kind
    return [one for block in found if isinstance(block, Section) for one in block.blocks if hasattr(one, "figure")]


def test_the_sentence_of_a_target_says_that_the_list_is_old(view: Callable[..., View]) -> None:
    facts = delivered(date(2024, 12, 1), *lines(7, *BOTH))
    seen = view(facts=facts)
    (about,) = targets.current(seen)
    assert "1 van de 7 gemelde systemen (14,3%; op een opgave van meer dan een jaar oud)" in targets.sentence(
        seen, about
    )


def test_a_target_with_few_systems_has_counts_and_says_why(view: Callable[..., View]) -> None:
    seen = view(facts=delivered(NEW, *lines(3, *BOTH)))
    (about,) = targets.current(seen)
    assert "1 van de 3 gemelde systemen (te weinig voor een percentage)" in targets.sentence(seen, about)
    row = named(page.content(seen, TARGET), "then-and-now").rows[0]
    assert [cell.value for cell in row[1:4]] == [1, 0, 3]
    assert {cell.reason for cell in row[4:]} == {"te weinig voor een percentage"}


# Bounds without a denominator


@pytest.mark.parametrize(
    ("changed", "bounds"),
    [
        ({}, ""),
        ({"low": 2}, "20,0% tot 40,0%"),
        ({"high_asked": 8}, "40,0% tot 50,0%"),
        ({"high": 0, "high_asked": 0}, "mogelijk telt er geen enkele mee"),
        ({"low": 0, "low_asked": 0}, "mogelijk telt er geen enkele mee"),
    ],
)
def test_a_bound_of_nothing_is_said(view: Callable[..., View], changed: Mapping[str, Any], bounds: str) -> None:
    seen = view()
    row = {**ROW, **changed}
    assert seen.share(row).bounds == seen.share_bounds(row) == bounds
    assert seen.figure(row, "asked").value == 10


def test_what_a_group_is_not_told_of_is_held_back_and_not_counted(view: Callable[..., View]) -> None:
    """A group that one figure tells of and another does not: never the words for what was counted."""
    seen = view(facts=delivered(NEW, *lines(7, *BOTH)))
    row = {**ROW, "group": "Ministerie", "org_id": None}
    untold = targets.States(row, {"on_time": row, "late": None})
    assert untold.cell(seen, "late") == Cell(None, "niet getoond: klein aantal")
