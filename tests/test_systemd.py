"""The units for systemd: it understands them, and they say what the commands do."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import vulgraad
from sql.settings import RegisterSettings

UNITS = sorted((Path(__file__).resolve().parents[1] / "docs" / "systemd").glob("*.service"))
HARDENED = {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes"}


def service(unit: Path) -> dict[str, str]:
    return dict(re.findall(r"^(\w+)=(.*)$", unit.read_text("utf-8").split("[Service]")[1], re.MULTILINE))


@pytest.fixture(scope="module")
def systemd_analyze() -> str:
    """Return the program; without it the test is skipped, but never in CI."""
    found = shutil.which("systemd-analyze")
    if found is None:
        reason = "systemd-analyze is not installed on this machine"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def test_there_is_a_unit_for_each_process() -> None:
    processes = Path(__file__).resolve().parents[1].joinpath("Procfile").read_text("utf-8").splitlines()
    assert {unit.stem for unit in UNITS} == {f"vulgraad-{line.partition(':')[0]}" for line in processes}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_systemd_understands_the_unit(unit: Path, systemd_analyze: str, tmp_path: Path) -> None:
    # It wants the program to be there: Vulgraad is not installed in /opt on the machine of a test.
    here = unit.read_text("utf-8").replace(service(unit)["ExecStart"].split()[0], sys.executable)
    copy = tmp_path / unit.name
    copy.write_text(here, "utf-8")
    done = subprocess.run(
        [systemd_analyze, "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if unit.name in line]) == (0, [])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_the_unit_runs_a_command_that_there_is_and_is_hardened(unit: Path) -> None:
    said = service(unit)
    program, *words = shlex.split(said["ExecStart"])
    args = vulgraad._parser().parse_args(words)
    assert (Path(program).name, f"vulgraad-{args.command}") == ("vulgraad", unit.stem)
    assert {key: said.get(key) for key in HARDENED} == HARDENED
    assert said["Restart"] == "on-failure"
    assert str(vulgraad.WRONG_USE) in said["RestartPreventExitStatus"].split()


def test_a_second_worker_is_not_started_again_and_the_first_may_end_its_request() -> None:
    worker = next(service(unit) for unit in UNITS if unit.stem == "vulgraad-worker")
    assert str(vulgraad.LOCKED) in worker["RestartPreventExitStatus"].split()
    assert int(worker["TimeoutStopSec"]) > RegisterSettings().read_seconds + 30
