"""What readers are told of the runs, also when nothing that can be read stands there."""

from pathlib import Path

import pytest

from sql.status import read_status


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(None, id="never written"),
        pytest.param(b"", id="emptied"),
        pytest.param(b'{"sources": [', id="cut short"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
        pytest.param(b"<html></html>", id="something else"),
        pytest.param(b"[]", id="no object"),
        pytest.param(b"null", id="nothing"),
    ],
)
@pytest.mark.parametrize("audience", ["internal", "public"])
def test_a_broken_status_says_nothing(tmp_path: Path, text: bytes | None, audience: str) -> None:
    if text is not None:
        for name in ("status.json", "status.public.json"):
            (tmp_path / name).write_bytes(text)
    assert read_status(tmp_path, audience) == {}


def test_each_audience_reads_its_own(tmp_path: Path) -> None:
    (tmp_path / "status.json").write_bytes(b'{"sources": [1]}')
    (tmp_path / "status.public.json").write_bytes(b'{"sources": []}')
    assert (read_status(tmp_path), read_status(tmp_path, "public")) == ({"sources": [1]}, {"sources": []})
