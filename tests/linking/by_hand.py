"""Inventories as careless people keep them by hand: another maker than ``inventories``, never used to set anything.

It shares none of that one's operations, words or rates: here every word of a name is written well or badly by
itself, each body has habits of its own, and registrations are taken out of the register under lines that stay.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Final

from rapidfuzz import fuzz

from ingest.sample.chance import stream
from sql.fields import CATEGORIES, NOT_STATED
from tests.linking.rows import Line, Link, Registration, Truth

_WORDS: Final = {
    "aanvraag": ("verzoek", "application"), "aanvragen": ("verzoeken", "requests"), "adres": ("locatie", "address"),
    "afval": ("huisvuil", "waste"), "afhandeling": ("behandeling", "handling"), "algoritme": ("model", "algorithm"),
    "anonimiseren": ("onleesbaar maken", "anonymising"), "bepalen": ("vaststellen", "determining"),
    "assistent": ("hulp", "assistant"), "automatisch": ("geautomatiseerd", "automatic"),
    "beoordeling": ("toetsing", "assessment"), "berekening": ("bepaling", "calculation"),
    "bezwaar": ("beroep", "objection"), "bijstand": ("uitkering", "social assistance"),
    "controle": ("toetsing", "check"), "detectie": ("opsporing", "detection"), "documenten": ("stukken", "documents"),
    "energie": ("stroom", "energy"), "gegevens": ("data", "data"), "handhaving": ("toezicht", "enforcement"),
    "herkenning": ("detectie", "recognition"), "kenteken": ("nummerbord", "licence plate"),
    "meldingen": ("klachten", "notifications"), "openbare": ("publieke", "public"), "ruimte": ("buitenruimte", "space"),
    "parkeren": ("stallen", "parking"), "risico": ("kans", "risk"), "schulden": ("betaalachterstanden", "debts"),
    "signalering": ("waarschuwing", "alerts"), "software": ("programmatuur", "software"),
    "systeem": ("toepassing", "system"), "tool": ("hulpmiddel", "tool"), "toezicht": ("inspectie", "supervision"),
    "verkeer": ("mobiliteit", "traffic"), "vergunning": ("toestemming", "permit"),
    "voorspelling": ("prognose", "forecast"),
    "voorspellen": ("ramen", "predicting"), "water": ("water", "water"), "woningen": ("huizen", "dwellings"),
    "zoeken": ("vinden", "search"), "selectie": ("keuze", "selection"), "inspectie": ("keuring", "inspection"),
    "subsidie": ("bijdrage", "grant"), "toeslag": ("tegemoetkoming", "allowance"),
    "verwerking": ("afdoening", "processing"),
}  # fmt: skip
_HEARD: Final = (
    ("ij", "ei"),
    ("ei", "ij"),
    ("ou", "au"),
    ("c", "k"),
    ("ch", "g"),
    ("ph", "f"),
    ("sch", "sg"),
    ("dt", "t"),
)
_SCANNED: Final = (("rn", "m"), ("l", "1"), ("o", "0"), ("cl", "d"), ("ii", "n"), ("e", "c"))
_UNITS: Final = ("SoZa", "BV/Bedrijfsbureau", "Afd. Ruimte", "Publiekscentrum", "F&C", "OOV", "DIV", "Control", "ICT")
_NOTES: Final = (
    "(in beheer)",
    "- jaarlijks",
    "??",
    "[navragen]",
    "(loopt)",
    "zie contract",
    "- Jansen",
    "(DPIA gedaan)",
)
_MAKERS: Final = ("Shift2", "Visma Circle", "Esri", "Enable U", "SIM", "Maximus", "Kodision", "Green Valley", "JOIN")
_LITTLE: Final = frozenset(
    {"de", "het", "een", "en", "of", "van", "voor", "bij", "in", "op", "met", "aan", "door", "te", "om"}
)
_FOREIGN_AS_OWN: Final = 85
_LEAST: Final = 5


@dataclass(frozen=True)
class Habits:
    """How a body keeps its list: chances between 0 and 1."""

    #: That a word is written otherwise than in the register, and that a whole name is.
    sloppy: float
    rewritten: float
    english: float
    #: What is not listed; what is listed and taken out of the register; lines of elsewhere, per registration.
    unlisted: float
    unregistered: float
    elsewhere: float
    #: What a line has beside its name, and how often that is wrong.
    described: float
    fields: float
    wrong: float
    parted: float
    joined: float
    #: Lines that look like a registration and are none, per registration.
    snares: float


def habits_of(rng: Random) -> Habits:
    """Draw the habits of a body: some are tidy, some are not."""
    return Habits(
        sloppy=rng.betavariate(1.2, 4.5),
        rewritten=rng.betavariate(1.5, 3.0),
        english=0.5 if rng.random() < 0.07 else 0.02,
        unlisted=rng.uniform(0.0, 0.4),
        unregistered=rng.uniform(0.0, 0.3),
        elsewhere=rng.uniform(0.0, 0.3),
        described=rng.uniform(0.2, 0.95),
        fields=rng.uniform(0.2, 0.9),
        wrong=rng.uniform(0.0, 0.2),
        parted=rng.uniform(0.0, 0.06),
        joined=rng.uniform(0.0, 0.06),
        snares=rng.uniform(0.0, 0.06),
    )


@dataclass
class _Desk:
    """What somebody is writing: the lines of one body, their truth, and what the register keeps of it."""

    rng: Random
    habits: Habits
    org_id: str
    boilerplate: str
    lines: list[Line] = field(default_factory=list)
    links: set[Link] = field(default_factory=set)
    kinds: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def write(self, about: Registration, name: str, kind: str, links: Iterable[str], text: str | None = None) -> None:
        """Add a line about a registration, with whatever this body fills in of the other columns."""
        rng, habits = self.rng, self.habits
        key = (self.org_id, f"rij {len(self.lines) + 2}")
        wrong = rng.random() < habits.wrong
        self.lines.append(
            Line(
                *key,
                name=name,
                description=_said(rng, habits, about, self.boilerplate) if text is None else text,
                vendor=(rng.choice(_MAKERS) if wrong else about.provider) if rng.random() < habits.fields else "",
                start_date=_began(rng, about.begin_date, wrong=wrong) if rng.random() < habits.fields else "",
                category=(rng.choice(CATEGORIES) if wrong else about.category or NOT_STATED)
                if rng.random() < habits.fields
                else NOT_STATED,
            )
        )
        self.kinds[key] = (kind,)
        self.links |= {Link(*key, lars) for lars in links}


def by_hand(given: Iterable[Registration], seed: int) -> Truth:
    """Return what bodies list of their registrations, and the register without what is taken out of it."""
    bodies = defaultdict(list)
    every = sorted(given, key=lambda one: one.lars)
    for one in every:
        bodies[one.org_id].append(one)
    kept: list[Registration] = []
    desks = []
    for org_id, ours in sorted(bodies.items()):
        rng = stream(seed, "by hand", org_id)
        desk = _Desk(rng, habits_of(rng), org_id, rng.choice(ours).description_short)
        kept += _keep(desk, ours, every)
        desks.append(desk)
    lines = tuple(line for desk in desks for line in desk.lines)
    links = frozenset(link for desk in desks for link in desk.links)
    return Truth(tuple(kept), lines, links, {key: kinds for desk in desks for key, kinds in desk.kinds.items()})


def _keep(desk: _Desk, ours: Sequence[Registration], every: Sequence[Registration]) -> list[Registration]:
    """Write a body's list, and return what its register keeps."""
    rng, habits = desk.rng, desk.habits
    kept = [one for one in ours if rng.random() >= habits.unregistered] or [ours[0]]
    gone = [one for one in ours if one not in kept and not any(_one_thing(one, other) for other in kept)]
    listed = [one for one in kept if rng.random() >= habits.unlisted]
    rng.shuffle(listed)
    while listed:
        one = listed.pop()
        draw = rng.random()
        if listed and draw < habits.joined:
            _join(desk, one, listed.pop())
        elif draw < habits.joined + habits.parted:
            _part(desk, one)
        else:
            desk.write(one, called(rng, habits, one), "registered", [one.lars])
    for one in gone:
        desk.write(one, called(rng, habits, one), "taken out", [])
    for _ in ours:
        if rng.random() < habits.elsewhere:
            _from_elsewhere(desk, rng.choice(every), ours)
        if rng.random() < habits.snares:
            kept += rng.choice(_SNARES)(desk, rng.choice(kept), kept)
    return kept


