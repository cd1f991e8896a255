"""What there is to fix in a file that was validated, on a terminal: as a table, as CSV, or as JSON."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

import polars as pl

from dashboard import terminal
from dashboard.formats import Formats, Share
from dashboard.text import Words, words
from metrics.checks.declare import SEVERITIES
from metrics.draft import Finding, Scored
from metrics.draft_advice import SERIOUS, WARNING
from metrics.families.completeness import REQUIREMENTS, WEIGHTS
from sql.fields import BY_KEY

GOOD, REFUSED = 0, 4
#: The scores of more rows than this are for a machine to read.
_SHOWN: Final = 20
_LONGEST: Final = 40


@dataclass(frozen=True)
class Told:
    """One line of the report; ``row`` and ``field`` are empty where the whole file is meant."""

    row: str
    field: str
    severity: str
    value: str
    advice: str


def told(finding: Finding, language: str) -> Told:
    """Return a finding in a language."""
    said = shortened(finding.value)
    return Told(str(finding.row), finding.field, finding.severity, said, finding.advice[language])


def shortened(text: str) -> str:
    """Return as much of what somebody wrote as fits in a table."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def counted(t: Words, severities: Sequence[str]) -> str:
    """Return how many findings there are of each severity, the most serious first."""
    counts = ((severities.count(one), t(f"validate.{one}")) for one in SEVERITIES)
    return ", ".join(f"{count} {severity}" for count, severity in counts if count)


def of_fault(row: str, column: str, serious: bool, advice: str) -> Told:
    """Return what is wrong in an inventory, as it was said."""
    return Told(row, column, SERIOUS if serious else WARNING, "", advice)


def report(lines: Sequence[Told], scores: Sequence[Scored], form: str, language: str) -> int:
    """Print what to fix and what would be scored; return the exit code."""
    t = words(language)
    if form == "json":
        terminal.print_json({"findings": [asdict(one) for one in lines], "rows": [_machine(one) for one in scores]})
    elif form == "csv":
        terminal.show(pl.DataFrame(lines, schema=_COLUMNS), "csv", {})
    else:
        _table(t, lines, language)
        _scores(t, scores)
        _summary(t, lines, scores)
    return REFUSED if any(one.severity == SERIOUS for one in lines) else GOOD


_COLUMNS: Final = dict.fromkeys(Told.__dataclass_fields__, pl.String)


def _machine(one: Scored) -> dict[str, object]:
    owed = {each.key: {"tier": each.tier, "points": WEIGHTS[each.tier]} for each in REQUIREMENTS}
    states = {key: {**owed[key], "state": state} for key, state in one.requirements.items()}
    return {**asdict(one), "requirements": states}


def _table(t: Words, lines: Sequence[Told], language: str) -> None:
    if not lines:
        return
    rows = []
    for one in lines:
        title = getattr(BY_KEY[one.field].title, language) if one.field in BY_KEY else ""
        field = f"{one.field} ({title})" if title else one.field
        # Advice that quotes what is wrong needs no quotation before it.
        said = f"'{one.value}' {one.advice}" if one.value and not one.advice.startswith("'") else one.advice
        rows.append([one.row, field, t(f"validate.{one.severity}"), " ".join(said.split())])
    terminal.print_table([t(f"validate.{key}") for key in ("row", "field", "severity", "advice")], rows)
    print()


def _scores(t: Words, scores: Sequence[Scored]) -> None:
    formats = Formats(t.language)
    for one in scores[:_SHOWN]:
        valid, filled = (formats.percent(Share(points, one.asked)) for points in (one.valid, one.filled))
        print(t("validate.score", row=one.row, valid=valid, filled=filled, got=one.valid, owed=one.asked))
        for state in ("empty", "filled"):
            named = [
                t("validate.points", title=getattr(each.title, t.language), points=WEIGHTS[each.tier])
                for each in REQUIREMENTS
                if one.requirements[each.key] == state
            ]
            if named:
                print(f"  {t(f'validate.still_{state}')}: {'; '.join(named)}")
    if len(scores) > _SHOWN:
        print(t("validate.more", count=len(scores) - _SHOWN))


def _summary(t: Words, lines: Sequence[Told], scores: Sequence[Scored]) -> None:
    if not lines:
        whole = all(one.valid == one.asked for one in scores)
        print(t("validate.nothing" if whole else "validate.incomplete"))
        return
    refused = any(one.severity == SERIOUS for one in lines)
    print(
        t("validate.refused" if refused else "validate.accepted", counted=counted(t, [one.severity for one in lines]))
    )
