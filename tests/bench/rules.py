"""What makes a field asked, filled and valid, as data: every peer writes its own rules from this one table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from metrics.families.completeness import REQUIREMENTS, WEIGHTS
from metrics.reading import PARENTS
from metrics.texts import DATE_FORM, PLACEHOLDER_START, PLACEHOLDERS
from sql.fields import FIELDS, NOT_STATED, OTHER, OUT_OF_USE, Field

#: What a peer gives for each field, in the order of its bits.
STEPS: Final = ("asked", "filled", "valid")
#: No placeholder is longer, also in bytes, whatever its letters are.
SHORT: Final = 3 * max(map(len, PLACEHOLDERS))
STARTS: Final = PLACEHOLDER_START
DATES: Final = DATE_FORM


@dataclass(frozen=True)
class Rule:
    """One field: ``not_category`` and ``only_status`` say whom it is not asked of, ``parent`` which text it follows.

    ``limits`` and ``permitted`` are by standard; ``listed`` says that a text is several permitted values.
    """

    key: str
    standards: tuple[str, ...]
    not_category: str
    only_status: str
    parent: str
    words: tuple[str, ...]
    limits: Mapping[str, int]
    dated: bool
    not_status: str
    permitted: Mapping[str, tuple[str, ...]]
    listed: bool

    @property
    def column(self) -> str:
        """Where its text stands."""
        return f"field.{self.key}"


def _rule(one: Field) -> Rule:
    is_status = one.key == "status"
    parent = PARENTS.get(one.key)
    return Rule(
        one.key,
        tuple(one.limits),
        OTHER if one.tier in {1, 2} else "",
        OUT_OF_USE if one.key == "end_date" else "",
        f"field.{parent}" if parent else "",
        tuple(word for word in PLACEHOLDERS if not (word == "geen" and one.geen_is_answer)),
        {standard: limit for standard, limit in one.limits.items() if limit},
        one.kind == "date",
        NOT_STATED if is_status else "",
        {} if is_status else one.permitted,
        one.kind == "list",
    )


RULES: Final = tuple(_rule(one) for one in FIELDS)
#: Each count that a peer gives, with the place of its bit.
COUNTS: Final = tuple((f"{rule.key} {step}", step, place) for place, rule in enumerate(RULES) for step in STEPS)


def pieces(folder: Path, name: str = "fields") -> Iterator[Path]:
    """Go through the files of a register's texts (``fields``) or of what arrives (``bodies``)."""
    yield from sorted((folder / name).glob("*.parquet"))


#: Fields of which any one will do, and the weight.
Requirement: TypeAlias = tuple[tuple[str, ...], int]
_EVERY: Final = tuple((one.fields, WEIGHTS[one.tier]) for one in REQUIREMENTS)
#: The metrics that peers work out too: which verdict counts, and of what.
SCORED: Final[Mapping[str, tuple[str, tuple[Requirement, ...]]]] = {
    "completeness.valid": ("valid", _EVERY),
    "completeness.filled": ("filled", _EVERY),
    "completeness.goal": ("valid", ((("goal",), 1),)),
    "completeness.lawful_basis": ("valid", ((("lawful_basis",), 1),)),
}
#: The fields that those look at.
FIELDS_SCORED: Final = tuple(rule for rule in RULES if any(rule.key in fields for fields, _ in _EVERY))
