"""A run: fetch, archive, parse, guard, write facts. One row whatever happens, each source alone."""

import logging
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson
import polars as pl

from ingest.archive import Archive, ArchiveError
from ingest.guard import breaches
from ingest.http import Answer, Door, FetchError, unheard
from ingest.keys import Keys
from ingest.reread import MISREAD, Reader, answer_of, body_of, parse_again
from ingest.source import Parsed, Source, SourceChangedError
from sql.store import Store

_LOG = logging.getLogger(__name__)
OK, HELD, FAILED, STANDBY = "ok", "held", "failed", "standby"
#: How far the register's clock and ours may be apart, and how long an answer takes.
_CLOCKS: Final = timedelta(hours=1)
RELEASED, DROPPED = "released", "dropped"
#: Exit codes by the worst state of a run: failed beats held.
EXIT: Final = {OK: 0, STANDBY: 0, HELD: 3, FAILED: 4}


class DecisionError(ValueError):
    """A held run was to be released or dropped that cannot be."""


class BackwardsError(ValueError):
    """A run was asked to observe a moment before the last one of its source."""


@dataclass
class Run:
    """One run over some sources.

    ``now`` is the clock, passed in; ``reader`` finds the parser of an archived source by its name
    and context; ``told`` hears each outcome (source, state, reason).
    """

    archive: Archive
    keys: Keys
    store: Store
    now: Callable[[], datetime]
    reader: Reader
    told: Callable[[str, str, str], None] = unheard
    states: dict[str, str] = field(default_factory=dict)
    #: Lines of the manifest that somebody dropped: a store that is made anew leaves them out.
    dropped: frozenset[int] = frozenset()

    def catch_up(self) -> None:
        """Apply the lines of the manifest that the store lacks, after a crash or for a rebuild."""
        self.archive.mend()
        if self.store.applied() > self.archive.count():
            msg = (
                f"archive: the manifest has {self.archive.count()} lines and the store took in "
                f"{self.store.applied()}; restore the manifest, or run vulgraad rebuild to go on without them"
            )
            raise ArchiveError(msg)
        last_started: dict[str, Any] | None = None
        dropped = set()
        for line in self.archive.lines():
            if line["kind"] == DROPPED:
                dropped.add(line["held_line"])
            elif line["kind"] == "started":
                last_started = line
            elif line["kind"] == "finished" and last_started and line["run"] == last_started["run"]:
                last_started = None
        self.dropped = frozenset(dropped)
        if last_started:
            self._finish(last_started["run"], last_started["started_at"], "interrupted", apply=False)
        for line in self.archive.lines(after=self.store.applied()):
            self._apply(line)

    def collect(self, sources: Sequence[Source], door: Door, observed_at: datetime) -> dict[str, str]:
        """Run the sources in order, each whatever became of the others; return their states.

        Raises BackwardsError, before anything is fetched, when a source was observed later.
        """
        for source in sources:
            last = self.store.collected(source.name)
            if last and last > observed_at:
                msg = f"{source.name} was collected at {last.isoformat()}; {observed_at.isoformat()} is before that"
                raise BackwardsError(msg)
        run, started_at = self._begin()
        self.states = {}
        for source in sources:
            self.states[source.name] = self._one(run, source, door, observed_at)
        self._finish(run, started_at, worst(self.states.values()))
        return self.states

    def _begin(self) -> tuple[str, str]:
        """Begin a run: return its name, and when it started."""
        started = self.now()
        run, started_at = f"{started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}", started.isoformat()
        self._log({"kind": "started", "run": run, "started_at": started_at})
        return run, started_at

    def _finish(self, run: str, started_at: str, state: str, *, apply: bool = True) -> None:
        finished = self.now().isoformat()
        line = {"kind": "finished", "run": run, "state": state, "started_at": started_at, "finished_at": finished}
        if apply:
            self._log(line)
        else:
            self.archive.append(line)

    def _one(self, run: str, source: Source, door: Door, observed_at: datetime) -> str:
        if source.standby and self.states.get(source.standby) == OK:
            return STANDBY
        line: dict[str, Any] = {
            "kind": "source",
            "run": run,
            "source": source.name,
            "observed_at": observed_at.astimezone(UTC).isoformat(),
            "context": dict(source.context),
            "state": FAILED,
            "parts": [],
        }
        parsed: Parsed | None = None
        try:
            source = source.informed(self.store, observed_at) if source.informed else source
            last = self._last_good(source) if source.conditional else None
            with _door_of(source, door, last) as asked, asked.source():
                parsed, reasons = self._attempt(source, asked, observed_at, line)
                if parsed.doubt:
                    # The register may have published between two answers: ask once more.
                    parsed, reasons = self._attempt(source, asked, observed_at, line)
            line["state"] = HELD if reasons else OK
            line["reason"] = "; ".join(reasons) or None
            line |= _account(parsed)
        except (FetchError, SourceChangedError) as error:
            line["reason"] = str(error)
        except MISREAD as error:
            # An answer of a shape that nobody foresaw is this source's trouble, not the run's.
            _LOG.exception("answer not understood", extra={"source": source.name})
            line["reason"] = f"the answer was not understood ({type(error).__name__}: {error})"
        line["finished_at"] = self.now().isoformat()
        self._log(line, parsed)
        self.told(source.name, line["state"], line.get("reason") or "")
        return str(line["state"])

    def _attempt(
        self, source: Source, door: Door, observed_at: datetime, line: dict[str, Any]
    ) -> tuple[Parsed, list[str]]:
        answers = source.ask(door, self._known())
        line["parts"] = [self._keep(answer, source) for answer in answers]
        parsed = source.parse(answers)
        reasons = breaches(parsed, source.expect, *self._last(source.name, observed_at))
        reasons += _from_the_future(parsed, observed_at)
        if source.continues:
            reasons += source.continues(answers, self.store.shown(source.name))
        if not reasons and self.store.conflicts(source.name, observed_at, parsed.facts):
            reasons = [f"another answer was already taken in for {observed_at.isoformat()}"]
        return parsed, reasons

    def _last(self, source: str, moment: datetime) -> tuple[int | None, int, Mapping[str, int]]:
        """Return rows, age in days and filled fields of the last good run up to a moment."""
        for rows, observed_at, details in self.store.rows("last_rows", source=source, moment=moment):
            return rows, (moment - observed_at).days, orjson.loads(details).get("filled", {})
        return None, 0, {}

    def take(self, source: Source, observed_at: datetime) -> str:
        """Take in what was collected earlier, which needs no door, as if ``source`` had just given it."""
        run, started_at = self._begin()
        with closing(Door("http://127.0.0.1", "import")) as door:
            state = self._one(run, source, door, observed_at)
        self._finish(run, started_at, state)
        return state

    def decide(self, run: str, kind: str, author: str, why: str) -> None:
        """Release what a run held, or drop what it held or brought.

        A released attempt is taken in as of the moment it was observed, also when others followed.
        What was taken in and is dropped is left out once the store is made anew. Raises
        DecisionError when there is nothing to decide, or it contradicts what was taken in since.
        """
        _check_signed(author, why)
        states = [HELD, OK] if kind == DROPPED else [HELD]
        found = self.store.rows("undecided", run=run, states=states)
        if not found:
            msg = f"run {run} holds nothing to be {kind}; vulgraad status names the runs that do"
            raise DecisionError(msg)
        for number, source in found:
            line = self._line(number)
            moment = datetime.fromisoformat(line["observed_at"])
            parsed = self._parse_again(line) if kind == RELEASED else None
            if parsed and self.store.conflicts(source, moment, parsed.facts):
                msg = f"{source}: another answer was taken in for {moment.isoformat()} since"
                raise DecisionError(msg)
            self._log_decision(line, kind, author, why, parsed)
            self.told(source, kind, why)

    def erase(self, source: str, author: str, why: str) -> int:
        """Drop all that a sealed source ever brought, then its key; return how many deliveries that were.

        What was received stays in the archive, and nobody can read it; the lines of the manifest
        stay as its tombstones. Raises DecisionError when there is nothing that could be erased.
        """
        _check_signed(author, why)
        sealed = [line["line"] for line in self.archive.lines() if _is_sealed(line, source)]
        if not sealed:
            msg = f"nothing of {source} was kept that could be erased; vulgraad status names the sources"
            raise DecisionError(msg)
        for number, _ in self.store.rows("undecided_of", source=source):
            self._log_decision(self._line(number), DROPPED, author, f"erased: {why}")
        self.keys.erase(source)
        self.told(source, DROPPED, f"erased: {why}")
        return len(sealed)

    def _log_decision(
        self, line: Mapping[str, Any], kind: str, author: str, why: str, parsed: Parsed | None = None
    ) -> None:
        """Keep what was decided of the attempt that a line tells of, and take in what is released (``parsed``)."""
        kept = ("run", "source", "observed_at", *_ACCOUNT)
        told: dict[str, Any] = {key: line[key] for key in kept if key in line}
        about = {"held_line": line["line"], "author": author, "why": why, "finished_at": self.now().isoformat()}
        self._log({"kind": kind, **told, **about}, parsed)

    def lacking(self) -> list[str]:
        """Return what a store that is made anew would lack, in words: bodies that cannot be read any more."""
        dropped = {line["held_line"] for line in self.archive.lines() if line["kind"] == DROPPED}
        wanted = [line for line in self.archive.lines() if line["kind"] in {"source", RELEASED}]
        missing = []
        for line in wanted:
            if line["line"] in dropped or line.get("state", OK) != OK:
                continue
            held = line if line["kind"] == "source" else self._line(line["held_line"])
            try:
                for part in held["parts"]:
                    body_of(self.archive, self.keys, part, line["source"])
            except ArchiveError as error:
                missing.append(f"line {line['line']}, {line['source']} of {line['observed_at']}: {error}")
        return missing

    def _known(self) -> list[str]:
        return [org_id for (org_id,) in self.store.rows("known_bodies")]

    def _keep(self, answer: Answer, source: Source) -> dict[str, Any]:
        key = self.keys.of(source.name) if source.sealed else None
        return {
            "method": answer.method,
            "path": answer.path,
            "payload": answer.payload,
            "status": answer.status,
            "headers": answer.headers,
            "sha256": self.archive.put(answer.body, key),
            "bytes": len(answer.body),
            **({"sealed": key.name} if key else {}),
        }

    def _log(self, line: dict[str, Any], parsed: Parsed | None = None) -> None:
        """Write the line to the manifest, then apply it: the order that survives a crash."""
        self._apply(self.archive.append(line), parsed)

    def _apply(self, line: dict[str, Any], parsed: Parsed | None = None) -> None:
        with self.store.transaction():
            if line["kind"] == "source":
                self.store.add_source_run(line)
                if line["state"] == OK and line["line"] not in self.dropped:
                    self._write(line, parsed or self._parse_again(line))
            elif line["kind"] == "finished":
                self.store.add_run(line)
            elif line["kind"] in {RELEASED, DROPPED}:
                self.store.add_decision(line)
                if line["kind"] == RELEASED and line["line"] not in self.dropped:
                    said = f"released by {line['author']}: {line['why']}"
                    self.store.add_source_run(line | {"state": OK, "reason": said})
                    self._write(line, parsed or self._parse_again(self._line(line["held_line"])))
            self.store.set_applied(line["line"])

    def _write(self, line: dict[str, Any], parsed: Parsed) -> None:
        moment = datetime.fromisoformat(line["observed_at"])
        self.store.observe(line["source"], moment, parsed.facts, line["line"])
        if parsed.records is not None:
            self.store.add_records(parsed.records)

    def _line(self, number: int) -> dict[str, Any]:
        return next(self.archive.lines(after=number - 1))

    def _last_good(self, source: Source) -> Answer | None:
        """Return the answer of a source, from the same address, that was taken in last."""
        good = None
        for line in self.archive.lines():
            if line["kind"] == "source" and line["source"] == source.name and line["line"] not in self.dropped:
                same = line["context"].get("url") == source.context.get("url")
                good = line if line["state"] == OK and same else good
        try:
            return answer_of(self.archive, self.keys, good["parts"][0], source.name) if good else None
        except ArchiveError:
            # What is not kept any more is asked for in full.
            return None

    def _parse_again(self, line: dict[str, Any]) -> Parsed:
        return parse_again(self.archive, self.keys, self.reader, line)


