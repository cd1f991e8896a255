"""What was reported is read back as it was: by number, by day, and of older layouts."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest

from sql.publications import PublicationError, newest, numbered, publications, read

COLUMNS: Final = {"by": pl.String, "metric": pl.String, "passed": pl.Int64, "covers": pl.Int64}


def keep(data: Path, number: str, published_at: str, audience: str = "internal", **more: Any) -> Path:  # noqa: ANN401
    row = {"by": "all", "metric": "size.registrations", "passed": int(number), "as_of": date(2026, 6, int(number))}
    row |= {"known_on": date(2026, 6, int(number)), "facts_hash": f"hash{number}", "published_at": published_at}
    path = data / "publications" / audience / f"{number}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pl.DataFrame([row | more]).write_parquet(path)
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two publications of one day in Amsterdam, and one of the next: the second was after midnight UTC."""
    keep(tmp_path, "00000001", "2026-06-01T06:00:00+00:00")
    keep(tmp_path, "00000002", "2026-06-01T21:30:00+00:00")
    keep(tmp_path, "00000003", "2026-06-01T22:30:00+00:00")
    return tmp_path


def test_they_are_listed_the_oldest_first(data: Path) -> None:
    found = publications(data, "internal")
    assert [one.number for one in found] == ["00000001", "00000002", "00000003"]
    assert (found[0].as_of, found[0].known_on, found[0].facts_hash, found[0].rows) == (
        date(2026, 6, 1),
        date(2026, 6, 1),
        "hash00000001",
        1,
    )
    assert found[0].published_at == datetime(2026, 6, 1, 6, tzinfo=UTC)
    assert publications(data, "public") == []


def test_the_newest_by_the_end_of_a_moment(data: Path) -> None:
    found = publications(data, "internal")
    assert newest(found, datetime(2026, 6, 1, 22, tzinfo=UTC)).number == "00000002"
    assert newest(found, datetime(2026, 6, 1, 6, tzinfo=UTC)).number == "00000001"
    assert newest(found[::-1], datetime(2027, 1, 1, tzinfo=UTC)).number == "00000003"
    with pytest.raises(PublicationError, match=r"by 2026-05-31.*kept are 00000001 to 00000003"):
        newest(found, datetime(2026, 5, 31, tzinfo=UTC))
    with pytest.raises(PublicationError, match="none is kept"):
        newest([], datetime(2026, 5, 31, tzinfo=UTC))


def test_by_number(data: Path) -> None:
    found = publications(data, "internal")
    assert numbered(found, 2).number == "00000002"
    with pytest.raises(PublicationError, match="publication 9 is not kept; kept are 00000001 to 00000003"):
        numbered(found, 9)


def test_a_column_that_is_newer_is_null_and_one_that_is_gone_is_left_out(data: Path) -> None:
    keep(data, "00000004", "2026-06-04T06:00:00+00:00", covers=3, was_once="there")
    rows = [read(data, "internal", f"0000000{number}", COLUMNS) for number in (3, 4)]
    assert [one.schema for one in rows] == [pl.Schema(COLUMNS)] * 2
    assert [one.row(0) for one in rows] == [("all", "size.registrations", 3, None), ("all", "size.registrations", 4, 3)]


def test_one_that_is_not_kept(data: Path) -> None:
    for number in ("00000009", "../internal/00000001", "x"):
        with pytest.raises(PublicationError, match="no publication"):
            read(data, "internal", number, COLUMNS)


def test_what_nobody_ever_saw_is_no_publication(data: Path) -> None:
    """A run that died after it kept its figures, and before it published; and half a file."""
    (data / "marts" / "00000002").mkdir(parents=True)
    (data / "marts" / "CURRENT").write_text("00000002", "utf-8")
    (data / "publications" / "internal" / "00000002.draft").write_bytes(b"half")
    assert [one.number for one in publications(data, "internal")] == ["00000001", "00000002"]
    with pytest.raises(PublicationError, match="no publication 00000003"):
        read(data, "internal", "00000003", COLUMNS)
    # A pointer to marts that are not there says nothing of what was published.
    (data / "marts" / "CURRENT").write_text("00000000", "utf-8")
    assert len(publications(data, "internal")) == 3


@pytest.mark.parametrize(
    ("content", "told"), [(b"nonsense", "cannot be read"), (b"", "cannot be read")], ids=["nonsense", "empty"]
)
def test_a_file_that_is_broken_is_said(data: Path, content: bytes, told: str) -> None:
    (data / "publications" / "internal" / "00000002.parquet").write_bytes(content)
    with pytest.raises(PublicationError, match=rf"00000002\.parquet {told}.*backup"):
        publications(data, "internal")


def test_a_table_of_something_else_is_said(data: Path) -> None:
    pl.DataFrame({"as_of": [1]}).write_parquet(data / "publications" / "internal" / "00000002.parquet")
    with pytest.raises(PublicationError, match="no publication: it has no known_on, facts_hash, published_at"):
        publications(data, "internal")
