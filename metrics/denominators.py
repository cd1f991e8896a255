"""How many bodies there were before the Algorithm Register's first list: as the register of organisations says."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from metrics.facts import RETRO, Facts, day
from metrics.register import Body, joined, names_used, register

#: The kinds of bodies that the Algorithm Register keeps lists of.
KINDS: Final = ("gemeente", "provincie", "waterschap", "veiligheidsregio", "omgevingsdienst")
SOURCE: Final = "organisation_register"
_COUNTS: Final = ("passed", "asked", "low", "low_asked", "high", "high_asked")


def before_lists(
    facts: Facts, cut: pl.DataFrame, days: Sequence[date], known_on: date, listed: Mapping[str, date | None]
) -> pl.DataFrame:
    """Return figures (columns of ``metrics.families.connected``) of the days before a kind's first list.

    ``listed`` are the kinds asked about, each with the day of its first list. Without a register
    of organisations, or for a kind that it has no body of, there are none.
    """
    told = []
    for kind, first in listed.items():
        bodies = _bodies(facts, kind, known_on, has_list=first is not None)
        earlier = [one for one in days if bodies and (first is None or one < first)]
        told += [_figure(kind, one, {body.code for body in bodies if body.there(one)}, cut) for one in earlier]
    seen = facts.collections.filter(pl.col("source").str.starts_with("organisations"), day("observed_at") <= known_on)
    of = seen.select(day("observed_at").max()).item()
    schema = {"as_of": pl.Date, "group": pl.String, **dict.fromkeys(_COUNTS, pl.Int64)}
    frame = pl.DataFrame(told, schema=schema, orient="row")
    return frame.with_columns(
        org_id=pl.lit(None, pl.String),
        state=pl.lit("reconstructed"),
        n_source=pl.lit(SOURCE),
        n_date=pl.lit(of, pl.Date),
    )


def bodies_before_lists(facts: Facts, one: date, known_on: date, listed: Mapping[str, date | None]) -> pl.DataFrame:
    """Return the bodies that ``before_lists`` counts on a day: type, org_id (the code here) and name."""
    found = {
        (kind, body.code): body.body.name
        for kind, first in listed.items()
        for body in _bodies(facts, kind, known_on, has_list=first is not None)
        if body.there(one)
    }
    rows = [(kind, code, name) for (kind, code), name in found.items()]
    return pl.DataFrame(rows, schema=dict.fromkeys(("type", "org_id", "name"), pl.String), orient="row")


@dataclass(frozen=True)
class _Counted:
    """A body of a kind, the code it has here, and whether an end without a successor is to be believed."""

    body: Body
    code: str
    doubtful: bool

    def there(self, one: date) -> bool:
        """Whether it counts on a day."""
        begun = self.body.valid_from is None or self.body.valid_from <= one
        return begun and (not self.body.ended(one) or (self.doubtful and not self.body.successor))


def _bodies(facts: Facts, kind: str, known_on: date, *, has_list: bool) -> list[_Counted]:
    """Return the bodies of a kind, whenever they were.

    An end without a successor is no end, unless the Algorithm Register agrees: it has a list of
    this kind, and neither that list nor any of its registrations ever showed the body.
    """
    ours, heirs = _named_here(facts, kind, known_on), dict(facts.heirs.iter_rows())
    found = [body for body in register(facts, known_on).values() if body.type == kind]
    codes = [ours[one.org_id] if one.org_id in ours else _apart(one.org_id, facts, known_on) for one in found]
    return [
        _Counted(body, heirs.get(code, code), doubtful=body.org_id in ours or not has_list)
        for body, code in zip(found, codes, strict=True)
    ]


def _figure(kind: str, one: date, codes: Collection[str], cut: pl.DataFrame) -> tuple[object, ...]:
    public = cut.filter(pl.col("from_day") <= one, pl.col("to_day") > one, pl.col("org_id").is_in(list(codes)))
    low, high = public.filter("low")["org_id"].n_unique(), public["org_id"].n_unique()
    asked = len(codes)
    return one, kind, low if one >= RETRO.date() else None, asked, low, asked, high, asked


def _named_here(facts: Facts, kind: str, known_on: date) -> dict[str, str]:
    """Return the bodies of a kind that are named here, and the code used for each; a name may differ."""
    every, ours = register(facts, known_on), joined(facts, known_on)
    found = {body.org_id: code for code, body in ours.items()}
    for code, names in names_used(facts, known_on).items():
        body = every.get(code)
        if (
            body
            and body.type == kind
            and any(said for _, _, said in names)
            and all(body.of_kind(said) for _, _, said in names)
        ):
            found.setdefault(code, code)
    return found


def _apart(code: str, facts: Facts, known_on: date) -> str:
    """Keep a code from counting the registrations of another body that has it here."""
    return f"{code} of the register of organisations" if code in names_used(facts, known_on) else code
