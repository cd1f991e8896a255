"""The sample register written to a folder, and read back from it."""

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from ingest.sample.answers import Answers
from ingest.sample.generate import generate
from ingest.sample.inventories import inventories

SEED = 20260911

#: The two moments at which the sample's answers were collected.
DAYS = (
    datetime(2026, 6, 30, 4, 15, tzinfo=UTC),
    datetime(2026, 9, 11, 4, 15, tzinfo=UTC),
)


def write(folder: Path, seed: int = SEED) -> None:
    """Write both days' answers and the inventories; all of it appears, or nothing."""
    register = generate(seed)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as scratch:
        made = Path(scratch) / "made"
        for moment in DAYS:
            _fill(made / day_folder(moment), dict(Answers(register, moment).files()))
        lists = inventories(register)
        _fill(made / "inventories", {f"{code}.csv": body for code, body in lists.items()})
        if folder.exists():
            folder.rename(Path(scratch) / "former")
        made.rename(folder)


def day_folder(day: date) -> str:
    """Name the folder that holds a day's answers."""
    return f"{day:%Y-%m-%d}"


def inventory_files(folder: Path) -> dict[str, Path]:
    """Find the inventories in a written folder, by the code of their ministry."""
    return {path.stem: path for path in sorted((folder / "inventories").glob("*.csv"))}


def _fill(folder: Path, answers: dict[str, bytes]) -> None:
    folder.mkdir(parents=True)
    for name, answer in answers.items():
        (folder / name).write_bytes(answer)
