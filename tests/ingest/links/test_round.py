"""A round along many links: gentle with every host, and fair to links when it is our own network that fails."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from ingest.links.look import Looker, Pace
from ingest.links.round import Round
from tests.ingest.links.site import Site, hang, serving, status

PAGES = {
    "/ok": status(200),
    "/gone": status(404),
    "/wall": status(403),
    "/error": status(500),
    "/busy": status(429, retry_after="60"),
    "/hang": hang,
}


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(PAGES) as found:
        yield found


def tour(site: Site, most: int = 1000, seconds: float = 1e6, enough: int = 1_000_000) -> Round:
    """Return a round that is enough after so many questions whether it is."""
    web = site.web(seconds=0.2)
    asked = iter(range(10_000_000))
    looker = Looker(web, "Vulgraad/test", Pace(3.0, web.clock, web.sleep))
    return Round(looker, lambda: next(asked) >= enough, most, seconds)


def links(site: Site, *wanted: str) -> list[str]:
    """Return links from ``HOST/PATH``."""
    return [site.link(f"/{path}", f"{host}.example") for host, _, path in (one.partition("/") for one in wanted)]


def short(site: Site, one: Round) -> dict[str, str]:
    """Return what counted, by ``HOST/PATH``."""
    port = f".example:{site.server_address[1]}/"
    return {link.removeprefix("http://").replace(port, "/"): look.outcome for link, look in one.done.items()}


def test_hosts_take_turns_and_each_is_left_alone_between_two_requests(site: Site) -> None:
    one = tour(site)
    one.go(links(site, *(f"a/ok?{number}" for number in range(4)), "b/ok?0", "b/ok?1", "c/ok"), [])
    assert len(one.done) == 7
    assert [host[0] for _, host, _ in site.asked] == ["a", "b", "c", "a", "b", "a", "a"]
    by_host: dict[str, list[float]] = {}
    for (_, host, _), moment in zip(site.asked, site.times, strict=True):
        by_host.setdefault(host, []).append(moment)
    gaps = [later - sooner for times in by_host.values() for sooner, later in pairwise(times)]
    assert min(gaps) >= 3.0


@pytest.mark.parametrize(
    ("path", "looked"),
    [
        pytest.param("ok", 5, id="no trouble"),
        pytest.param("gone", 5, id="a page that is gone is no trouble"),
        pytest.param("wall", 3, id="a wall"),
        pytest.param("error", 3, id="errors"),
        pytest.param("hang", 3, id="silence"),
        pytest.param("busy", 1, id="asks for patience"),
    ],
)
def test_a_host_in_trouble_is_left_alone_for_the_night(site: Site, path: str, looked: int) -> None:
    one = tour(site)
    one.go(links(site, *(f"a/{path}?{number}" for number in range(5)), "b/ok"), links(site, "c/ok"))
    assert sum(key.startswith("a/") for key in short(site, one)) == looked
    assert short(site, one)["b/ok"] == "ok"


@pytest.mark.parametrize(
    ("most", "seconds", "enough", "looked"), [(3, 1e6, 1_000_000, 3), (1000, 5.0, 1_000_000, 3), (1000, 1e6, 2, 2)]
)
def test_a_round_ends_in_time(site: Site, most: int, seconds: float, enough: int, looked: int) -> None:
    one = tour(site, most, seconds, enough)
    one.go(links(site, *(f"a/ok?{number}" for number in range(9))), [])
    assert len(one.done) == looked


def test_a_name_that_is_not_there_counts_once_somebody_answered_after_it(site: Site) -> None:
    site.nameless.add("x.example")
    one = tour(site)
    one.go(links(site, "x/ok", "a/ok"), [])
    assert short(site, one) == {"x/ok": "no_such_name", "a/ok": "ok"}
    assert [host for _, host, _ in site.asked] == ["a.example"]


@pytest.mark.parametrize(
    ("order", "alive", "counted", "in_vain"),
    [
        pytest.param(["x/ok"], [], set(), 1, id="nobody to ask"),
        pytest.param(["x/ok"], ["a/ok"], {"x/ok"}, 0, id="a witness answers"),
        pytest.param(["x/ok"], ["y/ok", "z/ok", "a/gone"], {"x/ok"}, 0, id="the third one does, that it is gone"),
        pytest.param(["x/ok"], ["y/ok", "y/ok?2", "a/ok"], {"x/ok"}, 0, id="each host is one witness"),
        pytest.param(["x/ok"], ["y/ok", "z/ok", "w/ok", "a/ok"], set(), 1, id="three are enough"),
        pytest.param(["a/ok", "x/ok"], [], {"a/ok", "x/ok"}, 0, id="who answered before is asked again"),
        pytest.param(["x/ok", "x/gone"], ["x/wall"], set(), 2, id="the silent host is no witness"),
    ],
)
def test_at_the_end_a_witness_is_asked(
    site: Site, order: list[str], alive: list[str], counted: set[str], in_vain: int
) -> None:
    site.nameless |= {f"{name}.example" for name in "wxyz"}
    one = tour(site)
    one.go(links(site, *order), links(site, *alive))
    assert (set(short(site, one)), one.in_vain.total()) == (counted, in_vain)


def test_a_network_that_is_gone_blames_nobody_and_asks_few(site: Site) -> None:
    site.nameless.add("*")
    one = tour(site)
    one.go(links(site, *(f"h{number}/ok" for number in range(100))), links(site, "a/ok", "b/ok", "c/ok", "d/ok"))
    assert (one.done, one.in_vain) == ({}, {"no_such_name": 10})


def test_a_network_that_fails_half_way_keeps_what_was_seen_before(site: Site) -> None:
    one = tour(site)
    resolve, asked = site.resolve, iter(range(1000))

    def failing(host: str) -> object:
        if next(asked) == 5:
            site.nameless.add("*")
        return resolve(host)

    object.__setattr__(one.looker.web, "resolve", failing)
    one.go(links(site, *(f"h{number}/ok" for number in range(100))), [])
    assert set(short(site, one)) == {f"h{number}/ok" for number in range(5)}
    assert one.in_vain == {"no_such_name": 10}


def test_who_is_waited_for_asks_no_witness(site: Site) -> None:
    site.nameless.add("x.example")
    one = tour(site, enough=1)
    one.go(links(site, "x/ok", "y/ok"), links(site, "a/ok"))
    assert (one.done, one.in_vain, site.asked) == ({}, {}, [])
