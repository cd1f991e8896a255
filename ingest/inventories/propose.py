"""A mapping that is proposed from a file's header and words, for a person to finish."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.inventories import synonyms
from ingest.inventories.csv_file import encoding_of
from ingest.inventories.dates import SERIAL_NUMBER, read_date
from ingest.inventories.limits import unpacked
from ingest.inventories.mapping import UNDECIDED, InventoryMapping
from ingest.inventories.read import read_inventory
from ingest.inventories.sheet import Sheet
from ingest.inventories.words import CHOICES, allowed, known
from ingest.inventories.workbook import sheets_of
from ingest.source import SourceChangedError
from sql.lines import LINE_BY_KEY, LINE_FIELDS

_HEADERS: Final = range(2, 12)
_ENOUGH: Final = 3
_MOST_WORDS: Final = 40
_LONGEST: Final = 100
#: Forms of dates that occur, the Dutch order before the American.
_FORMS: Final[tuple[str, ...]] = (
    "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y-%m-%d %H:%M:%S", "%d-%m-%Y %H:%M", "%m-%Y", "%m/%Y",
    "%B %Y", "%b %Y", "%b-%y", "%d %B %Y", "%d-%m-%y", "%m/%d/%Y", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M",
)  # fmt: skip


@dataclass(frozen=True)
class _Proposal:
    """A sheet, how it was read, and the columns that each key can be read from."""

    sheet: Sheet
    mapping: InventoryMapping
    keys: Mapping[str, Sequence[str]]

    def cells(self, key: str) -> list[str]:
        """Return the filled cells of the column that a key is read from, first of several."""
        at = [self.sheet.columns.index(name) for name in self.keys.get(key, ())]
        return [text for row in self.sheet.rows if (text := next((row[one] for one in at if row[one]), ""))]


def propose(name: str, body: bytes) -> str:
    """Return the text of a mapping; what a person is to decide is marked with a question mark.

    Raises SourceChangedError for a file that cannot be read in any way.
    """
    sheet, mapping = guessed(name, body)
    keys = {key: _several(columns) for key, columns in synonyms.keys_of(sheet.columns).items()}
    parts = [_top(_Proposal(sheet, mapping, keys), name), *_tables(_Proposal(sheet, mapping, keys))]
    return "\n\n".join(parts) + "\n"


def _several(columns: Sequence[str]) -> list[str]:
    """Return the likeliest column, and its translation if there is one."""
    return [columns[0], *(one for one in columns[1:] if synonyms.is_translation(columns[0], one))]


def guessed(name: str, body: bytes) -> tuple[Sheet, InventoryMapping]:
    """Return the table of a file, and how it was read: the sheet, encoding and header row that look most like a list.

    Raises SourceChangedError for a file that cannot be read in any way.
    """
    plain = InventoryMapping()
    raw = unpacked(body) if body.startswith(b"\x1f\x8b") else body
    if raw.startswith(b"PK\x03\x04"):
        sheets = sheets_of(raw)
        plain = replace(plain, sheet=sheets[0]) if len(sheets) > 1 else plain
    elif not _decodes(raw):
        plain = replace(plain, encoding="cp1252")
    found, refusal = [], None
    for row in (None, *_HEADERS):
        tried = replace(plain, header_row=row)
        try:
            sheet = read_inventory([(name, body)], tried)
        except SourceChangedError as error:
            refusal = refusal or error
            continue
        found.append((len(synonyms.keys_of(sheet.columns)), sheet, tried))
        if found[-1][0] >= _ENOUGH or sheet.noun != "row":
            break
    if not found and refusal:
        raise refusal
    _, sheet, mapping = max(found, key=lambda one: one[0])
    return sheet, mapping


def _decodes(body: bytes) -> bool:
    try:
        body.decode(encoding_of(body))
    except UnicodeDecodeError:
        return False
    return True


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _listed(names: Sequence[str]) -> str:
    return _quoted(names[0]) if len(names) == 1 else f"[{', '.join(map(_quoted, names))}]"


def _top(given: _Proposal, name: str) -> str:
    lines = [f"# Proposed from the header of {name!r}. Where it says {UNDECIDED!r}, a person is to decide."]
    lines.append(f"format = {_quoted(given.sheet.format)}")
    if given.mapping.encoding:
        lines.append(f"encoding = {_quoted(given.mapping.encoding)}  # not UTF-8, so probably this; look at é and ë")
    if given.mapping.sheet:
        lines.append(f"sheet = {_quoted(given.mapping.sheet)}  # the first of several that hold something")
    if given.mapping.header_row:
        lines.append(f"header_row = {given.mapping.header_row}")
    forms = forms_of([*given.cells("start_date"), *given.cells("end_date")])
    if forms:
        lines.append(f"dates = [{', '.join(map(_quoted, forms))}]  # the first that fits counts: day or month first?")
    named = {name for key, names in given.keys.items() if not LINE_BY_KEY[key].personal for name in names}
    rest = [column for column in given.sheet.columns if column not in named]
    if rest:
        lines += ["# Read past, without a warning:", "ignored = [", *(f"  {_quoted(one)}," for one in rest), "]"]
    return "\n".join(lines)


def forms_of(cells: Sequence[str]) -> list[str]:
    """Return the forms that dates are written in, those that read most of what is left first."""
    left, found = [text for text in cells if _reads(text, ()) is None], []
    while left:
        counts = Counter(form for text in left for form in _FORMS if _reads(text, (form,)) == form)
        if not counts:
            break
        best = max(_FORMS, key=lambda form: counts[form])
        found.append(best)
        left = [text for text in left if _reads(text, (best,)) != best]
    return found


def _reads(text: str, forms: Sequence[str]) -> str | None:
    found = read_date(text, forms, "nl", 1900)
    return found[1] or SERIAL_NUMBER if found else None


def _tables(given: _Proposal) -> Iterator[str]:
    lines = ["[columns]"]
    for one in LINE_FIELDS:
        names = given.keys.get(one.key)
        if names and one.personal:
            lines.append(f"# {one.key} = {_listed(names)}  # personal data: only if you need it")
        elif names:
            lines.append(f"{one.key} = {_listed(names)}")
        elif one.required:
            constant = f' (or {{ constant = "…" }}: {", ".join(allowed(one.key))})' if one.kind == "choice" else ""
            lines.append(f"{one.key} = {_quoted(UNDECIDED)}  # which column?{constant}")
    yield "\n".join(lines)
    for key in CHOICES:
        if given.keys.get(key):
            yield from _words(key, given.cells(key))
    ids = given.cells("local_id")
    if ids and (len(ids) < len(given.sheet.rows) or len(set(ids)) < len(ids)):
        yield _ids(given, ids)


def _words(key: str, cells: Sequence[str]) -> Iterator[str]:
    """Return the table of the words that stand in a column, if it is a column of words."""
    counted = Counter(text for text in cells if len(text) <= _LONGEST)
    strange = [text for text in counted if known(key, text) is None]
    if not strange:
        return
    lines = [f"[values.{key}]", f"# One of: {', '.join(allowed(key))}"]
    for text, count in counted.most_common(_MOST_WORDS):
        word = known(key, text)
        hint = "" if word else "  # ?"
        lines.append(f"{_quoted(text)} = {_quoted(word or UNDECIDED)}{hint or f'  # {count} times'}")
    yield "\n".join(lines)


def _ids(given: _Proposal, ids: Sequence[str]) -> str:
    empty, twice = len(given.sheet.rows) - len(ids), len(ids) - len(set(ids))
    names = [name for key in ("org_id", "owner", "name") for name in given.keys.get(key, ())[:1]]
    return "\n".join(
        [
            f"# {empty} lines have no id, and {twice} have one that another has too.",
            "[ids]",
            "# Of what to make an id for a line that has none:",
            f"from = [{', '.join(map(_quoted, names))}]",
            "# Lines that share an id hold the delivery, unless this sets them aside:",
            '# duplicates = "set aside"',
        ]
    )
