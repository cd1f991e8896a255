"""What cannot be: moments before the register or after now, a manifest that lost lines, a decision of nobody."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.replay import Outcome, command

HEAD = "algorithm_id,publication_dt,name,organization,status,standard_version\n"
FIRST_AT = "2026-06-01T08:00:00+00:00"


@dataclass(frozen=True)
class Small:
    """A data folder that needs no register: it takes in files."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def run(self, *words: str) -> Outcome:
        return command(*words, "--data", str(self.data))

    def export(self, name: str, *published: str) -> str:
        rows = (f"1000000{number},{moment},Naam,BZK,In gebruik,1.0\n" for number, moment in enumerate(published))
        path = self.folder / name
        path.write_text(HEAD + "".join(rows), "utf-8")
        return str(path)

    def figures(self) -> list[dict[str, Any]]:
        asked = (("size.registrations", "all"), ("size.registrations", "status"), ("size.organisations", "all"))
        return [self.run("metric", name, "--by", by, "--format", "json").json for name, by in asked]


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return Small(tmp_path)


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """Return a folder that took in one registration on 1 June 2026; copy it before anything is changed in it."""
    small = Small(tmp_path_factory.mktemp("small"))
    done = small.run("import", small.export("x.csv", "2026-01-05T10:00:00Z"), "--observed-at", FIRST_AT)
    assert done.code == 0, done.err
    return small


@pytest.fixture
def one(taken_in: Small, small: Small) -> Small:
    """Return a copy of that folder."""
    shutil.copytree(taken_in.data, small.data)
    return small


# Moments at which nobody can have looked

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat(timespec="seconds")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("x-2022-12-20.csv", (), id="the day before it opened"),
        pytest.param("x-2999-01-01.csv", (), id="a year of a typing error"),
        pytest.param("x.csv", ("--observed-at", "2022-12-20T23:59:59+00:00"), id="a second before it opened"),
        pytest.param("x.csv", ("--observed-at", "0026-06-01"), id="the year 26"),
        pytest.param("x.csv", ("--observed-at", TOMORROW), id="tomorrow"),
        # The moment that is given counts, not the name.
        pytest.param("x-2026-06-01.csv", ("--observed-at", "2999-01-01"), id="a good name beside it"),
        pytest.param("x.csv", (), id="no moment at all"),
    ],
)
def test_an_impossible_moment_is_refused_before_anything_is_written(
    small: Small, name: str, words: tuple[str, ...]
) -> None:
    export = small.export(name, "2022-12-01T10:00:00Z")
    for command_words in (("import", export, *words), ("ingest", *words)) if words else (("import", export),):
        done = small.run(*command_words)
        assert done.code == 2, done.err
        assert "a wrong date?" in done.err or "no date (YYYY-MM-DD)" in done.err
        assert not small.data.exists()


def test_one_impossible_file_among_several_and_none_is_taken_in(small: Small) -> None:
    good = small.export("x-2026-06-01.csv", "2026-01-05T10:00:00Z")
    bad = small.export("x-2062-06-02.csv", "2026-01-05T10:00:00Z")
    assert small.run("import", good, bad).code == 2
    assert not small.data.exists()


def test_the_day_on_which_it_opened_is_possible(small: Small) -> None:
    done = small.run("import", small.export("x-2022-12-21.csv", "2022-12-21T09:00:00Z"))
    assert done.code == 0, done.err


