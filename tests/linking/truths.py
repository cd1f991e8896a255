"""Real registrations and real links, where the captures are; None where they are not."""

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any, Final

from tests.linking.rows import Registration

CAPTURED: Final = "2026-08-08"


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file, packed or not; of columns that have a path before their name, the name."""
    body = path.read_bytes()
    text = (gzip.decompress(body) if path.suffix == ".gz" else body).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [{key.rpartition(".")[2]: cell or "" for key, cell in row.items()} for row in rows]


def captured(shared: Path, day: str = CAPTURED) -> tuple[Registration, ...]:
    """Return the captured register as published on its day, each under the body that owns it by the answer key.

    Texts are those of the export; of an id that stands there twice the latest publication counts.
    """
    folder = shared / "register" / day
    told: dict[str, dict[str, Any]] = json.loads(gzip.decompress((folder / "truth_NLD.json.gz").read_bytes()))
    rows = sorted(rows_of(folder / "downloads" / "full_NLD.csv.gz"), key=lambda row: row["publication_dt"])
    newest = {row["algorithm_id"]: row for row in rows}
    return tuple(_registration(lars, row, told[lars]) for lars, row in sorted(newest.items()))


def _registration(lars: str, row: dict[str, str], told: dict[str, Any]) -> Registration:
    return Registration(
        lars=lars,
        org_id=told["org_id"],
        organisation=row["organization"].strip() or told["org_name"],
        name=row["name"],
        description_short=row["description_short"],
        goal=row["goal"],
        provider=row["provider"],
        begin_date=row["begin_date"],
        category=row["publication_category"],
        source_id=row["source_id"],
    )


def parents(shared: Path) -> dict[str, str]:
    """Return, of every body of the capture that hangs under another that registers, that one."""
    rows = rows_of(shared / "register" / "organisations_of_the_capture.csv")
    known = {row["org_id"] for row in rows}
    return {row["org_id"]: row["parent_org_id"] for row in rows if row["parent_org_id"] in known}