def _one_thing(one: Registration, other: Registration) -> bool:
    """Whether two registrations of a body have the same name or text: nobody could tell which of them a line is."""
    texts = {one.description_short, one.goal} & {other.description_short, other.goal} - {""}
    return bool(texts) or fuzz.token_set_ratio(one.name.casefold(), other.name.casefold()) >= _FOREIGN_AS_OWN


def _join(desk: _Desk, first: Registration, second: Registration) -> None:
    names = [called(desk.rng, desk.habits, one) for one in (first, second)]
    name = desk.rng.choice(("{}; {}", "{} incl. {}", "{}, alsook {}", "{} | {}")).format(*names)
    desk.write(first, name, "joined", [first.lars, second.lars])


def _part(desk: _Desk, one: Registration) -> None:
    ends = desk.rng.choice(((" voorkant", " achterkant"), (" (Noord)", " (Zuid)"), (" - aanlevering", " - uitvoer")))
    for end in ends:
        desk.write(one, f"{called(desk.rng, desk.habits, one)}{end}", "parted", [one.lars])


def _from_elsewhere(desk: _Desk, one: Registration, ours: Sequence[Registration]) -> None:
    """List what another body has registered and this one has nothing like."""
    if one.org_id != desk.org_id and not any(_one_thing(one, other) for other in ours):
        desk.write(one, called(desk.rng, desk.habits, one), "elsewhere", [])


