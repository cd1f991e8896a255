"""What a first visit costs: bytes of JavaScript on the wire, time to the first chart, and to the next page.

``python -m tests.load.first_load http://127.0.0.1:8050 --times 5`` prints medians. It needs Chromium. Loopback
has no latency, and a busy machine is slow: compare only what was measured in one run.
"""

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM: Final = "/usr/bin/chromium"
CHART: Final = ".js-plotly-plot .main-svg"
PATHS: Final = ("/nl/", "/nl/organisatie", "/nl/bronnen", "/nl/methode")


@dataclass(frozen=True)
class Visit:
    """A first visit: bytes on the wire of JavaScript and of all, and seconds until a chart is drawn."""

    script: int
    whole: int
    seconds: float


@contextmanager
def _fresh(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        yield context.new_page()
    finally:
        context.close()


def first(page: Page, address: str) -> Visit:
    """Return what the first visit of a browser that knows nothing costs."""
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}
    wire = page.context.new_cdp_session(page)

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def done(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = int(event["encodedDataLength"])

    wire.on("Network.responseReceived", answered)
    wire.on("Network.loadingFinished", done)
    wire.send("Network.enable")
    begun = time.perf_counter()
    page.goto(address)
    page.locator(CHART).first.wait_for()
    seconds = time.perf_counter() - begun
    page.wait_for_timeout(500)
    script = sum(size for request, size in sizes.items() if kinds.get(request) == "Script")
    return Visit(script, sum(sizes.values()), seconds)


def changes(page: Page, origin: str) -> Iterator[float]:
    """Follow pages after the first; yield the seconds until each is there and the browser may paint it."""
    for path in PATHS[1:] * 3:
        begun = time.perf_counter()
        page.goto(origin + path, wait_until="commit")
        page.locator("main h1").wait_for()
        page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        yield time.perf_counter() - begun


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("origin")
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        visits, followed = [], []
        for _ in range(asked.times):
            with _fresh(browser) as page:
                visits.append(first(page, asked.origin + PATHS[0]))
                followed += list(changes(page, asked.origin))
        browser.close()
    print(f"JavaScript on the wire: {median(v.script for v in visits) / 1e6:.3f} MB")
    print(f"all on the wire: {median(v.whole for v in visits) / 1e6:.3f} MB")
    print(
        f"to the first chart: {median(v.seconds for v in visits):.2f} s (slowest {max(v.seconds for v in visits):.2f})"
    )
    print(f"page change: p50 {median(followed) * 1000:.0f} ms, p95 {quantiles(followed, n=20)[-1] * 1000:.0f} ms")


if __name__ == "__main__":
    main()
