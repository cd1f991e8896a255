"""Coverage: which of the systems that a target is about are in the register, against one source that counts them."""

from datetime import date
from functools import partial
from typing import Final

import polars as pl

from metrics.coverage_units import of_declared, of_source
from metrics.coverage_units import of_status as units_of_status
from metrics.evidence import SOURCE
from metrics.facts import Facts
from metrics.families.on_time import reported
from metrics.groups import KEYS, OF_TARGET, beside, counts_zbos, labelled
from metrics.registry import BY_BODY, CATALOGUE, Metric, Question, Text
from metrics.sources import DECLARED, INVENTORY, reporting, sources
from metrics.systems import lines_on, target_of
from metrics.tallies import added_up, by_counts, by_lists, distinct, figures_of
from metrics.totals import by_day, internal
from sql.fields import IN_DEVELOPMENT, OUT_OF_USE


def chosen_source(facts: Facts, question: Question, as_of: date) -> pl.DataFrame:
    """Return one row per group, against the lists of its bodies if any has one to go by, else declared counts."""
    bodies = sources(facts, question.target, as_of, question.known_on, zbos=counts_zbos(question))
    lists = by_lists(facts, question, as_of)
    counts = by_counts(labelled(bodies.filter(pl.col("source") == DECLARED), question), question)
    counts = counts.join(lists, on=KEYS, how="anti", nulls_equal=True)
    hinted = bodies.with_columns(hinted=pl.col("above").is_not_null() | (pl.col("said") == "partial"))
    return figures_of(labelled(hinted, question), pl.concat([lists, counts]), question)


def declared(facts: Facts, question: Question, as_of: date) -> pl.DataFrame:
    """Return one row per group, against declared counts only."""
    bodies = sources(facts, question.target, as_of, question.known_on, zbos=counts_zbos(question))
    rows = labelled(bodies, question).with_columns(hinted=pl.col("said") == "partial")
    return figures_of(rows, by_counts(rows.filter(pl.col("count").is_not_null()), question), question)


def of_status(facts: Facts, question: Question, as_of: date, status: str) -> pl.DataFrame:
    """Return one row per group: the systems of the target's category with a status, and those in the register."""
    zbos = counts_zbos(question)
    category = target_of(facts, question.target, as_of, question.known_on)["category"]
    lines = lines_on(facts, question.target, as_of, question.known_on, zbos=zbos)
    such = labelled(lines.filter(pl.col("status") == status, pl.col("category") == category), question)
    asked, certain = pl.len().cast(pl.Int64), pl.col("public").sum().cast(pl.Int64)
    found = added_up(
        such.group_by(*KEYS, "org_id").agg(
            **dict.fromkeys(("asked", "low_asked", "high_asked"), asked),
            **dict.fromkeys(("passed", "low", "high"), certain),
            registrations=distinct(pl.lit(value=True)),
        )
    )
    groups = reported(facts, question, as_of).filter("reported").drop("above", "reported", "covers_asked")
    counts = beside(groups, found).with_columns(pl.exclude(groups.columns).fill_null(0))
    counts = counts.with_columns(n_source=pl.lit(INVENTORY), partial=pl.lit(value=False))
    bodies = reporting(facts, question.target, as_of, question.known_on, zbos=zbos)
    hinted = bodies.with_columns(hinted=pl.col("above").is_not_null())
    return figures_of(labelled(hinted, question), counts, question)


_WHY: Final = Text(
    "Hoe vol het register is, kan alleen iemand zeggen die weet hoeveel systemen erin horen.",
    "How full the register is, only those can tell who know how many systems belong in it.",
)
_AGEING: Final = Text(
    "Een bron van meer dan 12 maanden oud is verouderd; na 24 maanden telt die niet meer.",
    "A source of more than 12 months old is stale; after 24 months it counts no more.",
)
_NOT_ASKED: Final = Text(
    f"Organisaties zonder lijst en zonder opgave (niet gemeld), en die nul systemen opgeven. {_AGEING.nl}",
    "Organisations without a list and without a declared count (not reported), and those that declare zero. "
    f"{_AGEING.en}",
)


