"""The published mart that pages read: opened when the pointer moves, its figures kept once made."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Final, Protocol, TypeVar

import polars as pl

import metrics.catalogue  # noqa: F401  (fills the catalogue)
from metrics import change_kinds, engine, systems
from metrics.bodies import heirs
from metrics.change_kinds import Change
from metrics.explain import Explanation, explain
from metrics.facts import Facts, facts_in
from metrics.happenings import Happening, happenings
from metrics.issues import issues
from metrics.memo import Once
from metrics.of_body import of_body
from metrics.registrations import registrations
from metrics.texts import Said
from sql import mart
from sql.mart import MartError
from sql.status import read_status

#: Weekly trends of a few hundred bodies fit; the next mart starts afresh.
_KEPT: Final = 2048
#: Other answers of a few dozen bodies.
_ANSWERS: Final = 256
T = TypeVar("T")


class _Read(Protocol):
    """What an opened mart holds."""

    @property
    def meta(self) -> Mapping[str, str]:
        """Text about the mart itself."""

    @property
    def frames(self) -> Mapping[str, pl.DataFrame]:
        """The frames of ``metrics.schemas``."""


class Shelf(Protocol):
    """Where marts are found; ``sql.mart`` is one, tests have another."""

    def pointer(self, data: Path) -> str | None:
        """Return the name of the published mart."""

    def read(self, data: Path, name: str, audience: str) -> _Read:
        """Open a mart, or raise MartError."""

    def texts(self, data: Path, name: str, audience: str) -> Said:
        """Return what says what registrations said (JSON) by content, or raise MartError."""

    def status(self, data: Path, audience: str) -> dict[str, Any]:
        """Return what the worker wrote about its sources."""


class Disk:
    """The marts that the worker publishes."""

    def pointer(self, data: Path) -> str | None:
        """Return the name of the published mart."""
        return mart.pointer(data)

    def read(self, data: Path, name: str, audience: str) -> _Read:
        """Open a mart, or raise MartError."""
        return mart.read(data, name, audience)

    def texts(self, data: Path, name: str, audience: str) -> Said:
        """Return what says what registrations said (JSON) by content, or raise MartError."""
        return mart.Texts(data, name, audience)

    def status(self, data: Path, audience: str) -> dict[str, Any]:
        """Return what the worker wrote about its sources."""
        return read_status(data, audience)


@dataclass(frozen=True)
class Asked:
    """A question why a figure moved: which figure, of what, between which days, and as known when."""

    metric: str
    start: date
    end: date
    where: tuple[tuple[str, str], ...] = ()
    target: str | None = None
    as_known: bool = False


def _explain(facts: Facts, asked: Asked) -> Explanation:
    where, target = dict(asked.where), asked.target
    return explain(facts, asked.metric, asked.start, asked.end, where=where, target=target, as_known=asked.as_known)


def _no_texts(contents: pl.Series) -> Mapping[str, str]:
    """Say nothing: of every content, a registration without fields."""
    return dict.fromkeys(contents, "{}")


def _several(
    facts: Facts, metrics: tuple[str, ...], day: date, where: tuple[tuple[str, str], ...]
) -> Mapping[str, Mapping[str, Any]]:
    return _first_rows(metrics, engine.figures_of(facts, metrics, [day], where=dict(where)))


def _first_rows(names: Sequence[str], frames: Iterable[pl.DataFrame]) -> Mapping[str, Mapping[str, Any]]:
    return {name: frame.row(0, named=True) for name, frame in zip(names, frames, strict=True) if frame.height}


def _body(where: tuple[tuple[str, str], ...]) -> str | None:
    """Return the body that figures are restricted to; None where they are restricted otherwise too, or not at all."""
    return where[0][1] if len(where) == 1 and where[0][0] == "organisation" else None


class Edition:
    """One published mart, with every figure that was asked of it so far."""

    def __init__(
        self,
        name: str,
        meta: Mapping[str, str],
        facts: Facts,
        *,
        sample: bool = False,
        texts: Said = _no_texts,
    ) -> None:
        """Keep the facts; nothing is computed before somebody asks. ``texts`` reads what registrations said."""
        self.name, self.meta, self.facts, self.sample, self.texts = name, meta, facts, sample, texts
        self._explained: Once[Explanation] = Once(64)
        self._happenings: Once[tuple[Happening, ...]] = Once(2)
        self._changes: Once[tuple[Change, ...]] = Once(16)
        self._figures: Once[pl.DataFrame] = Once(_KEPT)
        self._answers: Once[Any] = Once(_ANSWERS)
        self._work_list: Once[pl.DataFrame] = Once(8)

    @cached_property
    def last_day(self) -> date | None:
        """The day of the last collection."""
        return self.facts.last_day()

    @cached_property
    def first_day(self) -> date | None:
        """The day of the first collection; what lies before it is reconstructed."""
        return self.facts.first_day()

    def figures(  # noqa: PLR0913 - the question has this many parts
        self,
        metric: str,
        days: Sequence[date],
        *,
        by: str = "all",
        where: tuple[tuple[str, str], ...] = (),
        target: str | None = None,
        restated: bool = False,
    ) -> pl.DataFrame:
        """Return figures, computed once for this mart; those of one body along with those of all bodies."""
        if by == "all" and target is None and not restated and (body := _body(where)) is not None:
            return of_body(self.facts, [metric], days, body)[0]
        key = (metric, tuple(days), by, where, target, restated)

        def asked() -> pl.DataFrame:
            only = dict(where) or None
            return engine.figures(self.facts, metric, days, by=by, where=only, target=target, restated=restated)

        return self._figures.get(key, asked)

    def several(
        self, metrics: tuple[str, ...], day: date, where: tuple[tuple[str, str], ...] = ()
    ) -> Mapping[str, Mapping[str, Any]]:
        """Return the one figure of each of some metrics on a day, by name; one without a figure is left out."""
        if (body := _body(where)) is None:
            return self.kept(_several, metrics, day, where)
        return _first_rows(metrics, of_body(self.facts, metrics, [day], body))

    def kept(self, ask: Callable[..., T], *asked: Hashable) -> T:
        """Return what a question about the facts answers, asked once for this mart; what it raises is not kept."""
        answer: T = self._answers.get((ask, asked), lambda: ask(self.facts, *asked))
        return answer

    def registrations(self, as_of: date) -> pl.DataFrame:
        """Return the registrations of a day."""
        return registrations(self.facts, as_of)

    def changes(self, start: date, end: date) -> tuple[Change, ...]:
        """Return what happened to registrations between two days; raises MartError when the mart is gone."""
        return self._changes.get((start, end), lambda: change_kinds.between(self.facts, start, end, self.texts))

    def happenings(self, since: date) -> tuple[Happening, ...]:
        """Return what happened to registrations after a day, newest first; raises MartError when the mart is gone."""
        return self._happenings.get(since, lambda: happenings(self.facts, since, self.texts))

    def explain(self, asked: Asked) -> Explanation:
        """Say why a figure moved; raises QuestionError where that cannot be said."""
        return self._explained.get(asked, lambda: _explain(self.facts, asked))

    def issues(self) -> pl.DataFrame:
        """Return what about organisations is to be resolved."""
        return self.kept(issues, self.last_day or date.min)

    @cached_property
    def reorganised(self) -> bool:
        """Whether some organisation has another one standing for it today."""
        return self.last_day is not None and bool(heirs(self.facts, self.last_day))

    def work_list(self, target: str, as_of: date) -> pl.DataFrame:
        """Return the systems of a target that ask for attention."""
        return self._work_list.get((target, as_of), lambda: systems.work_list(self.facts, target, as_of))


@dataclass
class Library:
    """Looks at the pointer on each request; opens what is new and lets the old one go."""

    data: Path
    sample: Path | None
    audience: str
    shelf: Shelf = field(default_factory=Disk)
    _lock: Lock = field(default_factory=Lock)
    _open: Edition | None = None

    def edition(self) -> Edition | None:
        """Return the published mart, else the sample, else None; raises MartError."""
        found = self._find()
        if found is None:
            return None
        folder, name = found
        with self._lock:
            key = f"{folder}/{name}"
            if self._open is None or self._open.name != key:
                self._open = self._read(folder, name, key)
            return self._open

    def status(self) -> dict[str, Any]:
        """Return the state of the sources of the real data, not of the sample."""
        return self.shelf.status(self.data, self.audience)

    def reason(self) -> str:
        """Return why the sample is shown, as whoever made it wrote down."""
        note = self.sample / "reason.txt" if self.sample else None
        return note.read_text("utf-8").strip() if note and note.is_file() else ""

    def _find(self) -> tuple[Path, str] | None:
        for folder in (self.data, self.sample):
            if folder is not None and (name := self.shelf.pointer(folder)):
                return folder, name
        return None

    def _read(self, folder: Path, name: str, key: str) -> Edition:
        try:
            found = self.shelf.read(folder, name, self.audience)
            texts = self.shelf.texts(folder, name, self.audience)
        except MartError:
            # The worker may have swept this mart between our look at the pointer and now.
            newer = self.shelf.pointer(folder)
            if newer is None or newer == name:
                raise
            return self._read(folder, newer, f"{folder}/{newer}")
        facts = facts_in(found.frames, self.audience)
        return Edition(key, found.meta, facts, sample=folder == self.sample, texts=texts)
