"""What is known of a link from one night to the next."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.links import outcomes
from ingest.links.memory import ZONE, Known, Rhythm, after, due, witnesses
from ingest.links.outcomes import Look, of_status, verdict

START = datetime(2026, 6, 15, 3, 35, tzinfo=UTC)
RHYTHM = Rhythm(30, 2)
OUTCOMES = sorted(
    {
        outcomes.OK,
        outcomes.GONE,
        outcomes.NO_SUCH_NAME,
        outcomes.REFUSED,
        outcomes.SERVER_ERROR,
        outcomes.REDIRECTS,
        outcomes.CERTIFICATE,
        outcomes.NOT_PUBLIC,
        outcomes.UNREACHABLE,
        outcomes.TIMEOUT,
        outcomes.BROKEN,
    }
)


def night(number: float) -> datetime:
    return START + timedelta(days=number)


def remembered(*looks: tuple[float, str]) -> dict[str, Any]:
    known: dict[str, Any] | None = None
    for day, outcome in looks:
        known = after(known, Look(outcome), night(day))
    assert known
    return known


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "ok"),
        (204, "ok"),
        (299, "ok"),
        (300, "refused"),
        (304, "refused"),
        (400, "refused"),
        (401, "refused"),
        (403, "refused"),
        (404, "gone"),
        (410, "gone"),
        (418, "refused"),
        (429, "refused"),
        (451, "refused"),
        (500, "server_error"),
        (503, "server_error"),
        (999, "server_error"),
    ],
)
def test_what_a_status_stands_for(status: int, outcome: str) -> None:
    assert of_status(status) == outcome


@pytest.mark.parametrize(
    ("outcome", "first", "third"),
    [
        ("ok", "alive", "alive"),
        ("gone", "dead", "dead"),
        ("no_such_name", "dead", "dead"),
        ("timeout", "unsure", "dead"),
        ("unreachable", "unsure", "dead"),
        ("broken", "unsure", "dead"),
        ("server_error", "unsure", "dead"),
        ("refused", "unsure", "unsure"),
        ("certificate", "unsure", "unsure"),
        ("redirects", "unsure", "unsure"),
        ("not_public", "unsure", "unsure"),
    ],
)
def test_the_verdict_on_the_first_day_and_on_the_third(outcome: str, first: str, third: str) -> None:
    assert (verdict(outcome, 1, 3), verdict(outcome, 3, 3)) == (first, third)


@pytest.mark.parametrize(
    ("looks", "state", "days", "since"),
    [
        pytest.param([(0, "ok")], "alive", 1, 0, id="alive at once"),
        pytest.param([(0, "ok"), (30, "ok")], "alive", 2, 0, id="alive since the first look"),
        pytest.param([(0, "ok"), (30, "gone")], "dead", 1, 30, id="gone"),
        pytest.param([(0, "gone"), (2, "no_such_name")], "dead", 1, 0, id="dead for another reason"),
        pytest.param([(0, "gone"), (2, "ok")], "alive", 1, 2, id="back again"),
        pytest.param([(0, "timeout"), (2, "timeout")], "unsure", 2, 0, id="silent on two days"),
        pytest.param([(0, "timeout"), (2, "timeout"), (4, "timeout")], "dead", 3, 4, id="silent on three days"),
        pytest.param([(0, "timeout"), (0.1, "timeout"), (0.2, "timeout")], "unsure", 1, 0, id="thrice on a day"),
        pytest.param([(0, "timeout"), (2, "timeout"), (2.1, "timeout")], "unsure", 2, 0, id="twice on the second"),
        pytest.param([(0, "timeout"), (2, "broken"), (4, "timeout")], "unsure", 1, 0, id="another trouble each time"),
        pytest.param([(0, "timeout"), (2, "ok"), (4, "timeout")], "unsure", 1, 4, id="silent, back, silent"),
        pytest.param([(0, "refused"), (30, "refused"), (60, "refused")], "unsure", 3, 0, id="a wall stays a wall"),
        pytest.param([(-0.25, "timeout"), (0, "timeout")], "unsure", 2, -0.25, id="either side of midnight"),
    ],
)
def test_what_is_known_after_some_looks(looks: list[tuple[float, str]], state: str, days: int, since: float) -> None:
    known = remembered(*looks)
    amsterdam = (night(since) + timedelta(hours=2)).date().isoformat()
    assert (known["state"], known["days"], known["since"]) == (state, days, amsterdam)
    assert known["looked_at"] == night(looks[-1][0]).isoformat()


@pytest.mark.parametrize(
    ("looks", "day", "is_due"),
    [
        pytest.param([], 0, True, id="never looked at"),
        pytest.param([(0, "ok")], 29, False, id="alive, not yet"),
        pytest.param([(0, "ok")], 29.99, True, id="alive, some minutes early on the day"),
        pytest.param([(0, "ok")], 30, True, id="alive, a month later"),
        pytest.param([(0, "gone")], 1, False, id="dead, the next day"),
        pytest.param([(0, "gone")], 2, True, id="dead, two days later"),
        pytest.param([(0, "timeout")], 2, True, id="silent, two days later"),
        pytest.param([(0, "refused")], 2, False, id="a wall is left alone"),
        pytest.param([(0, "refused")], 30, True, id="a wall, a month later"),
        pytest.param([(0, "not_public")], 29, False, id="not asked"),
    ],
)
def test_when_a_link_is_looked_at_again(looks: list[tuple[float, str]], day: float, *, is_due: bool) -> None:
    before = {"http://a.nl/": remembered(*looks)} if looks else {}
    assert due(["http://a.nl/"], before, night(day), RHYTHM) == (["http://a.nl/"] if is_due else [])


def test_new_links_come_first_and_then_the_oldest() -> None:
    before = {"http://old.nl/": remembered((0, "ok")), "http://older.nl/": remembered((-5, "ok"))}
    links = ["http://old.nl/", "http://older.nl/", "http://new.nl/"]
    assert due(links, before, night(40), RHYTHM) == ["http://new.nl/", "http://older.nl/", "http://old.nl/"]


def test_the_order_is_another_one_every_day_and_the_same_all_day() -> None:
    links = [f"http://h{number}.nl/" for number in range(20)]
    assert due(links, {}, night(0), RHYTHM) == due(links[::-1], {}, night(0.1), RHYTHM)
    assert due(links, {}, night(0), RHYTHM) != due(links, {}, night(1), RHYTHM)


@pytest.mark.parametrize(
    ("wait", "day", "asked"),
    [
        pytest.param(None, 3, True, id="no wish"),
        pytest.param(4 * 86400.0, 3, False, id="asked for four days"),
        pytest.param(4 * 86400.0, 5, True, id="and they are over"),
        pytest.param(1e12, 31, True, id="asked for too long"),
    ],
)
def test_a_host_that_asks_for_patience_gets_it(wait: float | None, day: float, *, asked: bool) -> None:
    """Also for its other links, and no longer than a month."""
    before: dict[str, Known] = {"http://a.nl/1": after(None, Look("server_error", 503, wait), night(0))}
    found = due(["http://a.nl/1", "http://a.nl/2", "http://b.nl/"], before, night(day), RHYTHM)
    assert sorted(found) == (["http://a.nl/1", "http://a.nl/2"] if asked else []) + ["http://b.nl/"]


def test_a_page_that_is_there_has_no_wish() -> None:
    assert "wait_until" not in after(None, Look("ok", 200, 60.0), START)


def test_witnesses_were_alive_and_are_not_looked_at_now() -> None:
    before = {
        "http://a.nl/": remembered((0, "ok")),
        "http://b.nl/": remembered((1, "ok")),
        "http://c.nl/": remembered((2, "ok")),
        "http://d.nl/": remembered((2, "gone")),
    }
    assert witnesses(before, ["http://c.nl/"]) == ["http://b.nl/", "http://a.nl/"]


def in_a_row(seen: Sequence[tuple[date, str]]) -> set[date]:
    """Return the days on which the last outcome was the one, up to the last time that another was."""
    _, last = seen[-1]
    return {on for on, _ in takewhile(lambda one: one[1] == last, reversed(seen))}


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 40), st.sampled_from(OUTCOMES)), min_size=1, max_size=12))
def test_trouble_says_dead_from_the_third_day_in_a_row_on(steps: Sequence[tuple[float, str]]) -> None:
    known: Known | None = None
    day = 0.0
    seen: list[tuple[date, str]] = []
    for gap, outcome in steps:
        day += gap
        seen.append((night(day).astimezone(ZONE).date(), outcome))
        known = after(known, Look(outcome), night(day))
        row = in_a_row(seen)
        assert known["days"] == len(row)
        if outcome in outcomes.LASTING:
            assert (known["state"] == "dead") == (len(row) >= 3)
        assert known["since"] in {on.isoformat() for on, _ in seen}
