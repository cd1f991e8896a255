"""The page that says how good links are, and how they are made: docs/linking.md."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from metrics.evidence import TITLES
from metrics.linking import choice, score
from metrics.linking.features import FIELD_OF
from metrics.linking.pairs import pairs
from tests.linking import federal, renames
from tests.linking.measure import ALL, Bin, Measured, Share, measured, reliability
from tests.linking.rows import Truth, always

_HEAD: Final = """# Linking: is this line that registration?

Written by `python -m tests.linking.calibrate`, which also writes the weights.

## How

1. **Ids first.** A lars or an address of the register on the line, or the line's own id as `source_id` of a
   registration of the same body, is *certain*. A person's decision goes before all of it.
2. **Else what both say of themselves**, within a body and those above, below, before and after it (no cousins): every
   line is compared with every registration, as it is and as it ever was, in names (word by word in any order, letter
   by letter, compounds, abbreviations, English, without the names of bodies), texts, vendor, start, publication
   category, edition and body. Each of the features below has a weight, and adds to the log-odds of the pair; per
   field the sums are the evidence that is shown. Nothing else on either list bears on it: a pair keeps its score.
3. **Then rivals.** A line is one registration, and a registration one line: how likely each pair is follows from all
   pairs of the same lines and registrations together (belief propagation over matchings). Two equal candidates
   are never certain; one whose rivals belong elsewhere may be.
4. **Then thresholds.** From a probability of {certain} on a pair is *certain*, from {possible} on *possible*. Both were
   set on the harshest inventories that were made up from either register: there the lower 95% bound of the precision
   of *certain* is 99.5%, and *certain* and *possible* together find 97% of the links.

What was weighed and left: Splink 5 on DuckDB, with the better of six settings, found 77% of the links of a list of
today's size, and 93% of what it found was right; *certain* here is 84% and 99.8%, and with *possible* 98% are found.
Names are bags of words, which Splink's own pages call a bad fit. `make bench` has both.

## How good

Inventories are made up (`tests/linking`) from the captured register and from the real one of January 2026: exact names,
abbreviations, slips, other orders, vendors, English, cut and split and joined names, other names, lines that are no
registration and look like one. Weights and thresholds come from six of ten bodies; everything below is about the
other four. "Usual", "harsh" and "mild" say how much was changed.
"""
_REAL: Final = """
## On real lists

Of the {links} registrations that were there on 19 June 2023 and on 2 January 2026, linked without their number:
certain {certain}, of which right {precision}; found with *possible* {found}.
Titles changed of {changed}: of these {retitled}.
What is not found is called otherwise and described otherwise ("RVO-meldingen" became "Aanvullen dossiers").

The US federal inventory against itself with slips ({rows} rows): {federal}.

What it cannot do: tell two systems apart of which nothing but the number differs, or see that a line was put together
from others. Such pairs are *possible*, and somebody has to look.
"""


def page(held_out: Mapping[str, Sequence[Truth]], shared: Path) -> str:
    """Return the page; linking is tried on inventories of bodies that were held out, and on real lists."""
    told = choice.calibration()
    parts = [_HEAD.format(certain=told.certain, possible=told.possible)]
    linked = {name: [(linked_by_all(truth), truth) for truth in truths] for name, truths in held_out.items()}
    parts.append(_table("Inventories", {name: _whole(each)[ALL] for name, each in linked.items()}))
    everything = [one for each in linked.values() for one in each]
    parts += ["", "### By what was changed", "", _table("Change", _whole(everything))]
    parts += ["", "### Is a probability what it says?", "", _curve(everything)]
    parts += [_real(shared), "## Weights", "", _weights()]
    return "\n".join(parts) + "\n"


def linked_by_all(truth: Truth) -> pl.DataFrame:
    """Return the pairs of an inventory with their states."""
    return choice.chosen(pairs(*always(truth)))


def _whole(linked: Iterable[tuple[pl.DataFrame, Truth]]) -> dict[str, Measured]:
    """Return what is measured of several inventories together, by kind of change."""
    found: dict[str, Measured] = {}
    for frame, truth in linked:
        for kind, one in measured(frame, truth).items():
            told = found.get(kind, Measured(Share(0, 0), Share(0, 0), Share(0, 0)))
            found[kind] = Measured(*(_sum(*both) for both in zip(_shares(told), _shares(one), strict=True)))
    return found


def _shares(one: Measured) -> tuple[Share, Share, Share]:
    return one.precision, one.recall, one.found


def _sum(one: Share, other: Share) -> Share:
    return Share(one.right + other.right, one.of + other.of)


def _table(title: str, rows: Mapping[str, Measured]) -> str:
    head = f"| {title} | certain: right | links that are certain | links found, possible too |\n|---|---|---|---|"
    return "\n".join([head, *(f"| {name} | {' | '.join(map(str, _shares(one)))} |" for name, one in rows.items())])


def _curve(linked: Iterable[tuple[pl.DataFrame, Truth]]) -> str:
    bins: dict[tuple[float, float], list[Bin]] = {}
    for frame, truth in linked:
        for one in reliability(frame, truth):
            bins.setdefault((one.low, one.high), []).append(one)
    rows = ["| probability | pairs | said | was |", "|---|---|---|---|"]
    for (low, high), each in bins.items():
        pairs_ = sum(one.pairs for one in each)
        said, was = (
            sum(one.pairs * getattr(one, name) for one in each if one.pairs) / max(pairs_, 1)
            for name in ("predicted", "observed")
        )
        rows.append(f"| {low:.2f} to {high:.2f} | {pairs_} | {said:.3f} | {was:.3f} |")
    return "\n".join(rows)


def _real(shared: Path) -> str:
    ours, theirs = renames.renames(shared).truth, federal.against_itself(shared, 1)
    every = measured(linked_by_all(ours), ours)
    found, changed = every[ALL], every["title_changed"]
    us = measured(linked_by_all(theirs), theirs)[ALL]
    return _REAL.format(
        links=found.found.of,
        certain=found.recall,
        precision=found.precision,
        found=found.found,
        changed=changed.found.of,
        retitled=changed.found,
        rows=len(theirs.lines),
        federal=f"certain right {us.precision}; links that are certain {us.recall}; found with possible {us.found}",
    )


def _weights() -> str:
    rows = ["| feature | field | weight |", "|---|---|---|"]
    told = score.weights()
    return "\n".join(
        [*rows, *(f"| `{name}` | {TITLES[field].en} | {told[name]:+.2f} |" for name, field in FIELD_OF.items())]
    )
