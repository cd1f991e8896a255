"""The facts that figures are computed from, of a register of any size: looked at every night for four years."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import polars as pl

from ingest.sample.bodies import Body, bodies, denominators
from metrics import record
from metrics.facts import TOLD, WORKED_OUT, Facts, facts_in
from metrics.schemas import INSTANT, SCHEMAS, empty
from sql.ledger import SHIPPED

#: The register opened, and was collected every night from then on.
FIRST: Final = date(2022, 12, 21)
DAYS: Final = tuple(FIRST + timedelta(days=number) for number in range(4 * 365 + 1))
_NIGHTS: Final = [datetime(one.year, one.month, one.day, 4, 15, tzinfo=UTC) for one in DAYS]
_DELIVERED: Final = datetime(2026, 7, 1, 12, tzinfo=UTC)
_LISTED: Final = 20_000
_LISTS: Final = {
    "municipalities": "gemeente",
    "provinces": "provincie",
    "water-authorities": "waterschap",
}


def versions(rows: pl.DataFrame, verdicts: pl.DataFrame) -> pl.DataFrame:
    """Return the versions of a piece of the register as a mart holds them, with whose each is and until when."""
    nights = pl.DataFrame({"night": _NIGHTS}, schema={"night": INSTANT})
    joined = rows.with_columns(content=verdicts["content"]).join(
        verdicts.drop("version"), on="content", maintain_order="left"
    )
    seen = joined.sort("_published_at").join_asof(nights, left_on="_published_at", right_on="night", strategy="forward")
    return seen.drop_nulls("night").select(
        "lars",
        "content",
        published_at="_published_at",
        known_from="night",
        known_to=pl.lit(None, INSTANT),
        valid_from="_published_at",
        repeats="again",
        basis=pl.lit("publication"),
        identity=pl.lit("stated"),
        name="name",
        organisation="organization",
        org_id=pl.lit(None, pl.String),
        status="_status",
        category="_category",
        standard="_standard",
        **{one: one for one in SCHEMAS["versions"] if one in verdicts.columns and one != "content"},
        body="body",
        until="until",
    )


def write(pieces: Iterable[pl.DataFrame], folder: Path) -> None:
    """Write all frames of facts of a register, from ``versions`` of its pieces."""
    folder = folder / "facts"
    folder.mkdir(parents=True)
    every = pl.concat(pieces).sort("lars", "valid_from", "known_from")
    every = every.with_columns(cluster=pl.lit(None, pl.String))
    frames = {name: empty(name) for name in SCHEMAS} | _of_bodies()
    frames |= {"versions": every.select(list(SCHEMAS["versions"]))} | _of_registrations(every)
    frames |= {name: record._with_shipped(name, empty(name)) for name in SHIPPED}
    for name, kinds in SCHEMAS.items():
        frames[name].select(list(kinds)).cast(pl.Schema(kinds)).write_parquet(folder / f"{name}.parquet")


def read(folder: Path) -> Facts:
    """Return the facts of a register that was written, as a store gives them: nothing is worked out."""
    frames: dict[str, Any] = {name: pl.read_parquet(folder / "facts" / f"{name}.parquet") for name in SCHEMAS}
    return Facts(**frames)


def keep(folder: Path, worked_out: Facts) -> None:
    """Write what was worked out of the facts of a register."""
    (folder / "worked_out").mkdir()
    for name, frame in _worked_out(worked_out).items():
        frame.write_parquet(folder / "worked_out" / f"{name}.parquet")


def published(folder: Path) -> Facts:
    """Return the facts of a register with what was worked out of them, as a mart gives them."""
    frames = {path.stem: pl.read_parquet(path) for path in (folder / "worked_out").iterdir()}
    rest = {name: pl.read_parquet(folder / "facts" / f"{name}.parquet") for name in SCHEMAS if name not in frames}
    return facts_in(rest | frames, "internal")


def goals(folder: Path) -> Callable[[pl.Series], pl.DataFrame]:
    """Return what a store would: given contents, the goal of each that tells one."""

    def told(contents: pl.Series) -> pl.DataFrame:
        wanted = pl.LazyFrame({"content": contents})
        rows = pl.scan_parquet(folder / "fields" / "*.parquet").select("content", goal="field.goal")
        return rows.filter(pl.col("goal") != "").join(wanted, on="content", how="semi").collect(engine="streaming")

    return told


def _worked_out(of: Facts) -> dict[str, pl.DataFrame]:
    tables = {table: getattr(of, name) for name, table in WORKED_OUT.items()}
    told = {name: getattr(of, name) for name in TOLD}
    return {"versions": of.versions, "clusters": of.clusters} | tables | told


def _of_registrations(every: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return what follows from which registrations there are: seen, owners, translations, inventories."""
    nights = pl.DataFrame({"night": _NIGHTS}, schema={"night": INSTANT})
    lives = every.group_by("lars", maintain_order=True).agg(
        pl.col("known_from").min(), pl.col("body", "until", "name", "category", "status").last()
    )
    gone = lives.sort("until").join_asof(nights, left_on="until", right_on="night", strategy="forward").sort("lars")
    ended = pl.when(pl.col("night") > pl.col("known_from")).then("night")
    open_ = {"known_to": pl.lit(None, INSTANT)}
    told = pl.when(pl.col("lars").hash(1) % 5 > 0).then(pl.lit("ENG NLD")).otherwise(pl.lit("NLD"))
    owners = gone.select("lars", "known_from", org_id="body", **open_)
    return {
        "seen": gone.select("lars", "known_from", known_to=ended, identity=pl.lit("stated")),
        "owners": owners,
        "translations": owners.select("lars", "known_from", "known_to", languages=told),
        **_inventories(lives),
    }


