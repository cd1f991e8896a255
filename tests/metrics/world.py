"""A register that is simulated: what truly was public, and what its exports would have shown."""

import csv
import io
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from hypothesis import strategies as st

from ingest.http import Answer
from ingest.sources.register_export import CURRENT, HISTORY
from metrics.facts import Facts
from metrics.record import facts_of, judge, with_clusters
from sql.days import ZONE
from sql.fields import CATEGORIES, FIELDS, STANDARDS, STATUSES
from sql.store import Store

#: What happens, to which registration, how many hours after the last thing, and in which words.
Event: TypeAlias = tuple[str, int, int, dict[str, str]]
_EXPORTED = sorted({column for one in FIELDS for standard in STANDARDS for column in one.sources(standard)})
BEGIN = datetime(2025, 12, 20, 9, 17, tzinfo=UTC)
#: The columns of the register's own export, and the code of the body.
COLUMNS = ("algorithm_id", "standard_version", "publication_dt", "org_id", *_EXPORTED)
WORDS = st.fixed_dictionaries(
    {
        "goal": st.sampled_from(["", "Sneller beslissen.", "n.v.t."]),
        "status": st.sampled_from(STATUSES),
        "publication_category": st.sampled_from(CATEGORIES),
        "org_id": st.sampled_from(["gm0344", "mnre1034"]),
    }
)
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["publish", "publish", "edit in place", "retract", "publish again", "collect"]),
        st.integers(1, 3),
        st.integers(1, 60),
        WORDS,
    ),
    min_size=4,
    max_size=12,
)


@dataclass
class _Version:
    words: dict[str, str]
    published: list[datetime] = field(default_factory=list)


@dataclass
class _Registration:
    versions: list[_Version] = field(default_factory=list)
    public: bool = False
    #: When it became public, and when it was withdrawn.
    turns: list[tuple[datetime, bool]] = field(default_factory=list)

    def turn(self, moment: datetime, *, public: bool) -> None:
        self.public = public
        self.turns.append((moment, public))

    def was_public(self, moment: datetime) -> bool:
        before = [public for turned, public in self.turns if turned < moment]
        return bool(before and before[-1])


class World:
    """The truth, and a store that only knows what the collections of it showed."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = BEGIN
        self.collected: list[datetime] = []
        #: What was known after each collection.
        self.facts: list[Facts] = []
        self.registrations: dict[str, _Registration] = {}
        #: What registrations said, as the register wrote it, by content.
        self.bodies: dict[str, str] = {}
        words = {"goal": "Blijven.", "status": STATUSES[1], "publication_category": CATEGORIES[2], "org_id": "gm0344"}
        # One that always stays, since an empty register answers with an error.
        self._do("publish", "10000000", words)

    def play(self, events: list[Event]) -> None:
        for what, which, hours, words in (*events, ("collect", 1, 30, {})):
            self.now += timedelta(hours=hours)
            if what == "collect":
                self._collect()
            else:
                self._do(what, f"1000000{which}", words)

    def _do(self, what: str, lars: str, words: dict[str, str]) -> None:
        one = self.registrations.setdefault(lars, _Registration())
        if what == "publish":
            said = {"name": f"System {lars}", "organization": f"Body {words['org_id']}", "standard_version": "1.0"}
            same = one.versions and one.versions[-1].words == said | words
            # What comes back in other words is not told from an edit: nobody could know it was gone.
            if not same and (one.public or not one.versions):
                one.versions.append(_Version(said | words, [self.now]))
                one.turn(self.now, public=True)
        elif what == "retract" and one.public:
            one.turn(self.now, public=False)
        elif what == "publish again" and one.versions and not one.public:
            one.versions[-1].published.append(self.now)
            one.turn(self.now, public=True)
        elif what == "edit in place" and one.versions:
            one.versions[-1].words["name"] += " (hernoemd)"

    def _collect(self) -> None:
        # One a day: what the second of a day finds is known on the same day as the first.
        if self.collected and self.day(self.collected[-1]) == self.day(self.now):
            return
        history, newest = self.rows()
        for source, rows in ((HISTORY, history), (CURRENT, newest)):
            parsed = source.parse([Answer("GET", "/", 200, (), _csv(rows))])
            with self.store.transaction():
                self.store.observe(source.name, self.now, parsed.facts, len(self.collected))
                assert parsed.records is not None
                self.store.add_records(parsed.records)
            self.bodies |= dict(parsed.facts.select("content", "body").iter_rows())
        judge(self.store)
        self.collected.append(self.now)
        self.facts.append(with_clusters(self.store, facts_of(self.store)))

    def rows(self) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
        """Return what the history and the list of what is public would show now."""
        history = [
            {**version.words, "algorithm_id": lars, "publication_dt": str(moment)}
            for lars, one in self.registrations.items()
            for version in one.versions
            for moment in version.published
        ]
        newest = {
            row["algorithm_id"]: row
            for row in sorted(history, key=lambda row: row["publication_dt"])
            if self.registrations[row["algorithm_id"]].public
        }
        return history, list(newest.values())

    @staticmethod
    def day(moment: datetime) -> date:
        return moment.astimezone(ZONE).date()

    def days(self) -> list[date]:
        """Return every day from before the beginning to after the last collection."""
        first = self.day(BEGIN) - timedelta(days=1)
        count = (self.day(self.collected[-1]) - first).days
        return [first + timedelta(days=number) for number in range(count + 1)]

    def public_at_end_of(self, day: date) -> set[str]:
        end = datetime.combine(day + timedelta(days=1), time(), ZONE)
        return {lars for lars, one in self.registrations.items() if one.was_public(end)}

    def shown_on(self, day: date) -> set[str]:
        """Return what its own publication, or a collection, proved to be there that day."""
        published = {
            lars
            for lars, one in self.registrations.items()
            for version in one.versions
            for moment in version.published
            if self.day(moment) == day
        }
        collected = [moment for moment in self.collected if self.day(moment) == day]
        return published.union(
            *({lars for lars, one in self.registrations.items() if one.was_public(moment)} for moment in collected)
        )


def played(events: list[Event], folder: Path) -> World:
    """Return the world after some events, and a last collection of it."""
    path = folder / "store.duckdb"
    path.unlink(missing_ok=True)
    with Store(path) as store:
        world = World(store)
        world.play(events)
    return world


def _csv(rows: list[dict[str, Any]]) -> bytes:
    text = io.StringIO()
    columns = [one for one in COLUMNS if one in _EXPORTED or any(one in row for row in rows)]
    writer = csv.DictWriter(text, columns, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
