"""Invented descriptions, put together from the parts in phrases.toml."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from ingest.sample.bodies import Body
from ingest.sample.chance import stream
from ingest.sample.standards import CATEGORIES, STATUSES, Content, Link, Value

#: Share of the present register's descriptions that fill a field, June 2026. The
#: lawful basis and the impact assessments also hang on the category: see `_fills`.
FILLED = {
    "goal": 0.99,
    "human_intervention": 0.98,
    "proportionality": 0.96,
    "category": 0.94,
    "risks": 0.91,
    "methods_and_models": 0.87,
    "source_data": 0.87,
    "provider": 0.78,
    "begin_date": 0.74,
    "website": 0.47,
    "tags": 0.41,
    "source_data_grouping": 0.23,
    "impacttoetsen": 0.21,
    "url": 0.12,
    "process_index_url": 0.08,
    "source_id": 0.06,
    "publiccode": 0.05,
}
_PROSE = ("proportionality", "human_intervention", "risks", "source_data")
_DIRTY = (
    *_PROSE,
    "impacttoetsen",
    "methods_and_models",
    "provider",
    "website",
    "publiccode",
    "tags",
)
_LISTS = (
    "category",
    "lawful_basis_grouping",
    "impacttoetsen_grouping",
    "source_data_grouping",
)
_PLACEHOLDER = 0.012
_TEMPLATES = 3
_COPIES_TEMPLATE = 0.4
_PLANNED_END = 0.01
_TRAILING_BLANK = 0.01
_END_GIVEN = 0.9
_MARKUP, _BREAK = 0.05, 0.1


@dataclass(frozen=True)
class Purpose:
    """What an algorithm is for, and the words that go with it."""

    fields: frozenset[str]
    weight: float
    category: str
    themes: tuple[str, ...]
    names: tuple[str, ...]
    words: dict[str, str]
    laws: tuple[str, ...]
    technique: str
    template: bool


@dataclass(frozen=True)
class Draft:
    """The decisions a description is written from."""

    body: Body
    purpose: Purpose
    name: str
    category: str
    status: str
    since: date


@cache
def phrases() -> dict[str, Any]:
    """Give the parts, as read."""
    return tomllib.loads(files(__package__).joinpath("phrases.toml").read_text(encoding="utf-8"))


@cache
def purposes() -> tuple[Purpose, ...]:
    """List every purpose there is."""
    return tuple(
        Purpose(
            frozenset(part["for"]),
            part["weight"],
            part["class"],
            tuple(part["theme"]),
            tuple(part["names"]),
            {word: part[word] for word in ("does", "aim", "who", "data")},
            tuple(part["laws"]),
            part["technique"],
            part.get("template", False),
        )
        for part in phrases()["purpose"]
    )


def description(rng: Random, seed: int, draft: Draft) -> Content:
    """Write a description by the present standard, with the usual gaps and dirt."""
    content = _facts(rng, draft)
    content |= _prose(rng, seed, draft)
    for field, rate in (FILLED | _fills(rng, draft.category)).items():
        if rng.random() >= rate:
            empty: Value = [] if field in _LISTS else ""
            content[field] = rng.choice((None, empty, None))
    for field in _DIRTY:
        if content[field] and rng.random() < _PLACEHOLDER:
            content[field] = rng.choice(phrases()["placeholders"])
    return content


def _fills(rng: Random, category: str) -> dict[str, float]:
    # Of the B's of December 2025, 53 % named no assessment and 14 % no legal basis.
    stated = rng.random() < (0.72 if category == "C" else 0.78)
    assessed = {"A": 0.7, "B": 0.34, "C": 0.28}[category]
    return {
        "lawful_basis": float(stated),
        "lawful_basis_grouping": 0.66 if stated else 0.36,
        "impacttoetsen_grouping": assessed,
    }


def _facts(rng: Random, draft: Draft) -> Content:
    body, purpose = draft.body, draft.purpose
    site = f"https://www.{body.code}.example"
    odds = _END_GIVEN if draft.status == STATUSES[2] else _PLANNED_END
    themes: Value = list(purpose.themes[: rng.choice((1, 1, 2))])
    return {
        "name": draft.name + (" " if rng.random() < _TRAILING_BLANK else ""),
        "status": draft.status,
        "publication_category": CATEGORIES[draft.category],
        "category": themes,
        "contact_email": f"algoritmes@{body.code}.example",
        "lang": "nld",
        "website": rng.choice((f"{site}/algoritmes", f"www.{body.code}.example", site)),
        "url": f"{site}/algoritmes/{rng.randint(1, 400)}",
        "process_index_url": f"{site}/verwerkingsregister",
        "publiccode": f"https://code.{body.code}.example/{rng.randint(10, 99)}",
        "source_id": f"ALG-{rng.randint(1, 9999):04}",
        "tags": ", ".join(rng.sample((*purpose.themes, *purpose.names), 2)).lower(),
        "begin_date": _month(rng, draft.since.year - rng.randint(0, 6)),
        "end_date": _month(rng, draft.since.year) if rng.random() < odds else None,
        "lawful_basis_grouping": [_law(law) for law in purpose.laws],
        "impacttoetsen_grouping": _assessments(rng, site),
        "source_data_grouping": _sources(rng),
        "learns": "ja" if purpose.technique in {"voorspel", "beeld", "taal"} else None,
        "old_status": rng.choice((draft.status, *phrases()["old_statuses"])),
    }


def _prose(rng: Random, seed: int, draft: Draft) -> Content:
    mention, voice = draft.body.short, rng
    if draft.purpose.template and rng.random() < _COPIES_TEMPLATE:
        # A supplier's text: the same words at every customer.
        which = rng.randrange(_TEMPLATES)
        mention, voice = "de organisatie", stream(seed, draft.purpose.names[0], which)
    words = _words(voice, draft.purpose, mention)
    said = phrases()["sentences"]
    size = voice.choice((1, 2, 2, 3))
    written: Content = {
        field: _filled_in(voice, said[field], words, 1 if field == "source_data" else size) for field in _PROSE
    }
    opening = [voice.choice(said[part]) for part in ("goal", "how")]
    rest = voice.sample(said["impact"], 2) + voice.sample(said["context"], voice.randint(0, 2))
    written["goal"] = _marked_up(voice, [_with(words, part) for part in opening + rest])
    written["description_short"] = _with(words, voice.choice(said["short"]))
    written["lawful_basis"] = _with(words, voice.choice(said["lawful"]))
    written["impacttoetsen"] = _with(words, voice.choice(said["assessed"]))
    technique = phrases()["technique"][draft.purpose.technique]
    written["methods_and_models"] = " ".join(technique[: voice.randint(1, len(technique))])
    return written | {
        "provider": voice.choice(phrases()["suppliers"]),
        "team": words["team"],
    }


def _words(rng: Random, purpose: Purpose, mention: str) -> dict[str, str]:
    law = phrases()["laws"][rng.choice(purpose.laws)][0]
    words = purpose.words | {"body": mention, "team": rng.choice(phrases()["teams"])}
    words |= {"law": f"de {law}"}
    return words | {word.capitalize(): _upper(words[word]) for word in ("body", "who")}


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _with(words: dict[str, str], sentence: str) -> str:
    return sentence.format_map(words)


def _filled_in(rng: Random, choices: list[str], words: dict[str, str], size: int) -> str:
    return " ".join(_with(words, part) for part in rng.sample(choices, size))


def _marked_up(rng: Random, sentences: list[str]) -> str:
    # Editors leave markup and line breaks behind; the CSV loses both.
    form = rng.random()
    middle = len(sentences) // 2
    first, second = " ".join(sentences[:middle]), " ".join(sentences[middle:])
    if form < _MARKUP:
        return f"<p>{first}</p><p>{second}</p>".replace(" en ", " &amp; ", 1)
    return f"{first}\n{second}" if form < _BREAK else f"{first} {second}"


def _month(rng: Random, year: int) -> str:
    month = rng.randint(1, 12)
    usual, other = (
        f"{year}-{month:02}",
        (f"{month:02}-{year}", f"{month}-{year}", f"{year}"),
    )
    return rng.choice((*[usual] * 60, *other, other[0], other[0], "n.v.t."))


def _law(key: str) -> Link:
    title, link = phrases()["laws"][key]
    return {"title": title, "link": link}


def _assessments(rng: Random, site: str) -> list[Link]:
    titles = dict.fromkeys(rng.choices(phrases()["assessments"], k=rng.choice((1, 1, 2))))
    return [{"title": title, "link": rng.choice((None, None, f"{site}/dpia"))} for title in titles]


def _sources(rng: Random) -> list[Link]:
    chosen = rng.sample(phrases()["sources"], rng.choice((1, 1, 2)))
    return [{"title": title, "link": link or None} for title, link in chosen]
