"""A register of any size, from our own generator: the same for the same seed, in pieces that fit in memory.

One copy is today's register as ``ingest.sample`` invents it: its versions, in standards 1.0, 0.4 and
0.1, with the usual gaps, placeholders and texts over their limit. More copies say other things under
other numbers; one in ten keeps its texts as they were, as bodies that use one template do.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import polars as pl

from ingest.canonical import read_rows
from ingest.sample.answers import Answers
from ingest.sample.generate import Register, generate
from ingest.sources.register_export import read_csv
from sql.fields import EXPORT_COLUMNS

SEED: Final = 4
#: The register as it was when it held 1,530 registrations.
TODAY: Final = datetime(2026, 8, 8, tzinfo=UTC)
#: So many copies are held in memory at a time: 140,000 versions, 600 MB of text.
_AT_ONCE: Final = 50
#: Publications of copies are spread over so many days after those of the first.
_SPREAD: Final = 120
_LONG: Final = (
    "goal",
    "proportionality",
    "human_intervention",
    "risks",
    "lawful_basis",
    "source_data",
    "methods_and_models",
    "impacttoetsen",
    "monitoring",
)
#: A text shorter than this is a placeholder, or an answer in a word.
_WORDS: Final = 20
#: So many pairs of words there are to draw from, and so many are drawn for one text: 250 characters.
_PAIRS: Final = 65_536
_LENGTH: Final = 18
_EMPTY: Final = r'"[a-z_]+":(null|""),?'


def one_copy(register: Register) -> pl.DataFrame:
    """Return a row a version: the export's cells, what was read of them, whose it is and until when it was public.

    ``registration`` numbers the registrations; ``again`` says that a version repeats the words before it.
    """
    files = dict(Answers(register, TODAY).files())
    rows = read_rows(read_csv(files["history_NLD.csv"])[0]).rows
    stays = [
        {"lars": one.lars, "registration": number, "body": one.body.org_id, "until": one.stay.until}
        for number, one in enumerate(register.registrations)
    ]
    until = {"until": pl.Datetime("us", "UTC")}
    ordered = rows.join(pl.DataFrame(stays, schema_overrides=until), on="lars").sort("registration", "_published_at")
    words = pl.struct(pl.exclude("publication_dt", r"^_.*$"))
    return ordered.with_columns(again=(words == words.shift(1)).fill_null(value=False))


def pieces(copies: int) -> Iterator[pl.DataFrame]:
    """Yield that many copies of the register, some at a time."""
    first = one_copy(generate(SEED))
    pairs = _pairs(first)
    for start in range(0, copies, _AT_ONCE):
        some = pl.concat(_copied(first, number) for number in range(start, min(start + _AT_ONCE, copies)))
        yield some.with_columns(_longer(one, pairs) for one in _LONG)


def _copied(first: pl.DataFrame, copy: int) -> pl.DataFrame:
    """Return a copy under its own numbers, names, words and days."""
    size = pl.lit(first["registration"].max(), pl.Int64) + 1
    number = pl.col("registration") + copy * size
    numbered = first.with_columns(registration=number, lars=_lars(number))
    if not copy:
        return numbered
    later = pl.duration(seconds=(pl.col("registration").hash(copy) % (_SPREAD * 86_400)).cast(pl.Int64))
    moved = (pl.col(one) + later for one in ("_published_at", "until"))
    return numbered.with_columns(pl.format("{} ({})", "name", pl.lit(copy)).alias("name"), *moved)


def _pairs(first: pl.DataFrame) -> pl.Series:
    """Return pairs of words of the register, drawn by chance: many, so that texts are as hard to pack as real ones."""
    words = pl.concat(first[one].str.split(" ").explode() for one in _LONG).drop_nulls().unique().sort()
    left, right = (words.gather(pl.int_range(_PAIRS, eager=True).hash(seed) % words.len()) for seed in (1, 2))
    return left + " " + right


def _longer(field: str, pairs: pl.Series) -> pl.Expr:
    """Lengthen a text by words of its own, the same in all versions of a registration."""
    place, drawn = pl.col("registration"), range(_LENGTH)
    said = (pl.lit(pairs).gather(place.hash(_LONG.index(field) * _LENGTH + number) % _PAIRS) for number in drawn)
    template = place.hash(SEED) % 10 == 0
    worth = ~template & (pl.col(field).str.len_chars() > _WORDS)
    return pl.when(worth).then(pl.concat_str(field, *said, separator=" ")).otherwise(field).alias(field)


def _lars(number: pl.Expr) -> pl.Expr:
    """Return the registration number of a place: seven digits from 1 to 9, and their check digit."""
    digits = [number // 9**power % 9 + 1 for power in range(7)]
    check = (3 * sum(digits[::2], pl.lit(0)) + sum(digits[1::2], pl.lit(0))) % 10
    return pl.concat_str(*digits, check)


def bodies(rows: pl.DataFrame) -> pl.DataFrame:
    """Return what arrives at our verdicts: ids, what was read of them, and the JSON of the cells that have a value."""
    cells = pl.struct(sorted(EXPORT_COLUMNS & set(rows.columns))).struct.json_encode()
    place = pl.int_range(pl.len()).over("registration")
    return rows.select(
        content=pl.format("{}-{}", "lars", place).str.pad_start(64, "0"),
        lars="lars",
        published_at="_published_at",
        standard="_standard",
        category="_category",
        status="_status",
        body=cells.str.replace_all(_EMPTY, "").str.replace(",}", "}", literal=True),
    )
