"""Completeness: which questions a version is asked, and what it answers."""

from dataclasses import dataclass

from tests.metrics.oracle.words import OUT_OF_USE, C, Version

TIER_WEIGHT = {1: 3, 2: 2, 3: 1, 4: 1}
CORE = ("name", "organization", "description_short", "status", "contact_email", "publication_category", "lang")


@dataclass(frozen=True)
class Share:
    """So much of what was asked."""

    passed: int
    asked: int


@dataclass(frozen=True)
class Question:
    """One question of the score: any of these fields answers it."""

    tier: int
    fields: tuple[str, ...]


QUESTIONS = {
    "goal": Question(1, ("goal",)),
    "proportionality": Question(1, ("proportionality",)),
    "human_intervention": Question(1, ("human_intervention",)),
    "risks": Question(1, ("risks",)),
    "lawful_basis": Question(1, ("lawful_basis",)),
    "impact_assessments": Question(1, ("impacttoetsen_grouping", "impacttoetsen")),
    "source_data": Question(2, ("source_data",)),
    "methods_and_models": Question(2, ("methods_and_models",)),
    "category_or_tags": Question(3, ("category", "tags")),
    "begin_date": Question(3, ("begin_date",)),
    "website_or_url": Question(3, ("website", "url")),
    "process_index_url": Question(3, ("process_index_url",)),
    "end_date": Question(4, ("end_date",)),
    "lawful_basis_grouping": Question(4, ("lawful_basis_grouping",)),
    "source_data_grouping": Question(4, ("source_data_grouping",)),
}
PARENT = {"lawful_basis_grouping": "lawful_basis", "source_data_grouping": "source_data"}
#: The tier of every field that has one.
TIERS = (
    dict.fromkeys(CORE, 0)
    | {field: question.tier for question in QUESTIONS.values() for field in question.fields}
    | {"provider": 4}
)


def asks(version: Version, field: str) -> bool:
    """Say whether this version is asked for a field."""
    if not version.has(field):
        return False
    if field == "end_date":
        return version.status == OUT_OF_USE
    if field in PARENT:
        return version.filled(PARENT[field])
    return not (TIERS.get(field) in {1, 2} and version.category == C)


def answers(version: Version) -> dict[str, tuple[int, bool, bool]]:
    """Return question → weight, filled, valid, for what this version is asked."""
    found = {}
    for name, question in QUESTIONS.items():
        fields = [field for field in question.fields if asks(version, field)]
        if fields:
            filled = any(version.filled(field) for field in fields)
            valid = any(version.valid(field) for field in fields)
            found[name] = (TIER_WEIGHT[question.tier], filled, valid)
    return found


def score(version: Version, step: str) -> tuple[int, int]:
    """Return weights asked, and those of what is ``filled`` or ``valid``."""
    asked = passed = 0
    for weight, filled, valid in answers(version).values():
        asked += weight
        passed += weight * (valid if step == "valid" else filled)
    return asked, passed


def question(version: Version, name: str) -> tuple[int, int]:
    """Return whether one question is asked, and whether it is answered validly."""
    answer = answers(version).get(name)
    return (1, int(answer[2])) if answer else (0, 0)


def field_valid(version: Version, field: str) -> tuple[int, int]:
    return (1, int(version.valid(field))) if asks(version, field) else (0, 0)


def strict(version: Version) -> tuple[int, int]:
    """Return whether any question of accountability is owed, and whether each that is owed has a valid answer."""
    owed = [valid for name, (_, _, valid) in answers(version).items() if QUESTIONS[name].tier == 1]
    return (1, int(all(owed))) if owed else (0, 0)


def not_in_standard(version: Version) -> tuple[int, int]:
    """Return the weights that the category would owe, and those for which the standard has no field.

    Of a standard that nobody declared nothing is known: it is not asked.
    """
    if version.standard not in version.form.standards:
        return 0, 0
    tiers = {3} if version.category == C else {1, 2, 3}
    owed = [one for one in QUESTIONS.values() if one.tier in tiers]
    lacking = [one for one in owed if not any(version.has(field) for field in one.fields)]
    return sum(TIER_WEIGHT[one.tier] for one in owed), sum(TIER_WEIGHT[one.tier] for one in lacking)


def content_missing(version: Version, name: str) -> tuple[int, int]:
    """Return whether a field of the core or a question is asked, and whether anything at all is said."""
    fields = (name,) if name in CORE else QUESTIONS[name].fields
    asked = [field for field in fields if asks(version, field)]
    return (1, int(any(version.filled(field) for field in asked))) if asked else (0, 0)
