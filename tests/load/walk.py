"""The readers of ``tests.load.browsing``, one answer after the other in this process: what pages cost to make.

``python -m tests.load.walk FOLDER --answers 800`` prints seconds of the processor by kind of page, of a mart that was
asked beforehand as one is that was just published. They hardly change with what else the machine does, and say how
many readers there may be: an answer that takes 40 ms can be given 25 times a second, on a processor of its own.
"""

import argparse
import html
import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Final

from dashboard.app import Site, create_app
from dashboard.router import WebSettings
from dashboard.warming import Watch
from tests.load.browsing import DAYS, LINK, following

_ONE: Final = re.compile(r"/(organisatie|registratie|doel)/[^/?]+")
_OK: Final = 200


@dataclass
class Reader:
    """Somebody who follows links: where to, and which there are."""

    chance: random.Random
    path: str = "/nl/"
    links: Sequence[str] = field(default_factory=lambda: ["/nl/"])


def walked(site: Site, answers: int, readers: int) -> Iterator[tuple[str, float]]:
    """Yield what is asked, and the seconds of the processor that the answer took; raises for an error."""
    client = site.server.test_client()
    people = [Reader(random.Random(seed)) for seed in range(readers)]  # noqa: S311  (who reads what is no secret)
    for number in range(answers):
        one = people[number % readers]
        begun = time.process_time()
        answer = client.get(one.path, headers={"Accept-Language": "nl", "Host": "localhost"})
        took = time.process_time() - begun
        if answer.status_code != _OK:
            msg = f"{answer.status_code} {one.path}"
            raise RuntimeError(msg)
        yield one.path, took
        readable = "html" in answer.headers.get("Content-Type", "")
        found = LINK.findall(answer.text) if readable else []
        one.links = [html.unescape(link) for link in found] or one.links
        one.path = following(one.chance, one.links)


def kind(path: str) -> str:
    """Return what sort of page an address leads to."""
    place, _, asked = path.partition("?")
    other = " of another day" if DAYS.search(path) else ", narrowed down" if asked else ""
    return _ONE.sub(r"/\1/…", place.removeprefix("/nl").removeprefix("/en")) + other


def report(took: Sequence[tuple[str, float]]) -> Iterator[str]:
    """Return what was measured, a line each."""
    every = sorted(seconds * 1000 for _, seconds in took)
    late = quantiles(every, n=100)
    mean = sum(every) / len(every)
    yield f"{len(every)} answers; mean {mean:.0f} ms, p50 {late[49]:.0f}, p95 {late[94]:.0f}, max {every[-1]:.0f}"
    kinds: dict[str, list[float]] = {}
    for path, seconds in took:
        kinds.setdefault(kind(path), []).append(seconds)
    for name, each in sorted(kinds.items(), key=lambda one: -sum(one[1]))[:15]:
        yield f"{sum(each):6.1f} s  {len(each):4}  mean {1000 * sum(each) / len(each):6.0f} ms  {name}"


def main() -> None:
    """Walk, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--answers", type=int, default=800)
    parser.add_argument("--readers", type=int, default=50)
    asked = parser.parse_args()
    site = create_app(WebSettings(asked.folder, "public", None))
    begun = time.process_time()
    Watch(site, site.router).look()
    print(f"asked beforehand: {time.process_time() - begun:.1f} s")
    print(*report(list(walked(site, asked.answers, asked.readers))), sep="\n")


if __name__ == "__main__":
    main()
