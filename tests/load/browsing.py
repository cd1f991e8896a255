"""Many people browse at once: each reads a page, thinks, and follows one of its links; now and then one downloads.

Most ask about the latest day, and now and then one about another; each reads other bodies and registrations.

``python -m tests.load.browsing http://127.0.0.1:8050 --clients 50 --seconds 60`` prints how long answers took, by kind.
It follows no link out of the site, and asks a loopback address only: it is no tool to put others under load with.
"""

import argparse
import html
import ipaddress
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median, quantiles
from typing import Final
from urllib.parse import urlsplit

import brotli

LINK: Final = re.compile(r"href=[\"'](/(?:nl|en)/[^\"'#]*)")
_DOWNLOAD: Final = re.compile(r"^/(?:nl|en)/download/")
#: Of all links that are followed.
_DOWNLOADS: Final = 0.1
#: A link to another day, or to what lies between two days; of all links that are followed, so many are.
DAYS: Final = re.compile(r"[?&](?:peildatum|van)=")
_OTHER_DAYS: Final = 0.1
_OK: Final = 200


@dataclass(frozen=True)
class Answer:
    """One answer: what was asked, its status (0 where none came), seconds, and bytes on the wire."""

    path: str
    status: int
    seconds: float
    size: int

    @property
    def kind(self) -> str:
        """What sort of thing was asked for."""
        return "download" if _DOWNLOAD.match(self.path) else "page"


def _ask(wire: HTTPConnection, path: str, *, again: bool = True) -> tuple[Answer, str]:
    begun, used = time.perf_counter(), wire.sock is not None
    try:
        wire.request("GET", path, headers={"Accept-Encoding": "br", "Accept-Language": "nl"})
        answer = wire.getresponse()
        body = answer.read()
    except (OSError, HTTPException):
        wire.close()
        # As browsers do: the server may have closed a connection that was kept.
        return (
            _ask(wire, path, again=False) if used and again else (Answer(path, 0, time.perf_counter() - begun, 0), "")
        )
    seconds = time.perf_counter() - begun
    text = body if answer.headers.get("Content-Encoding") != "br" else brotli.decompress(body)
    readable = "html" in answer.headers.get("Content-Type", "")
    return Answer(path, answer.status, seconds, len(body)), text.decode() if readable else ""


def browse(origin: str, until: float, think: float, seed: int) -> list[Answer]:
    """Read as one person does until a moment."""
    chance, where = random.Random(seed), urlsplit(origin)  # noqa: S311  (who reads what is no secret)
    wire = HTTPConnection(where.hostname or "", where.port or 80, timeout=60)
    time.sleep(chance.uniform(0, think))
    answers, path, links = [], "/nl/", ["/nl/"]
    while time.perf_counter() < until:
        answer, text = _ask(wire, path)
        answers.append(answer)
        links = [html.unescape(link) for link in LINK.findall(text)] or links
        path = following(chance, links)
        time.sleep(chance.expovariate(1 / think))
    wire.close()
    return answers


def following(chance: random.Random, links: Sequence[str]) -> str:
    """Return the link that a reader follows, of those of a page."""
    files = [link for link in links if _DOWNLOAD.match(link)]
    if files and chance.random() < _DOWNLOADS:
        return chance.choice(files)
    pages = [link for link in links if not _DOWNLOAD.match(link)]
    other = chance.random() < _OTHER_DAYS
    # On a page of another day most links stay there: who is done with it begins again.
    asked = [link for link in pages if (DAYS.search(link) is not None) == other]
    return chance.choice(asked or ["/nl/"])


def memory(process: int) -> float:
    """Return what a process and its children hold, in megabytes."""
    total = 0.0
    for file in Path("/proc").glob("[0-9]*/status"):
        try:
            text = file.read_text()
        except OSError:
            continue
        said = dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line)
        if str(process) in {said.get("Pid", "").strip(), said.get("PPid", "").strip()}:
            total += int(said.get("VmRSS", "0 kB").split()[0]) / 1024
    return total


def report(answers: Sequence[Answer], seconds: float) -> Iterator[str]:
    """Return what was measured, a line each."""
    yield f"{len(answers)} answers in {seconds:.0f} s, {len(answers) / seconds:.1f} a second"
    for kind in ("page", "download"):
        took = sorted(answer.seconds * 1000 for answer in answers if answer.kind == kind)
        if len(took) > 1:
            late = quantiles(took, n=100)
            tail = f"p95 {late[94]:.0f}, p99 {late[98]:.0f}, max {took[-1]:.0f}"
            yield f"{kind}: {len(took)}; p50 {median(took):.0f} ms, {tail}"
    bad = sorted({(answer.status, answer.path) for answer in answers if answer.status != _OK})
    yield f"not {_OK}: {sum(answer.status != _OK for answer in answers)}"
    yield from (f"  {status} {path}" for status, path in bad[:20])
    slow = sorted(answers, key=lambda answer: -answer.seconds)[:5]
    yield from (f"  slowest: {answer.seconds * 1000:.0f} ms {answer.path}" for answer in slow)


def main() -> int:
    """Browse, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("origin")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=2.0, help="mean seconds between a page and the next")
    parser.add_argument("--pid", type=int, help="also say what the server's processes hold, before and after")
    asked = parser.parse_args()
    if not ipaddress.ip_address(urlsplit(asked.origin).hostname or "").is_loopback:
        parser.error("ask a loopback address: http://127.0.0.1:PORT")
    held = [memory(asked.pid)] if asked.pid else []
    until = time.perf_counter() + asked.seconds
    with ThreadPoolExecutor(asked.clients) as people:
        read = [people.submit(browse, asked.origin, until, asked.think, seed) for seed in range(asked.clients)]
        answers = [answer for one in read for answer in one.result()]
    print(*report(answers, asked.seconds), sep="\n")
    if asked.pid:
        print(f"memory: {held[0]:.0f} MB before, {memory(asked.pid):.0f} MB after")
    return int(any(not answer.status or answer.status >= 500 for answer in answers))


if __name__ == "__main__":
    sys.exit(main())
