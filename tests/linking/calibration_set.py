"""Made-up inventories to calibrate linking with, and others, of other bodies, to see whether it holds.

    python -m tests.linking.calibration_set [--shared FOLDER] [--seed N]

tells what both sets have.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from ingest.sample.generate import generate
from sql.fields import CATEGORY_LETTERS
from sql.store import digest
from tests.linking.inventories import inventories
from tests.linking.mix import USUAL, Mix
from tests.linking.rows import Registration, Truth
from tests.linking.truths import captured, parents

SHARED: Final = Path(__file__).resolve().parents[3] / "shared"
#: Of every ten bodies, as many are held out.
_HELD_OUT: Final = 4


class Sets(NamedTuple):
    """What thresholds are set on, and what they are tried on: no body is in both."""

    training: Truth
    held_out: Truth


def is_held_out(org_id: str) -> bool:
    """Whether a body is kept from calibration, for ever the same: by its code alone."""
    return int(digest(f"linking:{org_id}")[:8], 16) % 10 < _HELD_OUT


def sets(seed: int, mix: Mix = USUAL, shared: Path = SHARED) -> Sets:
    """Return both sets, of the captured register, or of our own sample where there is no such folder.

    Other seeds give other inventories of the same bodies, so several seeds make a larger set.
    """
    given = registrations(shared)
    above = parents(shared) if shared.is_dir() else {}
    # Apart, so that nothing of a held-out body is seen in training, not even a title.
    return Sets(*(_made(given, seed, mix, above, held_out=held_out) for held_out in (False, True)))


def _made(given: Iterable[Registration], seed: int, mix: Mix, above: dict[str, str], *, held_out: bool) -> Truth:
    ours = [one for one in given if is_held_out(one.org_id) == held_out]
    bodies = {one.org_id for one in ours}
    return inventories(ours, seed, mix, {low: high for low, high in above.items() if {low, high} <= bodies})


def registrations(shared: Path = SHARED) -> tuple[Registration, ...]:
    """Return the captured register, or our own sample on its last day where there is none."""
    return captured(shared) if shared.is_dir() else sample()


def sample(seed: int = 1) -> tuple[Registration, ...]:
    """Return our own made-up register, as it stands when all of it is published."""
    public = [one for one in generate(seed).registrations if one.stay.until is None]
    found = []
    for one in public:
        said = {key: value if isinstance(value, str) else "" for key, value in one.versions[-1].content.items()}
        found.append(
            Registration(
                lars=one.lars,
                org_id=one.body.org_id,
                organisation=one.body.name,
                name=said["name"],
                description_short=said.get("description_short", ""),
                goal=said.get("goal", ""),
                provider=said.get("provider", ""),
                begin_date=said.get("begin_date", ""),
                category=CATEGORY_LETTERS[one.category],
                source_id=said.get("source_id", ""),
            )
        )
    return tuple(found)


def main(words: list[str]) -> None:
    """Tell what both sets have, with how many lines of each kind."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--shared", type=Path, default=SHARED)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args(words)
    for name, one in sets(given.seed, shared=given.shared)._asdict().items():
        kinds = Counter(kind for kinds in one.kinds.values() for kind in kinds)
        bodies = len({each.org_id for each in one.registrations})
        told = "".join(f"  {kind:22}{count:6}\n" for kind, count in sorted(kinds.items()))
        size = f"{len(one.registrations)} registrations, {len(one.lines)} lines, {len(one.links)} links"
        sys.stdout.write(f"{name}: {bodies} bodies, {size}\n{told}")


if __name__ == "__main__":
    main(sys.argv[1:])