# Snares: lines that look like a registration and are another system


def _next_version(desk: _Desk, one: Registration, kept: Sequence[Registration]) -> list[Registration]:
    """List the version after that which is registered; now and then the register has both."""
    if re.search(r"\d", one.name) or sum(_one_thing(one, other) for other in kept) > 1:
        return []
    later = replace(one, lars=f"9{one.lars}", name=f"{one.name} versie {desk.rng.randint(2, 4)}")
    both = desk.rng.random() < 0.5
    desk.write(later, later.name, "next version", [later.lars] if both else [])
    return [later] if both else []


def _bare_word(desk: _Desk, one: Registration, kept: Sequence[Registration]) -> list[Registration]:
    """List something of the same vendor and month by the first word of a longer name."""
    word = one.name.split()[0] if len(one.name.split()) > 1 else ""
    if len(word) > _LEAST and all(other.name.casefold() != word.casefold() for other in kept):
        desk.write(one, word, "bare word", [], "")
    return []


def _template(desk: _Desk, one: Registration, kept: Sequence[Registration]) -> list[Registration]:
    """List another product in the words with which its vendor describes everything."""
    name = f"{desk.rng.choice(_MAKERS)} {desk.rng.choice(('Connect', 'Inzicht', 'Flow', 'Portaal', 'Regie'))}"
    if one.description_short and len(kept) > 1:
        desk.write(one, name, "template", [], one.description_short)
    return []


_SNARES: Final[tuple[Callable[[_Desk, Registration, Sequence[Registration]], list[Registration]], ...]] = (
    _next_version, _bare_word, _template,
)  # fmt: skip


# How a name is written


def called(rng: Random, habits: Habits, one: Registration) -> str:
    """Return what a line calls a registration."""
    name = " ".join(one.name.split())
    if rng.random() < 0.25:
        return name
    if rng.random() < habits.english:
        name = _each(name, lambda word: _other(word, 1))
    name = _each(name, lambda word: _written(rng, word) if rng.random() < habits.sloppy else word)
    if rng.random() < habits.rewritten:
        name = rng.choice(_WHOLE)(rng, name, one)
    return " ".join(name.split()) or one.name


def _each(name: str, write: Callable[[str], str]) -> str:
    return " ".join(write(word) for word in name.split(" "))


