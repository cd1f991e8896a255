"""Can everybody use this? What was tested, what was not, and where to say that something does not work."""

from dashboard.blocks import Block, Content, Paragraph, Section
from dashboard.pages.colophon import contact
from dashboard.view import Page, View

#: The paragraphs of each part, by the last piece of their key.
_PARTS = {"tested": 5, "not_tested": 4, "known": 3, "ways": 3}


def content(view: View) -> Content:
    """Return the page."""
    t = view.t
    blocks: list[Block] = [Paragraph(t("accessibility.lead"), lead=True), Paragraph(t("accessibility.standard"))]
    for part, number in _PARTS.items():
        said: list[Block] = [Paragraph(t(f"accessibility.{part}.{n}")) for n in range(1, number + 1)]
        blocks.append(Section(t(f"accessibility.{part}"), said, part))
    blocks.append(Section(t("accessibility.report"), [Paragraph(t("accessibility.report.text")), contact(view)]))
    return Content(t("accessibility.title"), blocks)


PAGE = Page("accessibility", "/toegankelijkheid", content, foot="footer.accessibility", needs_facts=False)