def _declare_high_risk() -> None:
    who = Text(
        "Systemen in gebruik van de categorie van het doel, bij organisaties binnen het doel. Streng: waar "
        "lijst en register elkaar tegenspreken, telt het systeem mee als niet gevonden. Ruim: zo'n systeem "
        "telt niet mee, en een met een geldige uitleg ook niet; een mogelijke koppeling telt als gevonden. "
        "Heeft een organisatie meer registraties dan systemen, dan tonen we dat zo: er is iets na te kijken. "
        "In een groep telt dat mee zoals het is.",
        "Systems in use of the target's category, of organisations that the target is about. Strict: where list and "
        "register contradict each other, the system counts, as not found. Generous: such a system is left out, "
        "and one with a valid explanation too; a possible match counts as found. Where an organisation has more "
        "registrations than systems, that is shown as such: something is to be checked. A group counts it as "
        "it is.",
    )
    source = Text(
        "Per organisatie één bron: de eigen lijst, als die niet verouderd is; anders het nieuwste aantal in "
        "een openbaar document; anders een verouderde lijst. Een groep telt de lijsten; alleen zonder lijsten "
        "telt die de opgegeven aantallen. Bij aantallen is er niets gekoppeld: we leggen twee tellingen naast "
        "elkaar.",
        "One source an organisation: its own list, if it is not stale; else the newest count in a public document; "
        "else a stale list. A group counts the lists; only without lists it counts what was declared. With counts "
        "nothing is matched: two counts are laid side by side.",
    )
    CATALOGUE.declare(
        Metric(
            "coverage.high_risk",
            Text("Dekking: hoog-risico systemen in het register", "Coverage: high-risk systems in the register"),
            _WHY,
            who,
            _NOT_ASKED,
            source,
            internal(chosen_source),
            unit="systems",
            by=BY_BODY,
            filters=OF_TARGET,
            version=2,
            inventories=True,
            # Declared counts are as the documents print them.
            restatable=False,
            headline=("all", "ministry"),
            units=of_source,
        )
    )


def _declare_counts() -> None:
    who = Text(
        "Wat organisaties binnen het doel zelf als aantal opgaven, naast het aantal openbare registraties in "
        "gebruik van die categorie. Bij een ministerie telt mee wat eronder hangt.",
        "What organisations that the target is about declared as a count, beside the number of public registrations "
        "in use of that category. To a ministry counts what hangs under it.",
    )
    not_asked = Text(
        f"Organisaties die geen aantal opgaven (niet gemeld), en die nul opgaven. {_AGEING.nl}",
        f"Organisations that declared no count (not reported), and those that declared zero. {_AGEING.en}",
    )
    source = Text(
        "Openbare documenten, zoals brieven aan de Tweede Kamer, en het register. Er is niets gekoppeld.",
        "Public documents, such as letters to parliament, and the register. Nothing is matched.",
    )
    CATALOGUE.declare(
        Metric(
            "coverage.declared",
            Text("Dekking volgens opgegeven aantallen", "Coverage by declared counts"),
            _WHY,
            who,
            not_asked,
            source,
            by_day(declared),
            unit="systems",
            by=BY_BODY,
            filters=OF_TARGET,
            restatable=False,
            headline=("all", "ministry"),
            units=of_declared,
        )
    )


def _declare_status(name: str, status: str, said: Text) -> None:
    why = Text(
        "Een systeem dat niet in gebruik is, telt niet voor het doel, en kan wel in het register staan.",
        "A system that is not in use does not count for the target, and may be in the register.",
    )
    who = Text(
        f"Systemen {said.nl} van de categorie van het doel, op de lijst van een organisatie binnen het doel.",
        f"Systems {said.en} of the target's category, on the list of an organisation that the target is about.",
    )
    not_asked = Text(
        f"Organisaties zonder lijst (niet gemeld), en met een lijst zonder zulke systemen. {_AGEING.nl}",
        f"Organisations without a list (not reported), and with a list without such systems. {_AGEING.en}",
    )
    CATALOGUE.declare(
        Metric(
            f"coverage.{name}",
            Text(f"Dekking: systemen {said.nl}", f"Coverage: systems {said.en}"),
            why,
            who,
            not_asked,
            SOURCE,
            internal(partial(of_status, status=status)),
            unit="systems",
            good="neutral",
            by=BY_BODY,
            filters=OF_TARGET,
            version=2,
            inventories=True,
            units=partial(units_of_status, status=status),
        )
    )


_declare_high_risk()
_declare_counts()
_declare_status("in_development", IN_DEVELOPMENT, Text("in ontwikkeling", "in development"))
_declare_status("out_of_use", OUT_OF_USE, Text("buiten gebruik", "out of use"))
