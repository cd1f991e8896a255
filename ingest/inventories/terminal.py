"""``vulgraad inventory``: propose a mapping, and show what would be understood before anything is stored."""

import argparse
import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final, get_args

from ingest.guard import breaches
from ingest.inventories.deliveries import file_answer, newest
from ingest.inventories.lines import Understood
from ingest.inventories.mapping import InventoryMapping, read_mapping
from ingest.inventories.propose import propose
from ingest.run import EXIT, HELD, OK
from ingest.source import Expect
from ingest.sources import inventory
from sql import template
from sql.arguments import Add, UseError
from sql.cells import spreadsheet, visible
from sql.lines import LINE_FIELDS
from sql.settings import InventorySettings

_MOST: Final = InventorySettings("").max_megabytes
_SHOWN: Final = ("local_id", "name", "category", "assessment", "status", "start_date", "lars")
_WIDTH, _ROWS = 28, 20
#: The cells of a row that was set aside.
_ASIDE: Final = ("place", "reason")


def run_propose(args: argparse.Namespace) -> int:
    """Propose a mapping from a file's header; what nobody can know is marked with a question mark."""
    answer = file_answer(args.file, _MOST)
    text = propose(answer.path, answer.body)
    if args.out is None:
        sys.stdout.write(text)
        return EXIT[OK]
    _write_new(args.out, text.encode())
    sys.stdout.write(f"wrote {args.out}; next: vulgraad inventory preview {args.file} --mapping {args.out}\n")
    return EXIT[OK]


def _write_new(out: Path, content: bytes) -> None:
    """Write a new file; raises UseError where there is one."""
    try:
        with out.open("xb") as handle:
            handle.write(content)
    except FileExistsError as error:
        msg = f"{out} exists; give another --out"
        raise UseError(msg) from error


def run_preview(args: argparse.Namespace) -> int:
    """Show what an inventory says, row by row, before anything is stored."""
    mapping = read_mapping(args.mapping) if args.mapping else InventoryMapping()
    answers = newest(args.file, _MOST) if args.file.is_dir() else [file_answer(args.file, _MOST)]
    found = inventory.read([(answer.path, answer.body) for answer in answers], mapping, args.organisation)
    held = breaches(inventory.accounted(found, args.organisation), Expect(floor=0.0, least=0), None, 0)
    sys.stdout.write(_FORMS[args.format](found, held, args.rows))
    return EXIT[HELD if held else OK]


def write_template(args: argparse.Namespace) -> int:
    """Write an empty inventory to fill in, with what each column means."""
    form = args.format or (args.out.suffix.removeprefix(".") if args.out else "xlsx")
    if form not in template.MAKERS:
        msg = f"{args.out}: end its name in {' or '.join(f'.{one}' for one in template.MAKERS)}, or give --format"
        raise UseError(msg)
    out = args.out or Path(f"inventory.{form}")
    _write_new(out, template.MAKERS[form](args.language))
    sys.stdout.write(f"wrote {out}\n")
    return EXIT[OK]


def _filled(found: Understood) -> dict[str, int]:
    return {one.key: sum(one.key in line.body for line in found.lines) for one in LINE_FIELDS}


def _rows(found: Understood) -> list[tuple[str, dict[str, Any], str]]:
    """Return every row in its order: where it stands, what was understood, or why it was set aside."""
    read = {line.index: dict(line.body) for line in found.lines}
    return [(found.sheet.place(at), read.get(at, {}), found.aside.get(at, "")) for at in range(len(found.sheet.rows))]