def _inventories(lives: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return lists of central government: half of what it registered, most with its number, and as much more.

    No body keeps a list of tens of thousands: they do not grow beyond ``_LISTED``.
    """
    central = [code for code, body in bodies().items() if body.ministry]
    half = lives.filter(pl.col("body").is_in(central), pl.col("lars").hash(2) % 2 == 0)
    listed = half.sort(pl.col("lars").hash(4)).head(_LISTED)
    known = pl.when(pl.col("lars").hash(3) % 3 > 0).then("lars").otherwise(pl.lit(""))
    lines = pl.concat(
        [
            listed.with_columns(local_id="r" + pl.col("lars"), named=known),
            listed.with_columns(local_id="u" + pl.col("lars"), named=pl.lit("")),
        ]
    ).select(
        inventory="body",
        org_id="body",
        local_id="local_id",
        name="name",
        category="category",
        status="status",
        start_date=pl.lit("2024-03"),
        owner=pl.lit("team"),
        lars="named",
        known_from=pl.lit(_DELIVERED, INSTANT),
        known_to=pl.lit(None, INSTANT),
    )
    texts = [pl.lit("").alias(name) for name in SCHEMAS["inventory"] if name not in lines.columns]
    delivered = lines.select("inventory", "org_id", as_of=pl.lit(_DELIVERED.date()), observed_at="known_from").unique()
    return {"inventory": lines.with_columns(texts), "inventories": delivered}


def _of_bodies() -> dict[str, pl.DataFrame]:
    """Return who there are: organisations, relations, members, and when all sources were collected."""
    since = {"known_from": _NIGHTS[0], "known_to": None}
    every = bodies()
    organisations = [_organisation(body) | since for body in every.values()]
    relations = [
        {"org_id": code, "ministry_id": body.ministry, "ministry": every[body.ministry].name} | since
        for code, body in every.items()
        if body.ministry
    ]
    members = [
        {"type": kind, "org_id": body.org_id, "name": body.name} | since
        for listed, kind in _LISTS.items()
        for body in denominators()[listed]
    ]
    sources = ("history", "current", "site_data", "organisations", *_LISTS)
    collections = [{"source": source, "observed_at": night} for night in _NIGHTS for source in sources]
    rows: dict[str, list[Any]] = {
        "organisations": organisations,
        "relations": relations,
        "members": members,
        "collections": collections,
    }
    return {name: pl.DataFrame(some, schema=SCHEMAS[name]) for name, some in rows.items()}


def _organisation(body: Body) -> dict[str, object]:
    return {"org_id": body.org_id, "name": body.name, "type": body.type, "rank": 1}
