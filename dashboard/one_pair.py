"""One pair of a line and a registration: both texts side by side, what speaks for it, and the form to decide."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dashboard import deciding, matching, pairing
from dashboard.blocks import Beside, Block, Cell, Column, Content, Facts, Links, Notice, Paragraph, Section, Table
from dashboard.deciding import Pair
from dashboard.entries import REGISTER
from dashboard.formats import day_of
from dashboard.forms import Writing
from dashboard.view import DUTCH, View
from metrics.evidence import in_words
from metrics.sides import Compared, compared

_LISTS: Final = ("rivals_of_line", "rivals_of_registration")


def pair(view: View, rows: Sequence[Mapping[str, Any]]) -> Content:
    """Return one pair: both texts side by side, what speaks for it, the form to decide, and the others of the line."""
    row, t = rows[0], view.t
    about = pairing.pair_of(row)
    line, other = (row[key] or t("entry.no_name") for key in ("name", "registration"))
    now = deciding.standing(view.data).get(deciding.key_of(about)) if view.data else None
    buttons = [(verdict, t(f"match.button.{verdict}")) for verdict in deciding.VERDICTS]
    blocks: list[Block] = [
        *matching.received(view),
        Paragraph(t("match.question", line=line, registration=other), lead=True),
        _known(view, row),
    ]
    if now is not None:
        values = {"author": now.content["author"], "proof": now.content["proof"], "entry": now.entry}
        values |= {"day": view.f.day(day_of(now.content["at"]))}
        blocks.append(Notice(t("match.already", verdict=t(f"match.{now.values['verdict']}"), **values)))
    blocks += [*_texts(view, row), *matching.may(view)]
    form = matching.signing(
        view, Writing("decide", "", "", pairing.subject(about), (), pairing.asked_of(about), buttons)
    )
    if form:
        blocks.append(Section(t("match.decide"), [Paragraph(t("match.decide_text")), *form], "besluit"))
    return Content(t("match.title"), [*blocks, *_others(view, rows), matching.back(view)])


def _known(view: View, row: Mapping[str, Any]) -> Facts:
    """Return what is known of a pair beside its texts."""
    t = view.t
    by = " (" + t(f"review.by.{row['by']}") + ")" if row["by"] else ""
    items = [
        (t("match.line_of"), Cell(f"{row['org_id']} {row['local_id']}")),
        (t("match.registered_by"), Cell(row["organisation"], row["lars"], href=_page(row["lars"]), lang=DUTCH)),
        (t("match.now"), Cell(t(f"review.state.{row['state'] or 'none'}") + by)),
        (t("match.chance"), Cell(matching.likely(view, row["probability"]))),
    ]
    if said := in_words(row["evidence"], view.language):
        items.append((t("match.evidence"), Cell(said)))
    items += [(t(f"match.{key}"), Cell(", ".join(row[key]))) for key in _LISTS if row[key]]
    return Facts(items)


def _page(lars: str) -> str:
    return "" if lars.startswith("~") else REGISTER + lars


def _texts(view: View, row: Mapping[str, Any]) -> list[Block]:
    """Return both texts side by side; words that one side alone has are marked."""
    edition = view.mart
    rows = pairing.every(edition).filter(org_id=row["org_id"], local_id=row["local_id"], lars=row["lars"])
    fields = compared(edition.facts, pairing.days(edition), rows, edition.texts)[0]
    said = [one for one in fields if one.line or one.registration]
    t = view.t
    columns = (Column(t("column.field")), Column(t("match.on_list")), Column(t("match.in_register")))
    cells = [_side_by_side(view, one) for one in said]
    # Where one side says nothing, that is seen without marks.
    runs = [one.runs if one.line and one.registration else () for one in said]
    table = Table("texts", t("match.texts"), columns, cells, t("match.marked"))
    return [Beside(table, runs)]


def _side_by_side(view: View, one: Compared) -> tuple[Cell, Cell, Cell]:
    titles = dict.fromkeys(getattr(title, view.language) for title in (one.title, one.other_title))
    differs = view.t("review.differs") if one.conflicts else ""
    nothing = view.t("match.empty")
    sides = [Cell(text, lang=DUTCH) if text else Cell(None, nothing) for text in (one.line, one.registration)]
    return Cell(" / ".join(titles), differs), sides[0], sides[1]


def _others(view: View, rows: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Return the ways to the other registrations that the line may be."""
    if len(rows) < 2:  # noqa: PLR2004  (itself and another)
        return []
    ways = [
        (f"{row['registration'] or view.t('entry.no_name')} ({row['lars']})",
         view.url(pairing.PATH, **pairing.asked_of(pairing.pair_of(row)), **matching.signed(view)), place == 0)
        for place, row in enumerate(rows)
    ]  # fmt: skip
    return [Links(view.t("match.others"), ways)]


def rows_of(view: View, asked: Pair) -> list[Mapping[str, Any]]:
    """Return the pairs of a line, the one asked for first; else the likeliest that nobody decided; none if unknown."""
    rows = pairing.every(view.mart).filter(org_id=asked.org_id, local_id=asked.local_id).to_dicts()
    if asked.lars:
        return sorted(rows, key=lambda row: row["lars"] != asked.lars) if asked.lars in _lars(rows) else []
    decided = deciding.standing(view.data) if view.data else {}
    return sorted(rows, key=lambda row: (deciding.key_of(pairing.pair_of(row)) in decided, -(row["probability"] or 0)))


def _lars(rows: Sequence[Mapping[str, Any]]) -> set[str]:
    return {row["lars"] for row in rows}
