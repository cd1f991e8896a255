"""What the reader must know about the age of what is shown; pure functions of status and moment."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from dashboard.blocks import Notice
from dashboard.bodies import bodies
from dashboard.formats import DASH, instant
from dashboard.view import DUTCH, BadDateError, View
from sql.ledger import BY_NAME, INTERNAL_SOURCES, PREFIX

#: A nightly source that is older than this missed a night.
LATE: Final = timedelta(hours=36)
_INVENTORY: Final = "inventory:"
_HIDDEN: Final = (_INVENTORY, *INTERNAL_SOURCES)
_ORGANISATIONS: Final = "organisations"
#: States that a reader is warned of, the worst first.
_WARNED: Final = ("failed", "held", "stale", "partial", "never_ran")


def sources(view: View) -> list[Mapping[str, Any]]:
    """Return the sources a reader may see; who delivered an inventory, and what was decided of it, is not public."""
    found = view.status.get("sources", [])
    return [s for s in found if view.audience == "internal" or not s["name"].startswith(_HIDDEN)]


def source_name(view: View, name: str) -> str:
    """Return what a source is called."""
    if name.startswith(_INVENTORY):
        return view.t("source.inventory", of=_body_of(view, name.removeprefix(_INVENTORY)))
    if name.startswith(PREFIX):
        ledger = BY_NAME[name.removeprefix(PREFIX)].title
        return view.t("source.ledger", title=ledger.nl if view.language == DUTCH else ledger.en)
    kind, of, which = name.partition(":")
    if of and kind == _ORGANISATIONS:
        return view.t("source.organisations_of", kind=which)
    key = f"source.{name}"
    return view.t(key) if key in view.t else name


def _body_of(view: View, code: str) -> str:
    """Return a body by its name and code; by its code alone where the register does not know it."""
    if view.edition is None or view.edition.last_day is None:
        return code
    body = bodies(view.edition.facts, view.edition.last_day).get(code)
    return f"{body.name} ({code})" if body else code


def state_words(view: View, state: str) -> str:
    """Return how a source stands, in words."""
    key = f"source_state.{state}"
    return view.t(key) if key in view.t else view.missing(state)


def notices(view: View) -> list[Notice]:
    """Return the banners of a page: invented, late, held, failed."""
    return list(_notices(view))


def _notices(view: View) -> Iterator[Notice]:
    if view.edition is None:
        return
    if view.edition.sample:
        why = f" {view.t('banner.sample_why', reason=view.reason)}" if view.reason else ""
        yield Notice(view.t("banner.sample") + why, serious=True)
        return
    collected = instant(view.edition.meta.get("collected_at"))
    if collected and view.now - collected > LATE:
        yield Notice(view.t("banner.late", moment=view.f.moment(collected)), serious=True)
    for state in _WARNED:
        names = [source_name(view, source["name"]) for source in sources(view) if source["state"] == state]
        if names:
            yield Notice(view.t(f"banner.{state}", names=listed(view, names)))


def listed(view: View, names: Sequence[str]) -> str:
    """Write names as a list in a sentence."""
    *first, last = names
    return view.t("list.and", first=", ".join(first), last=last) if first else last


def dates(view: View) -> str:
    """Return the three dates of a page: as of, collected on, made on."""
    made = view.f.moment(view.now)
    if view.edition is None or view.edition.last_day is None:
        return view.t("dates.made", made=made)
    collected = instant(view.edition.meta.get("collected_at"))
    shown = view.f.moment(collected) if collected else DASH
    published = view.f.moment(instant(view.edition.meta.get("published_at")))
    values = {"collected": shown, "published": published, "made": made}
    try:
        return view.t("dates.three", **values, day=view.f.day(view.as_of))
    except BadDateError:
        return view.t("dates.two", **values)
