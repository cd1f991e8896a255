"""Lines that are no registration, and systems that look alike: what linking must leave alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from ingest.sample.registrations import check_digit
from sql.fields import CATEGORIES
from tests.linking.look_alikes import ALIKE, GENERIC_TITLES, SUBJECTS, UNREGISTERED, Alike
from tests.linking.mix import Mix
from tests.linking.rows import Registration
from tests.linking.twins import plain
from tests.linking.vocabulary import VENDORS

_DIGIT: Final = re.compile(r"\d")
#: Of words that begin alike, as many letters.
_STEM: Final = 5
#: Words that so many titles have that they make no two the same.
_COMMON: Final = frozenset({"algor", "syste", "softw", "digit", "autom", "gemee", "appli"})
#: What goes by several names: a body that has one of a row may mean it by any other.
_SAME_THING: Final = (
    ("anon", "redact", "datamask", "octobox", "zylab", "lakken"),
    ("burgerzaken", "civil affairs"),
    ("zivver", "mailen", "e-mail", "smartlockr", "cryptshare"),
    ("readspeaker", "voorlees", "leeshulp", "toegankelijk"),
    ("scanauto", "scan car", "parkeer", "parking", "kenteken"),
    ("vri", "verkeersregel", "verkeerslicht", "traffic light"),
    ("woz", "taxati", "property"),
    ("laa", "adreskwaliteit", "address quality"),
    ("meldingen", "melding open", "mor ", "fixi", "buitenbeter", "openbare ruimte"),
    ("gezicht", "documentscan", "documentcheck", "identiteit", "face", "facial"),
    ("chat", "assistent", "copilot", "gpt"),
    ("vroeg", "early"),
    ("factu", "invoice"),
    ("leges", "fee "),
    ("vertal", "weglot", "deepl", "translat"),
)


@dataclass(frozen=True)
class Stranger:
    """A line to be, of which no registration is the truth: what it says, and what kind it is."""

    as_if: Registration
    kind: str


@dataclass(frozen=True)
class Pair:
    """Look-alikes at one body: those that are registered, and those that are listed with the place of their own."""

    registered: tuple[Registration, ...]
    listed: tuple[tuple[Registration, bool], ...]
    kind: str


def stems(name: str) -> set[str]:
    """Return how the words of a title begin, without those that everybody uses, and what thing they name."""
    folded = name.casefold()
    words = re.findall(r"[^\W\d_]+", folded)
    begins = {word[:_STEM] for word in words if len(word) >= _STEM or len(words) == 1} - _COMMON
    return begins | {row[0] for row in _SAME_THING if any(word in folded for word in row)}


def has_such(name: str, ours: Sequence[Registration]) -> bool:
    """Whether a body has a registration of which the title might be another writing of this one."""
    said = stems(name)
    return any(said & stems(one.name) for one in ours)


def unregistered(
    rng: Random, ours: Sequence[Registration], near: Sequence[Registration], others: Sequence[Registration], mix: Mix
) -> list[Stranger]:
    """Return a body's lines that nobody registered, more where it registers more.

    ``near`` are the registrations among which such a line will be looked for: those of the body,
    and of the bodies above and below it. ``others`` are those from which titles are taken.
    """
    found = [_own(rng, ours[0]) for _ in range(_times(rng, mix.unregistered * len(ours)))]
    for _ in range(_times(rng, mix.same_elsewhere * len(ours))):
        found += _elsewhere(rng, ours[0], near, others)
    for _ in range(_times(rng, mix.one_word_differs * len(ours))):
        found += _one_word_differs(rng, ours, near)
    for _ in range(_times(rng, mix.generic * len(ours))):
        found += [Stranger(_bare(ours[0], rng.choice(GENERIC_TITLES)), "generic_title")]
    for _ in range(_times(rng, mix.one_word * len(ours))):
        found += _one_word(rng, ours, near)
    for _ in range(_times(rng, mix.next_version * len(ours))):
        found += _next_version(rng, ours, near)
    for _ in range(_times(rng, mix.same_text * len(ours))):
        found += _same_text(rng, ours, near)
    unique = {one.as_if.name: one for one in found}
    return list(unique.values())


def _times(rng: Random, expected: float) -> int:
    """Return a whole number that is ``expected`` on average."""
    return int(expected) + (rng.random() < expected % 1)


def _bare(body: Registration, name: str, text: str = "", vendor: str = "") -> Registration:
    return Registration("", body.org_id, body.organisation, name, text, text, vendor, "", "")


def _own(rng: Random, body: Registration) -> Stranger:
    name, text = rng.choice(UNREGISTERED)
    return Stranger(_bare(body, name, text, rng.choice(("", *VENDORS))), "unregistered")


def _elsewhere(
    rng: Random, body: Registration, near: Sequence[Registration], others: Sequence[Registration]
) -> list[Stranger]:
    """Take over a title of another body, of which this one has nothing like it; none when nothing will do."""
    for _ in range(20):
        taken = rng.choice(others)
        if taken.org_id != body.org_id and stems(taken.name) and not has_such(taken.name, near):
            as_if = replace(taken, lars="", org_id=body.org_id, organisation=body.organisation, source_id="")
            return [Stranger(as_if, "same_title_elsewhere")]
    return []


def _one_word_differs(rng: Random, ours: Sequence[Registration], near: Sequence[Registration]) -> list[Stranger]:
    """Put another subject in a title of the body, which then is the title of nothing that it registered."""
    titles = [(one, one.name.casefold()) for one in ours]
    fits = [(one, word) for one, title in titles for word in SUBJECTS if word in title and word != title]
    if not fits:
        return []
    given, word = rng.choice(fits)
    other = rng.choice([each for each in SUBJECTS if each != word])
    if any(other in one.name.casefold() for one in near):
        return []
    name = re.sub(re.escape(word), other, given.name, count=1, flags=re.IGNORECASE)
    return [Stranger(_bare(given, name, "", given.provider), "one_word_differs")]


def _one_word(rng: Random, ours: Sequence[Registration], near: Sequence[Registration]) -> list[Stranger]:
    """Call something by one word that a title or a goal of the body happens to have: it may be anything."""
    given = rng.choice(ours)
    words = re.findall(r"\b[^\W\d_]{6,}\b", given.name if rng.random() < 0.5 else given.goal)
    whole = {one.name.casefold().strip() for one in near}
    words = [word for word in words if word.casefold() not in whole and len(given.name.split()) > 1]
    if not words:
        return []
    # Of the same vendor, and begun in the same month, as often as not.
    bare = _bare(given, rng.choice(words).capitalize(), "", given.provider if rng.random() < 0.5 else "")
    return [Stranger(replace(bare, begin_date=given.begin_date if rng.random() < 0.5 else ""), "one_word")]


def _next_version(rng: Random, ours: Sequence[Registration], near: Sequence[Registration]) -> list[Stranger]:
    """Make the version after one that is registered without a number."""
    given = rng.choice(ours)
    if _DIGIT.search(given.name) or sum(plain(one.name) == plain(given.name) for one in near) > 1:
        return []
    name = f"{given.name} {rng.choice(('v{}', 'versie {}', '{}.0', '{}')).format(rng.randint(2, 4))}"
    return [Stranger(replace(given, lars="", name=name, source_id=""), "next_version")]


def _same_text(rng: Random, ours: Sequence[Registration], near: Sequence[Registration]) -> list[Stranger]:
    """Describe something else with the words of a registration: a vendor wrote them for all that it sells."""
    given = rng.choice(ours)
    name, _ = rng.choice(UNREGISTERED)
    if has_such(name, near) or not given.description_short:
        return []
    return [Stranger(_bare(given, name, given.description_short, given.provider), "same_text")]


def look_alikes(rng: Random, body: Registration, near: Sequence[Registration], mix: Mix) -> list[Pair]:
    """Return at most one made-up pair of systems that look alike, at a body that has nothing like either."""
    free = [one for one in ALIKE if not any(has_such(name, near) for name in one.names)]
    if not free or rng.random() >= mix.alike:
        return []
    return [_pair(rng, rng.choice(free), body)]


def _pair(rng: Random, alike: Alike, body: Registration) -> Pair:
    """Register the first or both, and list the second, both, or one of both."""
    vendor = alike.vendor if rng.random() < 0.7 else ""
    first, second = (
        Registration(
            number(rng), body.org_id, body.organisation, name, text, text, vendor,
            f"{rng.randint(2015, 2026)}-{rng.randint(1, 12):02}", rng.choice(CATEGORIES),
        )
        for name, text in zip(alike.names, alike.texts, strict=True)
    )  # fmt: skip
    ways = (
        Pair((first,), ((second, False),), alike.family),
        Pair((first,), ((first, True), (second, False)), alike.family),
        Pair((first, second), ((first, True), (second, True)), alike.family),
        Pair((first, second), ((second, True),), alike.family),
    )
    return rng.choice(ways)


def number(rng: Random) -> str:
    """Return a registration number of the right form."""
    digits = [rng.randint(1, 9) for _ in range(7)]
    return "".join(map(str, digits)) + check_digit(digits)
