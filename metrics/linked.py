"""Which registration each line of an inventory is, or may be: by a decision, an id, an address, or the texts."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

import polars as pl

from metrics.decisions import NOT_SAME, PAIR, SAME, UNSURE, decisions
from metrics.facts import Facts, in_force, known
from metrics.memo import with_facts
from metrics.named import FAR, NEAR, URL, named, near_to, shown
from metrics.schemas import INSTANT

CERTAIN, POSSIBLE, REJECTED = "certain", "possible", "rejected"
#: By what a link is known, beside ``LARS`` and ``URL`` (what a line itself names).
DECISION, SOURCE_ID, TEXT = "decision", "source_id", "text"
_KEY: Final = ["org_id", "local_id"]
#: A line at a moment: when it was there no more, null for now.
_MOMENT: Final = [*_KEY, "until"]
#: What there is to say of a link; the probability and what it rests on where texts alone make it.
LINK: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "lars": pl.String,
    "state": pl.String,
    "by": pl.String,
    "probability": pl.Float64,
    "score": pl.Float64,
    "evidence": pl.List(pl.Float64),
    # Of the decision.
    "entry": pl.String,
}
#: What a line itself names is it; but one of a body that it has nothing to do with only may be.
_NAMED: Final = {NEAR: CERTAIN, FAR: POSSIBLE}
_VERDICTS: Final = {SAME: CERTAIN, UNSURE: POSSIBLE, NOT_SAME: REJECTED}


@with_facts(8)
def linked(facts: Facts, known_on: date) -> pl.DataFrame:
    """Return every link of every line that was ever listed, as known at the end of a day: org_id, local_id, ``LINK``.

    State: certain, possible, or rejected (by a person). By: decision, lars, url, source_id or text. A line that
    is on no list any more has the links of when it last was.
    """
    told = known(facts.inventory.filter(pl.col("org_id") != ""), known_on)
    there = pl.col("known_to").is_null()
    gone = told.filter(~there).join(told.filter(there), on=_KEY, how="anti")
    last = gone.filter(pl.col("known_to") == pl.col("known_to").max().over(_KEY))
    every = pl.concat([told.filter(there), last]).sort(*_KEY, "lars", "register_url", "inventory")
    found = links_of(every.with_row_index("line"), facts, known_on)
    return found.select(*_KEY, *LINK).unique(PAIR, keep="first", maintain_order=True).sort(PAIR)


def links_of(lines: pl.DataFrame, facts: Facts, known_on: date) -> pl.DataFrame:
    """Return the links of lines as deliveries have them (columns of the frame ``inventory``, and line).

    Columns: line, org_id, local_id, ``LINK``. What people decided counts first. Then the registration that a
    line names, by number or address, if the register has it; then what the register or the texts tell of the
    line, but not of one that somebody decided to be a registration, or that names one of a body near to it.
    """
    return links_among(lines, grounds(facts, known_on))


@dataclass(frozen=True, eq=False)
class Grounds:
    """What links follow from, as known at the end of a day: lines, pairs of bodies that are near, and decisions.

    ``inventory`` and ``pairs`` are frames of ``Facts``, ``said`` is one of ``decisions``, ``shown`` is of ``named``.
    """

    inventory: pl.DataFrame
    pairs: pl.DataFrame
    said: pl.DataFrame
    shown: pl.DataFrame
    known_on: date

    @cached_property
    def settled(self) -> pl.DataFrame:
        """Which registration lines are by a decision or by themselves, and while they said so: ``_settled``."""
        return _settled(self.inventory.with_row_index("line"), self.said, self.shown)

    @cached_property
    def told(self) -> pl.DataFrame:
        """The links that ids and texts make of the lines that nothing settles, at the end of the day."""
        frames = (self.inventory, self.pairs, self.settled)
        now = pl.lit(None, INSTANT).alias("until")
        lines, pairs, settled = (in_force(one, self.known_on).with_columns(now) for one in frames)
        return _scored(pairs, lines, settled, self.said)


@with_facts(8)
def grounds(facts: Facts, known_on: date) -> Grounds:
    """Return what links follow from at the end of a day."""
    pairs = facts.pairs if facts.pairs.is_empty() else near_to(facts.pairs, facts, known_on)
    return Grounds(facts.inventory, pairs, decisions(facts, known_on), shown(facts, known_on), known_on)


def links_among(lines: pl.DataFrame, given: Grounds) -> pl.DataFrame:
    """Return ``links_of`` lines, by the grounds given."""
    keys = lines.select("line", *_KEY, "lars", "register_url", "known_to")
    decided = keys.select("line", *_KEY).join(given.said, on=_KEY)
    told = _named(keys, given.said, given.shown)
    sure = told.filter(state=CERTAIN)
    settled = pl.concat([decided.filter(verdict=SAME).select("line"), sure.select("line")])
    rest = keys.join(settled, on="line", how="anti")
    # That somebody is unsure of what a line itself names takes nothing from it.
    decided = decided.join(sure, on=["line", "lars"], how="anti")
    by_people = decided.with_columns(
        state=pl.col("verdict").replace_strict(_VERDICTS, return_dtype=pl.String), by=pl.lit(DECISION)
    )
    found = [by_people, told.join(by_people, on=["line", "lars"], how="anti"), _told(rest, given)]
    return pl.concat([_shaped(one) for one in found]).sort("line", "lars")


def _shaped(links: pl.DataFrame) -> pl.DataFrame:
    lacking = [pl.lit(None, kind).alias(name) for name, kind in LINK.items() if name not in links.columns]
    return links.with_columns(lacking).select("line", *_KEY, *(pl.col(name).cast(kind) for name, kind in LINK.items()))


def _named(keys: pl.DataFrame, said: pl.DataFrame, known_ones: pl.DataFrame) -> pl.DataFrame:
    """Return the registration that each line names, unless somebody decided against it: line, key, lars, by, state.

    A line that somebody decided to be some registration names none, nor does one that names what the register
    never had (``known_ones`` are ``named.shown``). A number goes before an address; what is certain before both.
    """
    open_lines = keys.join(said.filter(verdict=SAME), on=_KEY, how="anti")
    wrong = said.filter(verdict=NOT_SAME)
    told = named(open_lines, "line", *_KEY).join(known_ones, on=PAIR, maintain_order="left")
    told = told.join(wrong, on=PAIR, how="anti", maintain_order="left").unique(["line", "lars"], maintain_order=True)
    told = told.with_columns(state=pl.col("whose").replace_strict(_NAMED, return_dtype=pl.String)).drop("whose")
    sure = told.filter(state=CERTAIN).unique("line", keep="first", maintain_order=True)
    return pl.concat([sure, told.join(sure, on="line", how="anti", maintain_order="left")])


def _told(rest: pl.DataFrame, given: Grounds) -> pl.DataFrame:
    """Return what ids and texts tell of lines that are not settled: as now known, or as when the line was last there.

    A line that is still on a list is what it is known to be now, whatever it said then.
    """
    if given.pairs.is_empty() or rest.is_empty():
        return rest.select("line", *_KEY, "lars").clear()
    there = in_force(given.inventory, given.known_on).select(_KEY).unique()
    there = there.join(in_force(given.settled, given.known_on), on=_KEY, how="anti")
    now = rest.join(there, on=_KEY, how="semi").select("line", *_KEY).join(given.told.drop("until"), on=_KEY)
    gone = rest.join(there, on=_KEY, how="anti").filter(pl.col("known_to").is_not_null())
    gone = gone.select("line", *_KEY, until="known_to")
    then = gone.join(_when_there(gone.select(_MOMENT).unique(), given), on=_MOMENT).drop("until")
    return pl.concat([now, then])


def _when_there(gone: pl.DataFrame, given: Grounds) -> pl.DataFrame:
    """Return what ids and texts told of lines just before each was there no more (``_MOMENT``): ``_scored``.

    Each is looked at with what it may have been, with the lines that were rivals for that, and with what
    those may have been.
    """
    mine = _before(given.pairs.join(gone, on=_KEY))
    rivals = _before(given.pairs.join(mine.select("lars", "until").unique(), on="lars"))
    lines = rivals.select(_MOMENT).unique()
    rows = _before(given.pairs.join(lines, on=_KEY))
    there = _before(given.inventory.join(lines, on=_KEY))
    own = given.settled.join(lines, on=_KEY)
    others = given.settled.join(rows.select("org_id", "lars", "until").unique(), on=["org_id", "lars"])
    settled = _before(pl.concat([one.select(*PAIR, "known_from", "known_to", "until") for one in (own, others)]))
    return _scored(rows, there, settled, given.said)


def _before(rows: pl.DataFrame) -> pl.DataFrame:
    """Keep the rows that held just before their moment ``until``."""
    lasting = pl.col("known_to").is_null() | (pl.col("known_to") >= pl.col("until"))
    return rows.filter(pl.col("known_from") < pl.col("until"), lasting)


def _settled(lines: pl.DataFrame, said: pl.DataFrame, known_ones: pl.DataFrame) -> pl.DataFrame:
    """Return which registrations lines are, as a decision or they themselves say: ``PAIR``, known_from, known_to."""
    decided = lines.select("line", *_KEY).join(said.filter(verdict=SAME), on=_KEY)
    told = _named(lines.select("line", *_KEY, "lars", "register_url"), said, known_ones).filter(state=CERTAIN)
    pairs = pl.concat([one.select("line", *PAIR) for one in (decided, told)])
    return pairs.join(lines.select("line", "known_from", "known_to"), on="line").drop("line")


def _scored(pairs: pl.DataFrame, lines: pl.DataFrame, settled: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """Return the links that ids and texts make of lines that nothing settles, each at its moment (``until``).

    Columns: org_id, local_id, until, ``LINK``. What is decided of a pair, either way, is left out; so is, for the
    texts, a registration that another line of the same body is settled to be.
    """
    rows = pairs.join(lines, on=_MOMENT, how="semi", nulls_equal=True)
    rows = rows.join(settled, on=_MOMENT, how="anti", nulls_equal=True).join(said, on=PAIR, how="anti")
    exact = rows.filter(pl.col("basis") != TEXT).with_columns(by="basis", state=pl.lit(CERTAIN))
    rank = pl.when(pl.col("by") == URL).then(0).otherwise(1)
    exact = exact.filter(rank == rank.min().over(_MOMENT)).drop("score", "evidence", "parts")
    taken = pl.concat([one.select("org_id", "lars", "until") for one in (settled, exact)])
    texts = rows.filter(pl.col("basis") == TEXT).join(exact, on=_MOMENT, how="anti", nulls_equal=True)
    texts = texts.join(taken, on=["org_id", "lars", "until"], how="anti", nulls_equal=True)
    found = [_shaped(one.with_columns(line="until")) for one in (exact, _alike(texts))]
    return pl.concat(found).rename({"line": "until"}).sort(*PAIR, "until")


def _alike(texts: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs that their texts make certain or possible; those of another moment are no rivals."""
    # It needs numpy, which pages that show no inventory do without.
    from metrics.linking.choice import chosen  # noqa: PLC0415

    moment = pl.col("until").dt.epoch("us").cast(pl.String).fill_null("")
    apart = {one: pl.concat_str(one, moment, separator="\n") for one in ("local_id", "lars")}
    marked = texts.with_columns(*(way.alias(f"{one}_then") for one, way in apart.items()))
    names = marked.select("org_id", *apart, "until", *(f"{one}_then" for one in apart))
    asked = marked.drop("until", *apart).rename({f"{one}_then": one for one in apart})
    found = (
        chosen(asked).filter(pl.col("state").is_in([CERTAIN, POSSIBLE])).rename({one: f"{one}_then" for one in apart})
    )
    return found.join(names, on=["org_id", *(f"{one}_then" for one in apart)]).with_columns(by=pl.lit(TEXT))
