"""The one place where metrics meet the store: judge new texts, and publish what follows."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl

from metrics import catalogue, clusters, identity, linking
from metrics.clustering import clustered
from metrics.engine import figures
from metrics.facts import TOLD, WORKED_OUT, Facts, facts_in
from metrics.increment import broken, in_full, increment, made_by
from metrics.linkage import linked_anew
from metrics.schemas import FIGURE_SCHEMA, SCHEMAS, empty
from metrics.suppress import VERSION as SUPPRESSION
from metrics.suppress import suppressed
from metrics.verdicts import verdicts
from metrics.verdicts import version as verdict_version
from sql import mart
from sql.disk import write_parquet
from sql.ledger import INTERNAL_SOURCES, SHIPPED, shipped
from sql.store import Store, digest, query

_LOG: Final = logging.getLogger(__name__)
#: So many texts are judged at a time: all of them at once would take gigabytes in a large register.
_AT_ONCE: Final = 50_000
#: What no store holds: it is computed from what it does.
_COMPUTED: Final = ("kept", "clusters", "pairs")
#: What no public mart may hold.
_INTERNAL: Final = ("inventory", "inventories", "explanations", "matches", "pairs")


def judge(store: Store) -> int:
    """Judge every text that has no verdict of the current version; return how many."""
    judged = 0
    while (unjudged := store.frame("unjudged", version=verdict_version(), most=_AT_ONCE)).height:
        with store.transaction():
            store.add_verdicts(verdicts(unjudged))
        judged += unjudged.height
    return judged


def facts_of(store: Store) -> Facts:
    """Return everything the store knows, as an internal mart would hold it; nothing is worked out yet."""
    frames = {name: empty(name) for name in _COMPUTED}
    for name in SCHEMAS:
        if name not in _COMPUTED:
            parameters = {"version": verdict_version()} if name == "versions" else {}
            frames[name] = store.frame(f"mart_{name}", **parameters)
    words = dict(store.rows("identity_texts"))
    frames["versions"], frames["seen"] = identity.resolved(frames["versions"], frames["seen"], words)
    frames["versions"] = frames["versions"].with_columns(cluster=pl.lit(None, pl.String))
    shaped = {name: frames[name].select(list(kinds)).cast(pl.Schema(kinds)) for name, kinds in SCHEMAS.items()}
    return Facts(**shaped | {name: _with_shipped(name, shaped[name]) for name in SHIPPED}, audience="internal")


def _with_shipped(name: str, added: pl.DataFrame) -> pl.DataFrame:
    """Put the entries that come with the software before those that people added."""
    rows = shipped(name)
    cast = [
        (pl.col(key).str.to_date() if kind == pl.Date else pl.col(key).cast(kind))
        if key in rows.columns
        else pl.lit(None, kind).alias(key)
        for key, kind in SCHEMAS[name].items()
    ]
    return pl.concat([rows.select(cast), added])


def publish(store: Store, facts: Facts, data: Path, now: datetime) -> str | None:
    """Publish marts of ``facts``, all that the store knows; return their name, or None when nothing changed.

    Nothing is published before the register itself was collected once.
    """
    last = facts.last_day()
    if last is None:
        return None
    known = f"{store.facts_hash()}/{verdict_version()}/{_declared_hash()}"
    current = mart.pointer(data)
    if current is not None and _known_by(data, current) == known:
        return None
    before = _before(data, current, known)
    facts = _with_worked_out(with_clusters(store, facts, before), last, before)
    facts = _with_pairs(store, facts, last, before)
    worked_out = {table: getattr(facts, name) for name, table in WORKED_OUT.items()}
    known_ = {name: getattr(facts, name) for name in SCHEMAS} | worked_out
    public = known_ | {name: empty(name) for name in _INTERNAL} | {"kept": _kept(facts, last)}
    internal = known_ | {name: getattr(facts, name) for name in TOLD}
    told = ~(pl.col("source").str.starts_with("inventory:") | pl.col("source").is_in(INTERNAL_SOURCES))
    public["collections"] = facts.collections.filter(told)
    number = _next_number(data, current)
    meta = {
        "facts_hash": known,
        "published_at": now.isoformat(),
        "collected_at": facts.collected()[-1].isoformat(),
        "made_by": made_by(),
    }
    with TemporaryDirectory(dir=store.path.parent) as folder:
        # All that was ever said is the one thing that may not fit in memory.
        texts = {"texts": Path(folder) / "texts.parquet"}
        store.copy("mart_texts", texts["texts"])
        name = mart.write(data, number, {"internal": internal | texts, "public": public | texts}, meta)
    # What is reported is kept before anybody can read it.
    _keep_headlines(facts, last, data / "publications", name, meta)
    mart.point(data, name)
    mart.sweep(data)
    return name


def _before(data: Path, current: str | None, known: str) -> Facts | None:
    """Return what the published mart knows, if the same code and the same verdicts made it."""
    if current is None:
        return None
    try:
        meta = mart.about(data, current, "internal")
        if meta["facts_hash"].partition("/")[2] != known.partition("/")[2] or meta.get("made_by") != made_by():
            return None
        return facts_in(mart.read(data, current, "internal").frames, "internal")
    except mart.MartError:
        # Nothing is built on a mart that cannot be read: everything is worked out anew.
        return None


def with_clusters(store: Store, facts: Facts, before: Facts | None = None) -> Facts:
    """Return the facts with the common system that each version is of, and what those are called.

    ``before`` are the facts of an earlier mart of the same code, where there is one: these come beside them.
    """

    def goals(contents: pl.Series) -> pl.DataFrame:
        store.load("wanted_content", pl.DataFrame({"content": contents}))
        return store.frame("cluster_texts")

    return clustered(facts, before, goals)


def _with_worked_out(facts: Facts, day: date, before: Facts | None) -> Facts:
    """Return the facts with stretches and findings, worked out from what changed where there is a before.

    Raises MartError when a law does not hold of what was worked out: it cannot be right.
    """
    if before is not None:
        done = increment(before, facts)
        wrong = broken(facts, day, done)
        if wrong is None:
            return replace(facts, cut=done.cut, found=done.found)
        _LOG.warning("worked out from what changed, %s: everything is worked out anew", wrong)
    done = in_full(facts, day)
    wrong = broken(facts, day, done)
    if wrong is not None:
        msg = f"nothing is published: {wrong}"
        raise mart.MartError(msg)
    return replace(facts, cut=done.cut, found=done.found)


def _with_pairs(store: Store, facts: Facts, day: date, before: Facts | None) -> Facts:
    """Return the facts with the pairs of lines and registrations, anew for the bodies of which something changed."""
    if facts.inventory.is_empty():
        return facts
    # It needs numpy, which whoever has no inventory does without.
    from metrics.linking.pairs import pairs  # noqa: PLC0415

    def texts(contents: pl.Series) -> pl.DataFrame:
        store.load("wanted_content", pl.DataFrame({"content": contents}))
        return store.frame("linking_texts")

    earlier = before.last_day() if before is not None else None
    since = (before, earlier) if before is not None and earlier is not None else None
    return replace(facts, pairs=linked_anew(facts, day, since, texts, pairs))


def _next_number(data: Path, current: str | None) -> int:
    """Return a number above every publication there ever was: what was reported is never overwritten."""
    kept = [path for path in (data / "publications").glob("*/*.parquet") if path.stem.isdecimal()]
    if current is None or not current.isdecimal() or not (data / "marts" / current).is_dir():
        return max((int(path.stem) for path in kept), default=0) + 1
    for path in kept:
        if int(path.stem) > int(current):
            # A run died between keeping these and publishing them: nobody ever saw them.
            path.unlink()
    return int(current) + 1


def _known_by(data: Path, name: str) -> str | None:
    try:
        return mart.about(data, name, "internal")["facts_hash"]
    except mart.MartError:
        # A mart that cannot be read is published anew, whatever it knew.
        return None


def _declared_hash() -> str:
    """Name everything but facts that a mart follows from: metrics, ledgers, and how marts are made."""
    versions = ",".join(f"{one.name}={one.version}" for one in catalogue.CATALOGUE)
    made_by = [query(f"mart_{name}") for name in (*SCHEMAS, "texts") if name not in _COMPUTED]
    made_by += [query(name) for name in ("linking_texts", "cluster_texts")]
    seeds = [shipped(name).write_csv() for name in SHIPPED]
    rules = f"{SUPPRESSION}/{identity.VERSION}/{linking.VERSION}/{clusters.version()}"
    return digest("\n".join((mart.LAYOUT, rules, versions, *seeds, *made_by)))[:16]


def _kept(facts: Facts, last: date) -> pl.DataFrame:
    """Return the totals from inventories that the public may see."""
    deadlines = [one for one in facts.targets["deadline"].unique().sort() if one < last]
    days = [suppressed(_split(facts, as_of, _of_inventories())) for as_of in (*deadlines, last)]
    return pl.concat(days).select(list(SCHEMAS["kept"]))


def _of_inventories() -> list[tuple[str, str]]:
    """Return every metric that follows inventories, with the splits of which the public may see anything."""
    lines = [one for one in catalogue.CATALOGUE if one.inventories]
    return [(one.name, by) for one in lines for by in ("all", "ministry") if by in one.by]


def _keep_headlines(facts: Facts, last: date, folder: Path, name: str, meta: Mapping[str, str]) -> None:
    """Keep what was reported to each audience, for ever: a later correction never changes these files."""
    open_to_all = [one for one in catalogue.CATALOGUE if not one.inventories]
    rows = _split(facts, last, [(one.name, by) for one in open_to_all for by in one.headline])
    systems = _split(facts, last, _of_inventories())
    about = [pl.lit(meta[key]).alias(key) for key in ("facts_hash", "published_at")]
    kept = {f"{one.name}/{by}" for one in catalogue.CATALOGUE for by in one.headline}
    of_headlines = pl.concat_str("metric", "by", separator="/").is_in(sorted(kept))
    for audience, figures_of in (("internal", systems), ("public", suppressed(systems))):
        told = figures_of.filter(of_headlines)
        path = folder / audience / f"{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".draft")
        write_parquet(pl.concat([rows, told]).select("by", *FIGURE_SCHEMA, *about), draft)
        draft.replace(path)


def _split(facts: Facts, as_of: date, wanted: Sequence[tuple[str, str]]) -> pl.DataFrame:
    return pl.concat(figures(facts, metric, [as_of], by=by).with_columns(by=pl.lit(by)) for metric, by in wanted)
