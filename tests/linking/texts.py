"""What a line says of its system beside the name: text, process, vendor, start, category and status."""

import re
from random import Random
from typing import Final

from sql.fields import CATEGORIES, IN_DEVELOPMENT, IN_USE, NOT_STATED, OUT_OF_USE
from tests.linking.mix import Mix
from tests.linking.names import in_english
from tests.linking.rows import Registration
from tests.linking.vocabulary import LEADS, OTHER_PROCESSES, PROCESSES, SYNONYMS, TAILS, VENDORS

_MONTH: Final = re.compile(r"^(\d{4})-(\d\d)$|^(\d\d)-(\d{4})$")
_YEARS: Final = range(1990, 2030)


def described(rng: Random, given: Registration, other: Registration, kind: str) -> str:
    """Return a description of a kind; ``other`` is whose text an unrelated one is. Empty where there is no text."""
    both = [text for text in (given.description_short, given.goal) if text]
    source = rng.choice(both) if both else ""
    if kind == "short":
        return given.description_short or source
    if kind == "goal":
        return given.goal or source
    if kind == "cut":
        return source[: rng.randint(40, 120)].rstrip()
    if kind == "paraphrase":
        return paraphrased(rng, source) if source else ""
    if kind == "english":
        return in_english(source)[0]
    return other.description_short or other.goal if kind == "unrelated" else ""


def paraphrased(rng: Random, text: str) -> str:
    """Drop and reorder sentences, leave words out, use others for some, and say something before or after."""
    sentences = re.split(r"(?<=[.!?])\s+", text.strip())
    kept = [one for one in sentences if rng.random() < 0.75] or sentences[:1]
    if rng.random() < 0.5:
        rng.shuffle(kept)
    words = [_other_word(rng, word) for word in " ".join(kept[:4]).split() if rng.random() < 0.9]
    return f"{rng.choice(LEADS)}{' '.join(words)}{rng.choice(TAILS)}".strip()


def _other_word(rng: Random, word: str) -> str:
    other = SYNONYMS.get(word.casefold())
    return other if other and rng.random() < 0.6 else word


def process_of(rng: Random, name: str, mix: Mix) -> str:
    """Return the process that a system works for, empty where the inventory has none."""
    if rng.random() >= mix.process:
        return ""
    fits = [process for word, process in PROCESSES if word in name.casefold()]
    return fits[0] if fits and rng.random() < 0.8 else rng.choice(OTHER_PROCESSES)


def vendor_of(rng: Random, said: str, mix: Mix) -> str:
    """Return the vendor, as registered, shortened, another one, or none."""
    draw, wrong = rng.random(), rng.random()
    if draw >= mix.vendor:
        return ""
    if wrong < mix.vendor_wrong:
        return rng.choice(VENDORS)
    short = re.sub(r"\s*\(.*\)|\s*\bB\.?V\.?$", "", said).strip()
    return rng.choice((said, said, short, short.upper()))


def start_of(rng: Random, said: str, mix: Mix) -> str:
    """Return when a system began: YYYY, YYYY-MM or YYYY-MM-DD; some months off, or years where it is wrong."""
    draw, wrong, off = rng.random(), rng.random(), rng.random()
    found = month_of(said)
    if draw >= mix.start or (found is None and wrong >= mix.start_wrong):
        return ""
    month = found if found is not None else 12 * 2020
    if wrong < mix.start_wrong:
        month += rng.choice((-1, 1)) * rng.randint(15, 72)
    elif off < mix.start_off:
        month += rng.choice((-4, -3, -2, -2, -1, -1, -1, 1, 1, 1, 2, 2, 3, 4))
    year, number = divmod(month, 12)
    forms = (f"{year:04}-{number + 1:02}-{rng.randint(1, 28):02}", f"{year:04}-{number + 1:02}", f"{year:04}")
    return rng.choices(forms, (4, 4, 1))[0]


def month_of(said: str) -> int | None:
    """Return the months since year nought of what the register says (YYYY-MM or MM-YYYY); None of anything else."""
    found = _MONTH.match(said.strip())
    if not found:
        return None
    year, month = int(found[1] or found[4]), int(found[2] or found[3])
    return 12 * year + month - 1 if year in _YEARS and 1 <= month <= 12 else None


def category_of(rng: Random, said: str, mix: Mix) -> str:
    """Return the category's full name, another one where it is wrong, or that it was not stated."""
    draw, wrong = rng.random(), rng.random()
    if draw >= mix.category:
        return NOT_STATED
    if wrong < mix.category_wrong or said not in CATEGORIES:
        return rng.choice([one for one in CATEGORIES if one != said])
    return said


def status_of(rng: Random, mix: Mix) -> str:
    """Return a status, or that it was not stated."""
    known = rng.random() < mix.status
    return rng.choices((IN_USE, IN_DEVELOPMENT, OUT_OF_USE), (85, 9, 6))[0] if known else NOT_STATED


def iso_month(said: str) -> str:
    """Return a month as YYYY-MM, as an inventory would have it once read; empty for anything else."""
    month = month_of(said)
    return "" if month is None else f"{month // 12:04}-{month % 12 + 1:02}"
