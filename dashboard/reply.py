"""The right of reply: what a body can do about what is wrong here."""

from dashboard.blocks import Block, Links, Paragraph
from dashboard.view import View


def blocks(view: View) -> list[Block]:
    """Return who can put right what is wrong, and the way to tell us."""
    said = Paragraph(view.t("organisation.reply_text"))
    if not view.contact:
        return [said]
    where = view.contact if "://" in view.contact else f"mailto:{view.contact}"
    return [said, Links(view.t("organisation.reply"), ((view.t("organisation.wrong"), where, False),))]
