"""Answers that are kept: worked out once whoever asks at the same time, with their facts, and not too many."""

import gc
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Event

import polars as pl
import pytest

from metrics.facts import Facts
from metrics.memo import Once, with_facts
from tests.metrics.facts_builder import FactsBuilder


@pytest.fixture
def facts() -> Facts:
    return FactsBuilder("2026-01-01").build()


def test_many_who_ask_at_once_have_it_worked_out_once() -> None:
    once, begun, go = Once[int](4), Event(), Event()
    made: list[int] = []

    def make() -> int:
        begun.set()
        assert go.wait(10)
        made.append(1)
        return len(made)

    with ThreadPoolExecutor(8) as readers:
        answers = [readers.submit(once.get, "same", make) for _ in range(8)]
        assert begun.wait(10)
        # What somebody else asks does not wait for it.
        assert once.get("other", lambda: 7) == 7
        go.set()
        assert [one.result() for one in answers] == [1] * 8
    assert made == [1]


def test_what_is_raised_is_not_kept() -> None:
    once = Once[int](4)

    def fail() -> int:
        msg = "not today"
        raise ValueError(msg)

    with pytest.raises(ValueError, match="not today"):
        once.get("one", fail)
    assert once.get("one", lambda: 3) == 3


def test_those_that_were_not_asked_longest_go() -> None:
    once = Once[str](2)
    asked = [once.get(key, lambda key=key: key) for key in "abaca"]  # type: ignore[misc]  # mypy knows no default here
    assert asked == list("abaca")
    assert len(once) == 2
    assert once.get("a", lambda: "anew") == "a"
    assert once.get("b", lambda: "anew") == "anew"


def counting() -> tuple[Callable[..., pl.DataFrame], list[date]]:
    asked: list[date] = []

    @with_facts(2)
    def kept(facts: Facts, day: date, *, zbos: bool = False) -> pl.DataFrame:
        asked.append(day)
        return facts.seen.with_columns(zbos=pl.lit(zbos))

    return kept, asked


def test_no_facts_are_answered_with_what_follows_from_others(facts: Facts) -> None:
    kept, asked = counting()
    other, day = replace(facts), date(2026, 1, 1)
    assert kept(facts, day) is kept(facts, day)
    assert kept(other, day) is not kept(facts, day)
    assert kept(facts, day, zbos=True) is not kept(facts, day)
    assert asked == [day] * 3


def test_answers_go_with_their_facts(facts: Facts) -> None:
    kept, _ = counting()
    alone = replace(facts)
    answer = weakref.ref(kept(alone, date(2026, 1, 1)))
    assert answer() is not None
    del alone
    gc.collect()
    assert answer() is None