def _other(word: str, which: int) -> str:
    found = _WORDS.get(word.casefold().strip("():,."))
    return found[which] if found else word


def _written(rng: Random, word: str) -> str:
    """Write a word otherwise: shortened, as heard, badly scanned, mistyped, or another word for it."""
    if len(word) < _LEAST:
        return word
    at = rng.randrange(1, len(word) - 1)
    ways = (
        f"{word[: rng.randint(4, 6)]}.",
        word[0] + re.sub("[aeiou]", "", word[1:]),
        _swapped(rng, word, _HEARD),
        _swapped(rng, word, _SCANNED),
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + rng.choice("aeinrst") + word[at:],
        word[:at] + word[at + 1 :],
        _other(word, 0),
        _other(word, 0),
        f"{word[:at]} {word[at:]}",
    )
    return rng.choice(ways)


def _swapped(rng: Random, word: str, table: Sequence[tuple[str, str]]) -> str:
    fits = [(old, new) for old, new in table if old in word[1:]]
    old, new = rng.choice(fits) if fits else ("", "")
    return word[0] + word[1:].replace(old, new, 1) if old else word


def _cut(rng: Random, name: str, _: Registration) -> str:
    return name[: rng.choice((24, 32, 40))]


def _initials(rng: Random, name: str, one: Registration) -> str:
    words = [word for word in re.findall(r"[^\W\d_]+", name) if word.casefold() not in _LITTLE]
    short = "".join(word[0] for word in words).upper()
    return f"{short} {_cut(rng, one.goal or name, one)}" if rng.random() < 0.3 else f"{short} ({name})"


def _turned(_: Random, name: str, __: Registration) -> str:
    words = name.split()
    return " ".join(words[len(words) // 2 :] + words[: len(words) // 2])


def _of_vendor(rng: Random, name: str, one: Registration) -> str:
    return f"{one.provider.split(' ')[0] or rng.choice(_MAKERS)}: {name}"


_WHOLE: Final[tuple[Callable[[Random, str, Registration], str], ...]] = (
    _cut,
    _initials,
    _turned,
    _of_vendor,
    lambda rng, name, _: f"{rng.choice(_UNITS)} - {name}",
    lambda rng, name, _: f"{name} {rng.choice(_NOTES)}",
    lambda rng, name, _: f"{name} ({rng.choice(_MAKERS)})",
    lambda _, name, __: " ".join(word for word in name.split() if word.casefold() not in _LITTLE),
    lambda _, name, __: "".join(word.capitalize() for word in name.split()),
    lambda _, name, __: f"{name.casefold().replace(' ', '_')}.xlsx",
    lambda _, name, __: re.split(r"[:(\u2013]| - ", name)[0],
    lambda rng, name, _: f"{name} {rng.choice(('t.b.v.', 'binnen', 'voor'))} {rng.choice(_UNITS)}",
)


# What else a line says


def _said(rng: Random, habits: Habits, one: Registration, boilerplate: str) -> str:
    """Describe a registration, in its own words, in some of them, or in those that stand at every line."""
    if rng.random() >= habits.described:
        return ""
    source = rng.choice((one.description_short, one.goal)) or one.description_short
    words = source.split()
    ways = (
        source,
        " ".join(words[: len(words) // 2]),
        ", ".join(dict.fromkeys(word.strip(".,") for word in words if len(word) > 2 * _LEAST)),
        _each(source, lambda word: _other(word, 0) if rng.random() < 0.7 else _written(rng, word)),
        " ".join(word for word in words if rng.random() < 0.6),
        boilerplate if rng.random() < 0.3 else source,
    )
    return rng.choice(ways)


def _began(rng: Random, said: str, *, wrong: bool) -> str:
    found = re.search(r"(\d{4})-(\d\d)|(\d\d)-(\d{4})", said)
    if found is None:
        return ""
    year, month = int(found[1] or found[4]), found[2] or found[3]
    return f"{year + rng.choice((-2, -1, 1, 3))}-{month}" if wrong else f"{month}-{year}"
