"""The words of the interface: one catalogue a language, a key leads to a text with placeholders."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

LANGUAGES: Final = ("nl", "en")
_FOLDER: Final = Path(__file__).with_name("prose")
_PLACEHOLDER: Final = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Words:
    """Every text in one language; a key that nobody wrote is a KeyError."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its placeholders filled in."""
        return self.texts[key].format(**values)

    def __contains__(self, key: str) -> bool:
        """Whether there is a text under this key."""
        return key in self.texts

    def count(self, key: str, number: int, shown: str) -> str:
        """Return the singular or the plural of a counted noun, with the number as it is shown."""
        return self(f"{key}.{'one' if number == 1 else 'other'}", n=shown)


def placeholders(text: str) -> set[str]:
    """Return the names that a text expects."""
    return set(_PLACEHOLDER.findall(text))


def _flat(tree: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tree.items():
        flat |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: str(value)}
    return flat


class TwiceWrittenError(ValueError):
    """Two files of the catalogue have a text under the same key."""


@cache
def words(language: str) -> Words:
    """Return the catalogue of a language, read once: a file for the site, and one for each page that has its own."""
    found: dict[str, str] = {}
    for file in sorted((_FOLDER / language).glob("*.toml")):
        texts = _flat(tomllib.loads(file.read_text("utf-8")))
        if twice := texts.keys() & found.keys():
            msg = f"{language}/{file.name}: {', '.join(sorted(twice))} stand in another file too"
            raise TwiceWrittenError(msg)
        found |= texts
    return Words(language, found)
