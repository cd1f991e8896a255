"""Why a figure moved: the sentence, the steps and the units say the same, and add up exactly."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import dash
import polars as pl
import pytest

from dashboard.bars import Bar, bars, waterfall
from dashboard.blocks import Chart, Content, Paragraph, Table, tables
from dashboard.data import Asked
from dashboard.decomposed import _largest_first
from dashboard.formats import Formats, Points
from dashboard.moving import FILTERS, moved_by
from dashboard.view import View
from metrics.catalogue import CATALOGUE
from metrics.causes import CAUSES
from metrics.explain import Part, share_of
from metrics.facts import Facts
from metrics.registry import DIMENSIONS
from sql.fields import OTHER
from tests.dashboard.small_register import CITY, STATUS, TARGET, FakeShelf, make_app, make_facts, withdrawn
from tests.dashboard.test_pages import router
from tests.metrics.cases.parts import bit
from tests.metrics.facts_builder import AGENCY, MINISTRY, FactsBuilder

#: The quotation marks round a title.
OPEN, CLOSE = "\u2018", "\u2019"
PERIOD = "van=2025-10-01&peildatum=2026-08-08"


def ask(search: str, audience: str = "public", language: str = "nl", app: dash.Dash | None = None) -> Content:
    made = app or make_app(FakeShelf(make_facts(audience), STATUS), audience)
    return router(made).visit(f"/{language}/verklaring", search, "http://localhost/")[1]


def lead(content: Content) -> str:
    return next(block.text for block in content.blocks if isinstance(block, Paragraph) and block.lead)


def named(content: Content) -> dict[str, Table]:
    return {table.name: table for table in tables(content.blocks)}


def moved() -> Facts:
    """Return a register in which registrations came, went, were edited and got another category."""
    builder = FactsBuilder("2025-06-02", "2026-03-01").body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY)
    some = bit("goal", "risks"), bit("goal", "risks"), bit("goal")
    every = (bit("goal", "risks"),) * 3
    for number in range(1, 9):
        gone = "2026-01-01" if number > 6 else None
        builder.registration(f"1000000{number}", "2025-05-01", bits=some, withdrawn=gone)
    for number in range(1, 4):
        builder.registration(f"2000000{number}", "2026-02-01", bits=every)
    builder.registration("10000001", "2026-02-02", bits=every)
    return builder.registration("10000002", "2026-02-03", bits=some, category=OTHER).build("public")


@pytest.mark.parametrize("metric", ["completeness.valid", "completeness.goal", "classification.high_risk"])
@pytest.mark.parametrize("search", ["", "&bekend=toen", "&type=agentschap", "&ministerie=mnre1034"])
def test_the_parts_add_up(metric: str, search: str) -> None:
    app = make_app(FakeShelf(moved(), STATUS))
    content = ask(f"cijfer={metric}&van=2025-06-02&peildatum=2026-03-01{search}", app=app)
    parts = named(content)["parts"]
    *steps, total = ([cell.value for cell in row] for row in parts.rows)
    for place in (1, 2, 3):
        assert sum(int(str(step[place])) for step in steps) == total[place]
    exact = [Fraction(str(step[5])) for step in steps]
    assert sum(exact, Fraction()) == Fraction(str(total[5]))
    points = [step[4].tenths for step in (*steps, total) if isinstance(step[4], Points)]
    assert sum(points[:-1]) == points[-1]
    assert len(points) == len(parts.rows)


@pytest.mark.parametrize(("edited", "said"), [(2, "33,3 procentpunt hoger"), (1, "16,7 procentpunt hoger")])
def test_a_difference_that_the_rounded_percentages_do_not_have_says_so(edited: int, said: str) -> None:
    builder = FactsBuilder("2025-06-02", "2026-03-01")
    for number in range(1, 7):
        bits = (bit("goal"), bit("goal") if number < 3 else 0, bit("goal") if number < 3 else 0)
        builder.registration(f"1000000{number}", "2025-05-01", bits=bits)
    for number in range(3, 3 + edited):
        builder.registration(f"1000000{number}", "2026-02-01", bits=(bit("goal"),) * 3)
    search = "cijfer=completeness.goal&van=2025-06-02&peildatum=2026-03-01"
    content = ask(search, app=make_app(FakeShelf(builder.build("public"), STATUS)))
    # Of 33,3% and 66,7% a reader makes 33,4; of 33,3% and 50,0% what is told.
    assert said in lead(content)
    assert ("berekend vóór het afronden" in lead(content)) == (edited == 2)
    assert ("berekend vóór het afronden" in named(content)["parts"].note) == (edited == 2)


def test_the_picture_has_the_numbers_of_the_table() -> None:
    content = ask(PERIOD)
    chart = next(block for block in content.blocks if isinstance(block, Chart) and block.table.name == "parts")
    (trace,) = chart.figure["data"]
    exact = [100 * Fraction(str(row[5].value)) for row in chart.table.rows]
    assert trace["x"] == pytest.approx([float(one) for one in exact])
    assert trace["base"][0] == trace["base"][-1] == 0
    assert trace["base"][1:-1] == pytest.approx([float(sum(exact[: at + 1])) for at in range(len(exact) - 2)])
    assert all(part in chart.alternative for part in trace["text"][:-1])


def test_what_rounds_to_nought_is_not_called_nothing(view: Callable[..., View]) -> None:
    def part(share: Fraction) -> Part:
        return Part("edited", 1, 0, share, pl.DataFrame())

    assert moved_by(view(), part(Fraction(1, 10_000)), Points(0)) == "≈ 0"
    assert moved_by(view(), part(Fraction(0)), Points(0)) == "0,0"
    assert moved_by(view(), part(Fraction(1, 500)), Points(2)) == "+0,2"


def test_a_number_left_of_a_step_stays_clear_of_the_names() -> None:
    low, high = waterfall([Bar("a", -1, "-1")], Bar("c", -1, "-1"), ",.")["layout"]["xaxis"]["range"]
    assert (low, high) == (-1.5, pytest.approx(0.3))


def test_days_between_which_nothing_moved_are_said_to_be_the_same() -> None:
    said = lead(ask("van=2026-08-07"))
    assert said.startswith(
        f"{OPEN}Volledigheid: geldig ingevuld{CLOSE} was op 7 augustus 2026 en op 8 augustus 2026 gelijk: "
    )
    assert " van " in said.rpartition(": ")[2]


def test_every_cause_has_its_units_with_a_way_to_each() -> None:
    found = named(ask(PERIOD))
    units = found["units-newly_registered"]
    assert {row[0].value for row in units.rows} == {"Risicoselectie aanvragen", "Gezichtsvergelijking", "Zoekhulp"}
    assert all("10000" in row[0].href and "/organisatie/" in row[1].href for row in units.rows)
    gone = named(ask("van=2026-03-01", app=make_app(FakeShelf(withdrawn("10000005", "public"), STATUS))))
    assert [row[0].value for row in gone["units-retracted"].rows] == ["Gezichtsvergelijking"]


def test_units_that_move_a_share_most_come_first() -> None:
    app = make_app(FakeShelf(moved(), STATUS))
    edition = app.router.library.edition()
    assert edition is not None
    found = edition.explain(Asked("completeness.valid", date(2025, 6, 2), date(2026, 3, 1)))
    for part in found.parts:
        rows = _largest_first(found, part.units).to_dicts()
        moves = [
            abs(share_of(found.start, found.end, row["n_to"] - row["n"], row["asked_to"] - row["asked"]))
            for row in rows
        ]
        expected = sorted(zip(moves, rows, strict=True), key=lambda one: (-one[0], one[1]["label"], one[1]["unit"]))
        assert rows == [row for _, row in expected]
    assert sum(part.units.height for part in found.parts) > 4


def test_sentence_says_from_what_to_what_and_why() -> None:
    said = lead(ask(PERIOD))
    assert said.startswith(f"{OPEN}Volledigheid: geldig ingevuld{CLOSE} ging van ")
    assert "op 1 oktober 2025 naar" in said
    assert "nieuw (" in said or "geen verschil" in said
    assert "(Gemeente Utrecht)" in lead(ask(f"{PERIOD}&organisatie={CITY}"))


@pytest.mark.parametrize(
    ("search", "told"),
    [
        ("cijfer=nothing.at_all", "kennen wij niet"),
        ("cijfer=size.registrations", "het is geen aandeel"),
        ("cijfer=on_time.high_risk", "niet openbaar"),
        ("cijfer=peers.common&categorie=Overige algoritmes", "niet te beperken tot: publicatiecategorie"),
        ("van=2022-12-25&peildatum=2022-12-28", "op 25 december 2022 is er geen cijfer"),
        (f"{PERIOD}&organisatie=gm9999", "dit deel van het register of deze afspraak kennen wij niet"),
        ("van=2025-01-01&bekend=toen", "Met wat op de dagen zelf bekend was"),
    ],
)
def test_what_cannot_be_explained_says_why(search: str, told: str) -> None:
    content = ask(search)
    assert content.status == 200
    assert told in lead(content)
    assert "parts" not in named(content)


def test_internal_readers_have_figures_of_lists_too() -> None:
    content = ask(f"cijfer=on_time.high_risk&doel={TARGET}&{PERIOD}", "internal")
    assert "parts" in named(content)
    assert "niet openbaar" not in lead(content)


def test_few_cases_have_counts_and_no_percentage() -> None:
    content = ask(f"cijfer=completeness.goal&{PERIOD}&categorie=Overige algoritmes")
    assert "te weinig gevallen voor een percentage" in lead(content)
    assert not [block for block in content.blocks if isinstance(block, Chart)]
    assert {row[4].value for row in named(content)["parts"].rows} == {None}


def test_the_course_leads_to_other_days() -> None:
    course = next(block for block in ask(PERIOD).blocks if isinstance(block, Chart) and block.table.name == "course")
    assert "van={first}" in course.pick
    assert "peildatum={last}" in course.pick
    first = course.table.rows[0]
    assert "van=" in first[4].href
    assert first[5].href == ""


def test_every_filter_and_cause_has_a_name() -> None:
    assert set(FILTERS.values()) == set(DIMENSIONS) - {"all"}
    for language in ("nl", "en"):
        texts = make_app(FakeShelf(make_facts("public"), STATUS))
        view = router(texts).visit(f"/{language}/verklaring", "", "http://localhost/")[0]
        assert all(f"why.cause.{cause}" in view.t for cause in CAUSES)
        assert all(f"unit.{metric.unit}" in view.t for metric in CATALOGUE)


def test_a_waterfall_ends_where_its_total_does() -> None:
    figure = waterfall([Bar("a", 2, "+2"), Bar("b", -3, "-3")], Bar("c", -1, "-1"), ",.")
    (trace,) = figure["data"]
    assert (trace["base"], trace["x"]) == ([0, 2, 0], [2, -3, -1])
    assert [shape["x0"] for shape in figure["layout"]["shapes"]] == [2, -1]
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < -1 < 2 < high
    assert len(set(trace["marker"]["color"])) == 3


def test_bars_begin_at_nought() -> None:
    figure = bars([Bar("a", 0, "0"), Bar("b", 7, "7")], ",.")
    assert figure["layout"]["xaxis"]["range"][0] == 0
    assert figure["data"][0]["text"] == ["0", "7"]


@pytest.mark.parametrize(
    ("tenths", "nl", "en"),
    [(17, "+1,7", "+1.7"), (-4, "−0,4", "−0.4"), (0, "0,0", "0.0")],  # noqa: RUF001
)
def test_points_have_their_sign(tenths: int, nl: str, en: str) -> None:
    assert (Formats("nl").points(Points(tenths)), Formats("en").points(Points(tenths))) == (nl, en)
