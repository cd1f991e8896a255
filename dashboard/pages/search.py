"""Where is what I look for: a body or a registration?"""

import polars as pl

from dashboard import searching
from dashboard.blocks import Block, Cell, Column, Content, Links, Paragraph, Section, Table
from dashboard.view import DUTCH, Page, View

QUESTION, ALL = "q", "alles"
#: As many as are shown until a reader asks for all.
_SHOWN = 50


def content(view: View) -> Content:
    """Return the page."""
    asked = view.query.get(QUESTION, "").strip()
    if not asked:
        return Content(view.t("search.title"), [Paragraph(view.t("search.how"), lead=True)])
    found = searching.find(view, asked)
    bodies, entries = (found.filter(pl.col("kind") == kind) for kind in (searching.BODY, searching.ENTRY))
    values = {
        "asked": asked,
        "bodies": view.count("count.bodies", bodies.height),
        "entries": view.count("count.registrations", entries.height),
        "day": view.f.day(view.as_of),
    }
    said = view.t("search.found" if found.height else "search.nothing", **values)
    blocks: list[Block] = [Paragraph(said, lead=True)]
    blocks += _part(view, asked, "bodies", bodies) + _part(view, asked, "entries", entries)
    if not found.height:
        blocks.append(Paragraph(view.t("search.advice")))
    return Content(view.t("search.title_of", asked=asked), blocks)


def _part(view: View, asked: str, name: str, found: pl.DataFrame) -> list[Block]:
    if not found.height:
        return []
    shown = found if view.query.get(ALL) == name else found.head(_SHOWN)
    values = {"n": view.f.number(shown.height), "of": view.f.number(found.height), "asked": asked}
    caption = view.t(f"search.{name}.caption", **values)
    columns = (
        Column(view.t("column.name")),
        Column(view.t(f"search.{name}.key")),
        Column(view.t(f"search.{name}.about")),
    )
    blocks: list[Block] = [Table(name, caption, columns, [_cells(view, row) for row in shown.iter_rows(named=True)])]
    if shown.height < found.height:
        every = (view.t("search.all", of=view.f.number(found.height)), view.url(**{QUESTION: asked, ALL: name}), False)
        blocks.append(Links(every[0], (every,)))
    return [Section(view.t(f"search.{name}"), blocks)]


def _cells(view: View, row: dict[str, str]) -> tuple[Cell, ...]:
    name = row["name"] or view.t("entry.no_name")
    about = Cell(row["about"], lang=DUTCH) if row["about"] else Cell(None, view.t("search.no_ministry"))
    return (Cell(name, href=searching.href(view, row["kind"], row["key"]), lang=DUTCH), Cell(row["key"]), about)


PAGE = Page("search", "/zoeken", content)
