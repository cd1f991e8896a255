"""Connected: which of the bodies that the register itself lists have a registration."""

from datetime import date

import polars as pl

from metrics.denominators import KINDS, SOURCE, before_lists, bodies_before_lists
from metrics.facts import RETRO, Facts, day, known
from metrics.intervals import merged
from metrics.memo import with_facts
from metrics.registry import CATALOGUE, Metric, Question, Text, Units
from metrics.spans import stretches
from metrics.units import hidden_on, public_on, shaped


def counts(facts: Facts, question: Question) -> pl.DataFrame:
    """Return one row per day and list: its members (asked) and those with a registration (passed).

    Joined on the code, never on the name. By ``all`` the lists are added up; a body that stands on
    two of them counts on both.
    """
    days, known_on, where = question.days, question.known_on, question.where
    cut, members = _there(facts, known_on), known(facts.members, known_on)
    if "type" in where:
        members = members.filter(pl.col("type") == where["type"])
    begun = members.group_by("type").agg(day("known_from").min().alias("listed_from"))
    rows = [_on(one, members, cut, begun) for one in days]
    kinds = [kind for kind in KINDS if where.get("type", kind) == kind]
    earlier = before_lists(facts, cut, days, known_on, {kind: dict(begun.rows()).get(kind) for kind in kinds})
    counted = pl.concat([pl.concat(rows).join(earlier, on=["as_of", "group"], how="anti"), earlier], how="diagonal")
    if counted.is_empty():
        return pl.DataFrame()
    return counted if question.by == "type" else _together(counted)


def units(facts: Facts, question: Question) -> Units:
    """Return the bodies on the lists of a day; one on two lists is two of them."""
    as_of = question.days[0]
    today = stretches(facts, question.known_on).filter(pl.col("from_day") <= as_of, pl.col("to_day") > as_of)
    owned = _bodies_on(facts, question).join(today.select("org_id", "lars", "low"), on="org_id", how="left")
    counts = pl.col("lars").filter(pl.col("low") | ~pl.col("sure")).drop_nulls().sort()
    source = pl.concat_str("list", "type", separator=" of ")
    rows = owned.group_by("type", "org_id", source=source).agg(pl.col("name").first(), registrations=counts)
    shown = rows.select(
        "org_id",
        "registrations",
        "source",
        unit=pl.concat_str("type", "org_id", separator="/"),
        label="name",
        n=(pl.col("registrations").list.len() > 0).cast(pl.Int64),
        asked=pl.lit(1, pl.Int64),
        listed=pl.lit(value=True),
        # What is another's now went to another body; what is new or gone has a cause before that.
        body=pl.col("registrations").list.join(" "),
    )
    registered = frozenset(public_on(facts, question)["lars"])
    return Units(shaped(shown), frozenset(rows["source"]), registered, hidden_on(facts, question))


def _bodies_on(facts: Facts, question: Question) -> pl.DataFrame:
    """Return the bodies that are asked about on a day: type, org_id, name, list.

    ``sure`` is whether only what is certain counts of them, as before the first list.
    """
    as_of, known_on, where = question.days[0], question.known_on, question.where
    members = known(facts.members, known_on)
    kinds = [where["type"]] if "type" in where else sorted({*KINDS, *members["type"]})
    begun = dict(members.group_by("type").agg(day("known_from").min()).iter_rows())
    listed = [kind for kind in kinds if kind in begun and begun[kind] <= as_of]
    earlier = {kind: begun.get(kind) for kind in kinds if kind in KINDS and kind not in listed}
    named = members.filter(pl.col("type").is_in(listed), _today(as_of)).select("type", "org_id", "name")
    before = bodies_before_lists(facts, as_of, known_on, earlier)
    return pl.concat(
        frame.with_columns(sure=pl.lit(sure), list=pl.lit(name))
        for frame, name, sure in (
            (named.unique(["type", "org_id"], keep="first"), "list", False),
            (before.select(named.columns), SOURCE, True),
        )
    )


