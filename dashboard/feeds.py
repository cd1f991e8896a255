"""The changes as an Atom feed (RFC 4287): what happened lately, each under an id that stays."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from dashboard import changing, freshness
from dashboard.formats import instant
from dashboard.text import LANGUAGES
from dashboard.view import View, address
from metrics.change_kinds import Change
from metrics.happenings import Happening

PATH: Final = "/wijzigingen.atom"
TYPE: Final = "application/atom+xml"
#: What a reader who comes back after a holiday still finds.
_BACK: Final = timedelta(days=60)
_MOST: Final = 500
_SPACE: Final = "http://www.w3.org/2005/Atom"
#: What has no address of its own on any site is named by this one; never to be changed.
_NAMED: Final = "https://algoritmes.overheid.nl/vulgraad"


def feed(view: View) -> bytes:
    """Return the feed of what happened in the last two months, for the body, type and kind asked for."""
    last = view.mart.last_day
    found = view.mart.happenings(last - _BACK) if last else ()
    kept = [(one, mine) for one in found if (mine := _asked(view, one))][:_MOST]
    root = Element("feed", {"xmlns": _SPACE, "xml:lang": view.language})
    _text(root, "id", _id("feed", view.language, *sorted("=".join(pair) for pair in _query(view).items())))
    _text(root, "title", view.t("changes.feed_sample" if view.mart.sample else "changes.feed_title"))
    _text(root, "subtitle", view.t("changes.feed_subtitle"))
    _text(root, "updated", _updated(view, [one for one, _ in kept]))
    _text(SubElement(root, "author"), "name", view.t("site.name"))
    _text(root, "generator", view.t("site.name"))
    own = view.origin + address(view.language, PATH, _query(view))
    SubElement(root, "link", {"rel": "self", "type": TYPE, "href": own})
    page = view.origin + address(view.language, changing.PATH, _query(view))
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": page})
    for one, changes in kept:
        _entry(view, root, one, changes)
    told: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return told


def head(language: str, title: str) -> str:
    """Return the line in the head of a page by which a reader's programme finds the feed; ``title`` is escaped."""
    return f'<link rel="alternate" type="{TYPE}" title="{title}" href="{address(language, PATH, {})}">'


def paths() -> list[str]:
    """Return the address of the feed in every language."""
    return [address(language, PATH, {}) for language in LANGUAGES]


def _asked(view: View, one: Happening) -> tuple[Change, ...]:
    """Return the changes of a happening that a reader asked for."""
    kind = changing.BY_SLUG.get(view.query.get(changing.KIND, ""))
    return tuple(each for each in changing.within(view, one.changes) if kind in {None, each.kind})


def _query(view: View) -> Mapping[str, str]:
    names = (changing.KIND, changing.BODY, changing.TYPE)
    return {name: view.query[name] for name in names if view.query.get(name)}


def _updated(view: View, found: Sequence[Happening]) -> str:
    """Return when something was last added: never earlier than it was collected."""
    collected = instant(view.mart.meta.get("collected_at")) or view.now
    return (max(found[0].moment, collected) if found else collected).isoformat()


def _entry(view: View, root: Element, one: Happening, changes: Sequence[Change]) -> None:
    last = changes[-1]
    entry = SubElement(root, "entry")
    kinds = freshness.listed(view, [view.t(f"changes.kind.{each.kind}") for each in changes])
    name = last.name or view.t("entry.no_name")
    body = last.organisation
    _text(entry, "id", _id(view.language, one.key))
    _text(entry, "title", view.t("changes.feed_entry", kind=kinds, name=name, body=body))
    _text(entry, "updated", one.moment.isoformat())
    _text(entry, "published", one.moment.isoformat())
    if href := changing.entry_url(view, last):
        SubElement(entry, "link", {"rel": "alternate", "href": href if "://" in href else view.origin + href})
    _text(entry, "summary", " ".join(_told(view, changes)))
    for each in changes:
        SubElement(entry, "category", {"term": changing.SLUGS[each.kind], "label": view.t(f"changes.kind.{each.kind}")})


def _told(view: View, changes: Sequence[Change]) -> Iterator[str]:
    for one in changes:
        sides = {"before": changing.word(view, one.before), "after": changing.word(view, one.after)}
        day = view.f.day(one.day)
        yield view.t(f"changes.told.{one.kind}", **sides, day=day, fields=changing.field_names(view, one.fields))


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = "".join(sign for sign in text if sign >= " " or sign in "\t\n")


def _id(*parts: str) -> str:
    return uuid5(NAMESPACE_URL, "/".join((_NAMED, *parts))).urn
