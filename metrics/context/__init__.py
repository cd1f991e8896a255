"""Checks of the context: what is asked of a registration and of other facts, as dated intervals.

A module a family of checks, each with its ``LOOKS``. A verdict of a text never moves; these do, on the
days on which somebody copied a text, a body ended or a link died.
"""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

import polars as pl

from metrics.context.declare import FINDINGS, ContextCheck, Known, Look
from metrics.facts import Facts
from metrics.memo import with_facts
from metrics.spans import stretches

# A new module is a new family of checks: nothing else has to be told of it.
_MODULES: Final = sorted(one.name for one in iter_modules(__path__) if one.name != "declare")
LOOKS: Final[tuple[Look, ...]] = tuple(look for name in _MODULES for look in import_module(f"{__name__}.{name}").LOOKS)
#: So many looks at a time: much of each leaves a second core idle.
AT_A_TIME: Final = 2
#: The checks by name.
CONTEXT_CHECKS: Final[Mapping[str, ContextCheck]] = {look.check.name: look.check for look in LOOKS}


def found(known: Known, looks: Iterable[Look] = LOOKS) -> pl.DataFrame:
    """Return everything that some looks find (``FINDINGS``), look by look, by lars and from_day."""
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        every: list[pl.DataFrame] = list(pool.map(lambda look: look.findings(known, look.rows(known, None)), looks))
    return pl.concat([pl.DataFrame(schema=FINDINGS), *every])


@with_facts(4)
def findings(facts: Facts, known_on: date) -> pl.DataFrame:
    """Return what every check of the context finds, as known at the end of a day (``FINDINGS``).

    Kept for the facts and days last asked about; as the mart has it where it was worked out before.
    """
    if facts.holds(facts.found, known_on):
        return facts.found
    return found(Known.by(facts, known_on, stretches(facts, known_on)))


__all__ = ["AT_A_TIME", "CONTEXT_CHECKS", "FINDINGS", "LOOKS", "ContextCheck", "Known", "findings", "found"]
