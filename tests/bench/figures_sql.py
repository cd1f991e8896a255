"""The same figures from the texts, in DuckDB SQL: verdicts, points, steps by month, and a running total."""

from pathlib import Path

from tests.bench.bits_duckdb import asked, connect, filled, valid
from tests.bench.figures_ours import METRICS, MONTHS, Row, digest
from tests.bench.rules import FIELDS_SCORED, SCORED


def monthly(folder: Path) -> str:
    """Return the figures by organisation and month, as a digest."""
    first, last = (one.year * 12 + one.month for one in (MONTHS[0], MONTHS[-1]))
    sums = ", ".join(f"sum({one}) AS {one}" for one in _SUMS)
    minus = ", ".join(f"-{one} AS {one}" for one in _SUMS)
    running = ", ".join(f"sum(coalesce({one}, 0)) OVER bodies AS {one}" for one in _SUMS)
    found = connect().execute(
        f"""
        WITH judged AS (SELECT content, {_judged()} FROM read_parquet($fields)),
        scored AS (SELECT content, {_scored()} FROM judged),
        public AS (FROM read_parquet($stays) JOIN scored USING (content)),
        steps AS (
            SELECT org_id, year(from_day) * 12 + month(from_day) AS m, {", ".join(_SUMS)} FROM public
            UNION ALL SELECT org_id, year(to_day) * 12 + month(to_day), {minus} FROM public
        ),
        summed AS (SELECT org_id, m, {sums} FROM steps GROUP BY ALL),
        grid AS (FROM (SELECT DISTINCT org_id FROM summed), (SELECT unnest(range({first}, {last + 1})) AS m)),
        totals AS (
            SELECT org_id, m, {running} FROM grid FULL JOIN summed USING (org_id, m)
            WINDOW bodies AS (PARTITION BY org_id ORDER BY m)
        )
        SELECT org_id, m, {", ".join(_SUMS)} FROM totals WHERE m BETWEEN {first} AND {last}
        """,  # noqa: S608
        {"fields": str(folder / "fields" / "*.parquet"), "stays": str(folder / "stays.parquet")},
    )
    return digest(row for one in found.fetchall() for row in told(one[0], one[1], one[2:]))


def told(body: str, month: int, totals: tuple[int, ...]) -> list[Row]:
    """Return the figures of a body and month from its totals, in the order of ``SUMS``."""
    pairs = zip(METRICS, totals[::2], totals[1::2], strict=True)
    return [(metric, month, body, owed, passed) for metric, owed, passed in pairs if owed > 0]


#: Asked and passed of each metric.
_SUMS = tuple(f"{kind}{place}" for place in range(len(METRICS)) for kind in ("owed", "passed"))


def _judged() -> str:
    """Return the verdicts that the figures need: of each field that is scored."""
    judges = (("asked", asked), ("filled", filled), ("valid", valid))
    return ", ".join(f'({judge(rule)}) AS "{rule.key} {step}"' for rule in FIELDS_SCORED for step, judge in judges)


def _scored() -> str:
    """Return points owed and passed of each metric."""
    columns = []
    for step, requirements in SCORED.values():
        owed = " + ".join(f"({_any('asked', fields)})::INT * {weight}" for fields, weight in requirements)
        passed = " + ".join(f"({_any(step, fields)})::INT * {weight}" for fields, weight in requirements)
        columns += [owed, passed]
    return ", ".join(f"{column} AS {name}" for column, name in zip(columns, _SUMS, strict=True))


def _any(step: str, fields: tuple[str, ...]) -> str:
    return " OR ".join(f'("{key} asked" AND "{key} {step}")' for key in fields)
