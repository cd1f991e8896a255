"""The texts of a mart that is opened once: many may ask, also when it was swept; never those of another one."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from sql import mart
from sql.mart import MartError, Texts


def write(data: Path, number: int, said: str) -> str:
    texts = pl.DataFrame({"content": ["a", "b"], "body": [said, "{}"]})
    name = mart.write(data, number, {"public": {"texts": texts}}, {})
    mart.point(data, name)
    return name


def ask(texts: Texts, *contents: str) -> dict[str, str]:
    return texts(pl.Series(contents, dtype=pl.String))


def test_what_is_kept_is_told_to_all_who_ask_at_once(tmp_path: Path) -> None:
    texts = Texts(tmp_path, write(tmp_path, 1, "first"), "public")
    with ThreadPoolExecutor(8) as readers:
        told = list(readers.map(lambda _: ask(texts, "a", "a", "unknown"), range(40)))
    assert told == [{"a": "first"}] * 40
    assert ask(texts) == {}


def test_what_was_looked_up_last_is_not_looked_up_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = Texts(tmp_path, write(tmp_path, 1, "first"), "public")
    looked_up: list[list[str]] = []
    real = texts._looked_up

    def noted(wanted: list[str]) -> dict[str, str]:
        looked_up.append(sorted(wanted))
        return real(wanted)

    monkeypatch.setattr(texts, "_looked_up", noted)
    assert [ask(texts, "a"), ask(texts, "a", "b"), ask(texts, "b")] == [
        {"a": "first"}, {"a": "first", "b": "{}"}, {"b": "{}"},
    ]  # fmt: skip
    assert looked_up == [["a"], ["b"]]
    monkeypatch.setattr(mart, "_TEXTS", 8)
    texts._last.clear()
    ask(texts, "a")
    ask(texts, "b")
    assert set(texts._last) == {"a", "b"}
    monkeypatch.setattr(mart, "_TEXTS", 1)
    ask(texts, "unknown")
    assert len(texts._last) <= 1


def test_it_goes_on_when_the_mart_is_swept(tmp_path: Path) -> None:
    texts = Texts(tmp_path, write(tmp_path, 1, "first"), "public")
    write(tmp_path, 2, "second")
    mart.sweep(tmp_path, keep=1)
    assert ask(texts, "a") == {"a": "first"}


def test_another_mart_of_the_same_number_is_another_one(tmp_path: Path) -> None:
    """A store that was made anew may count from where it did before."""
    older = Texts(tmp_path, write(tmp_path, 1, "first"), "public")
    newer = Texts(tmp_path, write(tmp_path, 1, "it's another"), "public")
    assert [ask(one, "a") for one in (older, newer)] == [{"a": "first"}, {"a": "it's another"}]


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    data = tmp_path / "it's here"
    assert ask(Texts(data, write(data, 1, "first"), "public"), "a") == {"a": "first"}


def test_one_that_is_not_there_is_no_mart(tmp_path: Path) -> None:
    with pytest.raises(MartError, match="mart 00000009 cannot be opened for public"):
        Texts(tmp_path, "00000009", "public")
