"""What the documents say is what the code does."""

import re
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import fields
from pathlib import Path

import pytest

import vulgraad
from metrics.method import markdown
from sql.settings import (
    InventorySettings,
    LinksSettings,
    OrganisationsSettings,
    RegisterSettings,
    Settings,
    WebPart,
    read_settings,
)

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def commands() -> set[str]:
    parser = vulgraad._parser()
    return next(set(one.choices) for one in parser._actions if one.dest == "command" and one.choices)


def test_the_method_is_that_of_the_declarations() -> None:
    assert read("docs/metrics.md") == markdown(), "run: make docs"


def test_every_dependency_is_named_with_its_reason() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    wanted = [*PROJECT["project"]["dependencies"], *extras["build"], *extras["dev"], *extras["bench"]]
    named = set(
        re.findall(
            r"[a-z][a-z0-9-]+", " ".join(re.findall(r"^\| ([^|]+) \|", read("docs/dependencies.md"), re.MULTILINE))
        )
    )
    assert {re.split(r"[\[><=]", one)[0] for one in wanted} <= named


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-bench.lock"])
def test_every_locked_package_has_a_hash(lock: str) -> None:
    pins = re.findall(r"^([a-z0-9._-]+)==[^\n]*\n((?:    [^\n]*\n?)*)", read(lock), re.MULTILINE)
    assert len(pins) > len(PROJECT["project"]["dependencies"])
    assert [name for name, rest in pins if "--hash=sha256:" not in rest] == []


def test_the_example_shows_every_key_with_its_default() -> None:
    example = ROOT / "vulgraad.example.toml"
    assert read_settings(example) == Settings()
    given = tomllib.loads(example.read_text("utf-8"))
    assert set(given["register"]) == {one.name for one in fields(RegisterSettings)}
    assert set(given["web"]) == {one.name for one in fields(WebPart)}
    assert set(given["links"]) == {one.name for one in fields(LinksSettings)}
    assert set(given["organisations"]) == {one.name for one in fields(OrganisationsSettings)}
    shown = re.search(r"\[\[inventories\]\]\n((?:# .*\n)+)", example.read_text("utf-8"))
    assert shown
    assert set(re.findall(r"^# (\w+) =", shown.group(1), re.MULTILINE)) == {
        one.name for one in fields(InventorySettings)
    }


def test_every_command_is_in_the_readme() -> None:
    table = re.findall(r"^\| (`.*?) \|", read("README.md").split("## Commands")[1].split("##")[0], re.MULTILINE)
    told = {word for row in table for word in re.findall(r"[`\s]([a-z]+)(?= |`)", row)}
    assert commands() <= told


def test_every_process_is_a_command() -> None:
    lines = [line.partition(": ")[2].split() for line in read("Procfile").splitlines()]
    assert {words[0] for words in lines} == {"vulgraad"}
    assert {words[1] for words in lines} <= commands()


def test_the_wheel_holds_all_that_the_code_reads(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        packed = set(wheel.namelist())
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout  # noqa: S607
    rooms = ("dashboard/", "ingest/", "metrics/", "sql/")
    assert {one for one in listed.splitlines() if one.startswith(rooms)} | {"vulgraad.py"} <= packed
