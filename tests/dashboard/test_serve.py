"""An address that cannot be served at: one sentence that says why and what would do, and nothing starts."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

import vulgraad
from dashboard.serve import AddressError, listening


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_free_port_listens() -> None:
    door = listening("127.0.0.1", 0)
    with socket.socket(fileno=door) as ours, socket.create_connection(ours.getsockname()[:2], timeout=10):
        assert os.fstat(ours.fileno())


@pytest.mark.parametrize(
    ("host", "port", "words"),
    [
        ("127.0.0.1", 99999, "there are ports up to 65535; give another --port"),
        ("127.0.0.1", -1, "there are ports up to 65535"),
        ("192.0.2.1", 8050, "this machine has no such address; give another --host"),
        ("no.such.host.invalid", 8050, "give another --host or --port"),
    ],
)
def test_an_address_that_cannot_be(host: str, port: int, words: str) -> None:
    with pytest.raises(AddressError) as said:
        listening(host, port)
    assert f"cannot serve at {host}:{port}: " in str(said.value)
    assert words in str(said.value)


def test_a_port_in_use_ends_the_command(taken: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert vulgraad.main(["web", "--data", str(tmp_path), "--port", str(taken)]) == vulgraad.FAILED
    assert capsys.readouterr().err == (
        f"vulgraad: cannot serve at 127.0.0.1:{taken}: another process has this port; stop it, or give another --port\n"
    )
