"""Links as a source: apart from the others, whole, kept, and the same after a rebuild."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

import vulgraad
from ingest.archive import Archive
from ingest.collect import Collector
from ingest.http import Answer
from ingest.links.web import Web
from ingest.source import SourceChangedError
from ingest.sources import links as source
from ingest.sources import reader
from sql.settings import LinksSettings, RegisterSettings, Settings
from sql.status import read_status
from sql.store import Store
from tests.ingest.links.site import Site, serving, status, to
from tests.replay import House, Outcome

NIGHT = datetime(2026, 6, 15, 3, 35, tzinfo=UTC)
PAGES = {"/ok": status(200), "/gone": status(404), "/moved": to("/ok"), "/error": status(500)}


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(PAGES) as found:
        yield found


@dataclass
class Home:
    """A data folder with a register of a few registrations, and the collector that looks at their links."""

    data: Path
    site: Site
    settings: LinksSettings = field(default_factory=lambda: LinksSettings(enabled=True))
    clock: datetime = NIGHT
    #: Making marts takes a second, which only commands that read them need.
    publishing: bool = False

    def collector(self) -> Collector:
        settings = Settings(RegisterSettings(base_url="http://127.0.0.1:9"), links=self.settings)
        made = vulgraad.collector(self.data, settings)
        made.web, made.now = self.site.web(), lambda: self.clock
        if not self.publishing:
            made.publish = lambda _: (None, [])
        return made

    def register(self, *sites: str, day: float = -0.5, **other: str) -> None:
        """Have the register show a registration for each of these websites."""
        path = self.data.parent / f"{len(list(self.data.parent.iterdir()))}.csv"
        path.write_bytes(export(sites, other))
        assert self.collector().take([(NIGHT + timedelta(days=day), path)], "current") == 0

    def look(self, day: float = 0, names: Sequence[str] = ("links",)) -> int:
        self.clock = NIGHT + timedelta(days=day)
        return self.collector().collect(list(names), self.clock)

    def known(self) -> dict[str, Mapping[str, Any]]:
        """Return what is known of each link, by its path."""
        port = f":{self.site.server_address[1]}/"
        with Store(self.data / "store.duckdb") as store:
            return {link.partition(port)[2]: orjson.loads(body) for link, body in store.shown("links").items()}

    def states(self) -> dict[str, str]:
        return {path: one["state"] for path, one in self.known().items()}

    def status(self) -> dict[str, Any]:
        found: dict[str, Any] = next(one for one in read_status(self.data)["sources"] if one["name"] == "links")
        return found

    def run(self, *words: str) -> Outcome:
        config = self.data.parent / "c.toml"
        config.write_text('[register]\nbase_url = "http://127.0.0.1:9"\n', "utf-8")
        return House(self.data, config).run(*words)


@pytest.fixture
def home(site: Site, tmp_path: Path) -> Home:
    return Home(tmp_path / "data", site)


@pytest.fixture
def shop(home: Home) -> Home:
    """Return a home that publishes."""
    home.publishing = True
    return home


def export(sites: Sequence[str], other: Mapping[str, str]) -> bytes:
    rows = [
        {
            "algorithm_id": str(11111110 + number),
            "name": f"Systeem {number}",
            "organization": "Gemeente Verzonnen",
            "description_short": f"Helpt bij aanvraag {number}.",
            "status": "In gebruik",
            "standard_version": "1.0",
            "publication_dt": "2026-06-01 08:00:00+00:00",
            "org_id": "gm0344",
            "website": website,
            **other,
        }
        for number, website in enumerate(sites)
    ]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def test_a_night(home: Home, site: Site) -> None:
    home.register(site.link("/ok"), site.link("/moved"), site.link("/gone"), site.link("/error"), "n.v.t.")
    assert home.look() == 0
    assert home.states() == {"ok": "alive", "moved": "alive", "gone": "dead", "error": "unsure"}
    assert home.known()["gone"] == {
        "state": "dead",
        "outcome": "gone",
        "status": 404,
        "since": "2026-06-15",
        "days": 1,
        "looked_at": NIGHT.isoformat(),
    }
    assert (home.status()["state"], home.status()["rows"], home.status()["warnings"]) == ("ok", 4, [])
    assert all("Vulgraad/" in agent for agent in site.agents)


def test_what_was_looked_at_is_kept_and_not_asked_again_before_its_time(home: Home, site: Site) -> None:
    home.register(site.link("/ok"), site.link("/gone"))
    home.look()
    site.asked.clear()
    assert home.look(1) == 0
    assert site.asked == []
    assert home.known()["ok"]["looked_at"] == NIGHT.isoformat()
    assert home.look(2) == 0
    assert {path for _, _, path in site.asked} == {"/gone"}
    assert home.known()["gone"]["days"] == 2
    assert home.known()["gone"]["since"] == "2026-06-15"
    site.asked.clear()
    home.look(30)
    assert {path for _, _, path in site.asked} == {"/ok", "/gone"}


def test_trouble_is_dead_on_the_third_day(home: Home, site: Site) -> None:
    home.register(site.link("/error"))
    found = []
    for day in (0, 1, 2, 4):
        home.look(day)
        found.append(home.states()["error"])
    assert found == ["unsure", "unsure", "unsure", "dead"]


def test_a_link_that_nobody_has_any_more_is_forgotten(home: Home, site: Site) -> None:
    home.register(site.link("/ok"), site.link("/gone"))
    home.look()
    home.register(site.link("/ok"), site.link("/moved"), day=0.5)
    home.look(1)
    assert home.states() == {"ok": "alive", "moved": "alive"}


def test_a_few_links_a_night_until_all_are_known(home: Home, site: Site) -> None:
    home.settings = LinksSettings(enabled=True, per_run=2)
    home.register(*(site.link(f"/ok?{number}") for number in range(5)))
    told = []
    for day in range(4):
        assert home.look(day) == 0
        told.append((len(home.known()), home.status()["warnings"]))
    never = "{} links were not looked at yet"
    assert told == [(2, [never.format(3)]), (4, [never.format(1)]), (5, []), (5, [])]
    assert len(site.asked) == 5


def test_the_same_moment_twice_changes_nothing(home: Home, site: Site) -> None:
    home.settings = LinksSettings(enabled=True, per_run=1)
    home.register(site.link("/ok"), site.link("/gone"))
    home.look()
    before = home.known()
    assert home.look() == 0
    assert home.known() == before


# Our own network, and the way there


def test_without_a_network_the_run_fails_and_nothing_is_declared_dead(home: Home, site: Site) -> None:
    home.register(*(site.link("/ok", f"h{number}.example") for number in range(30)))
    site.nameless.add("*")
    assert home.look() == 4
    assert home.known() == {}
    assert "nobody answered (no_such_name 10): is the web within reach" in home.status()["reason"]
    site.nameless.clear()
    assert home.look(1) == 0
    site.nameless.add("*")
    assert home.look(31) == 4
    assert len(home.known()) == 1
    assert set(home.states().values()) == {"alive"}


@pytest.mark.parametrize(
    ("before", "now", "code"),
    [
        pytest.param(8, 3, 0, id="some of those that were alive are not"),
        pytest.param(8, 4, 0, id="half of them"),
        pytest.param(8, 5, 3, id="more than half of them"),
        pytest.param(4, 4, 0, id="too few to prove anything"),
    ],
)
def test_when_most_of_what_was_alive_is_not_the_run_is_held(
    home: Home, site: Site, before: int, now: int, code: int
) -> None:
    paths = [f"/page{number}" for number in range(before)]
    site.pages |= dict.fromkeys(paths, status(200))
    home.register(*(site.link(path, f"h{number}.example") for number, path in enumerate(paths)))
    assert home.look() == 0
    site.pages |= dict.fromkeys(paths[:now], status(404))
    assert home.look(30) == code
    dead = sum(state == "dead" for state in home.states().values())
    assert dead == (0 if code else now)
    if code:
        assert f"{now} of {before} links that were alive are not now" in home.status()["reason"]


@pytest.mark.parametrize(("dead", "alive", "code"), [(10, 10, 0), (11, 9, 3), (10, 0, 0)])
def test_when_most_of_what_is_new_seems_dead_the_run_is_held(
    home: Home, site: Site, dead: int, alive: int, code: int
) -> None:
    sites = [site.link(f"/gone?{number}") for number in range(dead)]
    home.register(*sites, *(site.link(f"/ok?{number}") for number in range(alive)))
    assert home.look() == code


def test_what_was_held_is_not_asked_every_hour_and_can_be_released(home: Home, site: Site) -> None:
    home.register(*(site.link(f"/gone?{number}") for number in range(20)))
    assert home.look() == 3
    assert home.known() == {}
    (held,) = home.status()["held"]
    home.collector().decide(held["run"], "released", "iemand", "zo is het")
    assert set(home.states().values()) == {"dead"}


# The log


def test_a_rebuild_gives_the_same_facts(home: Home, site: Site) -> None:
    home.register(site.link("/ok"), site.link("/error"))
    for day in (0, 2, 4, 6):
        home.look(day)
    with Store(home.data / "store.duckdb") as store:
        before = store.facts_hash()
    asked = len(site.asked)
    home.collector().rebuild()
    with Store(home.data / "store.duckdb") as store:
        assert store.facts_hash() == before
    assert len(site.asked) == asked
    assert home.known()["error"]["days"] == 4


def test_a_run_that_died_after_its_line_is_taken_in_from_the_log(home: Home, site: Site) -> None:
    home.register(site.link("/ok"), site.link("/gone"))
    (home.data / "store.duckdb").rename(home.data / "before.duckdb")
    home.collector().rebuild()
    home.look()
    known = home.known()
    (home.data / "before.duckdb").replace(home.data / "store.duckdb")
    home.collector().refresh()
    assert home.known() == known


def test_the_report_is_what_is_kept(home: Home, site: Site) -> None:
    home.register(site.link("/ok"))
    home.look()
    archive = Archive(home.data / "archive")
    (line,) = [one for one in archive.lines() if one.get("source") == "links"]
    (part,) = line["parts"]
    assert (part["method"], part["path"]) == ("LOOK", "/links")
    report = archive.get(part["sha256"])
    assert orjson.loads(report)["looked"] == 1
    parsed = reader("links", {})([Answer("LOOK", "/links", 200, (), report)])
    assert parsed.facts["key"].to_list() == [site.link("/ok")]


@pytest.mark.parametrize("body", [b"", b"[]", b'{"links": {}}'])
def test_what_is_no_report_is_not_taken_in(body: bytes) -> None:
    with pytest.raises(SourceChangedError):
        source.parse([Answer("LOOK", "/links", 200, (), body)])


# When


@pytest.mark.parametrize(
    ("enabled", "names", "looked"), [(True, (), False), (True, ("links",), True), (False, ("links",), True)]
)
def test_links_are_looked_at_when_named_and_never_along_with_the_rest(
    home: Home, site: Site, names: Sequence[str], *, enabled: bool, looked: bool
) -> None:
    home.settings = LinksSettings(enabled=enabled)
    home.register(site.link("/ok"))
    home.look(0, names)
    assert bool(site.asked) is looked


@pytest.mark.parametrize("enabled", [True, False])
def test_links_are_scheduled_when_that_was_turned_on(home: Home, *, enabled: bool) -> None:
    home.settings = LinksSettings(enabled=enabled)
    assert ("links" in [one.name for one in home.collector().sources()]) is enabled


def test_links_wait_until_nothing_else_is_missed(home: Home, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    home.register(site.link("/ok"))
    made = home.collector()
    assert "links" not in made.missed()
    with monkeypatch.context() as nothing:
        nothing.setattr("ingest.collect.REGISTER", ())
        assert home.collector().missed() == ["links"]
        site.nameless.add("*")
        assert home.look() == 4
        # Whatever came of it: others are not asked every hour.
        assert home.collector().missed() == []
        home.clock = NIGHT + timedelta(days=1)
        assert home.collector().missed() == ["links"]


@pytest.mark.parametrize("why", ["stopped", "asked"])
def test_a_round_makes_way(home: Home, site: Site, why: str) -> None:
    """For a worker that is told to stop, and for whoever waits for the worker."""
    home.register(*(site.link(f"/ok?{number}") for number in range(5)))
    made = home.collector()
    waiting = home.data / "spool" / "a.request"

    def sleep(seconds: float) -> None:
        site.clock.sleep(seconds)
        if why == "stopped":
            made.stop.set()
        else:
            waiting.parent.mkdir(exist_ok=True)
            waiting.write_text("{}", "utf-8")

    web = site.web()
    made.web = Web(web.allowed, web.resolve, clock=web.clock, sleep=sleep)
    assert made.collect(["links"], NIGHT) == 0
    assert (len(home.known()), home.status()["warnings"]) == (2, ["3 links were not looked at yet"])


# What people see


def test_the_command_says_so_when_nothing_was_looked_at(shop: Home, site: Site) -> None:
    shop.register(site.link("/ok"))
    done = shop.run("links")
    assert (done.code, "vulgraad ingest links" in done.err) == (5, True)


def test_the_command_lists_links_and_who_has_them(shop: Home, site: Site) -> None:
    grouping = f"1: Wet, {site.link('/ok')}. 2: Bag, {site.link('/moved')}."
    shop.register(site.link("/gone"), site.link("/ok"), site.link("/error"), lawful_basis_grouping=grouping)
    shop.look()
    found = shop.run("links", "--format", "json").json
    assert {key: found[key] for key in ("links", "alive", "dead", "unsure")} == {
        "links": 4,
        "alive": 2,
        "dead": 1,
        "unsure": 1,
    }
    assert [(one["state"], [each["lars"] for each in one["registrations"]]) for one in found["rows"]] == [
        ("dead", ["11111110"]),
        ("unsure", ["11111112"]),
        ("alive", ["11111110", "11111111", "11111112"]),
        ("alive", ["11111110", "11111111", "11111112"]),
    ]
    first = found["rows"][0]
    assert first["registrations"][0] == {
        "lars": "11111110",
        "name": "Systeem 0",
        "org_id": "gm0344",
        "organisation": "gm0344",
    }
    assert (first["status"], first["outcome"], first["since"], first["looked_on"]) == (
        404,
        "gone",
        date(2026, 6, 15).isoformat(),
        date(2026, 6, 15).isoformat(),
    )


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ((), 3),
        (("--state", "dead"), 1),
        (("--state", "unsure"), 0),
        (("--org", "GM0344"), 3),
        (("--org", "gm9999"), 0),
        (("--audience", "public"), 3),
    ],
)
def test_the_command_filters(shop: Home, site: Site, words: Sequence[str], count: int) -> None:
    shop.register(site.link("/gone"), site.link("/ok"), site.link("/moved"))
    shop.look()
    done = shop.run("links", *words, "--format", "csv")
    assert (done.code, len(done.out.splitlines()) - 1) == (0, count)
    table = shop.run("links", *words).out
    assert table.splitlines()[-1].startswith(f"links: {count}")


def test_many_registrations_of_a_link_are_counted_in_the_table(shop: Home, site: Site) -> None:
    shop.register(*[site.link("/ok")] * 5)
    shop.look()
    assert "11111110 11111111 11111112 and 2 more" in shop.run("links").out
