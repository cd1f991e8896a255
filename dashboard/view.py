"""One reader's question: which page, in which language, about which day, asked of which mart."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, urlencode

import polars as pl

from dashboard.blocks import Cell, Citation, Content, Links, Paragraph
from dashboard.data import Edition
from dashboard.formats import SMALL, Formats, Share
from dashboard.forms import Entry, Form
from dashboard.text import Words, words

DATE = "peildatum"
#: Whether figures per organisation are as it was, or restated to today's organisations.
WAY, RESTATED = "weergave", "herleid"
#: Under which name a form sends which of its buttons was used.
CHOICE = "keuze"
#: The register opened on this day.
OPENED = date(2022, 12, 21)
#: The day that an empty box for a date gives as an example: that of the first target.
_EXAMPLE = date(2025, 12, 31)
#: The register's own words and names; they stay Dutch on an English page.
DUTCH = "nl"
#: What only exists in English: what the worker writes for its operator.
ENGLISH = "en"


#: A denominator from before the Algorithm Register's own lists.
_OTHER_REGISTER = "organisation_register"


class BadDateError(ValueError):
    """The date in the URL is not one; holds the key of the text that says why."""


@dataclass(frozen=True)
class Bounds:
    """Between which counts the truth lies."""

    low: int
    high: int

    @classmethod
    def of(cls, row: Mapping[str, Any], column: str = "passed") -> Self | None:
        """Return the bounds of a figure; None where it has none."""
        if row["low"] is None or row["high"] is None:
            return None
        names = ("low", "high") if column == "passed" else ("low_asked", "high_asked")
        ends = [row[name] if row[name] is not None else row["asked"] for name in names]
        return None if None in ends else cls(min(ends), max(ends))

    @property
    def apart(self) -> bool:
        """Whether the two differ, so that a reader has to know them."""
        return self.low < self.high


@dataclass(frozen=True)
class View:
    """Everything a page may know; pages are functions of one of these."""

    language: str
    path: str
    query: Mapping[str, str]
    edition: Edition | None
    status: Mapping[str, Any]
    now: datetime
    origin: str
    audience: str = "public"
    contact: str = ""
    reason: str = ""
    #: Gives a ticket to write a remark about a subject; None where nobody may write.
    tickets: Callable[[str], str] | None = None
    #: Where the ledgers stand that people write in; None where nobody may read them.
    data: Path | None = None
    #: Who runs this, as they call themselves.
    operator: str = ""
    licence: str = ""

    @cached_property
    def t(self) -> Words:
        """The words of this language."""
        return words(self.language)

    @cached_property
    def f(self) -> Formats:
        """The way this language writes numbers and dates."""
        return Formats(self.language)

    @property
    def mart(self) -> Edition:
        """The mart; pages that need one are not called without."""
        if self.edition is None:
            msg = "this page needs a published mart"
            raise LookupError(msg)
        return self.edition

    @cached_property
    def as_of(self) -> date:
        """The day asked for, or that of the last collection; raises BadDateError."""
        last = self.mart.last_day
        if last is None:
            msg = "date.none"
            raise BadDateError(msg)
        if not self.query.get(DATE):
            return last
        try:
            asked = date.fromisoformat(self.query[DATE])
        except ValueError:
            msg = "date.bad"
            raise BadDateError(msg) from None
        if not OPENED <= asked <= last:
            msg = "date.late" if asked > last else "date.early"
            raise BadDateError(msg)
        return asked

    def url(self, path: str | None = None, /, **query: str) -> str:
        """Return a link on this site that keeps the date and the way of looking that a reader picked."""
        kept = {key: self.query[key] for key in (DATE, WAY) if self.query.get(key)}
        return address(self.language, self.path if path is None else path, kept | query)

    @property
    def restated(self) -> bool:
        """Whether the reader asked for today's organisations."""
        return self.query.get(WAY) == RESTATED

    def ways(self, **query: str) -> Links:
        """Return the links to both ways of looking at organisations."""
        now = replace(self, query={key: value for key, value in self.query.items() if key != WAY})
        items = (
            (self.t("way.as_was"), now.url(**query), not self.restated),
            (self.t("way.restated"), now.url(**query, **{WAY: RESTATED}), self.restated),
        )
        return Links(self.t("way.choose"), items)

    def letter(self, subject: str = "") -> str:
        """Return the link to write to whoever runs this: to their page, or by mail about a subject."""
        if "://" in self.contact:
            return self.contact
        about = f"?{urlencode({'subject': subject}, quote_via=quote)}" if subject else ""
        return f"mailto:{quote(self.contact, safe='@')}{about}"

    def fixed_url(self) -> str:
        """Return the full link to this page on this day, which stays the same tomorrow."""
        query = dict(self.query) | {DATE: self.as_of.isoformat()}
        return self.origin + address(self.language, self.path, query)

    def citation(self, sentence: str, source: str = "") -> Citation:
        """Return a sentence to copy, with its source and a link that stays; a sample says that it is one."""
        values = {"sentence": sentence, "link": self.fixed_url()}
        if self.mart.sample:
            return Citation(self.t("cite.sample", **values), self.fixed_url())
        return Citation(self.t("cite.text", **values, source=source or self.t("from.register")), self.fixed_url())

    def lead(self, sentence: str) -> Paragraph:
        """Return the sentence that a page exists for; nobody can quote a sample by mistake."""
        return Paragraph(self.t("cite.invented", sentence=sentence) if self.mart.sample else sentence, lead=True)

    def count(self, key: str, number: int | None) -> str:
        """Return a counted noun: 1 registratie, 1.530 registraties."""
        return self.t.count(key, number if number is not None else 0, self.f.number(number))

    def told(self, row: Mapping[str, Any], field: str) -> str:
        """Return what a ledger says in the reader's language; empty where it says nothing."""
        return row[f"{field}_{self.language}"] or ""

    def missing(self, state: str) -> str:
        """Return the reason in words why there is no figure."""
        key = f"state.{state}"
        return self.t(key if key in self.t else "state.unknown")

    def figure(self, row: Mapping[str, Any], column: str = "passed") -> Cell:
        """Return a count of a figure with its bounds, or the reason why there is none."""
        value, bounds = row[column], Bounds.of(row, column)
        said = self.between(bounds) if bounds and bounds.apart else ""
        if value is None and bounds and not bounds.apart:
            return Cell(bounds.low, self._why(row))
        cell = Cell(value, self._why(row) if value is None else self._note(row, column), bounds=said)
        return self.aged(row, cell)

    def aged(self, row: Mapping[str, Any], cell: Cell) -> Cell:
        """Return a value of a figure as it is shown: faded, with the reason, where it rests on an old list."""
        if row["state"] != "stale" or cell.value is None:
            return cell
        return replace(cell, reason=cell.reason or self.t("figure.aged"), faded=True)

    def between(self, bounds: "Bounds") -> str:
        """Write the bounds of a count: 32 tot 33."""
        return self.t("figure.between", low=self.f.number(bounds.low), high=self.f.number(bounds.high))

    def counted(self, key: str, row: Mapping[str, Any] | None) -> str | None:
        """Return a counted noun with its bounds where they differ, only its bounds, or None when nothing is known."""
        bounds = Bounds.of(row) if row else None
        value = exact(row)
        if value is not None:
            shown = self.count(key, value)
            apart = bounds if bounds and bounds.apart else None
            return self.t("figure.range", n=shown, **self._sides(apart)) if apart else shown
        return self.t.count(key, bounds.high, self.between(bounds)) if bounds else None

    def _sides(self, bounds: "Bounds") -> dict[str, str]:
        return {"low": self.f.number(bounds.low), "high": self.f.number(bounds.high)}

    def share(self, row: Mapping[str, Any]) -> Cell:
        """Return the share of a figure; too few cases or none is a reason, never 0%."""
        passed, asked = row["passed"], row["asked"]
        if passed is None or asked is None or row["state"] == "reporting_error":
            return Cell(None, self._why(row))
        if asked == 0:
            return Cell(None, self.missing(row["state"] if row["state"] != "ok" else "not_asked"))
        found = part(Share(passed, asked), self.missing("too_few"))
        return self.aged(row, replace(found, bounds=self.share_bounds(row)))

    def share_bounds(self, row: Mapping[str, Any]) -> str:
        """Write the lowest and the highest percentage that a share may be; nothing where they are the same.

        Where by one of the two there may be nothing to count, that is said.
        """
        ends = sides(row)
        if any(not share.asked for share in ends):
            return self.t("figure.maybe_none")
        percents = sorted(share.percent for share in ends if share.percent is not None)
        if len(percents) != 2 or percents[0] == percents[1]:  # noqa: PLR2004  (a low one and a high one)
            return ""
        low, high = sorted(ends, key=lambda share: share.percent or 0)
        return self.t("figure.between", low=self.f.percent(low), high=self.f.percent(high))

    def _note(self, row: Mapping[str, Any], column: str) -> str:
        """Return what must stand beside a count that is there: it is on somebody else's list."""
        if column == "asked" and row["n_source"] == _OTHER_REGISTER:
            return self.t("figure.other_register", day=self.f.day(row["n_date"]))
        return self.missing("partial") if row["state"] == "partial" else ""

    def _why(self, row: Mapping[str, Any]) -> str:
        """Return why a figure lacks something; a count without a denominator still counts."""
        without = row["passed"] is not None and row["asked"] is None and row["state"] != "partial"
        return self.missing("no_denominator" if without else row["state"])

    def date_form(self, **kept: str) -> Form:
        """Return the form that picks another day for this page."""
        entry = self.day_entry(DATE, self.t("date.label"), self.query.get(DATE, ""))
        way = {WAY: self.query[WAY]} if self.query.get(WAY) else {}
        return Form("date", self.url(), self.t("date.button"), (entry,), way | kept)

    def day_entry(self, name: str, label: str, asked: str) -> Entry:
        """Return the input of a day, which says in words which one it holds; a text that is no day leaves it empty.

        A browser shows the day as its own language does, which may be another one than that of the page.
        """
        try:
            chosen = date.fromisoformat(asked)
        except ValueError:
            chosen = None
        words = self.t("date.chosen", day="{day}"), self.t("date.example", day=self.f.day(_EXAMPLE))
        note = words[1] if chosen is None else self.t("date.chosen", day=self.f.day(chosen))
        return Entry(name, label, "date", chosen.isoformat() if chosen else "", note=note, notes=words)


