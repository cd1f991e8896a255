"""Links by Splink on DuckDB: the same rows within the same bodies, by a model of names, texts, vendors and starts."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from tests.bench import lists

#: A link from here on: its odds are low, and with this it finds most without many wrong ones.
_PROBABILITY: Final = 0.05
#: How many pairs it draws to learn how often two that are not the same agree.
_DRAWN: Final = 1e6
_WORD: Final = r"[\p{L}\p{N}]{3,}"
_FOUND: Final = {"id_l": pl.String, "id_r": pl.String, "probability": pl.Float64}
_SAME: Final = {"description_short": "description", "provider": "vendor", "begin_date": "start_date"}


def links(folder: Path) -> str:
    """Return the best registration of each line, by a model that is trained on the lists themselves."""
    lines, registrations, _ = lists.read(folder)
    api = DuckDBAPI()
    ours = _rows(lines.with_columns(id=pl.concat_str("org_id", "local_id", separator="/")))
    theirs = _rows(registrations.rename(_SAME).with_columns(id="lars"))
    named = {"lines": ours.to_arrow(), "registrations": theirs.to_arrow()}
    sides = [api.register(rows, dataset_display_name=name) for name, rows in named.items()]
    linker = Linker(sides, _settings(), log_level="ERROR")
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("org_id", "plain")], recall=0.5)
    training.estimate_u_using_random_sampling(max_pairs=_DRAWN, seed=1)
    for rule in (block_on("org_id", "plain"), block_on("org_id", "start", "category")):
        training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=_PROBABILITY)
    query = f"SELECT id_l, id_r, match_probability FROM {found.physical_name}"  # noqa: S608 - its own name
    rows = pl.DataFrame(api.duckdb_con.execute(query).fetchall(), schema=_FOUND, orient="row")
    best = rows.sort("probability", descending=True).unique("id_l", keep="first")
    keyed = lines.select("org_id", "local_id", id_l=pl.concat_str("org_id", "local_id", separator="/"))
    return lists.told(folder, best.join(keyed, on="id_l").select("org_id", "local_id", lars="id_r"))


def _rows(rows: pl.DataFrame) -> pl.DataFrame:
    plain = pl.col("name").str.to_lowercase()
    return rows.select(
        "id",
        "org_id",
        plain=plain,
        words=plain.str.extract_all(_WORD).list.unique(),
        said=pl.col("description").str.to_lowercase().str.extract_all(_WORD).list.unique(),
        vendor=pl.col("vendor").replace("", None),
        start=pl.col("start_date").str.slice(0, 7).replace("", None),
        category="category",
    )


def _settings() -> SettingsCreator:
    comparisons = [
        _shared("words", (1.0, 0.66, 0.5, 0.3)),
        cl.JaroWinklerAtThresholds("plain", [0.95, 0.88, 0.75]),
        _shared("said", (0.7, 0.4, 0.2)),
        cl.ExactMatch("vendor"),
        cl.ExactMatch("start"),
        cl.ExactMatch("category"),
    ]
    return SettingsCreator(
        link_type="link_only",
        unique_id_column_name="id",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=[block_on("org_id")],
    )


def _shared(column: str, shares: Sequence[float]) -> cl.CustomComparison:
    """Compare lists by which share of the shorter one both have: better here than its own counts of shared words."""
    both = f"len(list_intersect({column}_l, {column}_r))"
    shorter = f"greatest(least(len({column}_l), len({column}_r)), 1)"
    levels = [cll.CustomLevel(f"{both} >= {share} * {shorter}", label_for_charts=f"{share}") for share in shares]
    return cl.CustomComparison([cll.NullLevel(column), *levels, cll.ElseLevel()], output_column_name=column)
