"""The page of a target: states, growth, backlog, pace, the list of work, promises and moved dates."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from dashboard import backlog, growth, work_table
from dashboard import blocks as made_of
from dashboard.blocks import Block, Chart, Content, Links, Notice, Paragraph, Section, Table, tables
from dashboard.pages import target as page
from dashboard.pages import targets as every
from dashboard.stacked import Bar, Part, counts, inked
from dashboard.view import View
from metrics.facts import Facts
from metrics.schemas import SCHEMAS
from tests.dashboard.small_register import AGENCY, EXPLAINED, FIRST, MINISTRY, QUIET, TARGET, make_facts

Make = Callable[..., View]
DUE = date(2025, 12, 31)


def shown(view: View) -> Content:
    return page.content(view, TARGET)


def flat(blocks: Any) -> list[Block]:  # noqa: ANN401 - what a page holds
    found: list[Block] = []
    for block in blocks:
        found += flat(block.blocks) if isinstance(block, Section) else [block]
    return found


def table(content: Content, name: str) -> Table:
    return next(one for one in tables(content.blocks) if one.name == name)


def chart(content: Content, name: str) -> Chart:
    return next(one for one in flat(content.blocks) if isinstance(one, Chart) and one.table.name == name)


def said(content: Content) -> str:
    return " ".join(one.text for one in flat(content.blocks) if isinstance(one, Paragraph | Notice))


def values(content: Content, name: str) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in table(content, name).rows]


def lines(**changed: object) -> Facts:
    """Return the small register with other values in the columns of the list."""
    facts = make_facts()
    return make_facts(inventory=facts.inventory.with_columns(**{k: pl.lit(v) for k, v in changed.items()}))


# The scenario: how many high-risk systems of a ministry were registered late, and which?


@pytest.mark.parametrize(("language", "sentence"), [
    ("nl", "Ministerie van Voorbeelden: 1 van de 7 systemen te laat geregistreerd, stand van 8 augustus 2026."),
    ("en", "Ministerie van Voorbeelden: 1 of 7 systems registered late, as of 8 August 2026."),
])  # fmt: skip
def test_how_many_were_late_and_which(view: Make, language: str, sentence: str) -> None:
    way = next(row[3].href for row in table(shown(view(f"/doel/{TARGET}", language)), "states").rows if row[3].value)
    assert way == f"/{language}/doel/{TARGET}?ministerie={MINISTRY}&stand=late#werklijst"
    content = shown(view(f"/doel/{TARGET}", language, ministerie=MINISTRY, stand="late"))
    assert sentence in said(content)
    assert [(row[0], row[1]) for row in values(content, "work-list")] == [("Systeem 5", "5")]


@pytest.mark.parametrize(("changed", "told"), [
    ({}, "Alle ministeries, op 8 augustus 2026: van 7 systemen zijn er 1 op tijd geregistreerd, 1 te laat"),
    ({"lars": None}, "van 7 systemen zijn er 0 op tijd geregistreerd, 0 te laat geregistreerd en 7 niet gevonden"),
])  # fmt: skip
def test_on_time_late_and_missing_are_told_also_where_there_are_none(
    view: Make, changed: dict[str, object], told: str
) -> None:
    content = shown(view(f"/doel/{TARGET}", facts=lines(**changed)))
    assert told in said(content)
    ways = next(one for one in flat(content.blocks) if isinstance(one, Links) and one.label == "Kies een stand")
    assert [text.split(" (")[0] for text, _, _ in ways.items[1:]] == ["Nog niet gevonden", "Later", "Op tijd"]


def test_a_state_without_systems_says_that(view: Make) -> None:
    content = shown(view(f"/doel/{TARGET}", facts=lines(lars=None), stand="late"))
    assert "0 van de 7 systemen te laat geregistreerd" in said(content)
    assert "Er zijn hier geen systemen met deze stand." in said(content)


@pytest.mark.parametrize(("query", "count"), [
    ({}, 6), ({"stand": "on_time"}, 1), ({"stand": "overdue"}, 5), ({"stand": "nonsense"}, 6),
    ({"organisatie": AGENCY}, 6), ({"ministerie": MINISTRY}, 6), ({"ministerie": "nobody"}, 0),
])  # fmt: skip
def test_the_address_says_which_part(view: Make, query: dict[str, str], count: int) -> None:
    content = shown(view(f"/doel/{TARGET}", **query))
    assert sum(len(one.rows) for one in tables(content.blocks) if one.name == "work-list") == count


def test_a_long_list_comes_in_parts(view: Make) -> None:
    one = make_facts().inventory.filter(local_id="1")
    many = pl.concat(one.with_columns(local_id=pl.lit(f"{n:03}")) for n in range(120))
    parts = [
        values(shown(view(f"/doel/{TARGET}", facts=make_facts(inventory=many), deel=part)), "work-list")
        for part in ("1", "3", "9", "x")
    ]
    assert [(len(rows), rows[0][1]) for rows in parts] == [(50, "000"), (20, "100"), (20, "100"), (50, "000")]


ROW = {"state": "overdue", "possible": False, "retracted": False, "owner": "CIO", "old": False, "due": DUE,
       "valid_until": DUE, "delivered_on": FIRST.date()}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "steps"),
    [
        ({}, ["register"]),
        ({"possible": True, "retracted": True}, ["review"]),
        ({"retracted": True}, ["again"]),
        ({"state": "inconsistent"}, ["agree"]),
        ({"state": "exempt"}, ["expires"]),
        ({"state": "not_due"}, ["before"]),
        ({"state": "in_grace"}, ["before"]),
        ({"owner": ""}, ["register", "owner"]),
        ({"old": True, "owner": None}, ["register", "refresh", "owner"]),
        ({"state": "late", "owner": "", "old": True}, ["done"]),
        ({"state": "on_time"}, ["done"]),
    ],
)
def test_the_next_step_follows_from_the_state(view: Make, changed: dict[str, object], steps: list[str]) -> None:
    found = [key for key, _ in work_table.steps_of(ROW | changed)]
    assert found == steps
    assert all(f"work.step.{key}" in view().t for key in found)


def test_who_owns_and_what_is_next_stand_in_the_list(view: Make) -> None:
    content = shown(view(f"/doel/{TARGET}", facts=lines(owner="Team Data")))
    assert {row[5] for row in values(content, "work-list")} == {"Team Data"}
    nobody = table(shown(view(f"/doel/{TARGET}")), "work-list").rows[0]
    assert (nobody[5].value, nobody[5].reason) == (None, "geen eigenaar op de lijst")
    assert str(nobody[4].value).endswith("Vraag een nieuwe lijst: deze is van 1 juni 2025. Wijs een eigenaar aan.")


# States


def test_states_have_a_pattern_or_a_number_beside_the_colour(view: Make) -> None:
    traces = chart(shown(view(f"/doel/{TARGET}")), "states").figure["data"]
    assert [trace["name"] for trace in traces] == ["Op tijd", "Later", "Nog niet gevonden"]
    assert ["pattern" in trace["marker"] for trace in traces] == [False, True, False]
    assert [sum(map(int, filter(None, trace["text"]))) for trace in traces] == [1, 1, 5]


def test_who_reported_nothing_says_so_in_the_picture(view: Make) -> None:
    layout = chart(shown(view(f"/doel/{TARGET}")), "states").figure["layout"]
    names, instead = layout["annotations"][:-1], layout["annotations"][-1]
    assert len(names) == len(table(shown(view(f"/doel/{TARGET}")), "states").rows)
    assert (instead["text"], instead["x"]) == ("niet gemeld", 0)


def test_a_title_says_nothing_of_what_is_held_back(view: Make) -> None:
    about = {"metric_version": 1, "as_of": date(2026, 8, 8), "known_on": date(2026, 8, 8), "by": "ministry"}
    told = {"asked": 8, "passed": 8, "state": "ok", "n_source": "inventory"}
    rows = [
        {**about, "metric": metric, "group": group, "org_id": code, **(told if code == MINISTRY else held)}
        for metric in ("on_time.high_risk", "on_time.overdue")
        for group, code in (("Ministerie van Voorbeelden", MINISTRY), ("Ministerie van Stilte", QUIET))
        for held in ({"state": "suppressed"},)
    ]
    facts = make_facts("public", kept=pl.DataFrame(rows, SCHEMAS["kept"]))
    found = chart(shown(view(f"/doel/{TARGET}", facts=facts)), "states")
    assert found.title == (
        "Nog niet gevonden in het register op 8 augustus 2026: 8 systemen bij Ministerie van Voorbeelden; "
        "van 1 ministerie tonen wij geen aantal"
    )
    assert [one["text"] for one in found.figure["layout"]["annotations"]][-1] == "niet getoond"


def test_old_lists_are_faded_in_the_picture(view: Make) -> None:
    (first, *_) = chart(shown(view(f"/doel/{TARGET}")), "states").figure["data"]
    assert sorted(set(first["marker"]["opacity"])) == [0.45, 1]


def test_bars_without_a_number_keep_their_names() -> None:
    figure = counts([Bar("A", "niets")], [Part("x", inked("#fff"), [None], [""])], ",.")
    assert [trace["y"] for trace in figure["data"]] == [[0]]
    assert [(one["text"], one["y"] < 0) for one in figure["layout"]["annotations"]] == [("A", True), ("niets", False)]


# Growth


@pytest.mark.parametrize(("first", "last", "days"), [
    (date(2025, 12, 1), date(2026, 2, 10), [DUE, date(2026, 1, 31), date(2026, 2, 10)]),
    (date(2026, 2, 1), date(2026, 2, 28), [date(2026, 2, 28)]),
    (date(2025, 12, 31), date(2026, 1, 31), [DUE, date(2026, 1, 31)]),
])  # fmt: skip
def test_months_end_on_their_last_day(first: date, last: date, days: list[date]) -> None:
    assert growth.months(first, last) == days


def test_growth_shows_between_which_numbers_n_lies(view: Make) -> None:
    explained = make_facts(explanations=pl.DataFrame([EXPLAINED], SCHEMAS["explanations"]))
    found = chart(shown(view(f"/doel/{TARGET}", facts=explained)), "burn-up")
    assert [row[1].value for row in found.table.rows][-1] == 7
    assert [cell.value for cell in found.table.rows[-1][4:]] == [6, 7]
    assert any(trace.get("fill") for trace in found.figure["data"])
    assert found.figure["layout"]["annotations"][0]["text"] == "einddatum<br>31 december 2025"


def test_the_public_sees_what_documents_declare(view: Make) -> None:
    public = shown(view(f"/doel/{TARGET}", facts=make_facts("public")))
    found = chart(public, "burn-up")
    assert "twee tellingen, ze zijn niet gekoppeld" in found.title
    assert "niet openbaar" in said(public)
    assert "Systeem" not in str(public)


# Backlog and pace


@pytest.mark.parametrize(("state", "due", "published", "age"), [
    ("overdue", date(2026, 5, 8), None, "months_3"),
    ("overdue", date(2026, 5, 7), None, "months_6"),
    ("overdue", date(2026, 2, 7), None, "months_12"),
    ("overdue", date(2025, 8, 8), None, "months_12"),
    ("overdue", date(2025, 8, 7), None, "longer"),
    ("late", date(2025, 12, 31), date(2026, 1, 1), "months_3"),
    ("late", date(2025, 2, 1), date(2026, 3, 1), "longer"),
])  # fmt: skip
def test_age_is_counted_in_months_of_the_calendar(state: str, due: date, published: date | None, age: str) -> None:
    frame = pl.DataFrame({"state": [state], "due": [due], "first_published": pl.Series([published], dtype=pl.Date)})
    rows = {row["age"]: row for row in backlog.aged(frame, date(2026, 8, 8)).to_dicts()}
    assert {name: row[state] for name, row in rows.items() if row[state]} == {age: 1}
    assert list(rows) == [name for name, _ in backlog.AGES]


def test_the_backlog_adds_up_and_the_pace_says_why_there_is_none(view: Make) -> None:
    content = shown(view(f"/doel/{TARGET}"))
    rows = values(content, "backlog")
    assert [sum(row[place] for row in rows) for place in (1, 2)] == [5, 1]
    old = "(op een opgave van meer dan een jaar oud)"
    assert f"Op 8 augustus 2026 stonden er 5 van de 7 systemen {old} nog niet in het register." in said(content)
    assert "Op minder dan 8 daarvan was er een lijst, of er kwam in die weken niets bij." in said(content)


def test_before_the_date_there_is_what_is_needed(view: Make) -> None:
    content = shown(view(f"/doel/{TARGET}", peildatum="2025-11-01"))
    assert "De einddatum is 31 december 2025. Die is nog niet voorbij." in said(content)
    items = [dict(one.items) for one in flat(content.blocks) if isinstance(one, made_of.Facts)]
    assert items[0]["Nodig per week om op tijd klaar te zijn"].value == 1


# Promises, and dates that move


def promise(**changed: object) -> Facts:
    about = {"entry": "commitments-1", "org_id": "government", "promise_nl": "Alles", "promise_en": "All", "date": DUE,
             "stated_on": date(2023, 7, 7), "document_nl": "Een brief", "document_en": "A letter",
             "passage_nl": "ten minste alles", "passage_en": "at least all"}  # fmt: skip
    return make_facts(commitments=pl.DataFrame([about | changed], SCHEMAS["commitments"]))


@pytest.mark.parametrize(
    ("changed", "then", "now"),
    [
        ({}, "1 van de 7 gemelde systemen geregistreerd", "2 van de 7 gemelde systemen geregistreerd"),
        ({"org_id": AGENCY}, "1 registratie", "2 registraties"),
        ({"org_id": MINISTRY}, "1 registratie", "3 registraties"),
        ({"org_id": "zb0009"}, "0 registraties", "0 registraties"),
        ({"date": date(2027, 1, 1)}, None, "2 van de 7 gemelde systemen geregistreerd"),
    ],
)
def test_a_promise_stands_beside_what_happened(
    view: Make, changed: dict[str, object], then: str | None, now: str
) -> None:
    (row,) = values(shown(view(f"/doel/{TARGET}", facts=promise(**changed))), "promises")
    assert row[4:6] == [then, now]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        pytest.param("nl", ["Alles", "Een brief", "Passage: ten minste alles"], id="Dutch"),
        pytest.param("en", ["All", "A letter", "Passage: at least all"], id="English"),
    ],
)
def test_a_promise_is_told_in_the_language_of_the_page(view: Make, language: str, told: list[str]) -> None:
    (row,) = table(shown(view(f"/doel/{TARGET}", language, promise())), "promises").rows
    assert [row[1].value, row[7].value, row[1].reason] == told
    assert not row[1].lang
    assert not row[7].lang


@pytest.mark.parametrize(("language", "source"), [("nl", "Brief aan de Tweede Kamer"), ("en", "Letter to parliament")])
def test_the_source_of_a_target_is_told_in_the_language_of_the_page(view: Make, language: str, source: str) -> None:
    content = shown(view(f"/doel/{TARGET}", language))
    (row,) = table(content, "dates").rows
    assert (row[4].value, row[4].lang) == (source, "")
    facts = [cell.value for one in flat(content.blocks) if isinstance(one, made_of.Facts) for _, cell in one.items]
    assert source in facts


def test_without_promises_the_page_says_so(view: Make) -> None:
    assert "geen toezeggingen vastgelegd" in said(shown(view(f"/doel/{TARGET}")))


def moved() -> Facts:
    facts = make_facts()
    later = facts.targets.with_columns(deadline=pl.lit(date(2027, 12, 2)), stated_on=pl.lit(date(2026, 5, 1)))
    return make_facts(targets=pl.concat([facts.targets, later]))


@pytest.mark.parametrize(("day", "told"), [
    ("2026-08-08", "Eerst was die 31 december 2025 (vastgelegd op 7 juli 2023); nu geldt 2 december 2027."),
    ("2026-03-01", "later verplaatst naar 2 december 2027 (vastgelegd op 1 mei 2026); op deze dag gold 31 december"),
])  # fmt: skip
def test_a_moved_date_is_told_and_changes_nothing_before(view: Make, day: str, told: str) -> None:
    assert told in said(shown(view(f"/doel/{TARGET}", facts=moved(), peildatum=day)))
    assert "verplaatst" not in said(shown(view(f"/doel/{TARGET}", peildatum=day)))
    before = [one.content(view(f"/doel/{TARGET}", facts=facts, peildatum="2026-03-01"), TARGET)
              for one, facts in ((page, moved()), (page, make_facts()))]  # fmt: skip
    assert values(before[0], "states") == values(before[1], "states")


def test_every_date_of_a_target_is_listed(view: Make) -> None:
    content = every.content(view("/doel", facts=moved()))
    assert [(row[1], row[3]) for row in values(content, "dates")] == [
        (DUE, "vervangen door een latere datum"), (date(2027, 12, 2), "geldt op deze dag"),
    ]  # fmt: skip
    assert "Wij volgen 1 afspraak over het register. Van 1 afspraak is de einddatum verplaatst." in said(content)
    assert "Er is geen einddatum verplaatst." in said(every.content(view("/doel")))
    none = make_facts(targets=make_facts().targets.clear())
    assert "nog geen afspraken" in said(every.content(view("/doel", facts=none)))
