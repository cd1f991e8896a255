"""What bodies of the same kind registered and this one did not, and what it classes otherwise."""

from collections.abc import Mapping
from typing import Final

from dashboard import entries, groups
from dashboard.blocks import Block, Cell, Column, Links, Paragraph, Section, Table
from dashboard.view import DUTCH, View
from metrics.peer_lists import peers
from metrics.peer_rows import Differing, Missing, Peers
from metrics.registry import QuestionError

ANCHOR: Final = "vergelijkbaar"
_MOST: Final = 25


def section(view: View, org_id: str) -> Section:
    """Return what a body can learn from its peers."""
    return Section(view.t("peer.title"), _blocks(view, org_id), ANCHOR)


def _blocks(view: View, org_id: str) -> list[Block]:
    try:
        found = view.mart.kept(peers, org_id, view.as_of)
    except QuestionError:
        return [Paragraph(view.t("peer.no_kind"))]
    kind = str(groups.label(view, "type", {"group": found.kind, "org_id": None}).value)
    values = {"kind": kind.lower(), "peers": view.count("count.bodies", found.peers), "day": view.f.day(found.as_of)}
    blocks: list[Block] = [Paragraph(view.t("peer.sentence", **values, near=view.f.number(found.near)))]
    way = (view.t("peer.compare"), view.url("/vergelijk", soort=found.kind, organisatie=org_id), False)
    blocks.append(Links(way[0], (way,)))
    blocks += [_missing(view, found)] if found.missing else [Paragraph(view.t("peer.none_missing"))]
    return [*blocks, _differing(view, found)] if found.differing else blocks


def _missing(view: View, found: Peers) -> Table:
    t = view.t
    columns = (
        Column(t("peer.system")),
        Column(t("peer.peers", of=view.f.number(found.peers)), "number"),
        Column(t("peer.near", of=view.f.number(found.near)), "number"),
        Column(t("peer.example")),
    )
    rows = [_missing_cells(view, one) for one in found.missing[:_MOST]]
    total = view.count("count.systems", len(found.missing))
    more = t("peer.more", n=view.f.number(_MOST), of=total) if len(found.missing) > _MOST else ""
    note = " ".join(part for part in (more, t("peer.note")) if part)
    return Table("peers-missing", t("peer.caption", n=total), columns, rows, note)


def _missing_cells(view: View, one: Missing) -> tuple[Cell, ...]:
    first = one.examples[0]
    said = view.t("peer.of", name=first.name, organisation=first.organisation)
    example = Cell(said, href=entries.way(view, first.lars), lang=DUTCH)
    return Cell(one.label[view.language]), Cell(one.peers), Cell(one.near), example


def _differing(view: View, found: Peers) -> Table:
    t = view.t
    columns = (Column(t("column.name")), Column(t("peer.system")), Column(t("peer.own")), Column(t("peer.others")))
    rows = [_differing_cells(view, one) for one in found.differing[:_MOST]]
    total = view.count("count.registrations", len(found.differing))
    more = t("peer.more", n=view.f.number(_MOST), of=total) if len(found.differing) > _MOST else ""
    return Table("peers-differing", t("peer.differing", n=total), columns, rows, more)


def _differing_cells(view: View, one: Differing) -> tuple[Cell, ...]:
    return (
        Cell(one.name or view.t("entry.no_name"), href=entries.way(view, one.lars), lang=DUTCH),
        Cell(one.label[view.language]),
        Cell(one.category, lang=DUTCH),
        Cell(_counts(view, one.others), lang=DUTCH),
    )


def _counts(view: View, found: Mapping[str, int]) -> str:
    return "; ".join(f"{value}: {view.f.number(number)}" for value, number in found.items())
