"""What a body can best complete in its registrations, with what that adds to its score."""

from datetime import date
from typing import Final

from dashboard import entries
from dashboard.blocks import Block, Cell, Column, Links, Paragraph, Section, Table
from dashboard.formats import Share
from dashboard.view import DUTCH, View, few
from metrics.facts import Facts
from metrics.fixes import Fix, Fixes, Score, fixes
from metrics.registry import QuestionError
from sql.fields import BY_KEY

ANCHOR: Final = "verbeteringen"
#: The word in the address that asks for more than the first ones.
ALL: Final = "alle"
_FIRST: Final = 10
_MOST: Final = 200


def section(view: View, org_id: str) -> Section:
    """Return the fixes of a body, the largest gain first."""
    return Section(view.t("fix.title"), _blocks(view, org_id), ANCHOR)


def _blocks(view: View, org_id: str) -> list[Block]:
    try:
        found = view.mart.kept(_of, org_id, view.as_of)
    except QuestionError:
        return [Paragraph(view.t("fix.no_score", day=view.f.day(view.as_of)))]
    if not found.fixes:
        return [Paragraph(view.t("fix.complete", day=view.f.day(view.as_of)))]
    everything = view.query.get(ANCHOR) == ALL
    shown = found.fixes[: _MOST if everything else _FIRST]
    small = few(view, ("organisation", org_id))
    blocks: list[Block] = [Paragraph(_sentence(view, found, shown[-1], len(shown), small=small))]
    blocks.append(_table(view, found, shown, small=small))
    if found.total > len(shown) and not everything:
        more = _more(view, found.total)
        blocks.append(Links(more, ((more, f"{view.url(**{ANCHOR: ALL})}#{ANCHOR}", False),)))
    return blocks


def _more(view: View, of: int) -> str:
    """Return the words of the way to more: to all of them, unless that is too much."""
    if of <= _MOST:
        return view.t("fix.all", of=view.f.number(of))
    return view.t("fix.more", n=view.f.number(_MOST), of=view.f.number(of))


def _of(facts: Facts, org_id: str, as_of: date) -> Fixes:
    return fixes(facts, org_id, as_of=as_of, most=_MOST)


def _sentence(view: View, found: Fixes, last: Fix, number: int, *, small: bool) -> str:
    values = {"now": _score(view, found.score, small=small), "then": _score(view, last.cumulative, small=small)}
    total = view.count("count.points_open", found.total)
    return view.t("fix.sentence", **values, n=view.f.number(number), total=total, day=view.f.day(view.as_of))


def _score(view: View, score: Score, *, small: bool) -> str:
    """Write a score: in points where there are too few registrations for a percentage."""
    points = view.t("fix.points", n=view.f.number(score.passed), of=view.f.number(score.asked))
    share = Share(score.passed, score.asked)
    if small or share.too_few:
        return points
    return view.t("fix.share", percent=view.f.percent(share), points=points)


def _table(view: View, found: Fixes, shown: tuple[Fix, ...], *, small: bool) -> Table:
    t = view.t
    columns = [
        Column(t("column.name")),
        Column(t("column.field")),
        Column(t("fix.do")),
        Column(t("fix.points_more"), "number"),
    ]
    if not small:
        columns.append(Column(t("fix.gain"), "number"))
    columns.append(Column(t("fix.after"), "share"))
    cells = [_cells(view, one, small=small) for one in shown]
    caption = t("fix.caption", n=view.f.number(len(shown)), of=view.count("count.points_open", found.total))
    return Table("fixes", caption, columns, cells, t("fix.note.points" if small else "fix.note"))


def _cells(view: View, one: Fix, *, small: bool) -> list[Cell]:
    titles = view.t("list.or").join(getattr(BY_KEY[key].title, view.language) for key in one.fields)
    then = getattr(BY_KEY[one.follows].title, view.language) if one.follows else ""
    cells = [
        Cell(one.name or view.t("entry.no_name"), href=entries.way(view, one.lars), lang=DUTCH),
        Cell(titles, view.t("fix.then", field=then) if then else ""),
        Cell(view.t(f"fix.{one.action}")),
        Cell(one.passed),
    ]
    after = Share(one.cumulative.passed, one.cumulative.asked)
    if small:
        return [*cells, Cell(view.t("fix.points", n=view.f.number(after.passed), of=view.f.number(after.asked)))]
    return [*cells, Cell(view.f.signed(float(100 * one.gain))), Cell(after)]
