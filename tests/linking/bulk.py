"""As many rows as a benchmark wants: made-up registrations and lines of many bodies, each line the truth of its row."""

from collections.abc import Sequence
from random import Random
from typing import Final

from ingest.sample.chance import stream
from sql.fields import CATEGORIES
from tests.linking.english import WORDS
from tests.linking.inventories import changed
from tests.linking.mix import NOISE
from tests.linking.rows import Line, Link, Registration, Truth
from tests.linking.vocabulary import PRODUCTS, VENDORS

BODIES: Final = 336
ROWS: Final = 100_000
#: Of bodies by size, the n-th has 1/n to this power of what the first has.
SKEW: Final = 0.5
_WORDS: Final = tuple(sorted(word for word in WORDS if len(word) > 3))
_COMMON: Final = (
    "anonimiseren",
    "documenten",
    "burgerzaken",
    "meldingen",
    "parkeercontrole",
    "chatbot",
    "veilig mailen",
)
_SHARED: Final = 0.1


def bulk(rows: int = ROWS, bodies: int = BODIES, skew: float = SKEW, seed: int = 1) -> Truth:
    """Return ``rows`` registrations and as many lines, every line of one of them, over ``bodies`` bodies.

    Titles have two to five words of the field, some a product; a tenth share a title that many
    bodies use. The same arguments give the same rows.
    """
    registrations: list[Registration] = []
    lines: list[Line] = []
    for place, size in enumerate(sizes(rows, bodies, skew)):
        rng = stream(seed, "bulk", place)
        ours = [_registration(rng, place, len(registrations) + number) for number in range(size)]
        order = list(range(size))
        rng.shuffle(order)
        lines += [_line(rng, ours[i], f"{number:05}") for number, i in enumerate(order)]
        registrations += [ours[i] for i in order]
    links = frozenset(
        Link(line.org_id, line.local_id, one.lars) for line, one in zip(lines, registrations, strict=True)
    )
    registrations.sort(key=lambda one: one.lars)
    return Truth(tuple(registrations), tuple(lines), links)


def sizes(rows: int, bodies: int, skew: float) -> list[int]:
    """Return how many rows each body has, largest first, at least one each; they add up to ``rows``."""
    weights = [1 / n**skew for n in range(1, bodies + 1)]
    found = [1 + int((rows - bodies) * weight / sum(weights)) for weight in weights]
    found[0] += rows - sum(found)
    return found


def _registration(rng: Random, place: int, number: int) -> Registration:
    town = f"Gemeente {_WORDS[place % len(_WORDS)].capitalize()}"
    name = rng.choice(_COMMON) if rng.random() < _SHARED else " ".join(rng.sample(_WORDS, rng.choice((2, 3, 3, 4, 5))))
    if rng.random() < _SHARED:
        name = f"{rng.choice(PRODUCTS)} {name}"
    return Registration(
        lars=f"{number + 10_000_000}",
        org_id=f"gm{place:04}",
        organisation=town,
        name=name[0].upper() + name[1:],
        description_short=_sentence(rng, _WORDS),
        goal=_sentence(rng, _WORDS),
        provider=rng.choice(("", *VENDORS)),
        begin_date=f"{rng.randint(2012, 2026)}-{rng.randint(1, 12):02}",
        category=rng.choice(CATEGORIES),
    )


def _sentence(rng: Random, words: Sequence[str]) -> str:
    return " ".join(rng.choices(words, k=rng.randint(12, 35))).capitalize() + "."


def _line(rng: Random, given: Registration, local_id: str) -> Line:
    name, _ = changed(rng, given, NOISE)
    return Line(
        org_id=given.org_id,
        local_id=local_id,
        name=name,
        description=given.description_short if rng.random() < 0.6 else "",
        vendor=given.provider if rng.random() < 0.5 else "",
        start_date=given.begin_date if rng.random() < 0.5 else "",
        category=given.category,
    )
