"""The archive: what was received stays as it was, and the manifest survives a torn line."""

from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.archive import Archive, ArchiveError
from sql.store import digest


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def blobs(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "archive" / "blobs").rglob("*") if path.is_file())


def manifest(folder: Path) -> Path:
    return folder / "archive" / "manifest.jsonl"


@settings(deadline=None, max_examples=30)
@given(st.binary(max_size=2000))
def test_a_body_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    archive = Archive(tmp_path_factory.mktemp("archive"))
    name = archive.put(body)
    assert name == digest(body)
    assert archive.get(name) == body


def test_the_same_bytes_are_kept_once(archive: Archive, tmp_path: Path) -> None:
    assert archive.put(b"one") == archive.put(b"one") != archive.put(b"two")
    assert len(blobs(tmp_path)) == 2


def test_a_body_that_was_never_received(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="cannot be read"):
        archive.get(digest(b"never"))


@pytest.mark.parametrize(
    ("spoiled", "says"),
    [
        pytest.param(b"", "cannot be read", id="emptied"),
        pytest.param(b"no zstandard at all", "cannot be read", id="not compressed"),
        pytest.param(zstandard.compress(b"x" * 5000)[:-4], "", id="cut short"),
        pytest.param(zstandard.compress(b"two"), "not what was kept under that name", id="another body"),
    ],
)
def test_a_spoiled_body_is_told(archive: Archive, tmp_path: Path, spoiled: bytes, says: str) -> None:
    name = archive.put(b"one")
    blobs(tmp_path)[0].write_bytes(spoiled)
    with pytest.raises(ArchiveError) as told:
        archive.get(name)
    assert name in str(told.value)
    assert says in str(told.value)


def test_a_body_half_written_is_not_in_the_way(archive: Archive, tmp_path: Path) -> None:
    name = archive.put(b"one")
    (path,) = blobs(tmp_path)
    path.rename(path.with_suffix(".part"))
    assert archive.put(b"one") == name
    assert archive.get(name) == b"one"


LINES = [{"kind": "started", "run": "a"}, {"kind": "source", "run": "a", "reason": "één\nregel"}, {"kind": "finished"}]


def filled(archive: Archive) -> list[dict[str, Any]]:
    return [archive.append(line) for line in LINES]


def test_lines_come_back_numbered(archive: Archive, tmp_path: Path) -> None:
    assert list(archive.lines()) == []
    lines = filled(archive)
    assert [line["line"] for line in lines] == [1, 2, 3]
    assert list(Archive(tmp_path / "archive").lines()) == lines
    assert list(archive.lines(after=2)) == lines[2:]
    assert list(archive.lines(after=3)) == []
    assert Archive(tmp_path / "archive").append({"kind": "started"})["line"] == 4


def test_a_last_line_torn_anywhere_is_dropped(archive: Archive, tmp_path: Path) -> None:
    lines = filled(archive)
    whole = manifest(tmp_path).read_bytes()
    last = whole[: whole[:-1].rfind(b"\n") + 1]
    for at in range(len(last), len(whole)):
        manifest(tmp_path).write_bytes(whole[:at])
        opened = Archive(tmp_path / "archive")
        opened.mend()
        assert list(opened.lines()) == lines[:2]
        assert opened.append({"kind": "finished"}) == lines[2]
        assert manifest(tmp_path).read_bytes() == whole


def test_mending_a_whole_manifest_changes_nothing(archive: Archive, tmp_path: Path) -> None:
    archive.mend()
    filled(archive)
    before = manifest(tmp_path).read_bytes()
    archive.mend()
    assert manifest(tmp_path).read_bytes() == before


@pytest.mark.parametrize("broken", [b'{"line":2,"kind":"sour\n', b"\n", b"\x00\x00\n"])
def test_a_broken_line_in_the_middle_is_told(archive: Archive, tmp_path: Path, broken: bytes) -> None:
    filled(archive)
    first, _, third = manifest(tmp_path).read_bytes().splitlines(keepends=True)
    manifest(tmp_path).write_bytes(first + broken + third)
    opened = Archive(tmp_path / "archive")
    opened.mend()
    with pytest.raises(ArchiveError, match="line 2 of the manifest"):
        list(opened.lines())
