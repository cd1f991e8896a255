"""The inventory of a federal government, as registrations; against itself with noise every row is its own truth."""

import re
from pathlib import Path
from typing import Final

from sql.fields import HIGH_RISK, OTHER
from tests.linking.inventories import inventories
from tests.linking.mix import NOISE, Mix
from tests.linking.reading import rows_of
from tests.linking.rows import Registration, Truth

_FILE: Final = "us-federal-ai-inventory-2025.csv.gz"
_DAY: Final = re.compile(r"^(\d{1,2})/\d{1,2}/(\d{4})$|^(\d{4})-(\d\d)")


def rows_as_registrations(shared: Path) -> tuple[Registration, ...]:
    """Return every row, those without an id too, numbered as they stand (``US00001``), under their agency."""
    rows = rows_of(shared / "data" / "inventories" / _FILE)
    return tuple(_registration(f"US{number:05}", row) for number, row in enumerate(rows, start=1))


def _registration(number: str, row: dict[str, str]) -> Registration:
    return Registration(
        lars=number,
        org_id=f"us-{row['agency'].casefold()}",
        organisation=row["agency_name"],
        name=row["use_case_name"],
        description_short=row["problem_solved"][:400],
        goal=row["benefits"],
        provider=row["vendor_name"],
        begin_date=_month(row["operational_date"]),
        category={"High-impact": HIGH_RISK, "Not High-impact": OTHER}.get(row["is_high_impact"], ""),
    )


def _month(said: str) -> str:
    found = _DAY.match(said.strip())
    if not found:
        return ""
    return f"{found[2]}-{int(found[1]):02}" if found[1] else f"{found[3]}-{found[4]}"


def against_itself(shared: Path, seed: int, mix: Mix = NOISE) -> Truth:
    """Return the rows, and the rows again with slips; kinds tell which, and which have a twin at their agency."""
    return inventories(rows_as_registrations(shared), seed, mix)
