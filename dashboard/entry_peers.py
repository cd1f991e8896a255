"""The common system that a registration is of, and who else has it."""

from typing import Final

from dashboard import entries
from dashboard.blocks import Block, Paragraph
from dashboard.view import View
from metrics.standing import Standing
from metrics.system_of import System, system_of

#: So many other registrations stand on the page.
SHOWN: Final = 50


def blocks(view: View, now: Standing) -> list[Block]:
    """Return who else registered the same system, and whether their category differs."""
    found = view.mart.kept(system_of, now.lars, view.as_of) if now.counts else None
    if found is None:
        return [Paragraph(view.t("registration.no_system"))]
    label = found.label[view.language]
    if found.others.is_empty():
        return [Paragraph(view.t("registration.alone", label=label))]
    number = view.count("count.others", found.bodies)
    said: list[Block] = [Paragraph(view.t("registration.system", label=label, n=number)), *_category(view, found)]
    caption = view.t("registration.system_caption", label=label, day=view.f.day(view.as_of))
    said.append(Paragraph(view.t("registration.system_how")))
    if (every := found.others.height) > SHOWN:
        of = view.count("count.registrations", every)
        said.append(Paragraph(view.t("registration.system_first", n=view.f.number(SHOWN), of=of)))
    return [*said, entries.table(view, "system", caption, found.others.head(SHOWN), body=True)]


def _category(view: View, found: System) -> list[Block]:
    if not found.elsewhere:
        return []
    parts = [
        view.t("registration.in_category", n=view.count("count.organisations", number), category=category)
        for category, number in found.elsewhere.items()
    ]
    return [Paragraph(view.t("registration.otherwise", counts=", ".join(parts)))]
