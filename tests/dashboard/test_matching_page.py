"""The page of the review: what it shows, and what it takes in; written in the ledger as the command line does."""

import html
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dash
import orjson
import polars as pl
import pytest
from flask.testing import FlaskClient

from dashboard.app import WebSettings, create_app
from dashboard.blocks import Beside, Links, Notice, Paragraph, Section, tables
from dashboard.desk import Desk
from dashboard.forms import Writing
from dashboard.router import Router
from dashboard.view import View
from metrics.differences import ADDED, REMOVED
from metrics.schemas import SCHEMAS
from sql import mart
from tests.dashboard.small_register import NOW, STATUS, FakeShelf, make_app, make_facts
from tests.dashboard.test_pages import rendered
from tests.metrics.facts_builder import AGENCY
from tests.metrics.review_world import ReviewWorld

ONE, TWO, THREE = (f"1000000{number}" for number in range(1, 4))
HERE = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
WHO = {"auteur": "Ada", "bewijs": "Beide teksten"}
PAIR = {"organisatie": AGENCY, "kenmerk": "1", "lars": ONE}
SUBJECT = f"pair {AGENCY} 1 and {ONE}"


def world() -> ReviewWorld:
    made = ReviewWorld()
    made.line("1", name="Chatbot Gem", description="Beantwoordt vragen van inwoners").line("2", name="Tweede")
    made.system(ONE, "Chatbot Gem 2", description_short="Beantwoordt alle vragen", standard_version="1.0")
    made.system(TWO, "Chatbot")
    made.system(THREE, "tweede")
    made.pair(ONE, alone="possible").pair(TWO, alone="possible").pair(THREE, "2", alone="certain")
    return made


def published(made: ReviewWorld, data: Path) -> Path:
    facts = made.build()
    contents = pl.Series(list(made.said))
    texts = pl.DataFrame({"content": contents, "body": list(made.texts(contents).values())})
    frames = {name: getattr(facts, name) for name in SCHEMAS} | {"texts": texts}
    meta = dict.fromkeys(("published_at", "collected_at"), "2026-03-01T12:00:00+00:00") | {"facts_hash": "by hand"}
    mart.point(data, mart.write(data, 1, {"internal": frames, "public": frames}, meta))
    return data


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return published(world(), tmp_path / "data")


def opened(data: Path, audience: str = "internal", *, local: bool = True) -> dash.Dash:
    return create_app(WebSettings(data, audience, None, local=local), clock=lambda: NOW)


@pytest.fixture
def app(data: Path) -> dash.Dash:
    return opened(data)


