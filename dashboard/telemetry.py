"""Figures for Prometheus, on the internal pages only: sources, marts, the worker, and requests."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from time import perf_counter
from typing import Any, Final

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from dashboard.formats import instant
from dashboard.pages import find
from dashboard.router import Router
from sql.heartbeat import last_beat
from sql.mart import MartError

STATES: Final = ("ok", "standby", "held", "failed", "never_ran")
#: Addresses that are no page, by the start of their path; any other is counted together.
_PARTS: Final = {
    "/_dash-": "dash",
    "/assets/": "asset",
    "/static/": "asset",
    "/health": "health",
    "/metrics": "metrics",
}
#: Likewise, by what follows the language.
_INNER: Final = {"download": "download", "suggesties": "suggestions"}


class State(Collector):
    """Reads what the worker wrote, at the moment that somebody asks."""

    def __init__(self, router: Router) -> None:
        self._router = router

    def collect(self) -> Iterator[Metric]:
        """Return the figures of this moment; what is not known is left out, never nought."""
        library = self._router.library
        status = library.status()
        sources = status.get("sources", [])
        yield from _of_sources(sources)
        yield _gauge("status_written_timestamp_seconds", "When the last run ended.", _seconds(status.get("written_at")))
        beat = last_beat(self._router.settings.data)
        yield _gauge(
            "worker_beat_timestamp_seconds", "The worker's last sign of life.", beat.at.timestamp() if beat else None
        )
        try:
            edition = library.edition()
        except MartError:
            yield _gauge("mart_readable", "Whether the published figures can be read.", 0)
            return
        yield _gauge("mart_readable", "Whether the published figures can be read.", 1)
        meta: Mapping[str, str] = edition.meta if edition and not edition.sample else {}
        yield _gauge("mart_number", "Number of the published marts.", float(meta["number"]) if meta else None)
        for key in ("published", "collected"):
            name, words = f"mart_{key}_timestamp_seconds", f"When the shown figures were {key}."
            yield _gauge(name, words, _seconds(meta.get(f"{key}_at")))


def _of_sources(sources: list[Mapping[str, Any]]) -> Iterator[Metric]:
    state = _gauge("source_state", "Whether a source is in a state.", None, "source", "state")
    good = _gauge("source_last_good_timestamp_seconds", "When a source was last collected whole.", None, "source")
    rows = _gauge("source_rows", "Rows of the last good run.", None, "source")
    held = _gauge("source_held_runs", "Runs that wait for a decision.", None, "source")
    warnings = _gauge("source_warnings", "Warnings of the last run.", None, "source")
    for one in sources:
        name = one["name"]
        for each in STATES:
            state.add_metric([name, each], one["state"] == each)
        if (seconds := _seconds(one["collected_at"])) is not None:
            good.add_metric([name], seconds)
        if one["rows"] is not None:
            rows.add_metric([name], one["rows"])
        held.add_metric([name], len(one["held"]))
        warnings.add_metric([name], len(one["warnings"]))
    yield from (state, good, rows, held, warnings)


def _gauge(name: str, words: str, value: float | None, *labels: str) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(f"vulgraad_{name}", words, labels=labels)
    if value is not None:
        gauge.add_metric([], value)
    return gauge


def _seconds(text: object) -> float | None:
    moment: datetime | None = instant(text)
    return moment.timestamp() if moment else None


def install(server: Flask, router: Router) -> None:
    """Count requests, and answer ``/metrics``; for the internal audience, which this machine alone can ask."""
    registry = CollectorRegistry()
    registry.register(State(router))
    asked = Counter("vulgraad_http_requests", "Requests answered.", ["page", "status"], registry=registry)
    took = Histogram("vulgraad_http_request_seconds", "How long answers took.", ["page"], registry=registry)

    def begin() -> None:
        g.begun = perf_counter()

    def count(response: Response) -> Response:
        page = page_of(request.path)
        asked.labels(page, str(response.status_code)).inc()
        took.labels(page).observe(perf_counter() - g.begun)
        return response

    # Before any other, so that it times those that are refused too.
    server.before_request_funcs.setdefault(None, []).insert(0, begin)
    server.after_request(count)
    server.add_url_rule(
        "/metrics", "metrics", lambda: Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
    )


def page_of(path: str) -> str:
    """Return the name under which a path is counted: there are as many as pages, however many are asked for."""
    for start, name in _PARTS.items():
        if path.startswith(start):
            return name
    if path.count("/") > 1 and (part := path.split("/")[2]) in _INNER:
        return _INNER[part]
    place = find(path)
    return place.page.key if place else "other"
