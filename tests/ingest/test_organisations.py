"""The register of organisations in its three forms, made up: what is read, set aside, refused."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any

import orjson
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from ingest.guard import breaches
from ingest.http import Answer
from ingest.organisations.types import WORDS, word_of
from ingest.source import Parsed, SourceChangedError
from ingest.sources import organisations, reader
from tests.replay import House, Replay, write_config

ID = "https://identifier.overheid.nl/tooi/id"
ONT = "https://identifier.overheid.nl/tooi/def/ont/"
HEAD = "id,tooi_code,roo_id,type,name,abbreviation,parent_id,ministry_tooi,valid_from,valid_until,successor_id\n"


def read(body: str | bytes, name: str = "file") -> Parsed:
    return organisations.parse([Answer("FILE", name, 200, (), body.encode() if isinstance(body, str) else body)])


def said(parsed: Parsed) -> dict[str, dict[str, Any]]:
    return {row["key"]: orjson.loads(row["body"]) for row in parsed.facts.iter_rows(named=True)}


def aside(parsed: Parsed) -> int:
    return sum(parsed.set_aside.values())


# ROO's export

ROO = f"""<?xml version="1.0" encoding="UTF-8"?>
<p:overheidsorganisaties xmlns:p="https://organisaties.overheid.nl/static/schema/oo/export/2.6.9" p:timestamp="now">
<p:organisaties>
  <p:organisatie p:systeemId="10" p:resourceIdentifierTOOI="{ID}/ministerie/mnre9001">
    <p:naam>Zaken en Dingen</p:naam><p:afkorting>ZD</p:afkorting>
    <p:types><p:type>Ministerie</p:type></p:types>
    <p:functies><p:functie><p:naam>Secretaris</p:naam><p:medewerkers><p:medewerker>
      <p:naam>Iemand</p:naam><p:startDatum>2014-03-01</p:startDatum></p:medewerker></p:medewerkers></p:functie></p:functies>
    <p:organisaties>
      <p:organisatie p:systeemId="11" p:resourceIdentifierTOOI="{ID}/oorg/oorg90011">
        <p:naam>Dienst Dingen (DD)</p:naam><p:types><p:type>Agentschap</p:type><p:type>Inspectie</p:type></p:types>
        <p:startDatum>2015-01-01</p:startDatum><p:eindDatum>2027-01-01</p:eindDatum>
        <p:relatieMetMinisterie p:systeemId="10"
          p:resourceIdentifierTOOI="{ID}/ministerie/mnre9001">Zaken</p:relatieMetMinisterie>
      </p:organisatie>
      <p:organisatie p:systeemId="12"><p:naam>Afdeling zonder code</p:naam></p:organisatie>
    </p:organisaties>
  </p:organisatie>
  <p:organisatie p:systeemId="13">
    <p:naam>Oude vorm</p:naam><p:types><p:type>Iets nieuws</p:type></p:types>
    <p:identificatiecodes>
      <p:resourceIdentifier p:naam="resourceIdentifierTOOI">{ID}/gemeente/GM9013</p:resourceIdentifier>
    </p:identificatiecodes>
  </p:organisatie>
