"""What tests in a real browser share: a site to visit, and what every page must stand up to."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from wsgiref.types import WSGIApplication

import dash
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from dashboard.app import warm

CHROMIUM: Final = Path("/usr/bin/chromium")
WIDTHS: Final = (320, 768, 1440)
#: Flask-Compress leaves the files that it compressed to the garbage collector.
QUIET: Final = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
# A busy machine is slow, which is not what these tests are about.
expect.set_options(timeout=30_000)


@contextmanager
def serving(app: WSGIApplication) -> Iterator[str]:
    """Serve until the tests are done; yields the address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def visiting(app: dash.Dash) -> Iterator[str]:
    """Serve the dashboard, as warm as it is where gunicorn runs it; yields the address."""
    warm(app)
    with serving(app.server) as address:
        yield address


def serious(page: Page) -> list[str]:
    """Return what axe finds that keeps somebody out, or makes it harder to get in."""
    violations: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [f"{v['id']}: {node['html'][:200]}" for v in violations if v["impact"] != "minor" for node in v["nodes"][:2]]


def heard(page: Page) -> list[str]:
    """Return a list that fills with what the console says from now on."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def clean(page: Page, address: str, *forgiven: str) -> None:
    """Look at a page in every width: it is there, with its charts, nothing is cut off and nobody kept out.

    Its console says nothing but what holds one of ``forgiven``.
    """
    told = heard(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        expect(page.locator("main h1")).to_be_visible()
        if page.locator(".js-plotly-plot").count():
            expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width
        assert serious(page) == [], width
    assert [line for line in told if not any(one in line for one in forgiven)] == []