def visit(app: dash.Dash, search: str = "", language: str = "nl") -> tuple[View, Any]:
    """Return the page as somebody on this machine sees it."""
    router: Router = app.router
    with app.server.test_request_context(headers={"Host": "localhost"}, environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        return router.visit(f"/{language}/koppelen", search, "http://localhost/")


def flat(blocks: Any) -> list[Any]:  # noqa: ANN401 - what a page holds
    return [one for block in blocks for one in (flat(block.blocks) if isinstance(block, Section) else [block])]


def said(content: Any) -> str:  # noqa: ANN401 - a page
    return " ".join(one.text for one in flat(content.blocks) if isinstance(one, Paragraph | Notice))


def forms(content: Any) -> dict[str, Writing]:  # noqa: ANN401 - a page
    return {one.name: one for one in flat(content.blocks) if isinstance(one, Writing)}


def values(content: Any, name: str) -> list[list[Any]]:  # noqa: ANN401 - a page
    return [[cell.value for cell in row] for one in tables(content.blocks) if one.name == name for row in one.rows]


def ticket(app: dash.Dash, subject: str) -> str:
    view, _ = visit(app)
    assert view.tickets is not None
    return view.tickets(subject)


def send(app: dash.Dash, form: dict[str, str], headers: Mapping[str, str] = HERE) -> Any:  # noqa: ANN401 - an answer
    client: FlaskClient = app.server.test_client()
    return client.post("/nl/koppelen", data=form, headers={"Host": "localhost", **headers})


def decide(app: dash.Dash, verdict: str = "same", **changed: str) -> Any:  # noqa: ANN401 - an answer
    form = {"work": "decide", "keuze": verdict, "ticket": ticket(app, SUBJECT), **PAIR, **WHO, **changed}
    return send(app, form)


def ledger(data: Path) -> list[dict[str, Any]]:
    path = data / "ledgers" / "matches.jsonl"
    return [orjson.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []


# What is shown


def test_the_list_has_what_is_to_be_decided(app: dash.Dash) -> None:
    _, content = visit(app)
    assert "3 koppelingen te beoordelen" in said(content)
    assert {row[0] for row in values(content, "queue")} == {"Chatbot Gem", "Tweede"}
    assert values(content, "identical") == [["Tweede", "tweede", THREE]]
    assert "3 matches to review" in said(visit(app, language="en")[1])


def test_a_pair_stands_side_by_side_with_what_differs_marked(app: dash.Dash) -> None:
    _, content = visit(app, f"organisatie={AGENCY}&kenmerk=1&lars={ONE}")
    both = next(one for one in flat(content.blocks) if isinstance(one, Beside))
    assert [cell.value for cell in both.table.rows[0]] == ["Naam", "Chatbot Gem", "Chatbot Gem 2"]
    assert [(run.kind, run.text) for run in both.runs[1] if run.kind in {ADDED, REMOVED}] == [
        (ADDED, "alle"), (REMOVED, "van inwoners"),
    ]  # fmt: skip
    assert [value for value, _ in forms(content)["decide"].choices] == ["same", "not_same", "unsure"]
    page = rendered_here(app, f"organisatie={AGENCY}&kenmerk=1&lars={ONE}")
    assert "'Mark'" in page
    assert "alleen hier: " in page


def rendered_here(app: dash.Dash, search: str) -> str:
    with app.server.test_request_context(headers={"Host": "localhost"}, environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        return rendered(app, "/nl/koppelen", search)


def test_a_line_alone_shows_the_likeliest_and_the_way_to_the_others(app: dash.Dash) -> None:
    _, content = visit(app, f"organisatie={AGENCY}&kenmerk=1")
    ways = next(one for one in flat(content.blocks) if isinstance(one, Links) and len(one.items) == 2)
    assert [here for _, _, here in ways.items] == [True, False]


@pytest.mark.parametrize("search", [
    "organisatie=x&kenmerk=1", f"organisatie={AGENCY}&kenmerk=1&lars=99999999", "besluit=matches-1", "besluit=%3Cb%3E",
])  # fmt: skip
def test_what_is_not_there_is_a_404(app: dash.Dash, search: str) -> None:
    assert visit(app, search)[1].status == 404


@pytest.mark.parametrize(
    ("audience", "local", "remote", "shown"),
    [
        ("internal", True, "127.0.0.1", True),
        ("internal", False, "127.0.0.1", False),
        ("public", True, "127.0.0.1", False),
        ("public", True, "192.0.2.7", False),
    ],
)
def test_the_way_to_it_stands_where_one_may_decide(
    data: Path, audience: str, local: bool, remote: str, shown: bool
) -> None:
    client = opened(data, audience, local=local).server.test_client()
    page = client.get("/en/", headers={"Host": "localhost"}, environ_overrides={"REMOTE_ADDR": remote}).text
    assert ('<a href="/en/koppelen">Matches</a>' in page) == shown


def test_the_public_sees_why_it_is_not_there() -> None:
    made = make_app(FakeShelf(make_facts("public"), STATUS))
    page = rendered(made, "/nl/koppelen", f"organisatie={AGENCY}&kenmerk=1")
    assert "niet openbaar" in page
    assert "Systeem" not in page


def test_of_a_sample_nothing_can_be_decided(tmp_path: Path) -> None:
    made = make_app(FakeShelf(make_facts(), STATUS, folder="sample"), "internal", sample=tmp_path / "sample")
    assert "verzonnen voorbeeld valt niets te besluiten" in rendered(made, "/nl/koppelen")


def test_without_the_right_to_write_it_can_be_read(data: Path) -> None:
    _, content = visit(opened(data, local=False))
    assert not forms(content)
    assert "U kunt hier lezen en niet besluiten" in said(content)


# What is taken in


def test_a_decision_stands_in_the_ledger_and_is_told_at_once(app: dash.Dash, data: Path) -> None:
    answer = decide(app, "not_same")
    (line,) = ledger(data)
    assert (line["verdict"], line["author"], line["proof"]) == ("not_same", "Ada", "Beide teksten")
    assert [line[key] for key in ("org_id", "local_id", "lars")] == [AGENCY, "1", ONE]
    assert answer.status_code == 303
    where = answer.headers["Location"]
    # The next one is of the same line, and who signed need not be typed again.
    assert where.startswith(f"/nl/koppelen?organisatie={AGENCY}&kenmerk=1&lars={TWO}&ontvangen=matches-1")
    _, content = visit(app, where.partition("?")[2])
    assert "Ontvangen: niet dezelfde (matches-1). Het telt mee vanaf de volgende run." in said(content)
    assert [field.value for field in forms(content)["decide"].fields] == ["Ada", "Beide teksten"]
    _, content = visit(app)
    assert "2 koppelingen te beoordelen" in said(content)
    (row,) = [row for one in tables(content.blocks) if one.name == "decisions" for row in one.rows]
    assert row[-1].reason == "telt mee vanaf de volgende run"


def test_the_same_again_writes_nothing_and_another_verdict_replaces(app: dash.Dash, data: Path) -> None:
    for verdict in ("same", "same", "unsure"):
        assert decide(app, verdict).status_code == 303
    assert [(line["verdict"], line["corrects"]) for line in ledger(data)] == [("same", None), ("unsure", "matches-1")]


def test_a_decision_can_be_undone(app: dash.Dash, data: Path) -> None:
    decide(app)
    _, content = visit(app, "besluit=matches-1")
    assert forms(content)["undo"].kept == {"work": "undo", "besluit": "matches-1"}
    form = {"work": "undo", "besluit": "matches-1", "ticket": ticket(app, "undo matches-1"), **WHO}
    assert send(app, form).headers["Location"].startswith("/nl/koppelen?ontvangen=matches-2")
    assert ledger(data)[1]["withdraws"] == "matches-1"
    assert "matches-1 is ingetrokken" in said(visit(app, "ontvangen=matches-2")[1])
    assert "Dit besluit geldt niet meer." in said(visit(app, "besluit=matches-1")[1])
    assert "3 koppelingen te beoordelen" in said(visit(app)[1])
    assert send(app, form).status_code == 409


def test_what_is_identical_is_accepted_at_once(app: dash.Dash, data: Path) -> None:
    form = forms(visit(app)[1])["accept"]
    sent = {"work": "accept", "ticket": ticket(app, form.subject), **WHO}
    assert send(app, sent).status_code == 303
    assert [(line["lars"], line["verdict"]) for line in ledger(data)] == [(THREE, "same")]
    # By now these are not the pairs that were shown.
    assert send(app, sent).status_code == 403
    assert not values(visit(app)[1], "identical")


# What is refused


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Origin": "http://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Referer": "http://localhost/nl/koppelen"}, 303),
        ({**HERE, "X-Forwarded-For": "10.0.0.1"}, 403),
        ({**HERE, "Host": "evil.example"}, 403),
    ],
)
def test_only_a_page_of_this_site_may_send(app: dash.Dash, data: Path, headers: dict[str, str], status: int) -> None:
    form = {"work": "decide", "keuze": "same", "ticket": ticket(app, SUBJECT), **PAIR, **WHO}
    assert send(app, form, headers).status_code == status
    assert len(ledger(data)) == (status == 303)


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"ticket": "1.x"}, 403),
        ({"lars": TWO}, 403),
        ({"keuze": "perhaps"}, 400),
        ({"work": "other"}, 400),
        ({"auteur": "  "}, 400),
        ({"bewijs": ""}, 400),
        ({"auteur": "a" * 101}, 413),
        ({"bewijs": "b" * 40_000}, 413),
    ],
)
def test_a_form_that_is_not_right_writes_nothing(
    app: dash.Dash, data: Path, changed: dict[str, str], status: int
) -> None:
    answer = decide(app, **changed)
    assert (answer.status_code, ledger(data)) == (status, [])
    assert "Uw besluit is niet opgeslagen" in html.unescape(answer.text)
    assert re.search(r"<html lang=.nl.", answer.text)


