"""Every metric has a case that passes, one that fails and one that is not asked, or a reason why not.

The cases stand in ``tests/metrics/cases``, a module a family, each with its ``CASES``.
"""

from importlib import import_module
from pathlib import Path

import pytest

from metrics.catalogue import CATALOGUE
from metrics.engine import figures
from tests.metrics.cases.parts import DAY, Cases, Told, one

CASES: dict[str, Cases] = {}
for _path in sorted((Path(__file__).parent / "cases").glob("*.py")):
    CASES |= getattr(import_module(f"tests.metrics.cases.{_path.stem}"), "CASES", {})


def test_without_any_list_there_is_no_denominator() -> None:
    """The lists of members may fail while the export does not."""
    told = figures(one(), "connected.organisations", [DAY], by="type").row(0, named=True)
    assert Told(told["passed"], told["asked"], told["state"]) == Told(None, None, "never_ran")


def test_every_metric_has_its_cases() -> None:
    assert set(CASES) == {each.name for each in CATALOGUE}


@pytest.mark.parametrize("name", [each.name for each in CATALOGUE])
def test_it_passes_it_fails_it_is_not_asked(name: str) -> None:
    for case in CASES[name]:
        if isinstance(case, str):
            assert len(case.split()) > 3, "a reason, please"
            continue
        facts, expected = case
        row = figures(facts, name, [DAY]).row(0, named=True)
        assert Told(row["passed"], row["asked"], row["state"]) == expected
