"""The pages, one a file: each declares a ``PAGE``; navigation and addresses read this register."""

import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from urllib.parse import unquote

from dashboard.text import LANGUAGES
from dashboard.view import Page


@cache
def pages() -> tuple[Page, ...]:
    """Return every page, in the order of the navigation."""
    found = [import_module(f"{__name__}.{module.name}").PAGE for module in iter_modules(__path__)]
    return tuple(sorted(found, key=lambda page: (page.order, page.key)))


@dataclass(frozen=True)
class Place:
    """Where an address leads: a language, the path after it, a page and what the path names."""

    language: str
    path: str
    page: Page
    values: dict[str, str]


def find(path: str) -> Place | None:
    """Return the page under an address; None if there is none."""
    head, _, rest = path.removeprefix("/").partition("/")
    if head not in LANGUAGES:
        return None
    inner = unquote("/" + rest)
    for page in pages():
        if found := _pattern(page.path).fullmatch(inner):
            return Place(head, inner, page, found.groupdict())
    return None


@cache
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", path))
