"""Changes of a name, each as an inventory's own writer would make it; None where it does not apply."""

import re
from collections.abc import Callable
from random import Random
from typing import Final

from tests.linking.english import TITLES, WORDS
from tests.linking.rows import Registration
from tests.linking.vocabulary import ABBREVIATIONS, ADDED, GLUE, HEADS, PRODUCTS, VENDORS

Change = Callable[[Random, str, Registration], str | None]

_KEYBOARD: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LONG: Final = 5
_TYPO_FROM: Final = 6


def abbreviated(rng: Random, name: str, _: Registration) -> str | None:
    """Shorten words, or write short ones out."""
    fits = [(old, new) for pair in ABBREVIATIONS for old, new in (pair, pair[::-1]) if _at(old).search(name)]
    if not fits:
        return None
    for old, new in rng.sample(fits, min(len(fits), rng.choice((1, 1, 2)))):
        found = _at(old).search(name)
        name = name[: found.start()] + new + name[found.end() :] if found else name
    return name


def _at(word: str) -> re.Pattern[str]:
    end = "" if word.endswith(".") else r"(?!\w)"
    return re.compile(rf"(?<!\w){re.escape(word)}{end}", re.IGNORECASE)


def typo(rng: Random, name: str, _: Registration) -> str | None:
    """Make one to three slips of the keyboard, of letters only, and never of the first of the name."""
    if sum(map(str.isalpha, name)) < _TYPO_FROM:
        return None
    wanted = rng.choices((1, 2, 3), (6, 3, 1))[0] if len(name) > 2 * _TYPO_FROM else 1
    changed = name
    for _slipped in range(wanted):
        changed = _slip(rng, changed)
    return changed


def _slip(rng: Random, name: str) -> str:
    places = [i for i in range(1, len(name) - 1) if name[i].isalpha() and name[i + 1].isalpha()]
    if not places:
        return name
    i = rng.choice(places)
    one, rest = name[i], name[i + 1 :]
    kind = rng.choice(("swap", "drop", "double", "neighbour"))
    if kind == "swap" and one != rest[0]:
        return name[:i] + rest[0] + one + rest[1:]
    if kind == "drop":
        return name[:i] + rest
    if kind == "double":
        return name[:i] + one + one + rest
    return name[:i] + _neighbour(rng, one) + rest


def _neighbour(rng: Random, letter: str) -> str:
    for row in _KEYBOARD:
        place = row.find(letter.lower())
        if place >= 0:
            near = rng.choice(row[max(place - 1, 0) : place] + row[place + 1 : place + 2])
            return near.upper() if letter.isupper() else near
    return "e" if letter != "e" else "r"


def word_order(rng: Random, name: str, _: Registration) -> str | None:
    """Turn the parts round a colon, dash or bracket, or move a word."""
    parts = re.fullmatch(r"(.{3,}?)\s*(?::|\s[-\u2013]\s|\()\s*(.{3,}?)\)?", name)
    if parts:
        return f"{parts[2]} {rng.choice(('-', '', '/'))} {parts[1]}".replace("  ", " ")
    words = name.split()
    if len(words) < 2:
        return None
    taken = words.pop(rng.randrange(len(words) - 1))
    return " ".join([*words, taken])


def vendor_added(rng: Random, name: str, given: Registration) -> str | None:
    """Put the name of whoever makes it, or of a product, before or after the title."""
    said = re.split(r"[(,]", given.provider)[0].strip()
    known = said if said and not said.lower().startswith("intern") else ""
    vendor = known if known and rng.random() < 0.7 else rng.choice((*VENDORS, *PRODUCTS))
    if vendor.casefold() in name.casefold():
        return None
    return rng.choice(("{1} {0}", "{0} {1}", "{0} ({1})", "{1} - {0}", "{1}: {0}")).format(name, vendor)


def _with_vendor(name: str) -> tuple[re.Match[str], str] | None:
    """Return where a title names a vendor or product, and what is left when that goes; None without either."""
    for vendor in (*VENDORS, *PRODUCTS):
        found = _at(vendor).search(name)
        rest = _tidy(name[: found.start()] + name[found.end() :]) if found else ""
        if found and any(len(word) >= _LONG for word in rest.split()):
            return found, rest
    return None


def vendor_replaced(rng: Random, name: str, _: Registration) -> str | None:
    """Name another vendor or product than the title did: products are renamed, suppliers taken over."""
    found = _with_vendor(name)
    if not found:
        return None
    place = found[0]
    other = rng.choice([one for one in VENDORS if one.casefold() != place[0].casefold()])
    return name[: place.start()] + other + name[place.end() :]


def vendor_removed(_: Random, name: str, __: Registration) -> str | None:
    """Leave the vendor or product out."""
    found = _with_vendor(name)
    return found[1] if found else None


def _tidy(name: str) -> str:
    return re.sub(r"\s{2,}", " ", re.sub(r"\(\s*\)", "", name)).strip(" -\u2013:/,")


def word_dropped(rng: Random, name: str, _: Registration) -> str | None:
    """Leave a word out, glue first; of a title of two words none."""
    words = name.split()
    if len(words) < 3:
        return None
    glue = [i for i, word in enumerate(words) if word.casefold() in GLUE]
    place = rng.choice(glue) if glue and rng.random() < 0.6 else rng.randrange(len(words))
    left = words[:place] + words[place + 1 :]
    return _tidy(" ".join(left)) if any(len(word) >= _LONG for word in left) else None


