"""What a draft registration would meet: what its standard refuses, what will not count, and its score.

Whether a field is valid is what ``metrics.texts`` says. The rules added here leave no verdict: a
required field that is empty, an old spelling, the form of a link or of an e-mail address.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import orjson
import polars as pl
from rapidfuzz import fuzz, process, utils

from metrics.checks.content import CONTENT
from metrics.draft_advice import ADVICE, SERIOUS, WARNING, Severity
from metrics.families.completeness import REQUIREMENTS, Requirement, score_of
from metrics.findings import findings as of_texts
from metrics.registry import Text
from metrics.texts import LINK, MAIL, RULES, filled, has, of, says, texts
from metrics.verdicts import verdicts
from sql.fields import BY_KEY, CATEGORY_LETTERS, EXPORT_COLUMNS, FIELDS, LINKS, NOT_STATED, REQUIRED, STANDARDS, Field

#: What the register itself writes, and no field of a standard.
_BY_REGISTER: Final = frozenset({"standard_version", "algorithm_id", "lars", "publication_dt", "org_id"})
#: Of a hundred: words less alike than this are no guess at what was meant.
_ALIKE: Final = 80
#: Delivered before values were fixed: what is not permitted is told, and not refused.
_FREE: Final = "0.1"


@dataclass(frozen=True)
class Finding:
    """Something to fix: in which row of the file, in which field or column, and what to do."""

    row: int
    field: str
    rule: str
    severity: Severity
    value: str
    advice: Text


@dataclass(frozen=True)
class Scored:
    """What one row would score: points owed, points got, and the state of each requirement."""

    row: int
    asked: int
    valid: int
    filled: int
    requirements: Mapping[str, str]


def findings(drafts: pl.DataFrame, columns: Mapping[str, int]) -> list[Finding]:
    """Return what there is to fix, by row and then in the order of the fields.

    ``drafts`` has row (its place in the file), standard, category and status (as read: canonical
    words) and body (JSON of its cells); ``columns`` every column, and the row where it first stands.
    """
    found = [*_breaches(_ruled(drafts)), *_elsewhere(drafts), *_unknown(columns)]
    places = {key: place for place, key in enumerate(("standard_version", *BY_KEY))}
    return sorted(found, key=lambda one: (one.row, places.get(one.field, len(places)), one.field, one.rule))


def to_check(drafts: pl.DataFrame, told: Sequence[Finding]) -> list[Finding]:
    """Return what the checks of texts say of drafts beside what was ``told``, by row.

    What is empty is in ``scores``, and of a field that was told of nothing more is said. Nothing
    here is serious: no standard refuses it.
    """
    seen = {(one.row, one.field) for one in told}
    by_score = {one.name for one in CONTENT}
    return [
        Finding(int(row), key, one.check, WARNING if one.severity == SERIOUS else one.severity, "", one.fix)
        for row, found in of_texts(_keyed(_ruled(drafts))).items()
        for one in found
        if one.check not in by_score
        for key in one.said or one.fields[:1] or ("standard_version",)
        if (int(row), key) not in seen
    ]


def scores(drafts: pl.DataFrame) -> list[Scored]:
    """Return what each row would score, in the order of the rows."""
    judged = verdicts(_keyed(_ruled(drafts)))
    valid, filled_in = (score_of("valid"), score_of("filled"))
    points = judged.select(
        "content",
        "asked",
        "filled",
        "valid",
        owed=valid.owed,
        got=valid.passed,
        said=filled_in.passed,
    )
    return [
        Scored(
            int(row["content"]),
            row["owed"],
            row["got"],
            row["said"],
            {one.key: _state(one, row) for one in REQUIREMENTS},
        )
        for row in points.sort(pl.col("content").cast(pl.Int64)).iter_rows(named=True)
    ]


def _state(one: Requirement, row: Mapping[str, Any]) -> str:
    asked = row["asked"] & one.mask
    if not asked:
        return "not_asked"
    if row["valid"] & asked:
        return "valid"
    return "filled" if row["filled"] & asked else "empty"


def _keyed(drafts: pl.DataFrame) -> pl.DataFrame:
    return drafts.select(pl.col("row").cast(pl.String).alias("content"), pl.exclude("row", "content"))


def _ruled(drafts: pl.DataFrame) -> pl.DataFrame:
    """Return drafts with the newest standard in the place of one that does not exist."""
    known = pl.col("standard").is_in(STANDARDS)
    return drafts.with_columns(standard=pl.when(known).then("standard").otherwise(pl.lit(STANDARDS[-1])))


def _missing(one: Field) -> pl.Expr | None:
    standards = [standard for standard, keys in REQUIRED.items() if one.key in keys]
    return pl.col("standard").is_in(standards) & ~filled(one) if standards else None


def _no_link(one: Field) -> pl.Expr | None:
    return says(one) & ~of(one).str.contains(LINK) if one.key in LINKS else None


def _no_contact(one: Field) -> pl.Expr | None:
    # Many bodies have a page for it.
    return says(one) & ~of(one).str.contains(f"{MAIL}|{LINK}") if one.key == "contact_email" else None


def _old_spelling(one: Field) -> pl.Expr | None:
    # It counts as the word that it was understood to be, and a delivery of it is refused.
    permitted = list(one.permitted["1.0"]) if one.key == "status" else []
    return filled(one) & ~of(one).is_in(permitted) & (pl.col("stated") != NOT_STATED) if permitted else None


#: By name, as ``RULES``: what leaves no verdict. Said of empty fields too, where the rule says so.
_MORE: Final[Mapping[str, Callable[[Field], pl.Expr | None]]] = {
    "missing": _missing,
    "link_form": _no_link,
    "contact_form": _no_contact,
    "old_spelling": _old_spelling,
}
#: Told in the words of another rule.
_TOLD_AS: Final = {"status": "not_permitted", "old_spelling": "not_permitted"}


def _breaches(drafts: pl.DataFrame) -> Iterator[Finding]:
    said = texts(_keyed(drafts))
    for one in FIELDS:
        for name, rule in (*RULES.items(), *_MORE.items()):
            broken = rule(one)
            if broken is None:
                continue
            wanted = has(one) & (broken if name in _MORE else filled(one) & broken)
            rows = said.filter(wanted.fill_null(value=False)).select(
                pl.col("content").cast(pl.Int64), "standard", "stated", of(one).alias("text")
            )
            for row, standard, stated, text in rows.iter_rows():
                yield _breach(one, _TOLD_AS.get(name, name), row, (standard, stated, text))


def _breach(one: Field, rule: str, row: int, said: tuple[str, str, str]) -> Finding:
    standard, stated, text = said
    if rule == "too_long":
        limit = one.limits[standard]
        return _finding(row, one.key, rule, text, limit=limit, over=len(text) - limit)
    if rule == "not_permitted":
        permitted = one.permitted[standard]
        wrong = next(part for part in (text.split(", ") if one.kind == "list" else [text]) if part not in permitted)
        meant = stated if one.key == "status" and stated != NOT_STATED else _meant(wrong, permitted)
        told = _finding(row, one.key, rule, text, wrong=wrong, nearest=_choice(meant, permitted))
        return replace(told, severity=WARNING) if standard == _FREE else told
    return _finding(row, one.key, rule, text, standard=standard)


def _finding(row: int, field: str, rule: str, value: str, **values: object) -> Finding:
    advice = ADVICE[rule]
    nl, en = (
        advice.text[language].format(
            **{key: word[language] if isinstance(word, Text) else word for key, word in values.items()}
        )
        for language in ("nl", "en")
    )
    return Finding(row, field, rule, advice.severity, value, Text(nl, en))


def _meant(word: str, known: Sequence[str]) -> str | None:
    """Return the known word that was most likely meant, None when none is like it."""
    letter = CATEGORY_LETTERS.get(word.upper())
    if letter in known:
        return letter
    found = process.extractOne(word, known, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=_ALIKE)
    return found[0] if found else None


def _choice(meant: str | None, known: Sequence[str]) -> Text:
    if meant:
        return Text(f"'{meant}'", f"'{meant}'")
    return Text(f"een van: {'; '.join(known)}", f"one of: {'; '.join(known)}")


def _elsewhere(drafts: pl.DataFrame) -> Iterator[Finding]:
    """Tell of what is filled and not read: another standard's fields, and of a standard that does not exist."""
    for row in drafts.select("row", "standard", "body").iter_rows(named=True):
        standard = row["standard"]
        if standard not in STANDARDS:
            yield _finding(
                row["row"],
                "standard_version",
                "unknown_standard",
                standard,
                wrong=standard,
                nearest=_choice(None, STANDARDS),
            )
            standard = STANDARDS[-1]
        read = {column for one in FIELDS for column in one.sources(standard)} | _BY_REGISTER
        for column, value in orjson.loads(row["body"]).items():
            if value and column in EXPORT_COLUMNS - read:
                yield _finding(row["row"], column, "not_in_standard", value, standard=standard)


def _unknown(columns: Mapping[str, int]) -> Iterator[Finding]:
    known = sorted(EXPORT_COLUMNS)
    for column, row in columns.items():
        if column not in EXPORT_COLUMNS:
            meant = _meant(column, known)
            asked = Text(f": bedoelt u '{meant}'?", f": do you mean '{meant}'?") if meant else Text("", "")
            yield _finding(row, column, "unknown_column", "", meant=asked)
