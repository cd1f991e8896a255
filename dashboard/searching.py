"""What a reader may mean: bodies and registrations by name, abbreviation, code or lars, the likeliest first."""

import re
from typing import Final
from weakref import WeakKeyDictionary

import polars as pl

from dashboard.bodies import Body, bodies
from dashboard.data import Edition
from dashboard.view import View

BODY, ENTRY = "body", "entry"
#: One row is a body or a registration, with every word by which it is found.
_SCHEMA: Final = {
    "kind": pl.String,
    "key": pl.String,
    "name": pl.String,
    "about": pl.String,
    # Spaces before each word and at the end, so that a word can be asked for by its beginning, or whole.
    "text": pl.String,
    "exact": pl.String,
}
#: Words that abbreviations leave out, and what a name of this kind of body begins with.
_SMALL: Final = frozenset({"van", "voor", "de", "het", "der", "den", "te", "in", "op", "aan"})
_KIND: Final = re.compile(r"^(?:het )?ministerie van (?:de |het )?", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"[^\w]+")
_AND: Final = "en"
_SHORTEST, _LONGEST = 2, 6
_indexes: WeakKeyDictionary[Edition, dict[object, pl.DataFrame]] = WeakKeyDictionary()


def abbreviations(name: str) -> set[str]:
    """Return how the words of a name may be abbreviated: JenV and JV, BZK, DUO."""
    words = [word for word in _BETWEEN.split(_KIND.sub("", name)) if word and word.casefold() not in _SMALL]
    most = "".join(word[0] for word in words if word.casefold() != _AND)
    whole = "".join(_AND if word.casefold() == _AND else word[0] for word in words)
    return {short.casefold() for short in (most, whole) if _SHORTEST <= len(short) <= _LONGEST}


def find(view: View, text: str) -> pl.DataFrame:
    """Return what has every word of a text, on the day of a view; what begins with it or is it exactly goes first."""
    asked = _plain(pl.Series([text]))[0].strip()
    words = asked.split()
    index = _index(view)
    if not words:
        return index.clear()
    every = pl.all_horizontal(pl.col("text").str.contains(word, literal=True) for word in words)
    begins = pl.all_horizontal(pl.col("text").str.contains(f" {word}", literal=True) for word in words)
    rank = (
        pl.when(pl.col("exact").str.contains(f"|{asked}|", literal=True))
        .then(0)
        .when(pl.col("text").str.starts_with(f" {asked}"))
        .then(1)
        .when(begins)
        .then(2)
        .otherwise(3)
    )
    exact = pl.col("exact").str.contains(f"|{asked}|", literal=True)
    found = index.filter(every | exact).with_columns(rank=rank)
    return found.sort("rank", "kind", pl.col("name").str.len_chars(), "name", "key")


def _index(view: View) -> pl.DataFrame:
    """Return the index of a day, made once for a mart."""
    made = _indexes.setdefault(view.mart, {})
    if view.as_of not in made:
        made.clear()
        made[view.as_of] = pl.concat([_of_bodies(view), _of_entries(view)])
    return made[view.as_of]


def _of_bodies(view: View) -> pl.DataFrame:
    known = bodies(view.mart.facts, view.mart.last_day or view.as_of).values()
    stated = _stated(view.mart)
    rows = [(BODY, b.org_id, b.name, b.ministry, *_words(b, stated.get(b.org_id, []))) for b in known]
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    return frame.with_columns(text=_plain(frame["text"]), exact=_exact(frame["exact"]))


def _words(body: Body, stated: list[str]) -> tuple[str, str]:
    short = sorted({*abbreviations(body.name), *stated})
    return f"{body.name} {' '.join(stated)} {body.org_id}", "|".join((*short, body.org_id, body.name))


def _stated(edition: Edition) -> dict[str, list[str]]:
    """Return by which other names and abbreviations the registers of organisations know a body."""
    known = edition.facts.bodies.filter(pl.col("known_to").is_null())
    found: dict[str, list[str]] = {}
    for code, *names in known.select("org_id", "abbreviation", "other_name").iter_rows():
        found.setdefault(code, []).extend(name for name in names if name)
    return found


def _of_entries(view: View) -> pl.DataFrame:
    frame = view.mart.registrations(view.as_of)
    named = frame.with_columns(pl.col("name").fill_null(""), pl.col("organisation").fill_null(""))
    return named.select(
        pl.lit(ENTRY).alias("kind"),
        pl.col("lars").alias("key"),
        "name",
        pl.col("organisation").alias("about"),
        _plain(named["name"] + " " + named["lars"]).alias("text"),
        ("|" + named["lars"] + "|").alias("exact"),
    ).cast(_SCHEMA)  # type: ignore[arg-type]  # polars wants a wider mapping


def _plain(texts: pl.Series) -> pl.Series:
    """Return texts in small letters without accents and signs, a space round each word."""
    bare = texts.str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()
    return " " + bare.str.replace_all(r"[^\p{L}\p{N}|]+", " ").str.strip_chars() + " "


def _exact(texts: pl.Series) -> pl.Series:
    return "|" + _plain(texts).str.strip_chars() + "|"


def href(view: View, kind: str, key: str) -> str:
    """Return where a body or a registration is shown."""
    if kind == BODY:
        return view.url(f"/organisatie/{key}")
    return view.url(f"/registratie/{key}")
