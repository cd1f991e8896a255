"""The register of organisations: every body once, as known on a day, corrected by people.

A value list of TOOI knows better than a whole export: it is the source of the codes.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

import polars as pl

from metrics.facts import Facts, day, known
from metrics.memo import with_facts

#: Words before a name that say the kind of body, which stands apart.
_KIND_WORDS: Final = re.compile(
    r"^(gemeente|provincie|(agentschap|waterschap|hoogheemraadschap|ministerie)( van)?|openbaar lichaam) (?=.)"
)
#: An abbreviation behind a name: (RIVM), (CvTA); and not the (L) or (NH) that tells two bodies apart.
_ABBREVIATION: Final = re.compile(r"\s*\((?=(?:[^\w()\s]*\w){3})[A-Z][^()\s]*[A-Z][^()\s]*\)\s*$")
_FIELDS: Final = ("name", "other_name", "type", "ministry_id", "parent", "valid_from", "valid_until", "successor")
#: How a person says that a body has no such thing: no end, no successor.
_NOTHING: Final = frozenset({"-", "geen", "none"})
_ABOUT_A_BODY: Final = "organisation/"
#: Those of them that name another body.
_CODES: Final = frozenset({"ministry_id", "parent", "successor"})
#: Field of a correction that names the code under which the register of organisations has the body.
SAME_AS: Final = "org_id"
#: Kinds that are one kind in other words: bodies of several bodies together.
_JOINT: Final = frozenset(
    {"gemeenschappelijke_regeling", "regionaal_samenwerkingsorgaan", "veiligheidsregio", "omgevingsdienst"}
)


class Body(NamedTuple):
    """One body as the register of organisations has it; days are null when it does not say."""

    org_id: str
    name: str
    other_name: str
    type: str
    ministry_id: str
    parent: str
    valid_from: date | None
    valid_until: date | None
    #: One code, or several with spaces between them when it was split up.
    successor: str

    def ended(self, on: date) -> bool:
        """Whether the register says that this body was no more on a day."""
        return self.valid_until is not None and self.valid_until < on

    def called(self, name: str) -> bool:
        """Whether this is one of its names."""
        return plain_name(name) in {plain_name(one) for one in (self.name, self.other_name) if one}

    def of_kind(self, kind: str) -> bool:
        """Whether it is of that kind; one that says nothing does not disagree."""
        return not kind or not self.type or same_kind(kind, self.type)


def plain_name(name: str) -> str:
    """Return a name as it is compared: without kind, abbreviation, capitals and punctuation; & is en."""
    text = _ABBREVIATION.sub("", unicodedata.normalize("NFKC", name)).casefold().replace("&", " en ")
    words = " ".join(re.sub(r"[^\w\s]|_", " ", text).split())
    return _KIND_WORDS.sub("", words)


def same_kind(one: str, other: str) -> bool:
    """Whether two words for a kind of body mean the same."""
    return one == other or {one, other} <= _JOINT


def shown(rows: pl.DataFrame, known_on: date) -> pl.DataFrame:
    """Return the rows that a source, or a ledger, showed at the end of a day."""
    return known(rows, known_on).filter(pl.col("known_to").is_null())


@with_facts(4)
def register(facts: Facts, known_on: date) -> Mapping[str, Body]:
    """Return every body of the register of organisations by code, as known at the end of a day."""
    bodies = shown(facts.bodies, known_on).filter(pl.col("version_of").is_null())
    # The list that is nearest to the source first, and of several times of one body the last.
    whole = pl.col("source") == "organisations"
    ranked = bodies.sort("org_id", whole, "valid_from", descending=[False, False, True], nulls_last=True)
    found: dict[str, Body] = {}
    for row in ranked.iter_rows(named=True):
        body = _body(row)
        found[body.org_id] = _filled(found[body.org_id], body) if body.org_id in found else body
    for org_id, field, value in _corrections(facts, known_on):
        if org_id in found and field in _FIELDS and _is_usable(field, value):
            found[org_id] = _body(found[org_id]._asdict() | {field: _value(field, value)})
    return found


def _body(row: Mapping[str, object]) -> Body:
    return Body(**{key: row[key] if "valid" in key else row[key] or "" for key in Body._fields})  # type: ignore[arg-type]


def _filled(best: Body, other: Body) -> Body:
    """Fill in what the better source leaves out; when a body began and ended is told by one source alone."""
    missing = {key: getattr(other, key) for key in ("other_name", "type", "ministry_id", "parent")}
    return best._replace(**{key: value for key, value in missing.items() if not getattr(best, key)})


def _corrections(facts: Facts, known_on: date) -> list[tuple[str, str, str]]:
    """Return what people corrected, in the order in which it counts: org_id, field, value."""
    about = pl.col("subject").fill_null("")
    rows = shown(facts.corrections, known_on).filter(about.str.starts_with(_ABOUT_A_BODY))
    begun = rows.filter(pl.col("valid_from").is_null() | (pl.col("valid_from") <= known_on))
    ordered = begun.sort("valid_from", "known_from", "entry", nulls_last=False)
    said = ordered.select(
        about.str.strip_prefix(_ABOUT_A_BODY).str.to_lowercase(),
        pl.col("field", "value").fill_null("").str.strip_chars(),
    )
    # One without a field is a text for readers.
    return [(org_id, field, "" if value in _NOTHING else value) for org_id, field, value in said.rows() if field]


def unusable(facts: Facts, known_on: date) -> list[tuple[str, str, str]]:
    """Return the corrections that say nothing we can use: org_id, field, value."""
    return [one for one in _corrections(facts, known_on) if not _is_usable(*one[1:])]


def _is_usable(field: str, value: str) -> bool:
    if field not in {*_FIELDS, SAME_AS}:
        return False
    return not field.startswith("valid_") or not value or _day(value) is not None


def _value(field: str, value: str) -> object:
    if field.startswith("valid_"):
        return _day(value)
    return value.lower() if field in _CODES else value


def _day(text: str) -> date | None:
    """Return a day; None for a text that is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@with_facts(4)
