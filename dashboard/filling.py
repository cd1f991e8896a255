"""How often each field is filled, and usably, for what a reader chose to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard.blocks import Block, Links, Paragraph
from dashboard.bodies import Body, bodies
from dashboard.formats import SMALL, Share
from dashboard.forms import Entry, Form
from dashboard.view import DATE, DUTCH, View, exact
from metrics.families.completeness import REQUIREMENTS, Requirement
from sql.fields import CATEGORY_LETTERS, FIELDS, NOT_STATED, STANDARDS

CATEGORY, STANDARD, ORGANISATION, SORT, FIELD, CHECK = (
    "categorie", "standaard", "organisatie", "sorteer", "veld", "controle",
)  # fmt: skip
#: What asks for registrations without a category.
_NONE: Final = "geen"
#: So many bodies are named where several may be meant.
_MOST: Final = 12

#: What is asked of a registration: the fields that every one must have, then what counts for its score.
PARTS: Final = (
    *(Requirement(one.key, one.title, 0, (one.key,)) for one in FIELDS if one.tier == 0),
    *REQUIREMENTS,
)
BY_PART: Final = {one.key: one for one in PARTS}


@dataclass(frozen=True)
class Filling:
    """One part that is asked: the figure of how often it is filled, and of how often usably."""

    part: Requirement
    filled: Mapping[str, Any]
    valid: Mapping[str, Any]

    @property
    def share(self) -> Share | None:
        """How often it is filled, of how often it is asked; None where that is not known."""
        return _share(self.filled)

    @property
    def usable(self) -> Share | None:
        """How often it is filled usably, of how often it is asked; None where that is not known."""
        return _share(self.valid)


def _share(row: Mapping[str, Any]) -> Share | None:
    return Share(row["passed"], row["asked"]) if row["passed"] is not None and row["asked"] else None


@dataclass(frozen=True)
class Choice:
    """What a reader chose to look at; ``maybe`` are the bodies that may be meant, where that is not one."""

    category: str = ""
    standard: str = ""
    body: Body | None = None
    typed: str = ""
    maybe: Sequence[Body] = ()

    @property
    def where(self) -> tuple[tuple[str, str], ...]:
        """The choice as a filter of figures."""
        asked = {
            "category": NOT_STATED if self.category == _NONE else CATEGORY_LETTERS.get(self.category, ""),
            "standard": self.standard,
            "organisation": self.body.org_id if self.body else "",
        }
        return tuple((key, value) for key, value in asked.items() if value)

    @property
    def query(self) -> dict[str, str]:
        """The choice as part of an address."""
        body = self.body.org_id if self.body else ""
        asked = {CATEGORY: self.category, STANDARD: self.standard, ORGANISATION: body}
        return {key: value for key, value in asked.items() if value}


def chosen(view: View) -> Choice:
    """Return what the address asks for; a category or standard that there is none of counts as all of them."""
    category, standard = view.query.get(CATEGORY, "").upper(), view.query.get(STANDARD, "")
    category = _NONE if category == _NONE.upper() else category if category in CATEGORY_LETTERS else ""
    standard = standard if standard in STANDARDS else ""
    typed = view.query.get(ORGANISATION, "").strip()
    if not typed:
        return Choice(category, standard)
    known = bodies(view.mart.facts, view.mart.last_day or view.as_of)
    found = [known[typed.lower()]] if typed.lower() in known else [one for one in known.values() if one.matches(typed)]
    same = [one for one in found if one.name.casefold() == typed.casefold()]
    found = same if len(same) == 1 else found
    return Choice(category, standard, found[0] if len(found) == 1 else None, typed, found)


def fillings(view: View, choice: Choice) -> list[Filling]:
    """Return every part that is asked, with its figures, as declared; those that nobody is asked for too."""
    names = tuple(name for one in PARTS for name in _names(one))
    found = view.mart.several(names, view.as_of, choice.where)
    several = []
    for one in PARTS:
        filled, valid = (found.get(name) for name in _names(one))
        if filled and valid:
            several.append(Filling(one, filled, valid))
    return several


def _names(one: Requirement) -> tuple[str, str]:
    """Return the figures of a part: how often it is filled, and how often usably."""
    return f"validity.content_{one.key}", f"completeness.{one.key}"


def emptiest_first(one: Filling) -> tuple[bool, float, int]:
    """Rank what is filled least often first, of equal ones what is asked most; too few to tell go last."""
    share = one.share
    if share is None or share.asked < SMALL:
        return True, 0.0, -(share.asked if share else 0)
    return False, share.passed / share.asked, -share.asked


def title_of(view: View, one: Requirement) -> str:
    """Return the name of a part, as the register prints it or in English."""
    return one.title.nl if view.language == DUTCH else one.title.en


# The ways to choose


def filters(view: View, choice: Choice, **more: str) -> list[Block]:
    """Return the links and the form that choose what to look at; each keeps what the others chose."""
    kept = choice.query | more
    categories = [(name, letter) for letter, name in CATEGORY_LETTERS.items()]
    categories.append((view.t("group.not_stated"), _NONE))
    entries = (
        Entry(ORGANISATION, view.t("fields.organisation"), "search", choice.typed),
        view.day_entry(DATE, view.t("date.label"), view.query.get(DATE, "")),
    )
    rest = {key: value for key, value in kept.items() if key != ORGANISATION}
    return [
        _links(view, CATEGORY, view.t("by.category"), categories, choice.category, kept),
        _links(view, STANDARD, view.t("by.standard"), [(one, one) for one in STANDARDS], choice.standard, kept),
        Form("filter", view.url(), view.t("date.button"), entries, rest),
        *_body(view, choice, kept),
    ]


def _links(  # noqa: PLR0913, PLR0917 - a row of ways has this many parts
    view: View, key: str, label: str, values: Sequence[tuple[str, str]], now: str, kept: Mapping[str, str]
) -> Links:
    rest = {name: value for name, value in kept.items() if name != key}
    ways = [(view.t("fields.every"), view.url(**rest), not now)]
    ways += [(name, view.url(**rest, **{key: value}), value == now) for name, value in values]
    return Links(label, ways)


def _body(view: View, choice: Choice, kept: Mapping[str, str]) -> list[Block]:
    """Say which body is looked at, or which may be meant."""
    if not choice.typed:
        return []
    rest = {name: value for name, value in kept.items() if name != ORGANISATION}
    every = (view.t("fields.every_organisation"), view.url(**rest), False)
    if choice.body:
        body = (choice.body.name, view.url(f"/organisatie/{choice.body.org_id}"), False)
        return [Links(view.t("fields.only_of"), (body, every))]
    if not choice.maybe:
        return [Paragraph(view.t("fields.no_body", asked=choice.typed)), Links(every[0], (every,))]
    ways = [(one.name, view.url(**rest, **{ORGANISATION: one.org_id}), False) for one in choice.maybe[:_MOST]]
    told = view.t("fields.which", n=view.f.number(len(choice.maybe)), asked=choice.typed)
    return [Paragraph(told), Links(view.t("fields.only_of"), [*ways, every])]


def scope(view: View, choice: Choice) -> str:
    """Write what is looked at, to stand behind a field or a number; nothing for the whole register."""
    parts = []
    if choice.body:
        parts.append(view.t("fields.of_body", name=choice.body.name))
    if choice.category:
        named = CATEGORY_LETTERS.get(choice.category)
        parts.append(view.t("fields.of_category", name=named) if named else view.t("fields.of_no_category"))
    if choice.standard:
        parts.append(view.t("fields.of_standard", name=choice.standard))
    return "".join(f" {one}" for one in parts)


def asked_of(one: Filling) -> int:
    """Return of how many registrations a part is asked; nought where that is not known."""
    return one.filled["asked"] or 0


def empty_of(one: Filling) -> int | None:
    """Return how many registrations leave a part empty; None where that is not known."""
    passed = exact(one.filled)
    return None if passed is None or one.filled["asked"] is None else one.filled["asked"] - passed
