"""The published mart that pages read: opened when the pointer moves, its figures kept once made."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache, partial
from pathlib import Path
from threading import Lock
from typing import Any, Final, Protocol, TypeAlias, TypeVar

import polars as pl

import metrics.catalogue  # noqa: F401  (fills the catalogue)
from metrics import engine, systems
from metrics.bodies import heirs
from metrics.facts import ZONE, Facts, facts_in
from metrics.issues import issues
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
        """The frames of ``metrics.facts.SCHEMAS``."""


class Shelf(Protocol):
    """Where marts are found; ``sql.mart`` is one, tests have another."""

    def pointer(self, data: Path) -> str | None:
        """Return the name of the published mart."""

    def read(self, data: Path, name: str, audience: str) -> _Read:
        """Open a mart, or raise MartError."""

    def texts(self, data: Path, name: str, audience: str, contents: pl.Series) -> Mapping[str, str]:
        """Return what registrations said (JSON) by content, or raise MartError."""

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

    def texts(self, data: Path, name: str, audience: str, contents: pl.Series) -> Mapping[str, str]:
        """Return what registrations said (JSON) by content, or raise MartError."""
        return mart.texts(data, name, audience, contents)

    def status(self, data: Path, audience: str) -> dict[str, Any]:
        """Return what the worker wrote about its sources."""
        return read_status(data, audience)


Texts: TypeAlias = Callable[[pl.Series], Mapping[str, str]]


def _no_texts(contents: pl.Series) -> Mapping[str, str]:
    """Say nothing: of every content, a registration without fields."""
    return dict.fromkeys(contents, "{}")


def _several(
    facts: Facts, metrics: tuple[str, ...], day: date, where: tuple[tuple[str, str], ...]
) -> Mapping[str, Mapping[str, Any]]:
    frames = engine.figures_of(facts, metrics, [day], where=dict(where))
    return {name: frame.row(0, named=True) for name, frame in zip(metrics, frames, strict=True) if frame.height}


class Edition:
    """One published mart, with every figure that was asked of it so far."""

    def __init__(
        self,
        name: str,
        meta: Mapping[str, str],
        facts: Facts,
        *,
        sample: bool = False,
        texts: Texts = _no_texts,
    ) -> None:
        """Keep the facts; nothing is computed before somebody asks. ``texts`` reads what registrations said."""
        self.name, self.meta, self.facts, self.sample, self.texts = name, meta, facts, sample, texts
        self._figures = lru_cache(_KEPT)(self._compute)
        self._registrations = lru_cache(8)(lambda as_of: engine.registrations(facts, as_of))
        self._answers: Callable[..., Any] = lru_cache(_ANSWERS)(lambda ask, *asked: ask(facts, *asked))
        self._issues = lru_cache(1)(lambda: issues(facts, self.last_day or date.min))
        self._work_list = lru_cache(8)(lambda target, as_of: systems.work_list(facts, target, as_of))

    @cached_property
    def last_day(self) -> date | None:
        """The day of the last collection."""
        return self.facts.last_day()

    @cached_property
    def first_day(self) -> date | None:
        """The day of the first collection; what lies before it is reconstructed."""
        collected = self.facts.collected()
        return collected[0].astimezone(ZONE).date() if collected else None

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
        """Return figures, computed once for this mart."""
        return self._figures(metric, tuple(days), by, where, target, restated)

    def several(
        self, metrics: tuple[str, ...], day: date, where: tuple[tuple[str, str], ...] = ()
    ) -> Mapping[str, Mapping[str, Any]]:
        """Return the one figure of each of some metrics on a day, by name; one without a figure is left out."""
        return self.kept(_several, metrics, day, where)

    def kept(self, ask: Callable[..., T], *asked: Hashable) -> T:
        """Return what a question about the facts answers, asked once for this mart; what it raises is not kept."""
        answer: T = self._answers(ask, *asked)
        return answer

    def registrations(self, as_of: date) -> pl.DataFrame:
        """Return the registrations of a day."""
        return self._registrations(as_of)

    def issues(self) -> pl.DataFrame:
        """Return what about organisations is to be resolved."""
        return self._issues()

    @cached_property
    def reorganised(self) -> bool:
        """Whether some organisation has another one standing for it today."""
        return self.last_day is not None and bool(heirs(self.facts, self.last_day))

    def work_list(self, target: str, as_of: date) -> pl.DataFrame:
        """Return the systems of a target that ask for attention."""
        return self._work_list(target, as_of)

    def _compute(  # noqa: PLR0913, PLR0917
        self,
        metric: str,
        days: tuple[date, ...],
        by: str,
        where: tuple[tuple[str, str], ...],
        target: str | None,
        restated: bool,
    ) -> pl.DataFrame:
        asked = dict(where) or None
        return engine.figures(self.facts, metric, days, by=by, where=asked, target=target, restated=restated)


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
        except MartError:
            # The worker may have swept this mart between our look at the pointer and now.
            newer = self.shelf.pointer(folder)
            if newer is None or newer == name:
                raise
            return self._read(folder, newer, f"{folder}/{newer}")
        facts = facts_in(found.frames, self.audience)
        said = partial(self.shelf.texts, folder, name, self.audience)
        return Edition(key, found.meta, facts, sample=folder == self.sample, texts=said)
