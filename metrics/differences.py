"""Where two texts differ, word by word: what both have, what only the first has, and what only the second."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["kept", "removed", "added"]
KEPT: Final = "kept"
REMOVED: Final = "removed"
ADDED: Final = "added"
#: Longer texts are compared whole: word by word would take seconds, and nobody reads the marks.
LONGEST: Final = 5_000


@dataclass(frozen=True)
class Run:
    """Words one after the other, with one space between, that both texts have or only one of them."""

    kind: Kind
    text: str


def differences(first: str, second: str) -> tuple[Run, ...]:
    """Return the runs that turn the first text into the second, in order.

    Without those that were added they are the words of the first, without those that were removed
    the words of the second; no two neighbours are of one kind. White space says nothing; a capital
    does. Texts of more than ``LONGEST`` words differ whole, or not at all.
    """
    old, new = first.split(), second.split()
    if old == new:
        return _runs((KEPT, old))
    if max(len(old), len(new)) > LONGEST:
        return _runs((REMOVED, old), (ADDED, new))
    parts: list[tuple[Kind, list[str]]] = []
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        parts += [(KEPT, old[i:j])] if what == "equal" else [(REMOVED, old[i:j]), (ADDED, new[k:m])]
    return _runs(*parts)


def _runs(*parts: tuple[Kind, list[str]]) -> tuple[Run, ...]:
    return tuple(Run(kind, " ".join(words)) for kind, words in parts if words)
