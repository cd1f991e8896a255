"""The page that says how good links are, and how they are made: docs/linking.md."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import polars as pl

from metrics.evidence import TITLES
from metrics.linking import choice, score
from metrics.linking.features import FIELD_OF
from metrics.linking.pairs import pairs
from tests.linking import federal, renames
from tests.linking.measure import ALL, Bin, Measured, Share, chance, measured, reliability
from tests.linking.rows import Truth, always

_HEAD: Final = """# Linking: is this line that registration?

Written by `python -m tests.linking.calibrate`, which also writes the weights.

## How

1. **Ids first.** A lars or an address of the register on the line, or the line's own id as `source_id` of a
   registration of the same body, is *certain*. A person's decision goes before all of it, except
   that *unsure* takes nothing from an id.
2. **Else what both say of themselves**, within a body and those above, below, before and after it (no cousins): every
   line is compared with every registration, as it is and as it ever was, in names (word by word in any order, letter
   by letter, compounds, abbreviations, English, without the names of bodies), texts, vendor, start, publication
   category, edition and body. Each of the features below has a weight, and adds to the log-odds of the pair; per
   field the sums are the evidence that is shown. Nothing else on either list bears on it: a pair keeps its score.
3. **Then rivals.** A line is one registration, and a registration one line: how each pair stands follows from all
   pairs of the same lines and registrations together (belief propagation over matchings). A line that joins several
   names ("this and that", "this / that") may be one of each: registrations of which the names are other parts of it
   are no rivals. And a line that may be many things is less likely to be any of them: at a body that registers much,
   some are always alike by chance.
4. **Then a probability**: a weighed sum of these, through a curve (isotonic regression) of what such pairs turned out
   to be. What a pair turned out to be is never told by weights in which its own body had a part.
5. **Then thresholds.** From a probability of {certain} on a pair is *certain*, from {possible} on *possible*. With the
   first the lower 95% bound of the precision of all that is certain is 99.5%, and none is certain that is likelier to
   be wrong than three in twenty; with the second, 98.5% of the links are found in each of four parts of the bodies.
6. **What is never certain by text**, however likely: a line that may be another registration too; a line beside one
   that has the registration's very name; a version that one of both alone has, or another one (unless the
   other's text names it; "(nieuw)", "tweede versie", "+" and "niet" tell versions apart as well; "part 2" is a part of
   what has no number); a name of one word to which the line adds others ("anonimiseren testdata"), unless text, vendor
   or date confirm it; names that are by themselves unlikely to be one (less than 1 to 4): a vendor's words are copied,
   so texts, vendors and dates confirm a name and do not replace it; names that each have a word that the other has not
   ("aanvraag Jeugdwet", "aanvraag Wmo"); and, unless texts say so, a registration of another body that is on that
   body's own list. Two lines may well be one registration: many a body lists in parts what it registered as one.

What was weighed and left: Splink 5 on DuckDB, whose own pages call names that are bags of words a bad fit. `make bench`
has both.

## How good

Inventories are made up (`tests/linking`) from the captured register and from the real one of January 2026: exact names,
abbreviations, slips, other orders, vendors, English, cut and split and joined names, other names, lines that are no
registration and look like one. Weights, curve and thresholds come from six of ten bodies, and from all these
makes together. Everything below tells of bodies that had no part in what links them: the other four of ten by these
weights, and the six by what the same calibration sets on those four.

"Usual", "harsh" and "mild" say how much was changed; "holed" lists lack much on either side; in "families" a
registration is often several lines, or a line several registrations.
"By hand" is another maker in another style (`tests/linking/by_hand.py`: words written badly one by one, bodies with
habits of their own, registrations taken out of the register); with ours alone what was likely was too often right on
its lists, so weights, curve and thresholds are set on those of six of ten bodies as well. What is never certain (6),
and between what bounds weights are, was decided after looking at what went wrong in all of them, the held-out ones too.
"""
_BLIND: Final = """### By makers who had seen none of this

Four more generators were written by people who had seen neither linking nor our makers, each to be used once, on all
bodies of the captured register, with the weights as they stood then:

| Maker | certain: right | links that are certain | links found, possible too | 0.2 to 0.8: said too little by |
|---|---|---|---|---|
| a reader out to break it | 99.48% | 88% | 98.7% | |
| a builder of benchmarks | 3899/3902 = 99.92% (at least 99.77%) | 86.6% | 99.2% | 18 to 23 points, of 275 pairs |
| an information manager | 4855/4864 = 99.82% (at least 99.65%) | 84.7% | 96.9% | 21 to 42 points, of 419 pairs |
| a records manager | 3719/3734 = 99.60% (at least 99.34%) | 91.8% | 99.6% | 3 to 10 points, of 169 pairs |

After each, what it showed was mended: English words without a translation, or with a slip; what a line is filed under
("PRJ-19-43", "Directie IV") taken for a version; "geautomatiseerde" counted as a telling word; and, 13 of the 15 wrong
links of the last, "Anonimiseren testdata" certain for "Anonimiseren". With the weights below the last three have
99.97%, 99.89% and 99.95% right, 87%, 85% and 91% of links certain, 99%, 97% and 100% found. Those are no independent
numbers any more; no weight was set on these makers' lists.

