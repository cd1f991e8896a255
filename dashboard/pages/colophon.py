"""Who made this, for whom, and what may be done with it?"""

from dashboard.blocks import Block, Content, Links, Paragraph, Section
from dashboard.view import Page, View
from metrics import method

#: The paragraphs of each part.
_PARTS = {"independence": 3, "data": 3, "privacy": 2}


def content(view: View) -> Content:
    """Return the page."""
    t = view.t
    blocks: list[Block] = [Paragraph(t("colophon.lead"), lead=True)]
    run_by = t("colophon.run_by", name=view.operator) if view.operator else t("colophon.run_by.unknown")
    blocks.append(Section(t("colophon.who"), [Paragraph(run_by), contact(view)]))
    use = t("colophon.licence", licence=view.licence) if view.licence else t("colophon.licence.unknown")
    for part, number in _PARTS.items():
        said: list[Block] = [Paragraph(t(f"colophon.{part}.{n}")) for n in range(1, number + 1)]
        blocks.append(Section(t(f"colophon.{part}"), [Paragraph(use), *said] if part == "data" else said, part))
    blocks.append(Section(t("colophon.method"), [Paragraph(t("colophon.method.text", version=method.version()))]))
    ways = (("nav.method", "/methode"), ("nav.sources", "/bronnen"), ("footer.accessibility", "/toegankelijkheid"))
    blocks.append(Links(t("links.more"), [(t(label), view.url(path), False) for label, path in ways]))
    return Content(t("colophon.title"), blocks)


def contact(view: View) -> Block:
    """Return where a reader can say something, or that whoever runs this did not say."""
    if not view.contact:
        return Paragraph(view.t("colophon.no_contact"))
    return Links(view.t("footer.contact"), ((view.t("colophon.contact", contact=view.contact), view.letter(), False),))


PAGE = Page("colophon", "/colofon", content, foot="footer.colophon", needs_facts=False)
