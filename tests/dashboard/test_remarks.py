"""What readers remark: who may, what is refused, what is kept, and what is shown of it."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import dash
import polars as pl
import pytest
from werkzeug.test import Client, TestResponse

from dashboard.app import WebSettings, create_app
from dashboard.blocks import Reaction
from dashboard.desk import Desk
from dashboard.forms import Writing
from dashboard.pages import organisation
from dashboard.remarking import MOST
from dashboard.remarks import section
from dashboard.view import View
from ingest.source import facts as as_facts
from metrics.record import facts_of
from metrics.schemas import SCHEMAS
from sql import append, journal
from sql.ledger import BY_NAME
from sql.store import Store
from tests.dashboard.small_register import FIRST, NOW, STATUS, FakeShelf, make_facts, page_asked

LEDGER = BY_NAME["remarks"]
CITY = "organisation/gm0344"
SAID = "Twee registraties staan er dubbel."
MARKUP = "<script>alert(1)</script> & <b>vet</b> staat er dubbel"


class House:
    """A web on this machine, over a data folder of its own, with a clock that can be moved."""

    def __init__(self, folder: Path, *, local: bool = True, audience: str = "public") -> None:
        self.data, self.now = folder / "data", NOW
        settings = WebSettings(self.data, audience, None, contact="a@example.org", local=local)
        shelf = FakeShelf(make_facts(audience), STATUS)
        self.app: dash.Dash = create_app(settings, shelf=shelf, clock=lambda: self.now)
        self.client: Client = self.app.server.test_client()

    def ticket(self, subject: str = CITY) -> str:
        with self.app.server.test_request_context("/nl/", environ_base={"REMOTE_ADDR": "127.0.0.1"}):
            tickets = self.app.router.desk()
            return str(tickets(subject)) if tickets else ""

    def send(
        self,
        said: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        remote: str = "127.0.0.1",
        path: str = "/nl/opmerking",
    ) -> TestResponse:
        form = {"subject": CITY, "text": SAID, "name": "", "contact": "", "ticket": self.ticket()} | dict(said or {})
        given = {"Host": "localhost", "Origin": "http://localhost"} | dict(headers or {})
        return self.client.post(path, data=form, headers=given, environ_overrides={"REMOTE_ADDR": remote})

    @property
    def kept(self) -> list[Mapping[str, Any]]:
        return [line.values for line in journal.read(self.data, LEDGER)]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


# Taking in


def test_a_remark_is_kept_and_said_to_be_received(house: House) -> None:
    answer = house.send({"name": "Team Data", "contact": "data@example.org", "text": f"{SAID}\r\nEcht waar."})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/nl/organisatie/gm0344?ontvangen=remarks-1#reageren"
    assert house.kept == [
        {
            "subject": CITY,
            "said_on": "2026-08-08",
            "text": f"{SAID}\nEcht waar.",
            "name": "Team Data",
            "contact": "data@example.org",
        }
    ]
    assert journal.check((house.data / "ledgers" / "remarks.jsonl").read_bytes(), LEDGER) == []


def test_of_a_registration_it_leads_back_to_it(house: House) -> None:
    subject = "registration/10000001"
    answer = house.send({"subject": subject, "ticket": house.ticket(subject)}, path="/en/opmerking")
    assert answer.headers["Location"] == "/en/registratie/10000001?ontvangen=remarks-1#reageren"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param({"text": ""}, 400, id="nothing"),
        pytest.param({"text": "  kort  "}, 400, id="too short"),
        pytest.param({"text": "x" * (MOST["text"] + 1)}, 413, id="too long"),
        pytest.param({"name": "x" * (MOST["name"] + 1)}, 413, id="a name too long"),
        pytest.param({"text": "x" * 40_000}, 413, id="much too long"),
        pytest.param({"text": f"{SAID}\x07"}, 400, id="a control character"),
        pytest.param({"ticket": ""}, 403, id="no ticket"),
        pytest.param({"ticket": "9999999999.00"}, 403, id="a made-up ticket"),
        pytest.param({"ticket": "²."}, 403, id="no ticket at all"),
        pytest.param({"subject": "organisation/gm0363"}, 403, id="a ticket for another"),
    ],
)
def test_what_cannot_be_used_is_refused(house: House, said: dict[str, str], status: int) -> None:
    assert house.send(said).status_code == status
    assert house.kept == []


@pytest.mark.parametrize(
    "subject", ["organisation/nobody", "registration/99999999", "figure/size", "", "registration/"]
)
def test_a_subject_that_nobody_knows_is_refused(house: House, subject: str) -> None:
    assert house.send({"subject": subject, "ticket": house.ticket(subject)}).status_code == 400


@pytest.mark.parametrize(
    ("headers", "remote"),
    [
        pytest.param({"Origin": "http://evil.example"}, "127.0.0.1", id="from another site"),
        pytest.param({"Origin": "null"}, "127.0.0.1", id="from nowhere"),
        pytest.param({"Origin": ""}, "127.0.0.1", id="a browser that does not say"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, "127.0.0.1", id="across sites"),
        pytest.param({"Host": "evil.example", "Origin": "http://evil.example"}, "127.0.0.1", id="another name"),
        pytest.param({"X-Forwarded-For": "192.0.2.7"}, "127.0.0.1", id="through a proxy"),
        pytest.param({}, "192.0.2.7", id="from another machine"),
    ],
)
def test_only_a_page_of_this_site_on_this_machine_may_write(house: House, headers: dict[str, str], remote: str) -> None:
    assert house.send(headers=headers, remote=remote).status_code == 403
    assert house.kept == []


def test_a_web_that_others_can_reach_takes_in_nothing(tmp_path: Path) -> None:
    house = House(tmp_path, local=False)
    assert house.ticket() == ""
    assert house.send({"ticket": Desk(lambda: NOW).ticket(CITY)}).status_code == 403


def test_a_ticket_is_good_for_half_a_day(house: House) -> None:
    ticket = house.ticket()
    house.now = NOW + timedelta(hours=12)
    assert house.send({"ticket": ticket}).status_code == 303
    house.now = NOW + timedelta(hours=12, seconds=1)
    assert house.send({"ticket": ticket, "text": f"{SAID} Weer."}).status_code == 403


def test_there_is_room_for_ten_in_ten_minutes(house: House) -> None:
    assert [house.send({"text": f"{SAID} {n}"}).status_code for n in range(11)] == [303] * 10 + [429]
    house.now = NOW + timedelta(minutes=10)
    assert house.send({"text": f"{SAID} 11"}).status_code == 303


def test_twice_the_same_is_received_once(house: House) -> None:
    assert (house.send().status_code, house.send().status_code) == (303, 409)
    assert len(house.kept) == 1


def test_a_folder_that_cannot_be_written_is_said(house: House) -> None:
    house.data.mkdir()
    (house.data / "ledgers").write_text("in the way", "utf-8")
    answer = house.send()
    assert answer.status_code == 503
    assert "nu niet bewaren" in answer.text


def test_a_ledger_that_was_changed_is_left_alone(house: House) -> None:
    house.send()
    house.send({"text": f"{SAID} Twee."})
    path = house.data / "ledgers" / "remarks.jsonl"
    path.write_bytes(path.read_bytes().replace(b"dubbel", b"triple", 1))
    assert house.send({"text": f"{SAID} Drie."}).status_code == 503


def test_what_is_refused_is_given_back_as_text(house: House) -> None:
    answer = house.send({"text": MARKUP, "ticket": ""})
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text
    assert '<html lang="nl">' in answer.text


# Showing


def remarks(*rows: Mapping[str, Any]) -> pl.DataFrame:
    about = {"subject": CITY, "said_on": date(2026, 8, 1), "known_from": FIRST, "known_to": None}
    return pl.DataFrame([about | dict(row) for row in rows], schema=SCHEMAS["remarks"])


FIRST_SAID = {"entry": "remarks-1", "text": MARKUP, "name": "Team Data"}
ANSWERED = {
    "entry": "remarks-3",
    "text": "De telling is te laag.",
    "reply": "Dat is nu goed.",
    "replied_on": date(2026, 8, 5),
    "said_on": date(2026, 7, 20),
}


def shown(view: View, **rows: Any) -> list[Any]:  # noqa: ANN401 - whatever frames
    facts = make_facts(view.audience, **rows)
    edition = replace(view, edition=type(view.mart)("data/7", view.mart.meta, facts))
    return list(section(edition, CITY, "Gemeente Utrecht").blocks)


def test_what_was_taken_in_stands_there_with_the_reply(view: Any) -> None:  # noqa: ANN401 - a fixture
    rows = remarks(FIRST_SAID, ANSWERED, FIRST_SAID | {"entry": "remarks-2", "known_to": FIRST})
    found = [block for block in shown(view("/organisatie/gm0344"), remarks=rows) if isinstance(block, Reaction)]
    assert [(one.about, one.text) for one in found] == [
        ("Team Data schreef op 1 augustus 2026:", MARKUP),
        ("Een lezer schreef op 20 juli 2026:", "De telling is te laag."),
    ]
    assert [(one.replied, one.reply) for one in found] == [
        ("Nog geen antwoord.", ""),
        ("Antwoord van 5 augustus 2026:", "Dat is nu goed."),
    ]


@pytest.mark.parametrize(
    ("entry", "said"),
    [("remarks-9", True), ("remarks-1", False), ("<b>", False), ("", False), ("corrections-1", False)],
)
def test_received_is_said_until_it_is_shown(view: Any, entry: str, said: bool) -> None:  # noqa: ANN401 - a fixture
    blocks = shown(view("/organisatie/gm0344", ontvangen=entry), remarks=remarks(FIRST_SAID))
    assert any("is ontvangen" in getattr(block, "text", "") for block in blocks) == said


def test_who_may_not_write_is_told_how_to_send_it(view: Any) -> None:  # noqa: ANN401 - a fixture
    content = organisation.content(view("/organisatie/gm0344"), "gm0344")
    assert not re.search(r"Writing\(", str(content))
    assert "mailto:a@example.org?subject=Klopt%20dit%20niet%3F%20Gemeente%20Utrecht" in str(content)
    may = replace(view("/organisatie/gm0344"), tickets=lambda subject: f"for {subject}")
    (form,) = [one for one in section(may, CITY, "Utrecht").blocks if isinstance(one, Writing)]
    assert (form.action, form.subject, [one.name for one in form.fields]) == ("/nl/opmerking", CITY, list(MOST))


def test_the_page_of_a_local_web_has_a_form_with_a_ticket(house: House) -> None:
    body = page_asked("/nl/organisatie/gm0344")
    text = house.client.post("/_dash-update-component", json=body, headers={"Host": "localhost"}).text
    (ticket,) = re.findall(r'"value":"(\d{10}\.[0-9a-f]{64})"', text)
    assert house.send({"ticket": ticket}).status_code == 303


# Taken in by the worker


def test_the_marts_have_what_was_said_and_never_the_contact(tmp_path: Path) -> None:
    row = {"subject": CITY, "said_on": "2026-08-08", "text": SAID, "name": "Team", "contact": "data@example.org"}
    signature = append.Signature("a reader", "http://localhost/nl/organisatie/gm0344", NOW)
    append.add(tmp_path, LEDGER, [row], signature)
    reply = row | {"reply": "Dat klopt.", "replied_on": "2026-08-09"}
    append.add(tmp_path, LEDGER, [reply], replace(signature, at=NOW + timedelta(days=1)), "remarks-1")
    (line,) = journal.in_force(journal.read(tmp_path, LEDGER))
    with Store(tmp_path / "store.duckdb") as store:
        store.observe("ledger:remarks", datetime(2026, 8, 9, tzinfo=UTC), as_facts({line.entry: line.values}), 1)
        frame = facts_of(store).remarks
    (found,) = frame.drop("known_from", "known_to").to_dicts()
    assert found == {
        "entry": "remarks-2",
        "subject": CITY,
        "said_on": date(2026, 8, 8),
        "text": SAID,
        "name": "Team",
        "reply": "Dat klopt.",
        "replied_on": date(2026, 8, 9),
    }
    assert "example.org" not in json.dumps(frame.to_dicts(), default=str)