def _as_json(found: Understood, held: Sequence[str], rows: int | None) -> str:
    said = {
        "rows_in": len(found.sheet.rows),
        "rows_accepted": len(found.lines),
        "set_aside": found.set_aside(),
        "held": list(held),
        "columns": dict(found.columns),
        "filled": _filled(found),
        "remaps": dict(found.remaps),
        "warnings": list(found.warnings),
        "rows": [
            {"place": place, "line": body} | ({"set_aside": why} if why else {})
            for place, body, why in _rows(found)[:rows]
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _as_csv(found: Understood, _held: Sequence[str], rows: int | None) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    keys = [one.key for one in LINE_FIELDS]
    writer.writerow(["place", *keys, "said", "set_aside"])
    for place, body, why in _rows(found)[:rows]:
        said = json.dumps(body["said"], ensure_ascii=False) if "said" in body else ""
        writer.writerow([spreadsheet(text) for text in (place, *(str(body.get(key, "")) for key in keys), said, why)])
    return out.getvalue()


def _as_table(found: Understood, held: Sequence[str], rows: int | None) -> str:
    shown = _rows(found)[: _ROWS if rows is None else rows]
    cells = [["", *_SHOWN]]
    cells += [
        [place, *([f"set aside: {why}"] if why else [body.get(key, "") for key in _SHOWN])]
        for place, body, why in shown
    ]
    rest = len(found.sheet.rows) - len(shown)
    aside = [(found.sheet.place(at), why) for at, why in found.aside.items()]
    parts = [
        "\n".join(_aligned(cells)) + (f"\n… and {rest} more rows (--rows {len(found.sheet.rows)})" if rest else ""),
        f"{len(found.sheet.rows)} rows in = {len(found.lines)} accepted + {len(aside)} set aside",
        _part("Read from", (f"{key} ← {name}" for key, name in found.columns.items())),
        _part("Filled", (f"{key}: {count} of {len(found.lines)}" for key, count in _filled(found).items() if count)),
        _part("Read as another word", (f"{change}: {count}" for change, count in found.remaps.items())),
        _part("Set aside", (f"{place}: {why}" for place, why in aside)),
        _part("Warnings", found.warnings),
        _part("This delivery would be held", held),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _part(title: str, lines: Iterable[str]) -> str:
    listed = [f"  {visible(line)}" for line in lines]
    return "\n".join([f"{title}:", *listed]) if listed else ""


def _aligned(cells: Sequence[Sequence[str]]) -> list[str]:
    """Return rows with their columns under each other; a row that was set aside is one text as it is."""
    cut = [
        [visible(text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…") for text in row]
        for row in cells
        if len(row) > len(_ASIDE)
    ]
    widths = [max(len(row[at]) for row in cut) for at in range(len(cut[0]))]
    whole = iter(cut)
    return [
        "  ".join(
            text.ljust(width)
            for text, width in zip(next(whole) if len(row) > len(_ASIDE) else map(visible, row), widths, strict=False)
        ).rstrip()
        for row in cells
    ]


_FORMS: Final[dict[str, Callable[[Understood, Sequence[str], int | None], str]]] = {
    "table": _as_table,
    "csv": _as_csv,
    "json": _as_json,
}


def add_commands(parser: argparse.ArgumentParser, parents: Sequence[argparse.ArgumentParser]) -> None:
    """Add ``propose`` and ``preview`` to the command."""
    parts = parser.add_subparsers(dest="part", required=True)
    one = parts.add_parser("propose", parents=parents, help=run_propose.__doc__, description=run_propose.__doc__)
    one.set_defaults(run=run_propose)
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("--out", type=Path, metavar="M.toml", help="a new file (default: the terminal)")
    one = parts.add_parser("preview", parents=parents, help=run_preview.__doc__, description=run_preview.__doc__)
    one.set_defaults(run=run_preview)
    one.add_argument("file", type=Path, metavar="FILE", help="a file, or a folder that deliveries are put in")
    one.add_argument("--mapping", type=Path, metavar="M.toml", help="which column is what (default: by their titles)")
    one.add_argument("--organisation", default="", metavar="CODE", help="whose inventory it is")
    one.add_argument("--rows", type=int, metavar="N", help=f"how many rows to show (a table shows {_ROWS})")
    one.add_argument("--format", choices=tuple(_FORMS), default="table")


def add_template(add: Add) -> None:
    """Add the command that writes an empty inventory; ``add`` adds one under a name."""
    one = add("template", write_template)
    one.add_argument("--language", choices=get_args(template.Language), default="nl")
    one.add_argument("--format", choices=tuple(template.MAKERS), help="default: by the name of --out, else xlsx")
    one.add_argument("--out", type=Path, metavar="FILE", help="a new file (default: inventory.xlsx)")
