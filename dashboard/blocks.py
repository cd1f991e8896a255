"""What a page is made of: plain values that the screen, the CSV and the tests all read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from dashboard.formats import Share

Value = str | int | date | Share | None


@dataclass(frozen=True)
class Column:
    """One column: its heading and what kind of value stands under it."""

    title: str
    kind: Literal["text", "number", "day", "share"] = "text"


@dataclass(frozen=True)
class Cell:
    """A value with what belongs to it: why it is missing, where it leads, in which language it is."""

    value: Value
    reason: str = ""
    href: str = ""
    lang: str = ""
    #: Between which bounds the value lies, in words; empty where it is certain.
    bounds: str = ""
    #: Whether it rests on something old: shown in grey, with the reason.
    faded: bool = False


@dataclass(frozen=True)
class Table:
    """A table under a name that is unique on its page; the first column heads its row."""

    name: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    bars: bool = False


@dataclass(frozen=True)
class Chart:
    """A figure that says what was found, with the table of the same numbers."""

    title: str
    figure: Mapping[str, Any]
    table: Table
    source: str
    alternative: str


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; ``lead`` is the sentence that a page exists for."""

    text: str
    lead: bool = False


@dataclass(frozen=True)
class Notice:
    """Something the reader must know before quoting what follows."""

    text: str
    serious: bool = False


@dataclass(frozen=True)
class Citation:
    """A sentence that can be copied and still says from when and from where it is."""

    text: str
    link: str


@dataclass(frozen=True)
class Facts:
    """A short list of terms with what is known of each."""

    items: Sequence[tuple[str, Cell]]


@dataclass(frozen=True)
class Links:
    """Ways onward; the current one is marked. ``label`` names the group."""

    label: str
    items: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True)
class Entry:
    """One labelled input of a form."""

    name: str
    label: str
    kind: Literal["date", "search"]
    value: str = ""


@dataclass(frozen=True)
class Form:
    """A form that asks the same site with GET; ``kept`` goes along unseen."""

    name: str
    action: str
    button: str
    entries: Sequence[Entry]
    kept: Mapping[str, str] = field(default_factory=dict)
    #: Where suggestions come from while somebody types.
    suggest: str = ""


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it; ``anchor`` is its address on the page."""

    title: str
    blocks: "Sequence[Block]"
    anchor: str = ""


Block = Table | Chart | Paragraph | Notice | Citation | Facts | Links | Form | Section


@dataclass(frozen=True)
class Content:
    """A whole page: its title, its blocks, its HTTP status."""

    title: str
    blocks: Sequence[Block]
    status: int = 200
    waiting: bool = False
    #: Where the numbers come from, if not from the register alone.
    source: str = ""


def tables(blocks: Sequence[Block]) -> Iterator[Table]:
    """Return every table of a page, also those beside a chart."""
    for block in blocks:
        if isinstance(block, Section):
            yield from tables(block.blocks)
        elif isinstance(block, Chart):
            yield block.table
        elif isinstance(block, Table):
            yield block
