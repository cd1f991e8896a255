"""The web round the app: status, redirects, headers, health, who may ask, CSV."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import dash
import pytest
from werkzeug.test import Client, TestResponse

from dashboard.app import WebSettings, create_app, warm
from dashboard.blocks import tables
from dashboard.export import plain
from sql.mart import MartError
from tests.dashboard.small_register import (
    LAST,
    NOW,
    STATUS,
    TARGET,
    FakeShelf,
    make_app,
    make_facts,
    page_asked,
    withdrawn,
)


def get(
    app: dash.Dash,
    path: str,
    headers: Mapping[str, str] | None = None,
    environ_overrides: Mapping[str, str] | None = None,
) -> TestResponse:
    client: Client = app.server.test_client()
    return client.get(path, headers=headers, environ_overrides=environ_overrides)


@pytest.mark.parametrize(
    ("path", "language", "title"),
    [("/nl/", "nl", "Er ging bij ons iets mis"), ("/en/methode", "en", "Something went wrong on our side")],
)
def test_a_mistake_of_ours_is_told_in_words(path: str, language: str, title: str) -> None:
    broken = make_app(FakeShelf(make_facts("public"), STATUS, error=ZeroDivisionError("ours")))
    answer = get(broken, path)
    assert answer.status_code == 500
    assert (f'<html lang="{language}">' in answer.text, f"<h1>{title}</h1>" in answer.text) == (True, True)
    assert "ZeroDivision" not in answer.text
    assert f'href="/{language}/"' in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nl/", 200),
        ("/en/methode", 200),
        ("/nl/organisatie/gm0344", 200),
        ("/nl/organisatie/x", 404),
        ("/nl/?peildatum=gisteren", 400),
        ("/en/?peildatum=2027-01-01", 400),
        ("/nl/organisatie/gm0344?peildatum=2020-01-01", 400),
        ("/nl/bronnen?peildatum=gisteren", 200),
        ("/wp-admin", 404),
    ],
)
def test_first_answer_has_the_real_status_language_and_title(app: dash.Dash, path: str, status: int) -> None:
    answer = get(app, path)
    assert answer.status_code == status
    language = path[1:3] if path[1:3] in {"nl", "en"} else "nl"
    assert f'<html lang="{language}">' in answer.text
    assert "- Vulgraad</title>" in answer.text


@pytest.mark.parametrize(("asked", "given"), [("nl-NL,en;q=0.5", "/nl/"), ("en-GB,en", "/en/"), ("fr", "/nl/")])
def test_root_goes_to_the_language_of_the_reader(app: dash.Dash, asked: str, given: str) -> None:
    answer = get(app, "/", headers={"Accept-Language": asked})
    assert (answer.status_code, answer.headers["Location"]) == (302, given)


@pytest.mark.parametrize(("path", "given"), [("/nl", "/nl/"), ("/en/bronnen/?a=1", "/en/bronnen?a=1")])
def test_each_page_has_one_address(app: dash.Dash, path: str, given: str) -> None:
    assert get(app, path).headers["Location"] == given


def test_a_redirect_never_leaves_the_site(app: dash.Dash) -> None:
    answer = get(app, "//evil.example/")
    assert not answer.headers.get("Location", "").startswith("//")


def test_headers(app: dash.Dash) -> None:
    headers = get(app, "/nl/").headers
    assert "script-src 'self' 'sha256-" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_health() -> None:
    facts = make_facts("public")
    shown = get(make_app(FakeShelf(facts)), "/healthz")
    told = shown.get_json()
    assert (shown.status_code, told["status"], told["number"]) == (200, "ok", "7")
    assert told["age_seconds"] == (NOW - LAST).total_seconds()
    assert get(make_app(FakeShelf(facts)), "/health").json == told
    assert get(make_app(FakeShelf(None)), "/healthz").json == {"status": "never_ran"}
    broken = get(make_app(FakeShelf(facts, error=MartError("half written"))), "/healthz")
    assert (broken.status_code, broken.get_json()["status"]) == (503, "failed")


@pytest.mark.parametrize(
    ("host", "remote", "status"),
    [
        ("localhost", "127.0.0.1", 200),
        ("127.0.0.1:8051", "127.0.0.1", 200),
        ("[::1]:8051", "::1", 200),
        ("evil.example", "127.0.0.1", 403),
        ("localhost.evil.example", "127.0.0.1", 403),
        ("localhost", "192.0.2.7", 403),
        ("localhost", "", 403),
    ],
)
@pytest.mark.parametrize("path", ["/nl/", "/healthz", "/_dash-layout", "/nl/download/bodies.csv"])
def test_internal_answers_this_machine_only(
    internal: dash.Dash, host: str, remote: str, status: int, path: str
) -> None:
    answer = get(internal, path, headers={"Host": host}, environ_overrides={"REMOTE_ADDR": remote})
    assert (answer.status_code == 403) == (status == 403)


@pytest.mark.parametrize(
    "path",
    ["/", "/organisatie", "/organisatie/gm0344", "/organisatie/mnre1034", f"/doel/{TARGET}", "/bronnen", "/methode"],
)
def test_csv_equals_the_table(internal: dash.Dash, path: str) -> None:
    found = list(tables(internal.router.visit(f"/nl{path}", "", "http://localhost/")[1].blocks))
    assert found
    for table in found:
        answer = get(internal, f"/nl/download{path.rstrip('/')}/{table.name}.csv")
        lines = answer.text.removeprefix("\ufeff").split("\r\n")
        about = [line for line in lines if line.startswith("# ")]
        assert about[0] == f"# titel: {' '.join(table.caption.split())}"
        rows = list(csv.reader(io.StringIO("\r\n".join(lines[len(about) :]))))
        assert rows[0][: len(table.columns)] == [column.title for column in table.columns]
        shown = [[plain(cell.value) for cell in row] for row in table.rows]
        assert [row[: len(table.columns)] for row in rows[1:]] == shown


def test_csv_runs_nothing_in_a_spreadsheet(app: dash.Dash) -> None:
    assert "'=Slimme verkeerslichten" in get(app, "/nl/download/organisatie/gm0344/registrations.csv").text


def test_csv_that_is_not_there(app: dash.Dash) -> None:
    assert get(app, "/nl/download/nothing.csv").status_code == 404
    assert get(app, "/nl/download/organisatie/nobody/trend.csv").status_code == 404


def test_csv_of_a_date_without_figures(app: dash.Dash) -> None:
    answer = get(app, "/nl/download/per-category.csv?peildatum=gisteren")
    assert (answer.status_code, answer.text) == (400, "Geen cijfers voor deze datum")


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/nl/download/per-category.csv", "http://localhost/nl/?peildatum=2026-08-08"),
        ("/nl/download/per-type.csv?per=type", "http://localhost/nl/?per=type&peildatum=2026-08-08"),
        ("/nl/download/per-category.csv?peildatum=2026-01-05", "http://localhost/nl/?peildatum=2026-01-05"),
        ("/nl/download/bronnen/sources.csv?peildatum=gisteren", "http://localhost/nl/bronnen?peildatum=gisteren"),
    ],
)
def test_csv_has_a_link_that_stays(app: dash.Dash, path: str, link: str) -> None:
    assert f"# link: {link}" in get(app, path).text.split("\r\n")


def test_csv_has_every_warning() -> None:
    late = make_app(FakeShelf(make_facts("public"), STATUS), now=NOW + timedelta(days=2))
    lines = get(late, "/nl/download/per-category.csv").text.split("\r\n")
    warnings = [line for line in lines if line.startswith("# let op: ")]
    assert ["36 uur" in warnings[0], "wachten op controle" in warnings[1], len(warnings)] == [True, True, 2]


def test_csv_names_the_column_of_a_range() -> None:
    app = make_app(FakeShelf(withdrawn("10000001"), STATUS), "internal")
    answer = get(app, "/nl/download/per-category.csv?peildatum=2025-07-01")
    assert "Overige algoritmes,2,,te weinig voor een percentage" not in answer.text
    assert "Overige algoritmes,2,,Registraties: 1 tot 2; te weinig voor een percentage" in answer.text


def test_warm_app_answers_its_callback(app: dash.Dash) -> None:
    warm(app)
    client = app.server.test_client()
    answer = client.post("/_dash-update-component", json=page_asked("/en/bronnen"))
    told = json.loads(answer.text)["response"]
    assert told["head"]["data"] == {"title": "Sources: is this up to date? - Vulgraad", "lang": "en"}
    assert told["again"]["max_intervals"] == 0


def test_answers_are_compressed(app: dash.Dash) -> None:
    assert get(app, "/_dash-dependencies", headers={"Accept-Encoding": "gzip"}).status_code == 200
    assert get(app, "/nl/", headers={"Accept-Encoding": "gzip"}).headers.get("Content-Encoding") == "gzip"


def test_settings_and_disk_shelf_work_without_data(tmp_path: Path) -> None:
    app = create_app(WebSettings(tmp_path, "public", None))
    assert get(app, "/nl/").status_code == 200
    assert get(app, "/healthz").json == {"status": "never_ran"}


def test_link_in_a_citation_uses_the_configured_address() -> None:
    settings = WebSettings(Path("data"), "public", None, base_url="https://vulgraad.example/")
    app = create_app(settings, shelf=FakeShelf(make_facts("public"), STATUS))
    view, _ = app.router.visit("/nl/", "", "http://attacker.example/")
    assert view.fixed_url() == "https://vulgraad.example/nl/?peildatum=2026-08-08"
