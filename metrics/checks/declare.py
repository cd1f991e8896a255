"""What a check of a text is: one rule with its prose; a bad declaration fails at import."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import polars as pl

from metrics.registry import BadDeclarationError, Text
from sql.fields import BY_KEY

Severity: TypeAlias = Literal["serious", "warning", "information"]
SERIOUS: Final[Severity] = "serious"
WARNING: Final[Severity] = "warning"
INFORMATION: Final[Severity] = "information"
#: The most serious first.
SEVERITIES: Final = (SERIOUS, WARNING, INFORMATION)
#: Where rules come from.
STANDARD: Final = Text(
    "Publicatiestandaard van het Algoritmeregister.", "Publication standard of the Algorithm Register."
)
REGISTER: Final = Text(
    "Controle die het Algoritmeregister zelf doet bij het invoeren.",
    "Check that the Algorithm Register itself makes when a registration is entered.",
)
LEAFLET: Final = Text(
    "Folder 'Alles over het Algoritmeregister' van het ministerie van BZK.",
    "Leaflet 'Alles over het Algoritmeregister' of the Ministry of the Interior.",
)
VULGRAAD: Final = Text("Eigen regel van Vulgraad.", "Rule of Vulgraad itself.")
#: The usual reason why a check is not asked.
EMPTY: Final = Text(
    "Registraties die dit veld leeg laten, of waarvan de standaard het niet kent.",
    "Registrations that leave this field empty, or whose standard does not have it.",
)
_NAME: Final = re.compile(r"[a-z][a-z_0-9]*")
#: Masks are signed integers of 64 bits.
_MOST: Final = 63


@dataclass(frozen=True)
class Check:
    """One rule about one version of a registration.

    ``due``, ``fails`` and ``broken`` are expressions over the columns of ``metrics.reading``:
    whether it is asked of the text, whether the text breaks it, and whether it could not be judged.
    Null counts as no. ``fix`` says what to do; ``norm`` is the share that should pass, of a hundred.
    Where each of several fields can break it, ``at`` says which one does.
    """

    name: str
    title: Text
    why: Text
    fix: Text
    not_asked: Text
    source: Text
    severity: Severity
    due: pl.Expr
    fails: pl.Expr
    broken: pl.Expr | None = None
    #: The canonical fields that it looks at, and that a reader would have to change: not asked where
    #: the standard has none of them.
    fields: tuple[str, ...] = ()
    at: Callable[[str], pl.Expr] | None = None
    norm: int = 100
    version: int = 1

    def __post_init__(self) -> None:
        """Refuse a declaration that could not be explained."""
        if not _NAME.fullmatch(self.name):
            msg = f"check {self.name!r}: a name is one word in lower case, with underscores"
            raise BadDeclarationError(msg)
        for part in ("title", "why", "fix", "not_asked", "source"):
            text = getattr(self, part)
            if not (text.nl.strip() and text.en.strip()):
                msg = f"check {self.name}: {part} needs a text in both languages"
                raise BadDeclarationError(msg)
        if self.severity not in SEVERITIES:
            msg = f"check {self.name}: no severity {self.severity!r}"
            raise BadDeclarationError(msg)
        if not 0 < self.norm <= 100 or self.version < 1:  # noqa: PLR2004 - a share of a hundred
            msg = f"check {self.name}: a norm is 1 to 100, and versions start at 1"
            raise BadDeclarationError(msg)
        if unknown := set(self.fields) - BY_KEY.keys():
            msg = f"check {self.name}: no field {sorted(unknown)}"
            raise BadDeclarationError(msg)

    def asked_in(self, standard: str) -> bool:
        """Whether a standard has any of its fields."""
        return not self.fields or any(standard in BY_KEY[key].limits for key in self.fields)


class Checks:
    """The checks of a text, in the order in which they were declared: the place of one is its bit."""

    def __init__(self) -> None:
        """Start empty; the modules of this folder declare into it."""
        self._checks: dict[str, Check] = {}

    def declare(self, check: Check) -> Check:
        """Take in one check; a second one under its name, or one more than a mask holds, is an error."""
        if check.name in self._checks:
            msg = f"check {check.name}: declared twice"
            raise BadDeclarationError(msg)
        if len(self._checks) == _MOST:
            msg = f"check {check.name}: a mask holds {_MOST} checks"
            raise BadDeclarationError(msg)
        self._checks[check.name] = check
        return check

    def __getitem__(self, name: str) -> Check:
        """Return a check; raises KeyError for a name that nobody declared."""
        return self._checks[name]

    def __iter__(self) -> Iterator[Check]:
        """Go through the checks, by their bits."""
        return iter(self._checks.values())

    def __len__(self) -> int:
        """How many checks there are."""
        return len(self._checks)

    def bit(self, name: str) -> int:
        """Return the bit of a check in the masks ``due``, ``failed`` and ``broken``."""
        return list(self._checks).index(name)


CHECKS: Final = Checks()
