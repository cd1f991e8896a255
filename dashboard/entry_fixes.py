"""What a body can complete in one registration, and what that adds to its score."""

from datetime import date

from dashboard.blocks import Block, Cell, Column, Paragraph, Table
from dashboard.entry_texts import anchor, title_of
from dashboard.view import View, few, one
from metrics.facts import Facts
from metrics.fixes import SCORE, Fix, Fixes, Score, fixes
from metrics.standing import Standing
from sql.fields import BY_KEY


def blocks(view: View, now: Standing) -> list[Block]:
    """Return what is to be completed, what gives most first; or that there is nothing, or why nobody can say."""
    if not now.counts or now.row is None:
        return [Paragraph(view.t("registration.not_checked"))]
    body = now.row["org_id"]
    whole = one(view.mart.figures(SCORE, [view.as_of], where=(("organisation", body),)))
    if whole is None or whole["passed"] is None:
        reason = view.missing(whole["state"] if whole else "unknown")
        return [Paragraph(view.t("registration.no_fixes_known", reason=reason))]
    found = view.mart.kept(_fixes, body, now.lars, view.as_of)
    if not found.fixes:
        return [Paragraph(view.t("registration.no_fixes"))]
    return [Paragraph(_together(view, found)), _table(view, found, small=few(view, ("organisation", body)))]


def _fixes(facts: Facts, body: str, lars: str, as_of: date) -> Fixes:
    return fixes(facts, body, lars=lars, as_of=as_of)


def _together(view: View, found: Fixes) -> str:
    own = found.fixes[0].own
    then = own.plus(sum(each.passed for each in found.fixes), sum(each.asked for each in found.fixes))
    return view.t("registration.fixes", now=_points(view, own), then=_points(view, then))


def _points(view: View, score: Score) -> str:
    return view.t("registration.points", n=view.f.number(score.passed), of=view.f.number(score.asked))


def _table(view: View, found: Fixes, *, small: bool) -> Table:
    """Return the fixes; what they add for a body with few registrations is no percentage, and is left out."""
    columns = [
        Column(view.t("column.field")),
        Column(view.t("column.todo")),
        Column(view.t("registration.gain"), "number"),
        Column(view.t("registration.then")),
    ]
    columns += [] if small else [Column(view.t("registration.gain_body"), "number")]
    rows = [_row(view, each)[: len(columns)] for each in found.fixes]
    caption = view.t("registration.fixes_caption", day=view.f.day(view.as_of))
    return Table("fixes", caption, columns, rows, view.t("registration.few") if small else "")


def _row(view: View, each: Fix) -> tuple[Cell, ...]:
    titles = " / ".join(title_of(view, BY_KEY[key]) for key in each.fields)
    then = view.t("registration.then_owed", field=title_of(view, BY_KEY[each.follows])) if each.follows else ""
    return (
        Cell(titles, href=f"#{anchor(each.fields[0])}"),
        Cell(view.t(f"registration.{each.action}"), then),
        Cell(each.passed),
        Cell(_points(view, each.own_after)),
        Cell(view.t("registration.in_points", n=view.f.number(round(float(100 * each.gain), 2)))),
    )
