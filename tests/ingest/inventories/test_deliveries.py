"""Where inventories come from: a watched folder and an address, and what a rebuild makes of them."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ingest.archive import Archive
from sql.store import Store
from tests.ingest.inventories.books import HEADER, ROW, as_csv, as_xlsx
from tests.ingest.inventories.conftest import NEXT_AT, Desk

LATER_AT, LAST_AT = "2026-06-17T08:00:00+00:00", "2026-06-18T08:00:00+00:00"
CARD = """schema_version: 0.1a10
name: {name}
status: monitoring en beheer
ai_act_profile:
  risk_group: hoog-risico AI
"""


def put(folder: Path, name: str, body: bytes, age: int) -> None:
    """Put a file in a folder that was last written ``age`` minutes before some moment long ago."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(body)
    moment = 1_700_000_000 - age * 60
    os.utime(folder / name, (moment, moment))


def named(name: str) -> bytes:
    return as_csv([HEADER, ["1", name, *ROW[2:]]])


# A folder


def test_the_newest_delivery_of_a_folder_counts(desk: Desk) -> None:
    inbox = desk.folder / "inbox"
    desk.configure(folder="inbox")
    put(inbox, "2026-05.csv", named("old"), age=60)
    put(inbox, "2026-06.xlsx", as_xlsx({"a": [HEADER, ["1", "new", *ROW[2:]]]}), age=30)
    for distraction in ("notes.docx", "~$2026-06.xlsx", ".hidden.csv", "2026-07.csv.part"):
        put(inbox, distraction, b"x", age=1)
    assert desk.ingest().code == 0
    assert desk.lines()["1"]["name"] == "new"
    before = desk.facts_hash()
    put(inbox, "2026-05.csv", named("old, again"), age=10)
    assert desk.ingest(LATER_AT).code == 0
    assert desk.lines()["1"]["name"] == "old, again"
    assert desk.facts_hash() != before


def test_all_system_cards_of_a_folder_count(desk: Desk) -> None:
    inbox = desk.folder / "inbox"
    desk.configure(folder="inbox")
    put(inbox, "list.csv", named("old"), age=60)
    for number in range(3):
        put(inbox, f"{number}.yaml", CARD.format(name=f"Kaart {number}").encode(), age=number)
    assert desk.ingest().code == 0, desk.source()["reason"]
    assert set(desk.lines()) == {"Kaart 0", "Kaart 1", "Kaart 2"}


@pytest.mark.parametrize(
    ("files", "says"),
    [((), "nothing was delivered there"), (("notes.docx", "x.csv.part"), "nothing was delivered there")],
)
def test_a_folder_without_a_delivery(desk: Desk, files: tuple[str, ...], says: str) -> None:
    (desk.folder / "inbox").mkdir()
    for name in files:
        put(desk.folder / "inbox", name, b"x", age=1)
    desk.configure(folder="inbox")
    assert (desk.ingest().code, says in desk.source()["reason"]) == (4, True)


def test_a_folder_that_is_gone(desk: Desk) -> None:
    desk.configure(folder="inbox")
    assert (desk.ingest().code, "No such file" in desk.source()["reason"]) == (4, True)


# System cards


def test_a_system_card_is_a_line(desk: Desk) -> None:
    card = CARD.format(name="Waarderen") + (
        "description: Bepaalt waarden.\nrole: x\nbegin_date: 2023-10-01\nexternal_providers: [Bouwer, Maker]\n"
        "owners:\n  - organization: Belastingen\n    email: iemand@example.nl\nmeasures: !include measures.yaml\n"
    )
    desk.deliver("kaart.yaml", card.encode())
    assert desk.ingest().code == 0, desk.source()["reason"]
    line = desk.lines()["Waarderen"]
    kept = ("category", "assessment", "status", "start_date", "vendor", "owner", "description")
    assert {key: line[key] for key in kept} == {
        "category": "Hoog-risico AI-systeem",
        "assessment": "assessed",
        "status": "In gebruik",
        "start_date": "2023-10-01",
        "vendor": "Bouwer; Maker",
        "owner": "Belastingen",
        "description": "Bepaalt waarden.",
    }
    assert desk.source()["remaps"]["local_id: (empty) → made from name"] == 1


# An address


