"""Made-up exports of a few registrations, in each form that the register's export had in 2023."""

import csv
import gzip
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

_ALWAYS: Final = tuple(str(number) for number in range(11, 31))
#: Who was public on which day: one more from 10 April, and one gone and back.
DAYS: Final[Mapping[str, Sequence[str]]] = {
    "2023-03-01": ("1", "2", "3", *_ALWAYS),
    "2023-04-10": ("1", "2", "3", "4", *_ALWAYS),
    "2023-04-15": ("1", "2", "3", "4", *_ALWAYS),
    "2023-04-29": ("1", "2", "4", *_ALWAYS),
    "2023-06-09": ("1", "2", "3", "4", *_ALWAYS),
}
_TEXT = "Het systeem helpt medewerkers van afdeling {0} bij het beoordelen van aanvraag nummer {0} en {0}."
_PLAIN = ("name", "organization", "description_short", "status", "goal", "lawful_basis")


def lars(number: str) -> str:
    return f"{int(number):08}"


def row(number: str, **other: str) -> dict[str, str]:
    """Return what registration ``number`` says, by the names that columns have now."""
    return {
        "name": f"Systeem {number}",
        "organization": "Gemeente Verzonnen",
        "description_short": _TEXT.format(number),
        "status": "Actief",
        "goal": f"Sneller antwoord op vraag {number}.",
        "lawful_basis": "Een wet.",
        "standard_version": "0.1.0",
    } | other


def header(day: str) -> dict[str, str]:
    """Return what each column is called in an export of a day."""
    dotted = {"goal": "inzet.goal", "lawful_basis": "juridisch.lawful_basis"}
    names = {one: dotted.get(one, one) if day < "2023-04-15" else one for one in _PLAIN}
    if day < "2023-04-15":
        return names | {"standard_version": "metadata_algorithm.schema_metadata"}
    names |= {"standard_version": "standard_version", "lars": "lars"}
    if day < "2023-04-29":
        return names | {"released": "released"}
    return names | ({"tags": "tags"} if day < "2023-06-09" else {"tags": "tags", "begin_date": "begin_date"})


def export(day: str, rows: Sequence[Mapping[str, str]] | None = None) -> bytes:
    """Return the export of a day: BOM, every cell quoted."""
    names = header(day)
    given = [row(one, lars=lars(one), released="False") for one in DAYS[day]] if rows is None else rows
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(names.values()), quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows({column: one.get(key, "") for key, column in names.items()} for one in given)
    return out.getvalue().encode("utf-8-sig")


def write(folder: Path, days: Sequence[str] = tuple(DAYS)) -> Path:
    """Write exports to a folder, packed, and an error page among them."""
    folder.mkdir(exist_ok=True)
    for day in days:
        (folder / f"{day}.csv.gz").write_bytes(gzip.compress(export(day), mtime=0))
    (folder / "2023-04-27.csv.gz").write_bytes(gzip.compress(b"Internal Server Error", mtime=0))
    return folder


def table(*numbers: str) -> bytes:
    """Return a reduced table, with a category and texts that are cut."""
    lines = ["algorithm_id,organization,name,publication_category,status,publication_dt,goal_300"]
    lines += [
        f"{lars(one)},Gemeente Verzonnen,Systeem {one},Overige algoritmes,In gebruik,2023-01-27,Sneller"
        for one in numbers
    ]
    return "\n".join(lines).encode()


def listed(*numbers: str) -> bytes:
    """Return a reduced table as JSON."""
    rows = [
        {
            "id": lars(one),
            "title": f"Systeem {one}",
            "organisatie": "Gemeente Verzonnen",
            "status": "in_gebruik",
            "laatst_gewijzigd": "2023-01-27",
        }
        for one in numbers
    ]
    return json.dumps({"algoritmes": rows}).encode()
