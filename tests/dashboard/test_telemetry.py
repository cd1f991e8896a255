"""Figures for Prometheus: of the internal pages only, in a form that Prometheus reads, and true."""

from pathlib import Path
from typing import Any

import dash
import pytest
from prometheus_client.parser import text_string_to_metric_families

from dashboard.app import WebSettings, create_app
from dashboard.telemetry import page_of
from sql.heartbeat import beating
from sql.mart import MartError
from tests.dashboard.small_register import LAST, NOW, STATUS, FakeShelf, make_app, make_facts

Samples = dict[tuple[str, tuple[str, ...]], float]


def asked(app: dash.Dash) -> Samples:
    answer = app.server.test_client().get("/metrics")
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.text)
    return {
        (one.name, tuple(value for key, value in one.labels.items() if key != "le")): one.value
        for family in families
        for one in family.samples
        if not one.name.endswith("_bucket")
    }


def app_of(told: dict[str, Any], data: Path = Path("data"), error: Exception | None = None) -> dash.Dash:
    shelf = FakeShelf(make_facts("internal"), told, error, folder=data.name)
    return create_app(WebSettings(data, "internal", None), shelf=shelf, clock=lambda: NOW)


def test_sources_and_marts_are_told() -> None:
    said = asked(app_of(STATUS))
    assert said["vulgraad_source_state", ("current", "ok")] == 1
    assert said["vulgraad_source_state", ("history", "ok")] == 0
    assert said["vulgraad_source_state", ("history", "held")] == 1
    assert said["vulgraad_source_last_good_timestamp_seconds", ("current",)] == LAST.timestamp()
    assert said["vulgraad_source_rows", ("current",)] == 6
    assert said["vulgraad_source_held_runs", ("history",)] == 1
    assert said["vulgraad_source_warnings", ("current",)] == 1
    assert said["vulgraad_mart_readable", ()] == 1
    assert said["vulgraad_mart_number", ()] == 7
    assert said["vulgraad_mart_collected_timestamp_seconds", ()] == LAST.timestamp()


def test_what_is_not_known_is_left_out_and_never_nought() -> None:
    never: dict[str, Any] = {"name": "current", "state": "never_ran", "collected_at": None, "rows": None}
    said = asked(app_of({"sources": [never | {"held": [], "warnings": []}]}))
    assert said["vulgraad_source_state", ("current", "never_ran")] == 1
    names = {name for name, _ in said}
    assert not names & {"vulgraad_source_rows", "vulgraad_source_last_good_timestamp_seconds"}
    assert not names & {"vulgraad_worker_beat_timestamp_seconds", "vulgraad_status_written_timestamp_seconds"}


def test_the_worker_is_told(tmp_path: Path) -> None:
    with beating(tmp_path, lambda: NOW):
        pass
    assert asked(app_of({}, tmp_path))["vulgraad_worker_beat_timestamp_seconds", ()] == NOW.timestamp()


def test_a_mart_that_cannot_be_read_is_told() -> None:
    said = asked(app_of(STATUS, error=MartError("half written")))
    assert said["vulgraad_mart_readable", ()] == 0
    assert ("vulgraad_mart_number", ()) not in said


def test_requests_are_counted_by_page_and_status() -> None:
    app = app_of(STATUS)
    for path in ("/nl/", "/en/", "/nl/organisatie/gm0344", "/nl/organisatie/x", "/wp-admin", "/health"):
        app.server.test_client().get(path)
    app.server.test_client().get("/nl/", headers={"Host": "evil.example"})
    said = asked(app)
    counted = {labels: value for (name, labels), value in said.items() if name == "vulgraad_http_requests_total"}
    assert counted["overview", "200"] == 2
    assert counted["overview", "403"] == 1
    assert (counted["organisation", "200"], counted["organisation", "404"]) == (1, 1)
    assert (counted["other", "404"], counted["health", "200"]) == (1, 1)
    assert said["vulgraad_http_request_seconds_count", ("overview",)] == 3


def test_the_public_pages_tell_no_figures() -> None:
    answer = make_app(FakeShelf(make_facts("public")), "public").server.test_client().get("/metrics")
    assert answer.status_code == 404
    assert "vulgraad_" not in answer.text


def test_figures_are_for_this_machine_only() -> None:
    client = app_of(STATUS).server.test_client()
    assert client.get("/metrics", environ_overrides={"REMOTE_ADDR": "192.0.2.7"}).status_code == 403


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/nl/", "overview"),
        ("/_dash-update-component", "dash"),
        ("/assets/a.css", "asset"),
        ("/healthz", "health"),
        ("/metrics", "metrics"),
        ("/nl/download/bodies.csv", "download"),
        ("/", "other"),
        ("", "other"),
        ("/nl/no/such/page", "other"),
    ],
)
def test_a_path_is_counted_under_few_names(path: str, page: str) -> None:
    assert page_of(path) == page
