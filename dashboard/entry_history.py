"""The versions of a registration: since when it says what it says, and what it said before."""

from collections.abc import Sequence

from dashboard import entries
from dashboard.blocks import Block, Cell, Column, Paragraph, Revision, Revisions, Rewritten, Table
from dashboard.view import DUTCH, View
from metrics.history import Change, Version, versions
from metrics.standing import Standing


def blocks(view: View, now: Standing) -> list[Block]:
    """Return how often a registration changed, and each version with what differs, the newest first."""
    every = view.mart.kept(versions, now.lars, view.as_of, view.mart.texts)
    if not every:
        return [Paragraph(view.t("registration.no_versions"))]
    known = view.t.count("registration.versions", len(every), view.f.number(len(every)))
    newest = list(reversed(every))
    items = [_revision(view, one, shown=one is newest[0]) for one in newest]
    said: list[Block] = [Paragraph(known)]
    if len(every) > 1:
        said.append(Paragraph(view.t("differs.legend")))
    return [*said, Revisions(items, _table(view, newest))]


def _revision(view: View, one: Version, *, shown: bool) -> Revision:
    title = view.t("registration.version", day=view.f.day(one.since))
    changes = [_rewritten(view, each) for each in one.changes]
    names = ", ".join(each.title for each in changes)
    summary = view.t.count("registration.show_changes", len(changes), view.f.number(len(changes)))
    return Revision(title, " ".join(_told(view, one)), f"{summary}: {names}", changes, shown)


def _told(view: View, one: Version) -> list[str]:
    """Say what kind of version this is, and how it came."""
    said = []
    if one.first:
        filled_in = one.published_at == entries.FILLED_IN
        said.append(view.t("registration.first_version_retro" if filled_in else "registration.first_version"))
    elif one.away:
        said.append(view.t("registration.came_back", day=view.f.day(one.away)))
    if not one.changes and not one.first:
        said.append(view.t("registration.same_again"))
    return [*said, view.t("registration.by_standard", standard=one.standard)]


def _rewritten(view: View, one: Change) -> Rewritten:
    title = one.title.nl if view.language == DUTCH else one.title.en
    key = "registration.dropped" if one.dropped else "registration.arose" if one.arose else ""
    return Rewritten(title, one.runs, view.t(key) if key else "", DUTCH)


def _table(view: View, every: Sequence[Version]) -> Table:
    columns = (
        Column(view.t("registration.since"), "day"),
        Column(view.t("column.field")),
        Column(view.t("differs.before")),
        Column(view.t("differs.after")),
    )
    rows = []
    for one in every:
        start = Cell(one.since)
        if not one.changes:
            rows.append((start, Cell(" ".join(_told(view, one))), Cell(""), Cell("")))
        for each in one.changes:
            title = each.title.nl if view.language == DUTCH else each.title.en
            rows.append((start, Cell(title), Cell(each.before, lang=DUTCH), Cell(each.after, lang=DUTCH)))
    return Table("versions", view.t("registration.versions_caption", day=view.f.day(view.as_of)), columns, rows)
