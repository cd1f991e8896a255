"""Are these the same?"""

from dashboard import deciding, matching, one_pair, pairing
from dashboard.blocks import Content, Links, Notice, Paragraph
from dashboard.deciding import Pair
from dashboard.view import Page, View
from sql.entry import LedgerError


def content(view: View) -> Content:
    """Return the list of pairs, one pair, or one decision; where nothing of it may be shown, say why."""
    t = view.t
    if view.audience != deciding.AUDIENCE:
        ways = ((t("nav.method"), view.url("/methode"), False),)
        return Content(t("match.title"), [Paragraph(t("match.not_public"), lead=True), Links(t("links.more"), ways)])
    if view.mart.sample:
        return Content(t("match.title"), [Paragraph(t("match.sample"), lead=True)])
    try:
        return _internal(view)
    except LedgerError as error:
        # Its first part names the ledger; the rest says what to do, to the operator who reads these pages too.
        return Content(t("match.title"), [Notice(t("match.broken"), serious=True), Paragraph(str(error))], status=503)


def _internal(view: View) -> Content:
    """Return what is asked for; raises LedgerError where the ledger cannot be read."""
    if entry := view.query.get(pairing.DECISION):
        return matching.undoing(view, entry) or _unknown(view)
    asked = Pair(*(view.query.get(name, "") for name in pairing.PAIR))
    if not asked.local_id:
        return Content(view.t("match.title"), matching.listed(view))
    rows = one_pair.rows_of(view, asked)
    return one_pair.pair(view, rows) if rows else _unknown(view)


def _unknown(view: View) -> Content:
    """Say that there is no such pair or decision, with the way to the list."""
    ways = ((view.t("match.to_list"), view.url(pairing.PATH), False),)
    return Content(
        view.t("match.unknown_title"), [Paragraph(view.t("match.unknown_text")), Links(ways[0][0], ways)], status=404
    )


PAGE = Page("matching", pairing.PATH, content)