</p:organisaties>
</p:overheidsorganisaties>"""


def test_an_export_of_roo_gives_every_body_with_a_code_and_counts_the_others() -> None:
    parsed = read(ROO)
    assert said(parsed) == {
        "mnre9001": {
            "org_id": "mnre9001",
            "type": "ministerie",
            "name": "Zaken en Dingen",
            "abbreviation": "ZD",
            "roo_id": "10",
        },
        "oorg90011": {
            "org_id": "oorg90011",
            "type": "agentschap",
            "name": "Dienst Dingen (DD)",
            "roo_id": "11",
            "ministry_id": "mnre9001",
            "parent": "mnre9001",
            "valid_from": "2015-01-01",
            "valid_until": "2027-01-01",
        },
        "gm9013": {"org_id": "gm9013", "type": "iets_nieuws", "name": "Oude vorm", "roo_id": "13"},
    }
    assert (parsed.rows_in, parsed.rows_accepted, parsed.set_aside) == (4, 3, {"no TOOI code": 1})
    assert parsed.warnings == ("type 'Iets nieuws' is not known: kept as it is, in 1 rows",)


def test_another_version_of_the_export_has_another_namespace_and_says_the_same() -> None:
    older = ROO.replace("organisaties.overheid.nl/static/schema/oo/export/2.6.9", "almanak.overheid.nl/export/2.4.2")
    assert said(read(older)) == said(read(ROO))
    assert said(read(ROO.replace("<p:", "<").replace("</p:", "</"))) == said(read(ROO))


# TOOI's value lists


def node(path: str, *kinds: str, **properties: str) -> dict[str, Any]:
    texts = {ONT + key: [{"@value": value}] for key, value in properties.items()}
    return {"@id": f"{ID}/{path}", "@type": [ONT + kind for kind in kinds], **texts}


def town(code: str, name: str, **properties: str) -> dict[str, Any]:
    names = {"officieleNaamInclSoort": f"gemeente {name}", "organisatiecode": code}
    return node(f"gemeente/{code}", "Gemeente", **names, **properties)


def change(kind: str, ended: list[str], heirs: list[str], how: str = "generated") -> dict[str, Any]:
    def refer(codes: list[str]) -> list[dict[str, str]]:
        return [{"@id": f"{ID}/gemeente/{code}"} for code in codes]

    prov = {f"http://www.w3.org/ns/prov#{key}": refer(codes) for key, codes in (("invalidated", ended), (how, heirs))}
    return node("gemeente/wzg_1", kind, tijdstipWijziging="2021-01-01T00:00:00") | prov


LIST = [
    town("gm9001", "Aa", einddatum="2020-12-31"),
    town("gm9002", "Bee", einddatum="2020-12-31", voorkeursnaamInclSoort="gemeente B."),
    town("gm9003", "Aa en Bee", begindatum="2021-01-01"),
    town("gm9004", "Cee", einddatum="2018-12-31"),
    town("gm9005", "Dee", einddatum="2018-12-31"),
    town("gm9006", "Ee"),
    node(
        "gemeente/hv_1",
        "HistorischeVersie",
        "Gemeente",
        officieleNaamInclSoort="gemeente Eeh",
        einddatumHV="2019-05-01",
    )
    | {"http://www.w3.org/ns/prov#specializationOf": [{"@id": f"{ID}/gemeente/gm9006"}]},
    change("Samenvoeging", ["gm9001", "gm9002"], ["gm9003"]),
    change("Uitbreiding", ["gm9004"], ["gm9006"], "used"),
    change("Splitsing", ["gm9005"], ["gm9003", "gm9006"]),
    node("gemeente", "RegisterwaardelijstCompleet"),
]


def test_a_value_list_of_tooi_gives_bodies_with_their_successors_and_earlier_names() -> None:
    parsed = read(json.dumps(LIST))
    found = said(parsed)
    assert {code: one.get("successor") for code, one in found.items()} == {
        "gm9001": "gm9003",
        "gm9002": "gm9003",
        "gm9003": None,
        "gm9004": "gm9006",
        "gm9005": "gm9003 gm9006",
        "gm9006": None,
        "hv_1": None,
    }
    assert found["gm9002"] | {"successor": ""} == {
        "org_id": "gm9002",
        "type": "gemeente",
        "name": "gemeente Bee",
        "other_name": "gemeente B.",
        "valid_until": "2020-12-31",
        "successor": "",
    }
    assert found["hv_1"]["version_of"] == "gm9006"
    # Changes and the list itself are no bodies, and no rows.
    assert (parsed.rows_in, parsed.rows_accepted) == (7, 7)
    assert said(read(json.dumps({"@graph": LIST}))) == found


def test_a_value_list_is_a_source_of_its_own_kind_of_body() -> None:
    answers = {"list": json.dumps(LIST), "table": HEAD, "nothing": "[]", "torn": "[{", "xml": ROO}
    names = {
        key: organisations.given(Answer("FILE", key, 200, (), body.encode())).name for key, body in answers.items()
    }
    plain = dict.fromkeys(answers, "organisations")
    assert names == plain | {"list": "organisations:gemeente"}
    assert reader("organisations:gemeente", {}) is organisations.parse


# A table

ROWS = {
    "a ministry": "m,MNRE9001,1,ministerie,Zaken,Z,,,1900-01-01,,",
    "one that another took over from": "n,mnre9002,2,ministerie,Dingen,D,,,2010-10-14,2026-02-23,m",
    "an earlier name": "h1,hv_1,,ministerie,Spullen,,,,2000-01-01,2009-12-31,h2",
    "and a later one, until today's": "h2,hv_2,,ministerie,Meer spullen,,,,2010-01-01,2019-12-31,m",
    "what ended into an earlier name": "o,mnre9003,,ministerie,Oud,,,,,1999-12-31,h1",
    "under a ministry": "a,oorg90011,,agentschap,Dienst,,n,mnre9002,2016-01-01,,",
}


def test_a_table_gives_bodies_by_their_codes_wherever_it_names_them_otherwise() -> None:
    found = said(read(HEAD + "\n".join(ROWS.values()) + "\n"))
    assert found["mnre9001"] == {
        "org_id": "mnre9001",
        "type": "ministerie",
        "name": "Zaken",
        "abbreviation": "Z",
        "roo_id": "1",
    }
    assert [found[code].get("successor") for code in ("mnre9002", "mnre9003")] == ["mnre9001", "mnre9001"]
    assert [found[code]["version_of"] for code in ("hv_1", "hv_2")] == ["mnre9001", "mnre9001"]
    assert (found["oorg90011"]["parent"], found["oorg90011"]["ministry_id"]) == ("mnre9002", "mnre9002")


@pytest.mark.parametrize(
    ("rows", "accepted", "reasons", "warning"),
    [
        pytest.param(["x,,,rwt,Stichting,,,,,,"], 0, {"no TOOI code": 1}, "", id="no code"),
        pytest.param(["x,gm1,,gemeente,,,,,,,"], 0, {"no name": 1}, "", id="no name"),
        pytest.param(
            ["x,gm1,,gemeente,A,,,,,,", "y,gm1,,gemeente,A,,,,,,"],
            1,
            {"says the same as another row": 1},
            "",
            id="twice",
        ),
        pytest.param(
            ["x,gm1,,gemeente,A,,,,,,", "y,gm1,,gemeente,B,,,,,,"],
            1,
            {"the code stands twice with the same begin": 1},
            "row 3: code gm1 stands twice with the same begin; A counts",
            id="twice, and not the same",
        ),
        pytest.param(
            ["x,gm1,,gemeente,A,,,,2001-01-01,2001-12-31,", "y,gm1,,gemeente,A,,,,2005-01-01,,"],
            2,
            {},
            "",
            id="two times",
        ),
        pytest.param(
            ["x,gm1,,gemeente,A,,,,2001-02-30,,"],
            1,
            {},
            "row 2, valid_from: '2001-02-30' is no day; write YYYY-MM-DD. It counts as not given",
            id="no day",
        ),
        pytest.param(
            ["x,hv_1,,gemeente,A,,,,,,"], 0, {"an earlier version of a body that is not named": 1}, "", id="of nobody"
        ),
        pytest.param(
            ["x,hv_1,,gemeente,A,,,,,,y", "y,hv_2,,gemeente,B,,,,,,x"],
            0,
            {"an earlier version of a body that is not named": 2},
            "",
            id="of each other",
        ),
        pytest.param(["x,gm1,,gemeente,A,,,,,2020-12-31,z"], 1, {}, "", id="a successor that is not there is kept"),
    ],
)
def test_each_row_is_accepted_or_set_aside_with_a_reason(
    rows: list[str], accepted: int, reasons: dict[str, int], warning: str
) -> None:
    parsed = read(HEAD + "\n".join(rows) + "\n")
    assert (parsed.rows_accepted, parsed.set_aside) == (accepted, reasons)
    assert parsed.rows_in == len(rows) == accepted + aside(parsed)
    assert parsed.warnings == ((warning,) if warning else ())


CELL = st.sampled_from(["", "gm1", "GM1", "hv_1", "x", "2001-01-01", "gemeente", "O'Brien"])


@drawn(st.lists(st.lists(CELL, min_size=11, max_size=11), min_size=1, max_size=8), st.randoms())
def test_whatever_the_rows_none_is_lost_and_their_order_does_not_matter(rows: list[list[str]], chance: Random) -> None:
    def told(of: list[list[str]]) -> Parsed:
        return read(HEAD + "".join(",".join(row) + "\n" for row in of))

    parsed = told(rows)
    assert parsed.rows_in == len(rows) == parsed.rows_accepted + aside(parsed)
    turned = list(rows)
    chance.shuffle(turned)
    assert said(told(turned)) == said(parsed)


def test_what_has_no_code_holds_no_run_and_what_has_no_name_does() -> None:
    codeless = "".join(f"c{n},,,rwt,Stichting {n},,,,,,\n" for n in range(50))
    nameless = "".join(f"d{n},gm{n},,gemeente,,,,,,,\n" for n in range(50))
    good = "g,gm999,,gemeente,A,,,,,,\n"
    assert breaches(read(HEAD + good + codeless), organisations.SOURCE.expect, None, 0) == []
    assert breaches(read(HEAD + good + nameless), organisations.SOURCE.expect, None, 0) == [
        "50 of 51 rows could not be used"
    ]


# Files that are no register of organisations

BOMB = gzip.compress(b"0" * 1024)
ENTITIES = '<!DOCTYPE a [<!ENTITY b "c">]><overheidsorganisaties>&b;</overheidsorganisaties>'


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(b"", "not a whole CSV file", id="empty"),
        pytest.param(HEAD.encode(), "no body in it", id="header only"),
        pytest.param(b"[]", "no body in it", id="empty list"),
        pytest.param(b"naam;soort\nA;B\n", "missing fields: tooi_code, type, name", id="other columns"),
        pytest.param(b"[{", "not a whole JSON file", id="torn JSON"),
        pytest.param(b'{"a": 1}', "expected a value list of TOOI", id="other JSON"),
        pytest.param(b"<html><body>Storing</body></html>", "this begins with <html>", id="error page"),
        pytest.param(ROO[:900].encode(), "not a whole XML file: line ", id="torn XML"),
        pytest.param(ENTITIES.encode(), "declares entities", id="entities"),
        pytest.param(b"<overheidsorganisaties/>", "no body in it", id="no organisation"),
        pytest.param(BOMB[:-9], "not a whole gzip file", id="torn gzip"),
        pytest.param(b"\x1f\x8bnonsense", "not a whole gzip file", id="no gzip"),
        pytest.param(b"\xff\xfe\x00", "not UTF-8", id="another encoding"),
    ],
)
def test_a_file_that_is_none_is_refused_and_said_which_and_why(body: bytes, reason: str) -> None:
    with pytest.raises(SourceChangedError, match=r"organisations\.csv") as caught:
        read(body, "organisations.csv")
    assert reason in str(caught.value)


def test_what_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(organisations, "_MOST_BYTES", 100)
    with pytest.raises(SourceChangedError, match="unpacks to more than 100 bytes"):
        read(BOMB)


@pytest.mark.parametrize(
    ("written", "word"),
    [
        *((key, (word, True)) for key, word in WORDS.items()),
        ("Zelfstandig bestuursorgaan", ("zelfstandig_bestuursorgaan", True)),
        ("CaribischOpenbaarLichaam", ("caribisch_openbaar_lichaam", True)),
        ("overheidsstichting of -vereniging", ("organisatie_met_overheidsbemoeienis", True)),
        ("OverigeOverheidsorganisatie", ("", True)),
        ("", ("", True)),
        ("Iets anders", ("iets_anders", False)),
    ],
)
def test_every_word_for_a_kind_has_one_meaning(written: str, word: tuple[str, bool]) -> None:
    assert word_of(written) == word


# Ways in


@contextmanager
def served(body: bytes) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/archive/exportOO.xml" else 404)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is called
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/archive/exportOO.xml"
    server.shutdown()
    server.server_close()


def states(house: House) -> dict[str, str]:
    return {one["name"]: one["state"] for one in house.run("status", "--json").json["sources"]}


def test_the_register_of_organisations_is_asked_where_the_settings_say(tmp_path: Path) -> None:
    config = write_config(tmp_path / "c.toml", "http://127.0.0.1:9")
    house = House(tmp_path / "data", config)
    assert "there are" in house.run("ingest", "organisations").err
    with served(ROO.encode()) as url:
        config.write_text(f'{config.read_text("utf-8")}[organisations]\nurl = "{url}"\n', "utf-8")
        assert house.run("ingest", "organisations").code == 0
        assert states(house)["organisations"] == "ok"
        config.write_text(config.read_text("utf-8").replace("exportOO", "gone"), "utf-8")
        assert house.run("ingest", "organisations").code == 4
    assert house.run("rebuild").code == 0


def test_lists_of_two_kinds_stand_beside_each_other_and_a_bad_file_leaves_a_row(tmp_path: Path) -> None:
    house = House(tmp_path / "data", write_config(tmp_path / "c.toml", "http://127.0.0.1:9"))
    water = [node("waterschap/ws1", "Waterschap", officieleNaamInclSoort="waterschap A", organisatiecode="ws1")]
    files = {"towns.json": json.dumps(LIST), "water.json": json.dumps(water), "bad.json": "[{"}
    codes = {}
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
        asked = ("import", str(tmp_path / name), "--source", "organisations", "--observed-at", "2026-05-19")
        codes[name] = house.run(*asked).code
    assert codes == {"towns.json": 0, "water.json": 0, "bad.json": 4}
    found = states(house)
    assert [found[f"organisations{kind}"] for kind in (":gemeente", ":waterschap", "")] == ["ok", "ok", "failed"]


def test_taken_in_with_the_register_it_changes_nothing_that_a_rebuild_does_not_give_back(
    replayed: Replay, tmp_path: Path
) -> None:
    house = House(tmp_path / "data", write_config(tmp_path / "c.toml", replayed.base_url))
    replayed.tell(date="2026-06-15", fault=None)
    assert house.run("ingest", "history", "current", "site_data", "--observed-at", "2026-06-15").code == 0
    (tmp_path / "o.csv").write_text(HEAD + "\n".join(ROWS.values()) + "\n", "utf-8")
    assert (
        house.run("import", str(tmp_path / "o.csv"), "--source", "organisations", "--observed-at", "2026-06-01").code
        == 0
    )
    listed = house.run("organisations", "--format", "json")
    assert {row["org_id"] for row in listed.json["rows"]} == {"mnre9001", "mnre9002", "mnre9003", "oorg90011"}
    assert "the facts are what they were" in house.run("rebuild").out
    assert house.run("organisations", "--format", "json").out == listed.out
