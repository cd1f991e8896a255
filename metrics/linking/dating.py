"""From when to when a pair of a line and a registration scores what: the best of all texts known so far."""

import polars as pl

_KEY = ("org_id", "local_id", "lars", "basis")
_SAID = ("score", "evidence", "parts")


def held(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows of ``pairs`` that may overlap as a step function: at each moment the best that holds then.

    Columns: those of the frame ``pairs``, in order, a row of one key ending where the next begins or before.
    A row that ends before it begins says nothing. Held rows stay as they are.
    """
    lasting = rows.filter(pl.col("known_to").is_null() | (pl.col("known_from") < pl.col("known_to")))
    several = pl.struct(_KEY).is_duplicated()
    alone, overlapping = lasting.filter(~several), lasting.filter(several)
    if overlapping.is_empty():
        return alone.sort(*_KEY, "known_from")
    return pl.concat([alone, _stepped(overlapping).select(rows.columns)]).sort(*_KEY, "known_from")


def _stepped(rows: pl.DataFrame) -> pl.DataFrame:
    """Cut the time of each key where a row begins or ends, and take the best of each piece."""
    ends = rows.filter(pl.col("known_to").is_not_null()).select(*_KEY, at="known_to")
    cuts = pl.concat([rows.select(*_KEY, at="known_from"), ends]).unique().sort(*_KEY, "at")
    pieces = cuts.with_columns(until=pl.col("at").shift(-1).over(_KEY))
    holding = pieces.join(rows, on=_KEY).filter(
        pl.col("known_from") <= pl.col("at"), pl.col("known_to").is_null() | (pl.col("known_to") > pl.col("at"))
    )
    # Evidence decides between equal scores, so that the order of rows never does.
    told = pl.col("evidence").list.eval(pl.element().cast(pl.String)).list.join(" ")
    order = pl.concat_str(told, pl.col("parts").cast(pl.String), separator=" ")
    ranked = holding.with_columns(order=order).sort(
        *_KEY, "at", "score", "order", descending=[*[False] * (len(_KEY) + 1), True, False], nulls_last=True
    )
    best = ranked.unique([*_KEY, "at"], keep="first", maintain_order=True)
    return _joined(best.select(*_KEY, *_SAID, known_from="at", known_to="until"))


def _joined(pieces: pl.DataFrame) -> pl.DataFrame:
    """Join pieces that follow each other and say the same."""
    same = [pl.col(one).eq_missing(pl.col(one).shift(1)) for one in (*_KEY, *_SAID)]
    follows = pl.all_horizontal(*same, (pl.col("known_from") == pl.col("known_to").shift(1)).fill_null(value=False))
    run = (~follows.fill_null(value=False)).cum_sum().alias("run")
    return (
        pieces.with_columns(run)
        .group_by("run", maintain_order=True)
        .agg(pl.col(*_KEY, *_SAID, "known_from").first(), pl.col("known_to").last())
        .drop("run")
    )