@dataclass(frozen=True)
class Page:
    """A page under its path; ``content`` makes it. ``label`` puts it in the navigation, ``foot`` at the foot."""

    key: str
    path: str
    content: Callable[..., Content]
    label: str = ""
    order: int = 100
    foot: str = ""
    needs_facts: bool = True


def address(language: str, path: str, query: Mapping[str, str]) -> str:
    """Return a path on this site, with what the page is asked."""
    asked = f"?{urlencode(query)}" if query else ""
    return f"/{language}{quote(path)}{asked}"


def place_of(anchor: str) -> str:
    """Return the id on a page of what has a name with dots, such as a figure."""
    return anchor.replace(".", "-")


def part(share: Share, few: str) -> Cell:
    """Return a share, or why it is not shown as a percentage."""
    return Cell(share, few if share.too_few else "")


def exact(row: Mapping[str, Any] | None) -> int | None:
    """Return a count; bounds that meet are one too."""
    if row is None or row["passed"] is not None:
        return row["passed"] if row else None
    bounds = Bounds.of(row)
    return bounds.low if bounds and not bounds.apart else None


def few(view: View, *where: tuple[str, str]) -> bool:
    """Whether there are too few registrations on the day to speak of percentages."""
    number = exact(one(view.mart.figures("size.registrations", [view.as_of], where=where)))
    return number is not None and number < SMALL


def sides(row: Mapping[str, Any]) -> list[Share]:
    """Return the low and the high share of a figure, each with the number that it is a share of, which may be 0."""
    if row["low"] is None or row["high"] is None:
        return []
    owed = [row[name] if row[name] is not None else row["asked"] for name in ("low_asked", "high_asked")]
    return [Share(n, of) for n, of in zip((row["low"], row["high"]), owed, strict=True) if of is not None]


def one(frame: pl.DataFrame) -> Mapping[str, Any] | None:
    """Return the only row of a frame; None if it has none."""
    return frame.row(0, named=True) if frame.height else None
