"""What is held, on a terminal: every run, or one of them beside the last good one."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.terminal import NO_VALUE, print_json, print_table, show
from sql.cells import visible
from sql.status import read_status


def runs(data: Path, form: str) -> None:
    """Print the runs that hold something: one a line, with the numbers that matter."""
    found = [
        {"source": source["name"]}
        | {key: held[key] for key in ("run", "observed_at", "rows", "reason")}
        | {"last_rows": source["rows"]}
        for source in read_status(data).get("sources", [])
        for held in source["held"]
    ]
    kinds = {"source": pl.String, "run": pl.String, "observed_at": pl.String, "rows": pl.Int64}
    show(pl.DataFrame(found, schema=kinds | {"last_rows": pl.Int64, "reason": pl.String}), form, {"held": len(found)})


def attempts(found: Sequence[Mapping[str, Any]], form: str) -> None:
    """Print what a run held, beside the last good run, and what can be done about it."""
    if form == "json":
        print_json({"held": found})
        return
    for one in found:
        last = one["last_good"]
        print(f"{one['source']}, run {one['run']}, observed {one['observed_at']}")
        print(f"held because: {one['reason']}" + (f" ({one['decision']})" if one["decision"] else ""))
        print(f"last good: run {last['run']}, observed {last['observed_at']}" if last else "last good: none")
        print(f"rows: {one['rows']} of {one['rows_in']} (last good: {one['last_rows'] or NO_VALUE})")
        for told in (*(f"{count} set aside: {why}" for why, count in one["set_aside"].items()), *one["warnings"]):
            print(f"  {visible(told)}")
        print(f"added: {one['added']}  removed: {one['removed']}  changed: {one['changed']}")
        sample = [[row["what"], row["key"], row["name"] or NO_VALUE, " ".join(row["fields"])] for row in one["sample"]]
        print_table(("what", "key", "name", "fields"), sample)
        filled = [[str(NO_VALUE if cell is None else cell) for cell in row.values()] for row in one["filled"]]
        print_table(("field", "filled in last good", "filled in held"), filled)
    print(f"vulgraad release {found[0]['run']} --author NAME --why REASON   takes it in after all")
    print(f"vulgraad drop {found[0]['run']} --author NAME --why REASON   leaves it out for good")
