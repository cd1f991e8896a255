"""What a source showed at which moment: rows of the store against an obvious model."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sql.store import FACT_SCHEMA, ConflictError, Store, digest

Shown = Mapping[str, str]
Row = tuple[str, str, int, int | None]

#: The moments are numbered in these tests: number 0 is this one, 1 a day later.
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def at(number: int) -> datetime:
    return BEGIN + timedelta(days=number)


def facts(shown: Shown) -> pl.DataFrame:
    rows = [(key, digest(body), body) for key, body in shown.items()]
    return pl.DataFrame(rows, schema=FACT_SCHEMA, orient="row")


def stored(store: Store, *, source: str = "a", live: bool = True) -> list[tuple[Any, ...]]:
    """Return rows of key, body, and the numbers of the moments; what was replaced with its lines."""
    columns = ["key", "body", "known_from", "known_to", *([] if live else ["recorded_from", "recorded_to"])]
    rows = pl.DataFrame(store._connection.sql("FROM sighting JOIN content USING (content)"))
    chosen = rows.filter(pl.col("source") == source, pl.col("recorded_to").is_null() if live else pl.lit(value=True))
    days = [(pl.col(name) - BEGIN).dt.total_days() for name in ("known_from", "known_to")]
    return sorted(chosen.with_columns(days).select(columns).rows(), key=repr)


def modelled(collections: Mapping[int, Shown]) -> list[Row]:
    """Return the rows by going through the moments one by one: a row is an unbroken run of them."""
    moments = sorted(collections)
    rows: list[Row] = []
    for pair in {pair for shown in collections.values() for pair in shown.items()}:
        begun: int | None = None
        for one in moments:
            here = pair in collections[one].items()
            if here and begun is None:
                begun = one
            elif not here and begun is not None:
                rows.append((*pair, begun, one))
                begun = None
        if begun is not None:
            rows.append((*pair, begun, None))
    return sorted(rows, key=repr)


def showing(rows: Sequence[tuple[Any, ...]], moment: int) -> dict[str, str]:
    return {key: body for key, body, start, end in rows if start <= moment and (end is None or end > moment)}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(tmp_path_factory.mktemp("sightings") / "store.duckdb") as store:
        yield store


@pytest.fixture
def store(opened: Store) -> Iterator[Store]:
    with tried(opened):
        yield opened


@contextmanager
def tried(store: Store) -> Iterator[None]:
    """Undo whatever happens in the block: quicker than a new store."""
    store._connection.execute("BEGIN")
    try:
        yield
    finally:
        store._connection.execute("ROLLBACK")


def take(store: Store, collections: Sequence[tuple[int, Shown]]) -> None:
    for line, (moment, shown) in enumerate(collections, start=1):
        store.observe("a", at(moment), facts(shown), line)


shown_things = st.dictionaries(st.sampled_from("kln"), st.sampled_from("xyz"), max_size=3)
histories = st.dictionaries(st.integers(0, 9), shown_things, min_size=1, max_size=6)
orders = histories.flatmap(lambda collections: st.permutations(list(collections.items())))
quick = settings(max_examples=25, deadline=None)


@quick
@given(orders)
def test_any_order_of_collections_gives_the_rows_of_the_model(opened: Store, order: list[tuple[int, Shown]]) -> None:
    collections = dict(order)
    with tried(opened):
        take(opened, order)
        rows = stored(opened)
        assert rows == modelled(collections)
        assert {moment: showing(rows, moment) for moment in collections} == collections


@quick
@given(orders)
def test_what_was_replaced_stays_with_both_lines(opened: Store, order: list[tuple[int, Shown]]) -> None:
    with tried(opened):
        states = []
        for line, (moment, shown) in enumerate(order, start=1):
            opened.observe("a", at(moment), facts(shown), line)
            states.append(stored(opened))
        every = stored(opened, live=False)
        assert all(end is None or begin < end for *_, begin, end in every)
        for line, then in enumerate(states, start=1):
            live = [row[:4] for row in every if row[4] <= line and (row[5] is None or row[5] > line)]
            assert sorted(live, key=repr) == then


@quick
@given(histories)
def test_the_same_again_changes_nothing(opened: Store, collections: dict[int, Shown]) -> None:
    with tried(opened):
        take(opened, list(collections.items()))
        before = stored(opened, live=False), opened.facts_hash()
        for moment, shown in collections.items():
            opened.observe("a", at(moment), facts(shown), 99)
        assert (stored(opened, live=False), opened.facts_hash()) == before


@quick
@given(histories, st.data())
def test_something_else_about_the_same_moment_is_refused(
    opened: Store, collections: dict[int, Shown], data: st.DataObject
) -> None:
    with tried(opened):
        take(opened, list(collections.items()))
        before = stored(opened, live=False), opened.facts_hash()
        moment = data.draw(st.sampled_from(sorted(collections)))
        other = data.draw(shown_things.filter(lambda one: one != collections[moment]))
        with pytest.raises(ConflictError, match="another answer"):
            opened.observe("a", at(moment), facts(other), 99)
        assert (stored(opened, live=False), opened.facts_hash()) == before


# Examples that can be read

X, Y, NOTHING = {"k": "x"}, {"k": "y"}, dict[str, str]()


@pytest.mark.parametrize(
    ("collections", "rows"),
    [
        pytest.param([(1, X)], [("k", "x", 1, None)], id="shown once"),
        pytest.param([(1, X), (3, X)], [("k", "x", 1, None)], id="still shown"),
        pytest.param([(1, X), (3, NOTHING)], [("k", "x", 1, 3)], id="gone"),
        pytest.param([(1, X), (3, Y)], [("k", "x", 1, 3), ("k", "y", 3, None)], id="changed"),
        pytest.param([(1, X), (3, NOTHING), (5, X)], [("k", "x", 1, 3), ("k", "x", 5, None)], id="gone, and back"),
        pytest.param([(3, X), (1, X)], [("k", "x", 1, None)], id="imported: shown before too"),
        pytest.param([(3, X), (1, NOTHING)], [("k", "x", 3, None)], id="imported: not shown before"),
        pytest.param([(3, X), (1, Y)], [("k", "x", 3, None), ("k", "y", 1, 3)], id="imported: something else before"),
        pytest.param(
            [(1, X), (5, X), (3, NOTHING)], [("k", "x", 1, 3), ("k", "x", 5, None)], id="imported: gone in between"
        ),
        pytest.param(
            [(1, X), (5, X), (3, Y)],
            [("k", "x", 1, 3), ("k", "x", 5, None), ("k", "y", 3, 5)],
            id="imported: something else in between",
        ),
        pytest.param([(1, X), (5, NOTHING), (3, X)], [("k", "x", 1, 5)], id="imported: gone no sooner"),
        pytest.param([(1, X), (5, NOTHING), (3, NOTHING)], [("k", "x", 1, 3)], id="imported: gone sooner"),
        pytest.param([(1, NOTHING)], [], id="an empty answer is an answer"),
    ],
)
def test_example(store: Store, collections: list[tuple[int, Shown]], rows: list[Row]) -> None:
    take(store, collections)
    assert stored(store) == rows
    assert rows == modelled(dict(collections))


def test_a_source_says_nothing_about_another(store: Store) -> None:
    store.observe("a", at(1), facts(X), 1)
    store.observe("b", at(2), facts(Y), 2)
    store.observe("b", at(3), facts(NOTHING), 3)
    assert stored(store) == [("k", "x", 1, None)]
    assert stored(store, source="b") == [("k", "y", 2, 3)]


def test_a_text_is_kept_once(store: Store) -> None:
    take(store, [(1, {"k": "x", "l": "x"}), (2, {"n": "x"})])
    assert store._connection.execute("SELECT body FROM content").fetchall() == [("x",)]


def hash_after(store: Store, collections: Sequence[tuple[int, Shown]]) -> str:
    with tried(store):
        take(store, collections)
        return store.facts_hash()


def test_the_facts_hash_does_not_depend_on_the_order_of_collections(opened: Store) -> None:
    collections = [(1, X), (2, Y), (4, NOTHING), (6, X)]
    orders = (collections, collections[::-1], [*collections[2:], *collections[:2]])
    assert len({hash_after(opened, order) for order in orders}) == 1


def test_the_facts_hash_changes_with_the_facts(opened: Store) -> None:
    others = [[], [(1, X)], [(1, Y)], [(1, NOTHING)], [(2, X)], [(1, X), (2, X)], [(1, X), (2, NOTHING)]]
    assert len({hash_after(opened, one) for one in others}) == len(others)


def test_a_transaction_keeps_all_or_nothing(opened: Store) -> None:
    def break_off() -> None:
        with opened.transaction():
            opened.observe("a", at(1), facts(X), 1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert (stored(opened), opened.collected("a")) == ([], None)


def test_a_store_that_is_opened_again_has_what_it_had(tmp_path: Path) -> None:
    with Store(tmp_path / "store.duckdb") as first:
        first.observe("a", at(1), facts(X), 1)
        before = first.facts_hash()
    with Store(tmp_path / "store.duckdb") as again:
        assert (again.facts_hash(), again.collected("a")) == (before, at(1))