@contextmanager
def _door_of(source: Source, door: Door, last: Answer | None) -> Iterator[Door]:
    """Open the door to the host of a source: the register's own, unless it has an address."""
    if not source.address:
        yield door
        return
    token = os.environ.get(source.token_env, "") if source.token_env else ""
    if source.token_env and not token:
        request, reason = f"asking {source.address}", f"the environment has no {source.token_env}; put the token there"
        raise FetchError(request, reason)
    with closing(door.at(source.address, token, last)) as other:
        yield other


def _check_signed(author: str, why: str) -> None:
    """Raise DecisionError for a decision of nobody, or without a reason."""
    if not (author.strip() and why.strip()):
        msg = "give --author and --why: both are kept with the decision"
        raise DecisionError(msg)


def _is_sealed(line: Mapping[str, Any], source: str) -> bool:
    return line["kind"] == "source" and line["source"] == source and any("sealed" in part for part in line["parts"])


def _from_the_future(parsed: Parsed, observed_at: datetime) -> list[str]:
    """Return why an answer cannot be of the moment it is said to be of; nothing when it can."""
    if parsed.records is None or parsed.records.is_empty():
        return []
    later = parsed.records.filter(pl.col("published_at") > observed_at + _CLOCKS)
    if later.is_empty():
        return []
    newest = later["published_at"].max()
    return [f"{later.height} publications are dated after {observed_at.isoformat()}, up to {newest!s}: a wrong date?"]


_ACCOUNT: Final = ("rows_in", "rows_accepted", "set_aside", "remaps", "warnings", "filled")


def _account(parsed: Parsed) -> dict[str, Any]:
    return {
        "rows_in": parsed.rows_in,
        "rows_accepted": parsed.rows_accepted,
        "set_aside": dict(parsed.set_aside),
        "remaps": dict(parsed.remaps),
        "warnings": list(parsed.warnings),
        "filled": dict(parsed.filled),
    }


def worst(states: Iterable[str]) -> str:
    """Return the worst of some states: failed, then held, then ok."""
    found = set(states)
    return next((state for state in (FAILED, HELD) if state in found), OK)
