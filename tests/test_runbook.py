"""docs/operations.md is true: what is backed up can be restored, and each failure of the runbook looks as it says."""

import re
import shutil
from pathlib import Path

import pytest

from tests.ingest.test_faults import CASES, Case
from tests.replay import Outcome, command

OPERATIONS = (Path(__file__).resolve().parents[1] / "docs" / "operations.md").read_text("utf-8")
HEAD = "algorithm_id,publication_dt,name,organization,status,standard_version\n"
#: What the register's page says is the register's; the runbook calls it a web page.
MAINTENANCE = "Onderhoud"
SEEN = "\n".join(re.findall(r"^\| (.*?) \|", OPERATIONS.split("## Runbook")[1], re.MULTILINE))


class Small:
    """A data folder that needs no register: it takes in files."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"

    def run(self, *words: str) -> Outcome:
        return command(*words, "--data", str(self.data))

    def take(self, day: str, *lars: str) -> Outcome:
        rows = (f"{one},2026-01-05T10:00:00Z,Naam,BZK,In gebruik,1.0\n" for one in lars)
        path = self.folder / f"x-{day}.csv"
        path.write_text(HEAD + "".join(rows), "utf-8")
        return self.run("import", str(path))

    def figures(self) -> list[object]:
        asked = (("size.registrations", day) for day in ("2026-06-01", "2026-06-03"))
        return [self.run("metric", name, "--as-of", day, "--format", "json").json for name, day in asked]


@pytest.fixture
def small(tmp_path: Path) -> Small:
    """Return a folder with a good run, and one that was held and then released."""
    small = Small(tmp_path)
    assert small.take("2026-06-01", "10000001", "10000002").code == 0
    assert small.take("2026-06-03", "10000001").code == 3
    held = next(one["run"] for source in small.run("status", "--json").json["sources"] for one in source["held"])
    assert small.run("release", held, "--author", "J. de Vries", "--why", "telephoned").code == 0
    return small


def test_what_is_backed_up_can_be_restored(small: Small, tmp_path: Path) -> None:
    before = small.figures()
    kept = re.findall(r"^\| `(\w+)/`.*back this up", OPERATIONS, re.MULTILINE)
    restored = Small(tmp_path / "restored")
    for name in kept:
        if (small.data / name).exists():
            shutil.copytree(small.data / name, restored.data / name)
    assert restored.run("rebuild").code == 0
    assert restored.figures() == before
    assert set(kept) == {"archive", "keys", "publications"}


def test_a_body_that_is_gone(small: Small) -> None:
    body = next(path for path in (small.data / "archive").rglob("*") if path.is_file() and path.suffix != ".jsonl")
    content = body.read_bytes()
    body.unlink()
    gone = small.run("rebuild")
    assert (gone.code, "cannot be read" in gone.err, "restore it from a backup" in gone.err) == (4, True, True)
    body.write_bytes(content)
    assert small.run("rebuild").code == 0
    assert "cannot be read" in SEEN


def test_a_store_that_is_broken(small: Small) -> None:
    before = small.figures()
    (small.data / "store.duckdb").write_bytes(b"broken" * 1000)
    broken = small.take("2026-06-04", "10000001")
    assert (broken.code, "The store cannot be used" in broken.err) == (4, True)
    assert small.run("rebuild").code == 0
    assert small.figures() == before
    assert "The store cannot be used" in SEEN


@pytest.mark.parametrize("fault", [*(case.fault for case in CASES), "newcolumn"])
def test_every_fault_of_the_replay_is_in_the_runbook(fault: str) -> None:
    assert re.search(rf"\(([^)]*\W)?{fault}(\W[^)]*)?\)", SEEN)


@pytest.mark.parametrize("case", [one for one in CASES if one.says not in {"", MAINTENANCE}], ids=lambda one: one.fault)
def test_the_runbook_quotes_what_is_seen(case: Case) -> None:
    line = next(row for row in SEEN.splitlines() if re.search(rf"\W{case.fault}\W", row))
    assert [one for one in re.findall(r"`(.+?)`", line) if one in case.says]
