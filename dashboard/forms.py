"""The forms of a page: those that ask for another view of it, and those that write; ``inputs`` shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Entry:
    """One labelled input of a form."""

    name: str
    label: str
    kind: Literal["date", "search", "choice"]
    value: str = ""
    #: Of a choice: groups of values with what each is called; a group without a name stands apart.
    options: Sequence[tuple[str, Sequence[tuple[str, str]]]] = ()
    #: What the label says of what the input holds.
    note: str = ""
    #: The notes of an input that is filled, with ``{day}`` for what it holds, and of one that is empty.
    notes: tuple[str, str] = ("", "")


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
class Field:
    """One labelled text of a form that writes; ``most`` is how many characters fit, ``lines`` how high it is."""

    name: str
    label: str
    most: int
    lines: int = 1
    required: bool = False
    value: str = ""


@dataclass(frozen=True)
class Writing:
    """A form that writes, with POST: shown only to whoever may, and good for one ``subject``.

    ``kept`` goes along unseen. Instead of one button there may be ``choices``: the value of each, and its words.
    """

    name: str
    action: str
    button: str
    subject: str
    fields: Sequence[Field]
    kept: Mapping[str, str] = field(default_factory=dict)
    choices: Sequence[tuple[str, str]] = ()
