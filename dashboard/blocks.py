"""What a page is made of: plain values that the screen, the CSV and the tests all read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from dashboard.formats import Points, Share
from dashboard.forms import Form, Writing
from metrics.differences import Run

Value = str | int | date | Share | Points | None


@dataclass(frozen=True)
class Column:
    """One column: its heading and what kind of value stands under it; ``long`` ones are texts of a sentence or more."""

    title: str
    kind: Literal["text", "long", "number", "day", "share"] = "text"
    #: Where the same table leads that is sorted by this column; empty where it cannot be.
    href: str = ""
    #: How the rows are sorted by this column, if they are.
    order: Literal["", "ascending", "descending"] = ""


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
    """A table under a name that is unique on its page; the first column heads its row.

    ``most`` rows stand on the page, if it says so; a file has all of them.
    """

    name: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    bars: bool = False
    most: int | None = None


@dataclass(frozen=True)
class Chart:
    """A figure that says what was found, with the table of the same numbers; ``opened`` shows that at once."""

    title: str
    figure: Mapping[str, Any]
    table: Table
    source: str
    alternative: str
    opened: bool = False
    #: An address with ``{first}`` and ``{last}``, where two days that are picked in the chart lead.
    pick: str = ""


@dataclass(frozen=True)
class Panel:
    """One small chart among others: its finding, its figure, and the same in words."""

    title: str
    figure: Mapping[str, Any]
    alternative: str
    marked: bool = False


@dataclass(frozen=True)
class Multiples:
    """Small charts on one scale, with the table of all their numbers."""

    title: str
    panels: Sequence[Panel]
    table: Table
    source: str


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
class Remark:
    """Something to check: how serious in words, what to do, and by which check and since when."""

    severity: str
    todo: str
    told: str
    #: Where it is told in full, if not here.
    href: str = ""


@dataclass(frozen=True)
class Saying:
    """What stands in one field, in which language; ``note`` is what there is to say of it, ``anchor`` its address."""

    anchor: str
    title: str
    text: str
    note: str = ""
    lang: str = ""
    remarks: Sequence[Remark] = ()


@dataclass(frozen=True)
class Sayings:
    """Long texts, one under the other, each with its remarks; the table says the same for a download."""

    items: Sequence[Saying]
    table: Table


@dataclass(frozen=True)
class Rewritten:
    """A text before and after; ``runs`` are the words that both have, or one of them."""

    title: str
    runs: Sequence[Run]
    note: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Revision:
    """What changed at one moment: a heading, what else is told of it, and each text that differs."""

    title: str
    text: str
    summary: str = ""
    changes: Sequence[Rewritten] = ()
    shown: bool = False


@dataclass(frozen=True)
class Revisions:
    """Changes over time, the newest first; the table says the same for a download."""

    items: Sequence[Revision]
    table: Table


@dataclass(frozen=True)
class Beside:
    """Two texts side by side: a table of a title, a left and a right text a row, and the runs of both in each.

    Words that one side alone has are marked. No runs: nothing to compare.
    """

    table: Table
    runs: Sequence[Sequence[Run]]


@dataclass(frozen=True)
class Reaction:
    """What a reader remarked, as it was typed, with who and when; and what was replied, if anything."""

    about: str
    text: str
    replied: str
    reply: str = ""


@dataclass(frozen=True)
class Fold:
    """What only some readers need: folded away under its title until asked for."""

    title: str
    blocks: "Sequence[Block]"
    open: bool = False


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it; ``anchor`` is its address on the page."""

    title: str
    blocks: "Sequence[Block]"
    anchor: str = ""


Block = (
    Table
    | Chart
    | Multiples
    | Paragraph
    | Notice
    | Citation
    | Facts
    | Links
    | Form
    | Writing
    | Beside
    | Reaction
    | Section
    | Sayings
    | Revisions
    | Fold
)


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
        if isinstance(block, Section | Fold):
            yield from tables(block.blocks)
        elif isinstance(block, Chart | Multiples | Beside | Sayings | Revisions):
            yield block.table
        elif isinstance(block, Table):
            yield block
