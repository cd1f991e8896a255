"""What is to be checked in a registration: which rule, in which field, what it says there, and what to do."""

from collections.abc import Mapping

import pytest

from metrics.checks import CHECKS
from metrics.checks.content import CONTENT
from metrics.families.validity import tally
from metrics.findings import Finding, findings
from metrics.verdicts import verdicts
from sql.fields import HIGH_RISK, OTHER
from tests.metrics.checks.entries import Entry, rows

LONG = "Het systeem leest kentekens van auto's."


def found(entry: Entry) -> dict[str, Finding]:
    return {one.check: one for one in findings(rows([entry]))["0"]}


#: The check, what the entry says, the fields to look at, and what stands there.
CASES: list[tuple[str, Entry, tuple[str, ...], Mapping[str, str]]] = [
    ("placeholder", Entry({"goal": "nvt", "risks": "-"}), ("goal", "risks"), {"goal": "nvt", "risks": "-"}),
    ("markup", Entry({"goal": "<b>x</b>", "risks": "x"}), ("goal",), {"goal": "<b>x</b>"}),
    ("copy", Entry({"name": LONG[:25], "goal": LONG, "risks": LONG}), ("goal", "risks"), {"goal": LONG, "risks": LONG}),
    # A required field that is empty: that is where to write.
    ("content_goal", Entry(), ("goal",), {}),
    ("content_impact_assessments", Entry(), ("impacttoetsen_grouping", "impacttoetsen"), {}),
    ("high_risk_risks", Entry(category=HIGH_RISK), ("risks",), {}),
    ("high_risk_risks", Entry({"risks": "nvt"}, category=HIGH_RISK), ("risks",), {"risks": "nvt"}),
    # Of two dates that do not fit, either may be wrong.
    ("date_order", Entry({"begin_date": "2023-02", "end_date": "2023-01"}), ("begin_date", "end_date"),
     {"begin_date": "2023-02", "end_date": "2023-01"}),
    # Only the fields of its own standard.
    ("content_impact_assessments", Entry(standard="0.4"), ("impacttoetsen_grouping",), {}),
    ("lars", Entry(lars="12345678"), (), {}),
]  # fmt: skip


@pytest.mark.parametrize(("check", "entry", "fields", "said"), CASES)
def test_where_and_what(check: str, entry: Entry, fields: tuple[str, ...], said: Mapping[str, str]) -> None:
    one = found(entry)[check]
    assert (one.fields, one.said) == (fields, said)


def test_severity_and_what_to_do_are_those_of_the_check() -> None:
    declared = {one.name: one for one in (*CONTENT, *CHECKS)}
    told = findings(rows([Entry({"goal": "n.v.t."}), Entry(standard="0.1")]))
    for one in (*told["0"], *told["1"]):
        check = declared[one.check]
        assert (one.severity, one.title, one.fix) == (check.severity, check.title, check.fix)
    order = ["serious", "warning", "information"]
    assert [one.severity for one in told["0"]] == sorted((one.severity for one in told["0"]), key=order.index)


def test_as_many_as_the_verdict_counts() -> None:
    entries = [Entry(), Entry({"goal": "<p>", "begin_date": "2030-01"}), Entry({"name": "X"}, "0.4", OTHER)]
    asked = rows(entries)
    told, judged = findings(asked), verdicts(asked)
    for row in judged.to_dicts():
        assert len(told[row["content"]]) == tally(row).failed > 0


def test_nothing_to_check() -> None:
    assert findings(rows([Entry()]).clear()) == {}
