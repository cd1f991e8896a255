"""Links by names alone: of each line the registration of its body whose words, sorted, are most alike."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polars as pl
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from tests.bench import lists

#: Alike enough to be taken for the same (0 to 100).
_ALIKE: Final = 80.0


def links(folder: Path) -> str:
    """Return the best of each line."""
    lines, registrations, _ = lists.read(folder)
    theirs = registrations.partition_by("org_id", as_dict=True)
    found = [
        row
        for key, ours in lines.partition_by("org_id", as_dict=True).items()
        if key in theirs
        for row in _best(ours, theirs[key])
    ]
    schema = dict.fromkeys(("org_id", "local_id", "lars"), pl.String)
    return lists.told(folder, pl.DataFrame(found, schema=schema, orient="row"))


def _best(ours: pl.DataFrame, theirs: pl.DataFrame) -> Iterator[tuple[str, str, str]]:
    scores = process.cdist(
        [default_process(name) for name in ours["name"]],
        [default_process(name) for name in theirs["name"]],
        scorer=fuzz.token_sort_ratio,
        workers=-1,
    )
    lars = theirs["lars"].to_list()
    keys = ours.select("org_id", "local_id").iter_rows()
    for (org_id, local_id), place, score in zip(keys, scores.argmax(axis=1), scores.max(axis=1), strict=True):
        if score >= _ALIKE:
            yield org_id, local_id, lars[place]