def word_added(rng: Random, name: str, _: Registration) -> str | None:
    """Add a word that says little."""
    word = rng.choice([word for word in ADDED if word not in name.casefold()])
    return f"{name} {word}" if word.startswith("(") or rng.random() < 0.5 else f"{word} {name}"


def english(rng: Random, name: str, _: Registration) -> str | None:
    """Translate, by whole titles where there is one; not when half the words have no translation."""
    whole = TITLES.get(name.strip().casefold())
    if whole and rng.random() < 0.7:
        return rng.choice(whole)
    done, known, asked = in_english(name)
    return done[:1].upper() + done[1:] if asked and known > asked / 2 and done.casefold() != name.casefold() else None


def in_english(text: str) -> tuple[str, int, int]:
    """Return a text word by word in English, how many of its words of four letters were known, and how many it has."""
    known = asked = 0
    out = []
    for piece in re.split(r"([\w'\u2019]+)", text):
        word = _word_in_english(piece.casefold())
        if len(piece) >= 4 and piece[0].isalpha():
            known, asked = known + bool(word), asked + 1
        out.append((word.capitalize() if piece[:1].isupper() else word) if word else piece)
    return "".join(out), known, asked


def _word_in_english(word: str) -> str:
    if word in WORDS or len(word) < 2 * _LONG:
        return WORDS.get(word, "")
    for place in range(4, len(word) - 3):
        head, tail = word[:place], word[place:]
        left = WORDS.get(head) or WORDS.get(head.removesuffix("s"))
        if left and tail in WORDS:
            return f"{left} {WORDS[tail]}"
    return ""


def truncated(rng: Random, name: str, _: Registration) -> str | None:
    """Cut off where the column of the spreadsheet ended."""
    width = rng.randint(20, 40)
    cut = name[:width].rstrip()
    return cut if len(name) > width + 2 else None


def compound(rng: Random, name: str, _: Registration) -> str | None:
    """Write a compound apart, or two words together."""
    ways = [_apart(name, head, glue) for head in HEADS for glue in (" ", "-")] + [_together(name, h) for h in HEADS]
    fits = [way for way in ways if way and way != name]
    return rng.choice(fits) if fits else None


def _apart(name: str, head: str, glue: str) -> str:
    return re.sub(
        rf"(?<!\w)({head})(?=[^\W\d_]{{4}})", lambda found: found[1] + glue, name, count=1, flags=re.IGNORECASE
    )


def _together(name: str, head: str) -> str:
    return re.sub(rf"(?<!\w)({head})[ -](?=[^\W\d_]{{4}})", lambda found: found[1], name, count=1, flags=re.IGNORECASE)


def body_in_name(rng: Random, name: str, given: Registration) -> str | None:
    """Put the organisation's name, or the town's, in the title."""
    short = re.sub(r"^(gemeente|provincie|waterschap|ministerie van)\s+", "", given.organisation, flags=re.IGNORECASE)
    called = rng.choice((given.organisation, short, short))
    if not called or called.casefold() in name.casefold():
        return None
    return rng.choice(("{0} {1}", "{0} ({1})", "{1} - {0}", "{0} {1}")).format(name, called)


def case(rng: Random, name: str, _: Registration) -> str | None:
    """Write in capitals, small letters or with a capital to each word."""
    ways = [way for way in (name.upper(), name.lower(), name.title()) if way != name]
    return rng.choice(ways) if ways else None


def punctuation(rng: Random, name: str, _: Registration) -> str | None:
    """Leave signs out, or write others."""
    ways = {
        re.sub(r"[^\w\s]", " ", name),
        re.sub(r"[^\w\s]", "", name),
        name.replace(" ", "-", 1),
        name.replace(" ", "_"),
        f"{name}.",
        name.replace("-", " \u2013 ").replace(":", " -"),
    }
    return rng.choice(sorted(" ".join(way.split()) for way in ways if way != name))


def renamed(rng: Random, name: str, given: Registration) -> str | None:
    """Call it after what it is for: some long words of its goal, none of its name."""
    own = {word.casefold() for word in re.findall(r"\w+", name)}
    words = dict.fromkeys(re.findall(r"\b[^\W\d_]{7,}\b", given.goal or given.description_short))
    found = [word for word in words if word.casefold() not in own][:12]
    count = rng.choice((2, 3, 4))
    if len(found) < count:
        return None
    places = sorted(rng.sample(range(len(found)), count))
    return " ".join(found[place] for place in places).capitalize()


CHANGES: Final[dict[str, Change]] = {
    "abbreviation": abbreviated,
    "typo": typo,
    "word_order": word_order,
    "vendor_added": vendor_added,
    "vendor_replaced": vendor_replaced,
    "vendor_removed": vendor_removed,
    "word_dropped": word_dropped,
    "word_added": word_added,
    "english": english,
    "truncated": truncated,
    "compound": compound,
    "body_in_name": body_in_name,
    "case": case,
    "punctuation": punctuation,
    "renamed": renamed,
}
