"""Bodies beside each other: where the marked one stands, among how many, and never more than can be said."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from dashboard.blocks import Block, Chart, Content, Multiples, Paragraph, Section, Table, tables
from dashboard.compared import PANELS
from dashboard.comparing import METRICS, comparison
from dashboard.dots import Axis, Dot, small, strip
from dashboard.figures import Labels, Point
from dashboard.formats import Share
from dashboard.forms import Form
from dashboard.pages import compare
from dashboard.small_trends import quarters
from dashboard.view import View
from metrics.catalogue import CATALOGUE
from tests.dashboard.many_bodies import CITIES, many

Make = Callable[..., View]
LABELS = Labels(",.", ())


def page(view: Make, audience: str = "public", language: str = "nl", **query: str) -> Content:
    return compare.content(view("/vergelijk", language, many(audience), **query))


def lead(content: Content) -> str:
    text = next(block.text for block in content.blocks if isinstance(block, Paragraph) and block.lead)
    return text.translate({0x2018: "'", 0x2019: "'"})


def every(blocks: Sequence[Block]) -> list[Block]:
    found: list[Block] = []
    for block in blocks:
        found += [block, *every(block.blocks)] if isinstance(block, Section) else [block]
    return found


def one(content: Content, kind: type) -> Any:  # noqa: ANN401 - whichever block
    (found,) = [block for block in every(content.blocks) if isinstance(block, kind)]
    return found


def table(content: Content, name: str) -> Table:
    return next(found for found in tables(content.blocks) if found.name == name)


def names(found: Table) -> list[str]:
    return [str(row[0].value).removeprefix("Body ") for row in found.rows]


# The sentence


@pytest.mark.parametrize(
    ("query", "said"),
    [
        pytest.param(
            {"organisatie": "gm0003"},
            "Body gm0003 staat bij 'Volledigheid: geldig ingevuld' op 8 augustus 2026 op 60,0% (72 van de 120 punten). "
            "Van de 11 gemeenten zijn er 7 te vergelijken: die met minstens 5 registraties. "
            "Daarvan hebben er 2 een hoger getal, 1 hetzelfde en 3 een lager.",
            id="among those that can be compared",
        ),
        pytest.param(
            {"organisatie": "gm0008"},
            "Body gm0008 staat bij 'Volledigheid: geldig ingevuld' op 8 augustus 2026 op 60 van de 60 punten; te "
            "weinig voor een percentage. Van de 11 gemeenten zijn er 7 te vergelijken: die met minstens 5 "
            "registraties. Deze organisatie is er daar niet één van.",
            id="too few registrations for a share",
        ),
        pytest.param(
            {"organisatie": "gm0010", "cijfer": "size.registrations"},
            "Van Body gm0010 is er op 8 augustus 2026 geen getal voor 'Openbare registraties': "
            "geen registratie gevonden. Van de 11 gemeenten",
            id="none found",
        ),
        pytest.param(
            {"organisatie": "gm0004", "cijfer": "size.registrations"},
            "op 10 registraties. Van de 11 gemeenten zijn er 9 te vergelijken: die met minstens één registratie. "
            "Daarvan hebben er 2 een hoger getal, 0 hetzelfde en 6 een lager.",
            id="a count",
        ),
        pytest.param(
            {},
            "'Volledigheid: geldig ingevuld': van de 11 gemeenten zijn er op 8 augustus 2026 7 te vergelijken: die met "
            "minstens 5 registraties. De helft zit op of onder 60,0%, de helft erop of erboven.",
            id="nobody marked",
        ),
        pytest.param(
            {"soort": "provincie"},
            "zijn er op 8 augustus 2026 0 te vergelijken: die met minstens 5 registraties. Dat zijn er te weinig voor "
            "een midden.",
            id="none of a type",
        ),
    ],
)
def test_the_sentence_says_n_of_n(view: Make, query: dict[str, str], said: str) -> None:
    assert said in lead(page(view, **query))


def test_a_marked_body_brings_its_type(view: Make) -> None:
    content = page(view, "internal", organisatie="ag0001")
    assert "1 agentschappen" in lead(content) or "Body ag0001" in lead(content)
    assert one(content, Form).entries[0].value == "agentschap"


def test_a_body_of_another_type_is_not_marked_and_that_is_said(view: Make) -> None:
    content = page(view, soort="gemeente", organisatie="pv0001")
    assert "is niet van deze soort" in str(content.blocks)
    assert "Body pv0001 staat" not in lead(content)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("audience", ["public", "internal"])
@pytest.mark.parametrize("marked", ["", "gm0003", "gm0010", "ag0001"])
def test_every_figure_can_be_asked(view: Make, audience: str, metric: str, language: str, marked: str) -> None:
    query = {"cijfer": metric} | ({"organisatie": marked} if marked else {})
    content = page(view, audience, language, **query)
    assert content.status == 200
    private = CATALOGUE[metric].inventories and audience == "public"
    assert bool(list(tables(content.blocks))) != private
    assert ("niet openbaar" in lead(content) or "not public" in lead(content)) == private


def test_lists_are_compared_for_the_internal_audience_only(view: Make) -> None:
    asked = {"cijfer": "on_time.high_risk", "soort": "agentschap", "organisatie": "ag0001"}
    assert "0 van de 6 systemen" in lead(page(view, "internal", **asked))
    assert "ag0001" not in lead(page(view, **asked))


@pytest.mark.parametrize("query", [{"soort": "x"}, {"cijfer": "x"}, {"organisatie": "x"}, {"sorteer": "x-af"}])
def test_what_nobody_knows_falls_back(view: Make, query: dict[str, str]) -> None:
    assert one(page(view, **query), Form).entries[0].value == "gemeente"


# The table


@pytest.mark.parametrize(
    ("sort", "first", "last"),
    [
        pytest.param("", "gm0001", "gm0009", id="by name"),
        pytest.param("naam-af", "gm0009", "gm0001", id="by name, back"),
        pytest.param("aandeel", "gm0007", "gm0009", id="without a share last"),
        pytest.param("aandeel-af", "gm0006", "gm0009", id="without a share last, back"),
        pytest.param("registraties", "gm0009", "gm0006", id="by size"),
    ],
)
def test_the_address_sorts(view: Make, sort: str, first: str, last: str) -> None:
    found = table(page(view, **({"sorteer": sort} if sort else {})), "bodies")
    assert (names(found)[0], names(found)[-1]) == (first, last)


def test_a_heading_says_how_it_is_sorted_and_leads_the_other_way(view: Make) -> None:
    found = table(page(view, organisatie="gm0003", sorteer="aandeel", peildatum="2026-08-08"), "bodies")
    heads = {column.title: column for column in found.columns}
    assert {title for title, column in heads.items() if column.order} == {"Aandeel"}
    assert heads["Aandeel"].order == "ascending"
    assert heads["Aandeel"].href.endswith("organisatie=gm0003&sorteer=aandeel-af#tabel")
    assert "peildatum=2026-08-08" in heads["Aandeel"].href
    assert heads["Stand"].href == ""
    down = table(page(view, sorteer="aandeel-af"), "bodies")
    assert next(c for c in down.columns if c.title == "Aandeel").order == "descending"


def test_each_row_says_in_words_how_it_stands(view: Make) -> None:
    found = table(page(view, organisatie="gm0003"), "bodies")
    states = dict(zip(names(found), [str(row[-1].value) for row in found.rows], strict=True))
    assert states == {
        "gm0001": "lager dan aangewezen",
        "gm0002": "lager dan aangewezen",
        "gm0003": "aangewezen",
        "gm0004": "hetzelfde",
        "gm0005": "hoger dan aangewezen",
        "gm0006": "hoger dan aangewezen",
        "gm0007": "lager dan aangewezen",
        "gm0008": "te weinig om te vergelijken",
        "gm0009": "te weinig om te vergelijken",
    }
    assert "9 van de 11 gemeenten" in found.caption
    assert "Bij 2 van de 11 gemeenten is geen registratie gevonden" in str(page(view).blocks)


def test_few_registrations_have_counts_and_no_share(view: Make) -> None:
    found = table(page(view), "bodies")
    row = found.rows[names(found).index("gm0008")]
    assert [cell.value for cell in row[1:5]] == [4, 60, 60, None]


# Of about one size, and trends


def test_peers_are_of_half_to_twice_the_size_the_nearest_first(view: Make) -> None:
    made = view("/vergelijk", "nl", many())
    found = comparison(made, CATALOGUE["completeness.valid"], "gemeente", "gm0003")
    assert [one.body.org_id for one in found.near] == ["gm0004", "gm0001", "gm0002", "gm0005", "gm0007", "gm0008"]
    assert all(8 / 2 <= CITIES[one.body.org_id][0] <= 8 * 2 for one in found.near)


def test_trends_are_few_on_one_scale_with_the_marked_one_first(view: Make) -> None:
    found = one(page(view, organisatie="gm0003"), Multiples)
    assert len(found.panels) <= PANELS
    assert [panel.marked for panel in found.panels] == [True] + [False] * (len(found.panels) - 1)
    assert found.panels[0].title == "Body gm0003: 60,0%"
    assert len({str(panel.figure["layout"]["yaxis"]["range"]) for panel in found.panels}) == 1
    assert [column.title for column in found.table.columns][1] == "Body gm0003"


def test_a_point_of_a_trend_is_a_figure_also_in_a_file(view: Make) -> None:
    last = one(page(view, organisatie="gm0003"), Multiples).table.rows[-1][1].value
    assert isinstance(last, Share)
    assert last.percent == 60.0
    numbers = one(page(view, cijfer="size.registrations"), Multiples).table
    assert {column.kind for column in numbers.columns[1:]} == {"number"}
    assert {type(cell.value) for row in numbers.rows for cell in row[1:]} <= {int, type(None)}


def test_a_point_for_each_quarter_and_the_day_asked_about() -> None:
    days = quarters(date(2023, 8, 8))
    assert days == [date(2023, 1, 1), date(2023, 4, 1), date(2023, 7, 1), date(2023, 8, 8)]
    assert quarters(date(2023, 7, 1)) == [date(2023, 1, 1), date(2023, 4, 1), date(2023, 7, 1)]


# The dots


def test_the_marked_one_has_another_shape_and_its_name(view: Make) -> None:
    found: Chart = one(page(view, organisatie="gm0003"), Chart)
    shapes = {trace["name"]: trace["marker"]["symbol"] for trace in found.figure["data"] if "marker" in trace}
    assert shapes == {"andere": "circle-open", "ongeveer even groot": "square", "aangewezen": "diamond"}
    assert [note["text"] for note in found.figure["layout"]["annotations"]] == ["◆ Body gm0003"]
    assert sum(len(trace["x"]) for trace in found.figure["data"] if "marker" in trace) == 7
    assert found.table.rows
    assert found.title == "De middelste helft van deze 7 gemeenten zit tussen 40,0% en 60,0%"


def test_dots_that_are_close_stand_on_each_other() -> None:
    figure = strip([Dot(10, "a"), Dot(10.5, "b"), Dot(60, "c")], Axis(100, "%"), ",.", {"other": "x", "middle": "m"})
    (trace,) = figure["data"]
    assert (trace["x"], trace["y"]) == ([10, 10.5, 60], [1, 2, 1])
    assert figure["layout"]["xaxis"]["range"][0] <= 0
    assert figure["layout"]["yaxis"]["visible"] is False


def test_a_name_stands_where_there_is_room() -> None:
    names_of = {"marked": "m", "middle": "m"}
    for value, side in ((10, "left"), (90, "right")):
        figure = strip([Dot(value, "a", "marked")], Axis(100, "%"), ",.", names_of, "A")
        assert figure["layout"]["annotations"][0]["xanchor"] == side


def test_a_small_trend_is_dotted_where_rebuilt_and_has_gaps() -> None:
    points = [Point(date(2024, 1, 1), 1, rebuilt=True), Point(date(2025, 1, 1), None), Point(date(2026, 1, 1), 3)]
    figure = small(points, 4, LABELS, marked=False)
    assert [trace.get("line", {}).get("dash") for trace in figure["data"]] == ["dot", "solid", None]
    assert not any(trace.get("connectgaps") for trace in figure["data"])
    assert figure["layout"]["yaxis"]["range"][0] == 0
    assert len(small([Point(date(2026, 1, 1), None)], 4, LABELS, marked=True)["data"]) == 1