@dataclass
class Host(ThreadingHTTPServer):
    """Serves one body with a mark of its version, and says "not changed" to who has that one."""

    body: bytes = b""
    mark: str = '"1"'
    asked: list[tuple[str, str | None, str | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/lists/bzk.csv?year=2026"


class Handler(BaseHTTPRequestHandler):
    server: Host

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        host, known = self.server, self.headers.get("if-none-match")
        host.asked.append((self.path, self.headers.get("authorization"), known))
        unchanged = known == host.mark
        self.send_response(304 if unchanged else 200)
        self.send_header("etag", host.mark)
        self.send_header("content-length", "0" if unchanged else str(len(host.body)))
        self.end_headers()
        if not unchanged:
            self.wfile.write(host.body)


@pytest.fixture
def host() -> Iterator[Host]:
    with Host() as host:
        thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield host
        host.shutdown()
        thread.join()


def test_an_address_is_asked_only_for_what_is_new(desk: Desk, host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIST_TOKEN", "secret")
    desk.configure(url=host.url, token_env="LIST_TOKEN")  # noqa: S106 - the name of a variable
    host.body = named("first")
    codes = [desk.ingest(NEXT_AT).code, desk.ingest(LATER_AT).code]
    host.body, host.mark = named("second"), '"2"'
    codes.append(desk.ingest(LAST_AT).code)
    assert codes == [0, 0, 0], desk.source()["reason"]
    path = "/lists/bzk.csv?year=2026"
    assert host.asked == [(path, "Bearer secret", known) for known in (None, '"1"', '"1"')]
    assert desk.lines()["1"]["name"] == "second"
    runs = [line for line in Archive(desk.house.data / "archive").lines() if line["kind"] == "source"][1:]
    assert [line["parts"][0]["status"] for line in runs] == [200, 304, 200]
    assert runs[0]["parts"][0]["sha256"] == runs[1]["parts"][0]["sha256"]
    assert "secret" not in (desk.house.data / "archive" / "manifest.jsonl").read_text("utf-8")
    before = desk.facts_hash()
    assert desk.house.run("rebuild").code == 0
    assert desk.facts_hash() == before


def test_what_was_held_is_asked_for_again(desk: Desk, host: Host) -> None:
    desk.configure(url=host.url)
    host.body = as_csv([HEADER, ROW, ROW])
    assert [desk.ingest(NEXT_AT).code, desk.ingest(LATER_AT).code] == [3, 3]
    assert [known for _, _, known in host.asked] == [None, None]


@pytest.mark.parametrize(
    ("keys", "says"),
    [({"token_env": "NOT_THERE"}, "the environment has no NOT_THERE"), ({}, "it is empty")],
)
def test_an_address_without_a_good_answer(desk: Desk, host: Host, keys: dict[str, str], says: str) -> None:
    desk.configure(url=host.url, **keys)
    before = desk.facts_hash()
    assert (desk.ingest().code, says in desk.source()["reason"]) == (4, True)
    assert desk.facts_hash() == before


# A mapping


WORDS = 'ignored = ["*"]\n[columns]\nlocal_id = "Nr"\nname = "Wat"\ncategory = "Risico"\nstatus = "Fase"\n'
OWN = as_csv([["Nr", "Wat", "Risico", "Fase"], ["1", "Systeem", "groot", "pilot"]], ";")


def test_old_bytes_are_read_with_their_old_mapping(desk: Desk) -> None:
    desk.deliver("list.csv", OWN, WORDS + '[values.category]\ngroot = "A"\n')
    assert desk.ingest(NEXT_AT).code == 0
    desk.deliver("list.csv", OWN, WORDS + '[values.category]\ngroot = "B"\n')
    assert desk.ingest(LATER_AT).code == 0
    before = desk.facts_hash()
    (desk.folder / "mapping.toml").unlink()
    assert desk.house.run("rebuild").code == 0
    assert desk.facts_hash() == before
    assert desk.lines()["1"]["category"] == "Impactvolle algoritmes"
    assert desk.source()["remaps"] == {"category: groot → Impactvolle algoritmes": 1, "status: pilot → In gebruik": 1}


def test_a_list_about_several_bodies_speaks_for_each(desk: Desk) -> None:
    rows = [[*HEADER, "org_id"], [*ROW, "AG0002"], ["2", *ROW[1:], ""], ["3", *ROW[1:], "gm0344"]]
    desk.deliver("list.csv", as_csv(rows))
    assert desk.ingest().code == 0
    assert {key: line["org_id"] for key, line in desk.lines().items()} == {"1": "ag0002", "2": "ag0001", "3": "gm0344"}
    with Store(desk.house.data / "store.duckdb") as store:
        told = store.frame("mart_inventories").group_by("as_of").agg("org_id").sort("as_of")
    assert [sorted(bodies) for bodies in told["org_id"]] == [["ag0001"], ["ag0001", "ag0002", "gm0344"]]


def test_a_mapping_that_cannot_be_read_fails_its_inventory_alone(desk: Desk) -> None:
    desk.deliver("list.csv", OWN, "colums = 1\n")
    assert desk.ingest().code == 4
    assert "unknown key 'colums'; did you mean 'columns'?" in desk.source()["reason"]
    assert desk.house.run("status").code == 0
