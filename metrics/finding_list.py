"""What is to be checked in the registrations of a day: what their texts break, and what their surroundings show.

It agrees with the figures: of each check as many registrations are listed as ``validity.CHECK`` has
asked less passed, since both go by the verdicts that were kept.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from metrics.checks import CHECKS, Check
from metrics.checks.content import CONTENT
from metrics.checks.declare import SEVERITIES
from metrics.context import CONTEXT_CHECKS, ContextCheck
from metrics.context import findings as context_findings
from metrics.context.declare import FAILED
from metrics.facts import Facts
from metrics.findings import Finding, explained
from metrics.intervals import merged
from metrics.memo import with_facts
from metrics.of_body import of_body
from metrics.registry import QuestionError, unknown
from metrics.spans import stretches
from metrics.texts import Said, texts
from metrics.units import public_by

#: The figure that counts every registration that is public.
_EVERY: Final = "size.registrations"
#: Every check by name: those of a text, then those of the context.
BY_NAME: Final[Mapping[str, Check | ContextCheck]] = {
    one.name: one for one in (*CONTENT, *CHECKS, *CONTEXT_CHECKS.values())
}
_OF_CONTENT: Final = frozenset(one.name for one in CONTENT)
#: One row per registration and check that it does not pass; ``fields`` is null where the text tells which.
_FOUND: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "lars": pl.String,
    "check": pl.String,
    "content": pl.String,
    "since": pl.Date,
    "fields": pl.List(pl.String),
}


@dataclass(frozen=True)
class Listed:
    """A finding, with the registration it is about.

    ``since`` is the day from which the text says what it says now, or from which the context is so.
    """

    lars: str
    name: str
    org_id: str
    organisation: str
    since: date
    finding: Finding


@dataclass(frozen=True)
class Asked:
    """Of which registrations, and of which checks: None for all."""

    org_id: str | None = None
    lars: str | None = None
    check: str | None = None
    severity: str | None = None


def listed(facts: Facts, as_of: date, said: Said, asked: Asked) -> list[Listed]:
    """Return what is to be checked as of a day, the most serious first, then by lars and check.

    Counts as public what the figures count: before the first collection only what is sure. Raises
    QuestionError for a day after the last collection, and for a body, registration or check that is
    not known.
    """
    checks = _checks(asked)
    public = _public(facts, as_of, asked)
    # Of one registration it is looked for when somebody asks: of all of them, on any day, it would take a second.
    every = _found(facts, as_of) if asked.lars is None else _found_in(facts, as_of, public)
    mine = pl.col("lars").is_in(public["lars"].implode()), pl.col("check").is_in([one.name for one in checks])
    found = every.filter(*mine)
    told = _told(public, found, said)
    return sorted(told, key=lambda one: (SEVERITIES.index(one.finding.severity), one.lars, one.finding.check))


def breaking(facts: Facts, as_of: date, asked: Asked) -> pl.Series:
    """Return the registrations (lars) of which ``listed`` tells something, in order; it raises what that raises."""
    public = _public(facts, as_of, asked)
    found = [
        public.filter(breaks(one))["lars"]
        if isinstance(one, Check)
        else _concat(_of_context(facts, as_of, public, [one]))["lars"]
        for one in _checks(asked)
    ]
    return pl.concat([pl.Series("lars", [], dtype=pl.String), *found]).unique().sort()


def _checks(asked: Asked) -> Sequence[Check | ContextCheck]:
    if asked.check is not None and asked.check not in BY_NAME:
        raise QuestionError(unknown("check", asked.check, list(BY_NAME)))
    named = [BY_NAME[asked.check]] if asked.check is not None else list(BY_NAME.values())
    return [one for one in named if asked.severity in {None, one.severity}]


def _public(facts: Facts, as_of: date, asked: Asked) -> pl.DataFrame:
    """Return the stretches of a day that are asked about, as the figures count them."""
    last = facts.last_day()
    if last is None:
        msg = "the register was never collected yet"
        raise QuestionError(msg)
    if as_of > last:
        msg = f"no collection after {last}: nothing is known of {as_of}"
        raise QuestionError(msg)
    if asked.org_id is not None:
        # Any figure refuses a body that nobody has heard of.
        of_body(facts, [_EVERY], [as_of], asked.org_id)
    public = public_by(facts, as_of, last)
    if asked.lars is not None:
        public = public.filter(lars=asked.lars)
        _check_there(facts, as_of, asked, public)
    return public.filter(org_id=asked.org_id) if asked.org_id is not None else public


def _check_there(facts: Facts, as_of: date, asked: Asked, public: pl.DataFrame) -> None:
    """Raise QuestionError for a registration that is not known, not public that day, or of another body."""
    known = facts.versions["lars"]
    if asked.lars not in known:
        raise QuestionError(unknown("registration", str(asked.lars), known.unique().sort().to_list()))
    if public.is_empty():
        msg = f"registration {asked.lars} is not public on {as_of}"
        raise QuestionError(msg)
    if asked.org_id not in {None, public["org_id"][0]}:
        msg = f"registration {asked.lars} is of {public['org_id'][0]} on {as_of}, not of {asked.org_id}"
        raise QuestionError(msg)


@with_facts(8)
def _found(facts: Facts, as_of: date) -> pl.DataFrame:
    """Return everything that is found on a day (``_FOUND``), in whichever registration."""
    return _found_in(facts, as_of, public_by(facts, as_of, facts.last_day() or as_of))


def _found_in(facts: Facts, as_of: date, public: pl.DataFrame) -> pl.DataFrame:
    """Return what is found (``_FOUND``) on a day in registrations that are public then."""
    by_text = [one for one in BY_NAME.values() if isinstance(one, Check)]
    by_context = [one for one in BY_NAME.values() if isinstance(one, ContextCheck)]
    texts_of = _of_texts(facts, as_of, public, by_text)
    return _concat([*texts_of, *_of_context(facts, as_of, public, by_context)])


def _concat(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema=_FOUND), *parts])


def _of_texts(facts: Facts, as_of: date, public: pl.DataFrame, checks: Sequence[Check]) -> Iterator[pl.DataFrame]:
    """Go through the checks of a text, with the registrations whose text breaks them."""
    dated = public.join(_said_since(facts, as_of, public["lars"]), on="lars")
    broken = dated.select(breaks(one).alias(one.name) for one in checks)
    about, unlisted = dated.select("lars", "content", "since"), pl.lit(None, pl.List(pl.String))
    for flags in broken:
        if flags.any():
            yield about.filter(flags).with_columns(check=pl.lit(flags.name), fields=unlisted).select(list(_FOUND))


def breaks(one: Check) -> pl.Expr:
    """Say of stretches whether their verdict is that a text breaks a rule; what was never judged breaks none."""
    if one.name in _OF_CONTENT:
        return (one.due & one.fails).fill_null(value=False)
    judged = pl.col("due") & ~pl.col("broken") & pl.col("failed")
    return ((judged & (1 << CHECKS.bit(one.name))) != 0).fill_null(value=False)


def _said_since(facts: Facts, as_of: date, lars: pl.Series) -> pl.DataFrame:
    """Return since when each registration says, without a break, what it says on a day: lars, since."""
    known_on = facts.last_day() or as_of
    past = stretches(facts, known_on).filter(
        pl.col("lars").is_in(lars.implode()), pl.col("from_day") <= as_of, ~pl.col("retro")
    )
    before = {one: pl.col(one).shift(1) for one in ("lars", "content", "to_day")}
    goes_on = (
        (pl.col("lars") == before["lars"])
        & (pl.col("content") == before["content"])
        & (pl.col("from_day") == before["to_day"])
    )
    begun = past.filter(~goes_on.fill_null(value=False))
    return begun.group_by("lars").agg(since=pl.col("from_day").max())


def _of_context(
    facts: Facts, as_of: date, public: pl.DataFrame, checks: Sequence[ContextCheck]
) -> Iterator[pl.DataFrame]:
    """Go through the checks of the context, with the registrations that are asked and found to fail that day."""
    failed = context_findings(facts, facts.last_day() or as_of).filter(
        pl.col("outcome") == FAILED, pl.col("lars").is_in(public["lars"].implode())
    )
    today = (pl.col("from_day") <= as_of) & (pl.col("to_day") > as_of)
    fields = pl.col("field").drop_nulls().unique(maintain_order=True)
    for one in checks:
        mine = failed.filter(pl.col("check") == one.name)
        if mine.is_empty():
            continue
        since = merged(mine, ["lars"]).filter(today).select("lars", since="from_day")
        where = mine.filter(today).group_by("lars").agg(fields=fields)
        who = public if one.asked is None else public.filter(one.asked)
        broken = who.select("lars", "content").join(since, on="lars").join(where, on="lars")
        yield broken.with_columns(check=pl.lit(one.name)).select(list(_FOUND))


def _told(public: pl.DataFrame, found: pl.DataFrame, said: Said) -> Iterator[Listed]:
    """Say of everything found what it is, where, and what stands there."""
    such = public.filter(pl.col("lars").is_in(found["lars"].implode()))
    bodies = said(such["content"])
    # What is not kept says nothing.
    body = pl.Series("body", [bodies.get(one, "{}") for one in such["content"]], dtype=pl.String)
    rows = such.with_columns(body).unique("content", maintain_order=True)
    of_text = explained(rows, found.filter(pl.col("fields").is_null()))
    words = {row["content"]: row for row in texts(rows).iter_rows(named=True)}
    about = {row["lars"]: row for row in such.iter_rows(named=True)}
    for row in found.iter_rows(named=True):
        one, content, check, fields = about[row["lars"]], row["content"], row["check"], row["fields"]
        finding = of_text[content, check] if fields is None else _of_surroundings(check, fields, words[content])
        yield Listed(row["lars"], one["name"], one["org_id"], one["organisation"], row["since"], finding)


def _of_surroundings(name: str, fields: Sequence[str], words: Mapping[str, str]) -> Finding:
    """Return a finding of the context, with what the registration says in the fields that it was found in."""
    one = CONTEXT_CHECKS[name]
    said = {key: text for key in fields if (text := words[f"field.{key}"])}
    return Finding(name, one.severity, one.title, one.fix, tuple(fields), said)
