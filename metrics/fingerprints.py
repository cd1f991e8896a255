"""Fingerprints of what an entry says: 64-bit numbers that are equal where the words are.

Two texts that differ only in tags, entities, the form of their characters or in white space have
one fingerprint. Polars makes the numbers; another Polars may make others, so ``probe`` is one of
them: the version of verdicts follows from it, and texts are then judged anew.
"""

import html
from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import Final

import polars as pl

from metrics.texts import LINK, of, texts
from sql.fields import BY_KEY, FIELDS, LINKS
from sql.links import CLOSING, ENDINGS, IN_TEXT

#: Texts that people write: where the same words may be copied from another entry.
PROSE: Final = (
    "name",
    "description_short",
    "goal",
    "proportionality",
    "human_intervention",
    "risks",
    "lawful_basis",
    "impacttoetsen",
    "source_data",
    "methods_and_models",
    "impact",
    "decision_making_process",
    "description",
    "monitoring",
    "performance_standard",
    "objection_procedure",
)
#: Whose fingerprints stand in ``prints``, in this order.
PRINTED: Final = tuple(key for key in PROSE if key != "name")
#: Shorter texts are the same by chance: no boilerplate, and no copy.
PRINT_FROM: Final = 40
COPY_FROM: Final = 20

#: What makes a change a real one: not the language of the export.
_SAID: Final = tuple(one.key for one in FIELDS if one.key != "lang")
_SEED: Final = 20_260_808
_TAG: Final = r"<[^<>]*>"
#: Anything but letters and signs of which NFKC makes the same letters and signs.
_TO_COMPOSE: Final = "[^\x00-\x7fÀ-ÖØ-öø-ÿ‘’“”–—•€]"  # noqa: RUF001 - the signs that texts hold
_TO_COLLAPSE: Final = r"\s\s+|[\s&&[^ ]]"
#: What stands before each part of a grouping: ``1: Awb, https://… . 2: …``.
NUMBERED: Final = r"(?:^|\. )\d+: "
#: Between two texts, and two parts of one: no text holds it.
_BETWEEN, _PART = "\x1e", "\x1f"


def number(text: pl.Expr) -> pl.Expr:
    """Return the fingerprint of a text as it stands."""
    return text.hash(_SEED).reinterpret(signed=True)


@cache
def probe() -> int:
    """Return a fingerprint that tells one Polars from another; not at import, since the web forks after that."""
    found: int = pl.select(number(pl.lit("Vulgraad"))).item()
    return found


def plain(text: pl.Series) -> pl.Series:
    """Return texts without tags and entities, in NFKC, white space collapsed; case is kept."""
    text = _changed(text, text.str.contains("<", literal=True), lambda one: one.str.replace_all(_TAG, " "))
    text = _changed(text, text.str.contains("&", literal=True), _decoded)
    text = _changed(text, text.str.contains(_TO_COMPOSE), lambda one: one.str.normalize("NFKC"))
    text = _changed(text, text.str.contains(_TO_COLLAPSE), lambda one: one.str.replace_all(_TO_COLLAPSE, " "))
    return text.str.strip_chars(" ")


def _changed(text: pl.Series, where: pl.Series, change: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Change some texts: what changes nothing in most of them is not done to those."""
    at = where.arg_true()
    return text.scatter(at, change(text.gather(at))) if at.len() else text


def _decoded(text: pl.Series) -> pl.Series:
    return pl.Series(text.name, [html.unescape(one) for one in text], pl.String)


def with_fingerprints(said: pl.DataFrame, standard: str) -> pl.DataFrame:
    """Add real, title, prints and links to texts of one standard, and of each prose field ``prose.KEY``.

    ``prose.KEY`` is null for a text of fewer than ``COPY_FROM`` characters.
    """
    known = [one.key for one in FIELDS if standard in one.limits]
    spoken = [key for key in PROSE if key in known]
    flat = said.with_columns(
        _titled(said["field.name"]), *(plain(said[f"field.{key}"]).alias(f"flat.{key}") for key in known)
    )
    low = flat.with_columns(pl.col(f"flat.{key}").str.to_lowercase().alias(f"low.{key}") for key in spoken)
    return low.with_columns(
        *(_number_from(COPY_FROM, key, spoken).alias(f"prose.{key}") for key in PROSE),
        pl.concat_list(_number_from(PRINT_FROM, key, spoken) for key in PRINTED).alias("prints"),
        real=number(pl.concat_str(pl.lit(""), *(_sorted(key, known) for key in _SAID), separator=_BETWEEN)),
        title=pl.when(pl.col("title") != "").then(number(pl.col("title"))),
        links=_urls(known).list.eval(number(pl.element())),
    ).drop(pl.selectors.starts_with("flat.", "low."))


def _number_from(characters: int, key: str, spoken: Sequence[str]) -> pl.Expr:
    """Return the fingerprint of a prose text of so many characters, null for a shorter one."""
    if key not in spoken:
        return pl.lit(None, pl.Int64)
    text = pl.col(f"low.{key}")
    return pl.when(text.str.len_chars() >= characters).then(number(text))


def _sorted(key: str, known: Collection[str]) -> pl.Expr:
    """Return a text with the parts of a list in one order; an empty one for a field that the standard lacks."""
    if key not in known:
        return pl.lit("")
    flat = pl.col(f"flat.{key}")
    if BY_KEY[key].kind == "list":
        return flat.str.split(", ").list.sort().list.join(_PART)
    if BY_KEY[key].kind == "grouping":
        return flat.str.split(NUMBERED, literal=False).list.sort().list.join(_PART)
    return flat


def _titled(name: pl.Series) -> pl.Series:
    """Return names as letters and digits only, so that signs and capitals make no other system."""
    name = _changed(name, name.str.contains(_TO_COMPOSE), lambda one: one.str.normalize("NFKC"))
    return name.str.to_lowercase().str.replace_all(r"[^\p{L}\p{Nd}]+", " ").str.strip_chars(" ").alias("title")


def _urls(keys: Collection[str]) -> pl.Expr:
    """Return the addresses that some fields hold: those of link fields, and those inside groupings."""
    linked = [
        pl.concat_list(pl.when(of(one).str.contains(LINK)).then(of(one)))
        for one in FIELDS
        if one.key in LINKS and one.key in keys
    ]
    grouped = [
        of(one).str.extract_all(IN_TEXT).list.eval(_ended(pl.element()).filter(_ended(pl.element()).str.contains(LINK)))
        for one in FIELDS
        if one.kind == "grouping" and one.key in keys
    ]
    none = pl.lit([], pl.List(pl.String))
    return pl.concat_list(none, *linked, *grouped).list.drop_nulls().list.unique(maintain_order=True)


def _ended(url: pl.Expr) -> pl.Expr:
    """Return addresses without what belongs to the sentence around them."""
    own = url.str.contains("(", literal=True)
    return pl.when(own).then(url.str.strip_chars_end(ENDINGS)).otherwise(url.str.strip_chars_end(ENDINGS + CLOSING))


def link_of(url: pl.Expr) -> pl.Expr:
    """Return what ``links`` of a version hold for an address: to join on."""
    return number(url)


def links_of(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the addresses that entries hold (content, url), once each; takes the rows that ``texts`` takes."""
    urls = texts(rows).select("content", _urls(BY_KEY).alias("url"))
    return urls.explode("url").drop_nulls("url")
