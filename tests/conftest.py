"""What tests of every room share: the captures beside the project, and the register replayed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.replay import Replay

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of captures and answer keys; without it tests are skipped, but never in CI."""
    if not SHARED.is_dir():
        reason = f"{SHARED} is not here: these tests need the captured register"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return SHARED


@pytest.fixture(scope="session")
def replayed(shared: Path) -> Iterator[Replay]:
    """Return the replayed register on a free port; whoever uses it says which day it serves."""
    with Replay(shared / "tools" / "register_replay.py") as register:
        yield register