def test_what_nobody_ever_listed_is_refused(app: dash.Dash, data: Path) -> None:
    form = {"work": "decide", "keuze": "same", "ticket": ticket(app, f"pair {AGENCY} 9 and {ONE}"), **PAIR, **WHO}
    assert send(app, form | {"kenmerk": "9"}).status_code == 400
    assert ledger(data) == []


@pytest.mark.parametrize(("audience", "local"), [("public", True), ("internal", False)])
def test_elsewhere_nobody_may_write(data: Path, audience: str, local: bool) -> None:
    made = opened(data, audience, local=local)
    form = {"work": "decide", "keuze": "same", "ticket": Desk(lambda: NOW).ticket(SUBJECT), **PAIR, **WHO}
    assert send(made, form).status_code == 403
    assert ledger(data) == []


def test_a_ledger_that_was_tampered_with_takes_nothing_in(app: dash.Dash, data: Path) -> None:
    decide(app)
    path = data / "ledgers" / "matches.jsonl"
    decide(app, "unsure")
    form = {"work": "decide", "keuze": "not_same", "ticket": ticket(app, SUBJECT), **PAIR, **WHO}
    path.write_bytes(path.read_bytes().replace(b'"Ada"', b'"Eve"', 1))
    assert send(app, form).status_code == 503
    _, content = visit(app)
    assert content.status == 503
    assert "Het logboek van besluiten is niet te lezen." in said(content)
    assert len(ledger(data)) == 2