"""
_RELIABLE: Final = """Of the pairs with such a probability, how many are one. "Of other bodies" says between what the
difference lies with 95% when bodies are drawn anew: pairs of one body are much alike, so a bin is worth as many bodies,
not as many pairs. Asked were three points in each part. Over all our makes seven of eight parts keep to that; the one
from 0.4 to 0.6, one pair in 130, says some points too much, and said five too little on the four of ten bodies alone:
as bodies are divided otherwise, it moves by so much. None is shown to be more than three points off. Of one make by
itself some are; on lists of makers who had seen none of it the middle said too little. How often a pair in the middle
is one follows from what else is on a list, and nobody can see from a list what is not on it: of one that is harsher
than most, or lacks more, the middle says too much, and of one of many families, or with few systems that are nearly
called like another, too little. To let that bear on a pair was tried: it made some makes better and others worse, and
one body's list moved another's figures; it was left. Other curves were tried too (none, coarser, one make as heavy as
another), and were no better. Nothing is certain below 0.85, and figures know no probability, only what is certain and
what is possible; the order of the queue of decisions does.

What is never certain though it is one: most of what was renamed with only a copied text to go by, and parts that a
letter or a number alone tells apart.
"""
_REAL: Final = """
## On real lists

Of the {links} registrations that were there on 19 June 2023 and on 2 January 2026, linked without their number:
certain {certain}, of which right {precision}; found with *possible* {found}.
Titles changed of {changed}: of these {retitled}.
That 98.5% of made-up links are asked for *possible*, and no longer 98%, was decided when 111 of these were found:
what is found here is no independent number either. What is not found is called otherwise and described otherwise
("RVO-meldingen" became "Aanvullen dossiers").

The US federal inventory against itself with slips ({rows} rows): {federal}.

What it cannot do: tell two systems apart of which nothing but the number differs. Such pairs are *possible*, and
somebody has to look.
"""


#: Pairs of an inventory with their states, and what is true of them.
Pairs: TypeAlias = Sequence[tuple[pl.DataFrame, Truth]]


def page(linked: Mapping[str, Pairs], foreign: Pairs, shared: Path) -> str:
    """Return the page, of inventories as they were linked by what was set on other bodies, and of real lists.

    ``foreign`` are those of another make.
    """
    told = choice.calibration()
    parts = [_HEAD.format(certain=told.certain, possible=told.possible)]
    rows = {name: _whole(each)[ALL] for name, each in linked.items()} | {"by hand": _whole(foreign)[ALL]}
    parts.append(_table("Inventories", rows))
    everything = [one for each in linked.values() for one in each]
    parts += ["", "### By what was changed", "", _table("Change", _whole(everything))]
    parts += ["", "### By hand, by what was changed", "", _table("Line", _whole(foreign))]
    parts += ["", _BLIND.rstrip()]
    parts += ["", "### Is a probability what it says?", "", _RELIABLE, *_curves(linked, foreign)]
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


def _curves(linked: Mapping[str, Pairs], foreign: Pairs) -> list[str]:
    """Return a table of each make, and of all of ours together."""
    ours = [one for each in linked.values() for one in each]
    makes: dict[str, list[tuple[pl.DataFrame, Truth]]] = {}
    for name, each in linked.items():
        makes.setdefault(name.partition(",")[0], []).extend(each)
    every = {"All of our make": ours, "By hand": foreign} | {f"Ours, {make}": each for make, each in makes.items()}
    return [part for name, each in every.items() for part in ("", f"**{name}**", "", _curve(each))]


def curve(linked: Pairs) -> list[Bin]:
    """Return the bins of several inventories together."""
    bins: dict[tuple[float, float], list[Bin]] = {}
    for frame, truth in linked:
        for one in reliability(frame, truth):
            bins.setdefault((one.low, one.high), []).append(one)
    return [_pooled(each) for _, each in sorted(bins.items())]


def _pooled(bins: Sequence[Bin]) -> Bin:
    """Return one bin of several inventories as one."""
    count = sum(one.pairs for one in bins)
    predicted = sum(one.pairs * one.predicted for one in bins) / count
    observed = sum(one.pairs * one.observed for one in bins) / count
    return Bin(bins[0].low, bins[0].high, count, predicted, observed)


def _curve(linked: Pairs) -> str:
    ends = chance(linked)
    rows = [
        f"| {one.low:.2f} to {one.high:.2f} | {one.pairs} | {one.predicted:.3f} | {one.observed:.3f} | "
        f"{100 * (one.predicted - one.observed):+.1f} | "
        f"{100 * ends[one.low][0]:+.1f} to {100 * ends[one.low][1]:+.1f} |"
        for one in curve(linked)
    ]
    head = ["| probability | pairs | said | was | points off | of other bodies |", "|---|---|---|---|---|---|"]
    return "\n".join([*head, *rows])


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
