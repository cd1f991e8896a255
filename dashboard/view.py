"""One reader's question: which page, in which language, about which day, asked of which mart."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

import polars as pl

from dashboard.blocks import Cell, Citation, Content, Entry, Form, Paragraph
from dashboard.data import Edition
from dashboard.formats import Formats, Share
from dashboard.text import Words, words

DATE = "peildatum"
#: The register opened on this day.
OPENED = date(2022, 12, 21)
#: The register's own words and names; they stay Dutch on an English page.
DUTCH = "nl"


class BadDateError(ValueError):
    """The date in the URL is not one; holds the key of the text that says why."""


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
        """Return a link on this site that keeps the date a reader picked."""
        kept = {DATE: self.query[DATE]} if self.query.get(DATE) else {}
        return address(self.language, self.path if path is None else path, kept | query)

    def fixed_url(self) -> str:
        """Return the full link to this page on this day, which stays the same tomorrow."""
        query = dict(self.query) | {DATE: self.as_of.isoformat()}
        return self.origin + address(self.language, self.path, query)

    def citation(self, sentence: str) -> Citation:
        """Return a sentence to copy, with its source and a link that stays; a sample says that it is one."""
        key = "cite.sample" if self.mart.sample else "cite.text"
        return Citation(self.t(key, sentence=sentence, link=self.fixed_url()), self.fixed_url())

    def lead(self, sentence: str) -> Paragraph:
        """Return the sentence that a page exists for; nobody can quote a sample by mistake."""
        return Paragraph(self.t("cite.invented", sentence=sentence) if self.mart.sample else sentence, lead=True)

    def count(self, key: str, number: int | None) -> str:
        """Return a counted noun: 1 registratie, 1.530 registraties."""
        return self.t.count(key, number if number is not None else 0, self.f.number(number))

    def missing(self, state: str) -> str:
        """Return the reason in words why there is no figure."""
        key = f"state.{state}"
        return self.t(key if key in self.t else "state.unknown")

    def figure(self, row: Mapping[str, Any], column: str = "passed") -> Cell:
        """Return a count of a figure, or the reason why there is none."""
        value = row[column]
        return Cell(value) if value is not None else Cell(None, self._why(row))

    def share(self, row: Mapping[str, Any]) -> Cell:
        """Return the share of a figure; too few cases or none is a reason, never 0%."""
        passed, asked = row["passed"], row["asked"]
        if passed is None or asked is None or row["state"] == "reporting_error":
            return Cell(None, self._why(row))
        if asked == 0:
            return Cell(None, self.missing(row["state"] if row["state"] != "ok" else "not_asked"))
        return part(Share(passed, asked), self.missing("too_few"))

    def _why(self, row: Mapping[str, Any]) -> str:
        """Return why a figure lacks something; a count without a denominator still counts."""
        without = row["passed"] is not None and row["asked"] is None
        return self.missing("no_denominator" if without else row["state"])

    def date_form(self, **kept: str) -> Form:
        """Return the form that picks another day for this page."""
        entry = Entry(DATE, self.t("date.label"), "date", self.query.get(DATE, ""))
        return Form("date", self.url(), self.t("date.button"), (entry,), kept)


@dataclass(frozen=True)
class Page:
    """A page under its path; ``content`` makes it. ``label`` puts it in the navigation."""

    key: str
    path: str
    content: Callable[..., Content]
    label: str = ""
    order: int = 100
    needs_facts: bool = True


def address(language: str, path: str, query: Mapping[str, str]) -> str:
    """Return a path on this site, with what the page is asked."""
    asked = f"?{urlencode(query)}" if query else ""
    return f"/{language}{quote(path)}{asked}"


def part(share: Share, few: str) -> Cell:
    """Return a share, or why it is not shown as a percentage."""
    return Cell(share, few if share.too_few else "")


def one(frame: pl.DataFrame) -> Mapping[str, Any] | None:
    """Return the only row of a frame; None if it has none."""
    return frame.row(0, named=True) if frame.height else None
