"""Classification beside the inventories: where list and register differ, and a zero beside a method that is like AI."""

from datetime import date
from typing import Final

import polars as pl

from metrics.coverage_units import silent_sources
from metrics.deliveries import current_lines, in_use
from metrics.facts import Facts
from metrics.families.ownership import groups_of, keeping, of_lists
from metrics.groups import KEYS, OF_TARGET, beside, chosen, counts_zbos, labelled
from metrics.line_units import of_lines, target_said
from metrics.matches import certain, public_in_use, registered
from metrics.registry import BY_BODY, CATALOGUE, Metric, Question, Text, Units
from metrics.sources import DECLARED, INVENTORY, sources
from metrics.spans import stretches
from metrics.systems import lines_on, target_of
from metrics.totals import internal
from metrics.units import hidden_on, public_on, shaped
from sql.fields import CATEGORIES

#: The place of the trait of texts that name a method like AI, in the mask ``traits``.
AI_LIKE: Final = 12
_LIKE_AI: Final = (pl.col("traits").fill_null(0) // (1 << AI_LIKE)) % 2 == 1


def contradicts_inventory(facts: Facts, question: Question, as_of: date) -> pl.DataFrame:
    """Return one row per group: lines in use whose registration states a category, too, and those where they differ.

    A line that is several registrations differs where none of them says what it says.
    """
    counts = labelled(_compared(facts, as_of, question.known_on), question).group_by(KEYS)
    counted = counts.agg(asked=pl.len().cast(pl.Int64), passed=pl.col("differs").sum().cast(pl.Int64))
    bodies = keeping(facts, as_of, question.known_on)
    return of_lists(beside(groups_of(bodies, question), counted), nothing="not_asked")


def _compared(facts: Facts, as_of: date, known_on: date) -> pl.DataFrame:
    """Return each line that is compared with the register: org_id, local_id, lars, told, differs, and its body.

    ``lars`` is the first registration that it is, ``told`` what all of them state.
    """
    lines = current_lines(facts, as_of, known_on).filter(in_use(as_of), pl.col("category").is_in(CATEGORIES))
    stating = registered(facts, as_of, known_on).filter("public", pl.col("said_category").is_in(CATEGORIES))
    own = lines.select("line", "local_id", "category")
    pairs = certain(lines, facts, known_on).join(stating, on="lars").join(own, on="line").sort("line", "lars")
    differs = pl.col("said_category") != pl.col("category")
    told = pl.concat_str("lars", "said_category", separator=" ").str.join("\n")
    found = pairs.group_by("line", "org_id", maintain_order=True).agg(
        pl.col("local_id", "lars").first(), told=told, differs=differs.all()
    )
    return found.join(keeping(facts, as_of, known_on), on="org_id")


def compared_units(facts: Facts, question: Question) -> Units:
    """Return the lines of every inventory on a day, those that are compared with whether they differ."""
    (as_of,), known_on = question.days, question.known_on
    counted = chosen(_compared(facts, as_of, known_on), question.where).with_columns(
        n=pl.col("differs").cast(pl.Int64), asked=pl.lit(1, pl.Int64), context="told"
    )
    bodies = keeping(facts, as_of, known_on)["org_id"].to_list()
    return of_lines(facts, question, counted, speaking=bodies, of_target=False, by_register=True)


def zero_beside_ai(facts: Facts, question: Question, as_of: date) -> pl.DataFrame:
    """Return one row per group: bodies whose source declares zero, and those with a registration that is like AI."""
    rows = labelled(_declaring(facts, question, as_of), question)
    rows = rows.with_columns(like_ai=pl.col("like_ai").list.len() > 0)
    counts = rows.group_by(KEYS).agg(
        asked=pl.col("zero").sum().cast(pl.Int64),
        passed=(pl.col("zero") & pl.col("like_ai")).sum().cast(pl.Int64),
    )
    some = pl.col("asked") > 0
    state = pl.when(some).then(pl.lit("ok")).otherwise(pl.lit("not_asked"))
    told = pl.when(some).then("passed")
    return counts.select(*KEYS, asked=pl.when(some).then("asked"), passed=told, low=told, high=told, state=state)


def _declaring(facts: Facts, question: Question, as_of: date) -> pl.DataFrame:
    """Return the bodies in scope (columns of ``sources.sources``) with how many systems the source of each has.

    And systems, null without a source; zero, whether there are none; like_ai, its registrations that are.
    """
    zbos, known_on = counts_zbos(question), question.known_on
    category = target_of(facts, question.target, as_of, known_on)["category"]
    lines = lines_on(facts, question.target, as_of, known_on, zbos=zbos).filter("inside")
    listed = lines.group_by("org_id").agg(listed=pl.len().cast(pl.Int64))
    like_ai = public_in_use(facts, as_of, known_on).filter(pl.col("said_category") != category, _LIKE_AI)
    owned = like_ai.group_by(org_id="owner").agg(like_ai=pl.col("lars").sort())
    bodies = sources(facts, question.target, as_of, known_on, zbos=zbos).join(listed, on="org_id", how="left")
    of_list, of_document = (pl.col("source") == one for one in (INVENTORY, DECLARED))
    systems = pl.when(of_list).then(pl.col("listed").fill_null(0)).when(of_document).then("count")
    none_declared = of_document & (pl.col("said") == "declared_zero")
    return bodies.join(owned, on="org_id", how="left").with_columns(
        pl.col("like_ai").fill_null([]),
        systems=systems,
        zero=((of_list & (systems == 0)) | none_declared).fill_null(value=False),
    )


def zero_units(facts: Facts, question: Question) -> Units:
    """Return the bodies in scope on a day: whether each declares zero, and has a registration that is like AI."""
    rows = _declaring(facts, question, question.days[0])
    about = chosen(rows, question.where)["org_id"]
    asked = pl.col("zero") & pl.col("org_id").is_in(about.implode())
    shown = rows.join(_ever_like_ai(facts, question), on="org_id", how="left").select(
        "org_id",
        "systems",
        "category",
        "status",
        unit="org_id",
        label="organisation",
        n=(asked & (pl.col("like_ai").list.len() > 0)).cast(pl.Int64),
        asked=asked.cast(pl.Int64),
        registrations="like_ai",
        listed=pl.col("source").is_not_null(),
        source=pl.col("org_id"),
        body=pl.concat_str(pl.col("ministry_id", "owned").fill_null(""), separator="/"),
        content=pl.col("like_ai").list.join(" "),
        **target_said(facts, question),
    )
    usable = frozenset(rows["org_id"]) - silent_sources(facts, question, rows)
    registered_then = frozenset(public_on(facts, question)["lars"])
    return Units(shaped(shown), usable, registered_then, hidden_on(facts, question))


def _ever_like_ai(facts: Facts, question: Question) -> pl.DataFrame:
    """Return what bodies have that is public and was ever like AI: org_id, owned, and what it says (category, status).

    So a registration that changed category or body is told from one that was edited.
    """
    ever = stretches(facts, question.known_on).filter(_LIKE_AI)["lars"].unique().implode()
    today = public_on(facts, question).filter(pl.col("lars").is_in(ever)).sort("lars")
    said = {one: pl.concat_str("lars", one, separator=" ").str.join("\n") for one in ("category", "status")}
    return today.group_by("org_id").agg(owned=pl.col("lars").str.join(" "), **said)


CATALOGUE.declare(
    Metric(
        "classification.contradicts_inventory",
        Text("Lijst en register noemen een andere categorie", "List and register state another category"),
        Text(
            "De eigen lijst en het register gaan over hetzelfde systeem, en delen het anders in. Eén van de twee is na "
            "te kijken; welke, zegt dit cijfer niet.",
            "An organisation's own list and the register are about the same system, and classify it differently. One "
            "of the two is to be checked; which one, this figure does not say.",
        ),
        Text(
            "Systemen in gebruik op de lijst van welke organisatie ook, met een zekere koppeling naar een openbare "
            "registratie, als lijst en registratie allebei een categorie noemen.",
            "Systems in use on the list of any organisation, with a certain match to a public registration, where "
            "list and registration both state a category.",
        ),
        Text(
            "Organisaties zonder lijst (niet gemeld), en systemen zonder koppeling of zonder categorie.",
            "Organisations without a list (not reported), and systems without a match or without a category.",
        ),
        Text(
            "Inventarissen van de organisaties zelf, en de export van het Algoritmeregister.",
            "The organisations' own inventories, and the export of the Algorithm Register.",
        ),
        internal(contradicts_inventory),
        unit="systems",
        good="down",
        by=BY_BODY,
        filters=("organisation", "ministry"),
        version=2,
        inventories=True,
        units=compared_units,
    )
)
CATALOGUE.declare(
    Metric(
        "classification.zero_beside_ai",
        Text("Nul opgegeven, en een methode die op AI lijkt", "Zero declared, and a method that is like AI"),
        Text(
            "Een organisatie geeft nul hoog-risico AI-systemen op, en in het register staat een ander algoritme van "
            "haar met woorden die bij AI horen. Dat kan goed kloppen; het is een reden om na te kijken.",
            "An organisation declares zero high-risk AI systems, and the register has another algorithm of it with "
            "words that go with AI. That may well be right; it is a reason to check.",
        ),
        Text(
            "Organisaties binnen het doel waarvan de gekozen bron nul systemen noemt. Meegeteld: die met een openbare "
            "registratie in gebruik, niet hoog-risico, waarvan methode, doel of korte omschrijving AI-woorden heeft.",
            "Organisations of the target whose chosen source declares zero systems. Counted: those with a public "
            "registration in use, not high-risk, with words of AI in its method, goal or short description.",
        ),
        Text(
            "Organisaties zonder bron, en organisaties die ten minste één systeem opgeven.",
            "Organisations without a source, and organisations that declare at least one system.",
        ),
        Text(
            "Inventarissen en openbare documenten, en de export van het Algoritmeregister.",
            "Inventories and public documents, and the export of the Algorithm Register.",
        ),
        internal(zero_beside_ai),
        unit="organisations",
        good="neutral",
        by=BY_BODY,
        filters=OF_TARGET,
        inventories=True,
        restatable=False,
        units=zero_units,
    )
)