def same_as(facts: Facts, known_on: date) -> Mapping[str, str]:
    """Return the codes by which people said the register of organisations has a body that is named otherwise."""
    return {org_id: value.lower() for org_id, field, value in _corrections(facts, known_on) if field == SAME_AS}


@with_facts(4)
def names_used(facts: Facts, known_on: date) -> Mapping[str, frozenset[tuple[str, str, str]]]:
    """Return what each code is called here: source, name and kind, empty where it is not said.

    The Algorithm Register's own names, lists and chains as last shown, and inventories, which name
    a code alone.
    """
    newest = known(facts.organisations, known_on).sort("known_from", "name")
    own = newest.group_by("org_id", pl.col("rank").fill_null(1), maintain_order=True).last()
    rows: set[tuple[str, str, str, str]] = set()
    source = {1: "register", 2: "list", 3: "relations"}
    for org_id, rank, name, kind in own.select("org_id", "rank", "name", "type").iter_rows():
        rows.add((org_id, source.get(rank, "register"), name or "", kind or ""))
    members = _newest(known(facts.members, known_on), "type", "org_id", "name")
    rows |= {(org_id, "list", name or "", kind) for kind, org_id, name in members.iter_rows()}
    owning = (known(frame, known_on)["org_id"] for frame in (facts.owners, facts.versions))
    rows |= {(org_id, "register", "", "") for owners in owning for org_id in owners.unique()}
    above = _newest(known(facts.relations, known_on), "ministry_id", "ministry")
    rows |= {(org_id, "relations", name or "", "ministerie") for org_id, name in above.iter_rows()}
    delivered = facts.inventories.filter(day("observed_at") <= known_on)
    rows |= {(org_id, "inventory", "", "") for org_id in delivered["org_id"].unique()}
    found: dict[str, set[tuple[str, str, str]]] = {}
    for org_id, *said in rows:
        if org_id:
            found.setdefault(org_id, set()).add((said[0], said[1], said[2]))
    return {org_id: frozenset(all_said) for org_id, all_said in found.items()}


def _newest(rows: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Return the last of these columns (a key, and the name) for each key."""
    ordered = rows.sort("known_from", columns[-1])
    return ordered.unique(list(columns[:-1]), keep="last").select(columns)


@with_facts(4)
def joined(facts: Facts, known_on: date) -> Mapping[str, Body]:
    """Return the bodies named here that the register of organisations knows too, by the code used here.

    They are the same when code, kind and name agree, or when a person said so. What a source does
    not say cannot disagree.
    """
    every, said = register(facts, known_on), same_as(facts, known_on)
    found = {}
    for org_id, names in names_used(facts, known_on).items():
        body = every.get(said.get(org_id, org_id))
        if body and (org_id in said or all(agrees(body, name, kind) for _, name, kind in names)):
            found[org_id] = body
    return found


def agrees(body: Body, name: str, kind: str) -> bool:
    """Whether what is said of a body fits what the register of organisations says of it."""
    return (not name or body.called(name)) and body.of_kind(kind)


def listed(facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Return the bodies that had begun by a day, as the register of organisations has them.

    Columns: org_id, name (as it was on that day), type, ministry_id, parent, valid_from,
    valid_until, successor, state (living or ended on that day), here (joined, or to be resolved;
    null for a body that no source here names).
    """
    ours, used = joined(facts, known_on), names_used(facts, known_on)
    here = {body.org_id: "joined" for body in ours.values()} | {
        code: "to be resolved" for code in used if code not in ours
    }
    names = _names_on(facts, as_of, known_on)
    rows = [
        body._asdict()
        | {
            "name": names.get(body.org_id, body.name),
            "state": "ended" if body.ended(as_of) else "living",
            "here": here.get(body.org_id),
        }
        for body in register(facts, known_on).values()
        if body.valid_from is None or body.valid_from <= as_of
    ]
    days = dict.fromkeys(("valid_from", "valid_until"), pl.Date)
    columns = ("org_id", "name", "type", "ministry_id", "parent", *days, "successor", "state", "here")
    return pl.DataFrame(rows, schema={key: days.get(key, pl.String) for key in columns}).sort("org_id")


def _names_on(facts: Facts, as_of: date, known_on: date) -> dict[str, str]:
    """Return what bodies were called on a day, of those that have another name since."""
    earlier = shown(facts.bodies, known_on).filter(
        pl.col("version_of").is_not_null(),
        pl.col("valid_until") >= as_of,
        pl.col("valid_from").is_null() | (pl.col("valid_from") <= as_of),
    )
    ordered = earlier.sort("valid_until", "name", descending=True)
    return dict(ordered.select("version_of", "name").iter_rows())