def _together(counted: pl.DataFrame) -> pl.DataFrame:
    # A sum with an unknown part is unknown.
    whole = (pl.col("state") == "ok").all()
    summed = [
        pl.when(pl.col(one).is_not_null().all()).then(pl.col(one).sum()).alias(one)
        for one in ("passed", "asked", "low", "low_asked", "high", "high_asked")
    ]
    return counted.group_by("as_of").agg(
        *summed,
        group=pl.lit("all"),
        org_id=pl.lit(None, pl.String),
        state=pl.when(whole).then(pl.lit("ok")).otherwise(pl.lit("reconstructed")),
        n_source=pl.col("n_source").first(),
        n_date=pl.col("n_date").first(),
    )


@with_facts(8)
def _there(facts: Facts, known_on: date) -> pl.DataFrame:
    """Return when each body had any registration (org_id, from_day, to_day), once surely (low) and once maybe."""
    cut = stretches(facts, known_on)
    sure, maybe = (merged(rows, ["org_id"]) for rows in (cut.filter("low"), cut))
    return pl.concat([sure.with_columns(low=pl.lit(value=True)), maybe.with_columns(low=pl.lit(value=False))])


def _today(one: date) -> pl.Expr:
    """Whether a list names a body on a day."""
    return (day("known_from") <= one) & (pl.col("known_to").is_null() | (day("known_to") > one))


def _on(one: date, members: pl.DataFrame, cut: pl.DataFrame, begun: pl.DataFrame) -> pl.DataFrame:
    # Before the first list the first one says which bodies are meant, and not how many there were.
    first = members.join(begun, on="type").filter(
        _today(one) | ((pl.col("listed_from") > one) & (day("known_from") == pl.col("listed_from")))
    )
    public = cut.filter(pl.col("from_day") <= one, pl.col("to_day") > one)
    has = public.group_by("org_id").agg(low=pl.col("low").any(), high=pl.lit(value=True))
    joined = first.unique(["type", "org_id"]).join(has, on="org_id", how="left")
    counted = joined.group_by("type").agg(
        pl.col("listed_from").first(),
        low=pl.col("low").fill_null(value=False).sum().cast(pl.Int64),
        high=pl.col("high").fill_null(value=False).sum().cast(pl.Int64),
        asked=pl.len().cast(pl.Int64),
    )
    listed = pl.col("listed_from") <= one
    return counted.with_columns(
        as_of=pl.lit(one),
        group=pl.col("type"),
        org_id=pl.lit(None, pl.String),
        passed=pl.when(listed).then("high").when(pl.lit(one >= RETRO.date())).then("low"),
        asked=pl.when(listed).then("asked"),
        low_asked=pl.when(listed).then("asked"),
        high_asked=pl.when(listed).then("asked"),
        state=pl.when(listed).then(pl.lit("ok")).otherwise(pl.lit("reconstructed")),
        n_source=pl.when(listed).then(pl.lit("register_lists")),
        n_date=pl.when(listed).then(pl.lit(one)),
    ).drop("listed_from", "type")


CATALOGUE.declare(
    Metric(
        "connected.organisations",
        Text("Aangesloten organisaties", "Connected organisations"),
        Text(
            "Zonder noemer zegt een aantal organisaties niets over hoe vol het register is.",
            "Without a denominator a number of organisations does not say how full the register is.",
        ),
        Text(
            "Gemeenten, provincies, waterschappen, veiligheidsregio's en omgevingsdiensten op de lijst van het "
            "register.",
            "Municipalities, provinces, water authorities, safety regions and environmental services on the register's "
            "own list.",
        ),
        Text(
            "Soorten organisaties zonder lijst in het register; dagen vóór de eerste lijst hebben geen noemer, tenzij "
            "er een register van organisaties is ingelezen.",
            "Kinds of organisations that the register has no list of; days before the first list have no "
            "denominator, unless a register of organisations was taken in.",
        ),
        Text(
            "De lijsten van het Algoritmeregister zelf, zoals verzameld; daarvóór het register van organisaties.",
            "The Algorithm Register's own lists, as collected; before them the register of organisations.",
        ),
        counts,
        unit="organisations",
        by=("all", "type"),
        filters=("type",),
        headline=("type",),
        units=units,
    )
)