@pytest.mark.parametrize(
    ("published", "code"),
    [
        pytest.param("2026-06-02T08:00:00Z", 0, id="just now"),
        # The clocks of the register and of ours may differ by an hour.
        pytest.param("2026-06-02T09:00:00Z", 0, id="an hour later"),
        pytest.param("2026-06-02T09:00:01Z", 3, id="more than an hour later"),
        pytest.param("2026-06-03T08:00:00Z", 3, id="the day after"),
    ],
)
def test_what_is_published_after_it_was_observed_is_held(one: Small, published: str, code: int) -> None:
    before = one.figures()
    done = one.run("import", one.export("y.csv", published), "--observed-at", "2026-06-02T08:00:00+00:00")
    assert done.code == code, done.err
    if code:
        assert "1 publications are dated after 2026-06-02T08:00:00+00:00" in done.err
    assert (one.figures() == before) is bool(code)
    (current,) = [source for source in one.run("status", "--json").json["sources"] if source["name"] == "current"]
    assert (current["state"], len(current["held"])) == (("held", 1) if code else ("ok", 0))


# A manifest that lost lines


@pytest.mark.parametrize("lost", [1, 2, 3], ids=["the end", "the source too", "all"])
def test_a_manifest_shorter_than_what_was_taken_in_is_told(one: Small, lost: int) -> None:
    manifest = one.data / "archive" / "manifest.jsonl"
    whole = manifest.read_bytes()
    kept = b"".join(whole.splitlines(keepends=True)[:-lost])
    manifest.write_bytes(kept)
    words = ("import", one.export("y.csv", "2026-01-05T10:00:00Z"), "--observed-at", "2026-06-02T08:00:00+00:00")
    for _ in range(2):
        done = one.run(*words)
        assert done.code == 4, done.err
        assert f"the manifest has {3 - lost} lines and the store took in 3; restore the manifest, or run" in done.err
        # Nothing is added to it: what is left can still be completed.
        assert manifest.read_bytes() == kept
    manifest.write_bytes(whole)
    assert one.run(*words).code == 0


def test_going_on_without_the_lines_that_are_lost(one: Small) -> None:
    manifest = one.data / "archive" / "manifest.jsonl"
    manifest.write_bytes(b"")
    assert one.run("rebuild").code == 0
    export = one.export("y.csv", "2026-01-05T10:00:00Z", "2026-02-05T10:00:00Z")
    done = one.run("import", export, "--observed-at", "2026-06-02T08:00:00+00:00")
    assert done.code == 0, done.err
    assert one.figures()[0]["rows"][0]["passed"] == 2


# What is asked of nobody, or of nothing


@pytest.mark.parametrize("kind", ["release", "drop"])
def test_a_decision_without_author_or_reason(one: Small, kind: str) -> None:
    held = one.export("y.csv", "2026-06-05T10:00:00Z")
    assert one.run("import", held, "--observed-at", "2026-06-02T08:00:00+00:00").code == 3
    (current,) = [source for source in one.run("status", "--json").json["sources"] if source["held"]]
    run = current["held"][0]["run"]
    manifest = (one.data / "archive" / "manifest.jsonl").read_bytes()
    for author, why in (("", "a reason"), ("  ", "a reason"), ("me", ""), ("me", "\t "), ("", "")):
        done = one.run(kind, run, "--author", author, "--why", why)
        assert (done.code, "give --author and --why" in done.err) == (2, True), done.err
        assert (one.data / "archive" / "manifest.jsonl").read_bytes() == manifest
    assert one.run(kind, run, "--author", "me", "--why", "a reason").code == 0


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_a_target_that_nobody_set(one: Small, audience: str) -> None:
    done = one.run("metric", "on_time.high_risk", "--target", "nope", "--audience", audience)
    assert (done.code, done.out) == (2, "")
    assert "no target 'nope'; there are: " in done.err


def test_a_pointer_to_nothing_is_told_and_the_next_run_heals_it(one: Small) -> None:
    before = one.figures()
    (one.data / "marts" / "CURRENT").write_bytes(b"nonsense")
    done = one.run("metric", "size.registrations")
    assert (done.code, "mart nonsense cannot be opened" in done.err) == (4, True), done.err
    export = one.export("x.csv", "2026-01-05T10:00:00Z")
    assert one.run("import", export, "--observed-at", FIRST_AT).code == 0
    assert one.figures() == before
