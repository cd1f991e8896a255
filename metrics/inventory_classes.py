"""Classification beside the inventories: where list and register differ, and a zero beside a method that is like AI."""

from datetime import date
from typing import Final

import polars as pl

from metrics.deliveries import current_lines, in_use
from metrics.facts import Facts
from metrics.groups import KEYS, OF_TARGET, beside, counts_zbos, labelled
from metrics.matches import certain, public_in_use, registered
from metrics.ownership import groups_of, keeping, of_lists
from metrics.registry import BY_BODY, CATALOGUE, Metric, Question, Text
from metrics.sources import DECLARED, INVENTORY, sources
from metrics.systems import lines_on, target_of
from metrics.totals import internal
from sql.fields import CATEGORIES

#: The place of the trait of texts that name a method like AI, in the mask ``traits``.
AI_LIKE: Final = 12


def contradicts_inventory(facts: Facts, question: Question, as_of: date) -> pl.DataFrame:
    """Return one row per group: lines in use whose registration states a category, too, and those where they differ.

    A line that is several registrations differs where none of them says what it says.
    """
    known_on = question.known_on
    bodies = keeping(facts, as_of, known_on)
    lines = current_lines(facts, as_of, known_on).filter(in_use(as_of), pl.col("category").is_in(CATEGORIES))
    stating = registered(facts, as_of, known_on).filter("public", pl.col("said_category").is_in(CATEGORIES))
    pairs = certain(lines, facts, known_on).join(stating, on="lars").join(lines.select("line", "category"), on="line")
    differs = pl.col("said_category") != pl.col("category")
    found = pairs.group_by("line", "org_id").agg(differs=differs.all()).join(bodies, on="org_id")
    counts = labelled(found, question).group_by(KEYS)
    counted = counts.agg(asked=pl.len().cast(pl.Int64), passed=pl.col("differs").sum().cast(pl.Int64))
    return of_lists(beside(groups_of(bodies, question), counted), nothing="not_asked")


def zero_beside_ai(facts: Facts, question: Question, as_of: date) -> pl.DataFrame:
    """Return one row per group: bodies whose source declares zero, and those with a registration that is like AI."""
    zbos, known_on = counts_zbos(question), question.known_on
    category = target_of(facts, question.target, as_of, known_on)["category"]
    bodies = sources(facts, question.target, as_of, known_on, zbos=zbos)
    having = lines_on(facts, question.target, as_of, known_on, zbos=zbos).filter("inside")["org_id"].unique().implode()
    like_ai = public_in_use(facts, as_of, known_on).filter(
        pl.col("said_category") != category, (pl.col("traits").fill_null(0) // (1 << AI_LIKE)) % 2 == 1
    )
    none_listed = (pl.col("source") == INVENTORY) & ~pl.col("org_id").is_in(having)
    none_declared = (pl.col("source") == DECLARED) & (pl.col("said") == "declared_zero")
    rows = labelled(bodies, question).with_columns(
        zero=(none_listed | none_declared).fill_null(value=False),
        like_ai=pl.col("org_id").is_in(like_ai["owner"].unique().implode()),
    )
    counts = rows.group_by(KEYS).agg(
        asked=pl.col("zero").sum().cast(pl.Int64),
        passed=(pl.col("zero") & pl.col("like_ai")).sum().cast(pl.Int64),
    )
    some = pl.col("asked") > 0
    state = pl.when(some).then(pl.lit("ok")).otherwise(pl.lit("not_asked"))
    told = pl.when(some).then("passed")
    return counts.select(*KEYS, asked=pl.when(some).then("asked"), passed=told, low=told, high=told, state=state)


CATALOGUE.declare(
    Metric(
        "classification.contradicts_inventory",
        Text("Lijst en register noemen een andere categorie", "List and register state another category"),
        Text(
            "De eigen lijst en het register gaan over hetzelfde systeem, en delen het anders in. Eén van de twee is na "
            "te kijken; welke, zegt dit cijfer niet.",
            "A body's own list and the register are about the same system, and classify it differently. One of the two "
            "is to be checked; which one, this figure does not say.",
        ),
        Text(
            "Systemen in gebruik op de lijst van welke organisatie ook, met een zekere koppeling naar een openbare "
            "registratie, als lijst en registratie allebei een categorie noemen.",
            "Systems in use on the list of any body, with a certain match to a public registration, where list and "
            "registration both state a category.",
        ),
        Text(
            "Organisaties zonder lijst (niet gemeld), en systemen zonder koppeling of zonder categorie.",
            "Bodies without a list (not reported), and systems without a match or without a category.",
        ),
        Text(
            "Inventarissen van de organisaties zelf, en de export van het Algoritmeregister.",
            "The bodies' own inventories, and the export of the Algorithm Register.",
        ),
        internal(contradicts_inventory),
        unit="systems",
        good="down",
        by=BY_BODY,
        filters=("organisation", "ministry"),
        inventories=True,
    )
)
CATALOGUE.declare(
    Metric(
        "classification.zero_beside_ai",
        Text("Nul opgegeven, en een methode die op AI lijkt", "Zero declared, and a method that is like AI"),
        Text(
            "Een organisatie geeft nul hoog-risico AI-systemen op, en in het register staat een ander algoritme van "
            "haar met woorden die bij AI horen. Dat kan goed kloppen; het is een reden om na te kijken.",
            "A body declares zero high-risk AI systems, and the register has another algorithm of it with words that "
            "go with AI. That may well be right; it is a reason to check.",
        ),
        Text(
            "Organisaties binnen het doel waarvan de gekozen bron nul systemen noemt. Meegeteld: die met een openbare "
            "registratie in gebruik, niet hoog-risico, waarvan methode, doel of korte omschrijving AI-woorden heeft.",
            "Bodies of the target whose chosen source declares zero systems. Counted: those with a public registration "
            "in use, not high-risk, with words of AI in its method, goal or short description.",
        ),
        Text(
            "Organisaties zonder bron, en organisaties die ten minste één systeem opgeven.",
            "Bodies without a source, and bodies that declare at least one system.",
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
    )
)
