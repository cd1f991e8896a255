"""What readers say is not right of a body or a registration, what was replied, and the form to say so."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from dashboard.blocks import Block, Links, Notice, Paragraph, Reaction, Section
from dashboard.forms import Field, Writing
from dashboard.remarking import ANCHOR, MOST, PATH, RECEIVED
from dashboard.view import View, address

_ENTRY: Final = re.compile(r"remarks-\d{1,9}")
_LINES: Final = 6


def section(view: View, subject: str, about: str) -> Section:
    """Return the right of reply: what was said before, and how to say something.

    ``subject`` is ``organisation/CODE`` or ``registration/LARS``; ``about`` is what it is called.
    """
    every = view.mart.facts.remarks.filter(subject=subject)
    now = every.filter(pl.col("known_to").is_null()).sort("said_on", "entry", descending=True)
    said: list[Block] = [_reaction(view, row) for row in now.iter_rows(named=True)]
    none = [] if said else [Paragraph(view.t("reaction.none"))]
    blocks = [*_received(view, every), Paragraph(view.t("reaction.text")), *said, *none, *_way(view, subject, about)]
    return Section(view.t("reaction.title"), blocks, ANCHOR)


def _received(view: View, every: pl.DataFrame) -> Iterator[Block]:
    """Say that a remark was received, until the marts have it."""
    entry = view.query.get(RECEIVED, "")
    if _ENTRY.fullmatch(entry) and entry not in every["entry"]:
        yield Notice(view.t("reaction.received", entry=entry))


def _reaction(view: View, row: Mapping[str, Any]) -> Reaction:
    day, name = view.f.day(row["said_on"]), row["name"]
    about = view.t("reaction.by", name=name, day=day) if name else view.t("reaction.by_reader", day=day)
    if not row["reply"]:
        return Reaction(about, row["text"], view.t("reaction.no_reply"))
    return Reaction(about, row["text"], view.t("reaction.reply", day=view.f.day(row["replied_on"])), row["reply"])


def _way(view: View, subject: str, about: str) -> Iterator[Block]:
    """Return the form where a reader may write, and else how to send a remark."""
    if view.tickets is not None:
        yield Paragraph(view.t("reaction.how"))
        yield Writing("remark", address(view.language, PATH, {}), view.t("reaction.send"), subject, _fields(view))
    elif view.contact:
        yield Paragraph(view.t("reaction.by_mail"))
        letter = view.letter(view.t("reaction.letter", about=about, subject=subject))
        yield Links(view.t("reaction.title"), ((view.t("organisation.wrong"), letter, False),))
    else:
        yield Paragraph(view.t("reaction.no_way"))


def _fields(view: View) -> tuple[Field, ...]:
    t = view.t
    return (
        Field("text", t("reaction.field.text", most=view.f.number(MOST["text"])), MOST["text"], _LINES, required=True),
        Field("name", t("reaction.field.name"), MOST["name"]),
        Field("contact", t("reaction.field.contact"), MOST["contact"]),
    )
