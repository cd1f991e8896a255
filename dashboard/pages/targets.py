"""Which targets are there, when are they due, and was a date moved?"""

from dashboard import promises, targets
from dashboard.blocks import Block, Content, Paragraph, Section
from dashboard.view import Page, View


def content(view: View) -> Content:
    """Return the list of targets, each with the sentence that says how it stands, and every date it ever had."""
    t, known = view.t, targets.current(view)
    if not known:
        return Content(t("targets.title"), [Paragraph(t("target.none"), lead=True)])
    rows = promises.stated(view)
    moved = sum(rows.filter(target=row["target"])["deadline"].n_unique() > 1 for row in known)
    told = view.count("targets.moved", moved) if moved else t("targets.moved.none")
    said = t("targets.sentence", n=view.count("count.targets", len(known)), moved=told)
    blocks: list[Block] = [
        view.lead(said),
        view.date_form(),
        Section(t("targets.how"), targets.summaries(view)),
        Section(t("targets.dates"), [promises.dates(view), Paragraph(t("targets.dates_text"))]),
        Section(t("promises.title"), promises.kept(view, known[0])),
    ]
    return Content(t("targets.title"), blocks)


PAGE = Page("targets", "/doel", content)
