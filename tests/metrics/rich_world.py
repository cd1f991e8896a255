"""A simulated register whose entries say all that a check looks at, and what the oracle sees of it."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import urlsplit

import polars as pl
from hypothesis import strategies as st

from ingest.http import Answer
from ingest.source import facts as as_facts
from ingest.sources import site_data
from metrics.record import facts_of, judge, with_clusters
from metrics.schemas import SCHEMAS
from sql.fields import BY_KEY, CATEGORIES, FIELDS, LINKS
from sql.store import Store
from tests.metrics.oracle import Collection, publications
from tests.metrics.world import World

#: What happens, to which registration, how many hours after the last thing, and the seed of its words.
RichEvent: TypeAlias = tuple[str, int, int, int]

BODIES: Final = {f"gm000{number}": "gemeente" for number in range(1, 8)} | {
    "mnre1034": "ministerie",
    "ws0616": "waterschap",
}
_LONG = "Het algoritme helpt bij het beoordelen van een aanvraag en wordt gebruikt door medewerkers van de gemeente."
_ENGLISH = "This system is used by the city for the assessment of requests that are made by citizens from the region."
_SHORT = "De kat zit op de mat. De hond eet een bot. Het is mooi weer. Ik ga naar huis."
_PROSE = (
    "",
    "n.v.t.",
    "Geen",
    "geen",
    "Lorem ipsum dolor",
    _LONG,
    _LONG,
    f"<p>{_LONG}</p>",
    _ENGLISH,
    _SHORT,
    "Er is geen mens bij betrokken.",
    "Niet van toepassing",
    "We verwerken persoonsgegevens, zoals het BSN en de naam, adres en woonplaats.",
    "Geen persoonsgegevens; alles is geanonimiseerd.",
    "Artikel 8 van de Wet politiegegevens; zie ook de DPIA.",
    "Ã©Ã©n regel met â€œvreemde tekens",
    "Met \u200b verborgen\x07 tekens",
    "=SOM(A1)",
    "Een taalmodel (machine learning) voorspelt de uitkomst &amp; meldt die.",
    "Tekst " * 120,
)
_LINKS = (
    "",
    "-",
    "https://www.voorbeeld.nl/algoritme",
    "http://voorbeeld.nl",
    "www.voorbeeld.nl",
    "https://intranet.voorbeeld.local/x",
    "https://10.0.0.1/x",
    "https://172.20.1.1:80/",
    "https://172.40.1.1/",
    "https://gemeente.sharepoint.com/sites/x",
)
_POOLS: Final[dict[str, Sequence[str]]] = {
    "name": (
        "Anonimiseren",
        "Anonimiseren ",
        "anonimiseren!",
        "VERKEERSLICHTEN",
        "Chatbot van de stad",
        "@Chatbot",
        "",
    ),
    "status": ("In gebruik", "In gebruik", "In ontwikkeling", "Buiten gebruik", "Pilot", "in gebruik sinds 2020", "?"),
    "publication_category": (*CATEGORIES, *CATEGORIES, "", "Laag risico"),
    "contact_email": (
        "info@stad.nl",
        "jan.jansen@stad.nl",
        "no-reply@stad.nl",
        "stad@gmail.com",
        "j.p.de-vries@stad.nl",
        "team-data@stad.nl",
        "noreply@example.com",
        "bel ons",
        "https://www.stad.nl/contact",
        "",
    ),
    "lang": ("nld", "nld", "NLD", "nl", ""),
    "category": ("Werk", "Werk, Verkeer", "Verkeer, Werk", "Zorg en gezondheid", "Iets anders", "Werk, Iets", ""),
    "type": ("Ja", "Nee", "Zelflerend", "ja", ""),
    "provider": ("", "Geen", "Leverancier BV", "onbekend"),
    "dpia": ("", "Ja, een DPIA", "Nee"),
}
_DATES = (
    "",
    "",
    "2024-01",
    "01-2026",
    "2025-12",
    "12-2025",
    "2026-01",
    "2027-05",
    "1890-01",
    "2090-01",
    "2024",
    "n.v.t.",
)
_GROUPINGS = (
    "",
    "1: Awb, https://wetten.overheid.nl/awb. 2: AVG, https://wetten.overheid.nl/avg",
    "1: AVG, https://wetten.overheid.nl/avg. 2: Awb, https://wetten.overheid.nl/awb",
    "1: Data Protection Impact Assessment (DPIA), www.stad.nl",
    "1: Bron, https://. 2: BSN",
    "1: Toets",
)

#: A body that ended in the middle of it, by the ledger of successions.
ENDED, MERGED_ON = "gm0002", date(2026, 1, 2)

EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["publish"] * 4 + ["edit in place", "retract", "publish again", "collect", "collect"]),
        st.integers(1, 9),
        st.integers(1, 90),
        st.integers(0, 999),
    ),
    min_size=6,
    max_size=16,
)


def _looks(number: int) -> dict[str, str]:
    """Return what came of looking at every link for the n-th time: not always the same."""
    found = {part.rstrip(".") for text in (*_LINKS, *_GROUPINGS) for part in text.split() if part.startswith("http")}
    return {
        url: ["alive", "alive", "dead", "unsure"][(len(url) + number) % 4]
        for url in sorted(found)
        if urlsplit(url).hostname
    }


def words_of(seed: int) -> dict[str, str]:
    """Return what an entry says, each column of its standard from a few texts that some check knows."""
    chance = random.Random(seed)  # noqa: S311 - an entry is no secret
    standard = chance.choice(["1.0", "1.0", "1.0", "0.4", "0.1", "0.3.1"])
    said = {"standard_version": standard, "org_id": chance.choice(list(BODIES))}
    for one in FIELDS:
        for column in one.sources(standard):
            said[column] = chance.choice(_pool(one.key, column))
    # Mostly its own name; sometimes one that several bodies go by.
    return said | {"organization": chance.choice([f"Body {said['org_id']}"] * 4 + ["Gemeente Een", "Gemeente Een "])}


def _pool(key: str, column: str) -> Sequence[str]:
    if key in _POOLS:
        return _POOLS[key]
    if key in LINKS:
        return _LINKS
    kinds = {"date": _DATES, "grouping": _GROUPINGS}
    return _PROSE if column == "impacttoetsen" else kinds.get(BY_KEY[key].kind, _PROSE)


class RichWorld(World):
    """A world that also serves its site data from the second collection on, and tells the oracle what it showed."""

    def __init__(self, store: Store) -> None:
        self.shown: list[Collection] = []
        self.owners: dict[str, str] = {}
        super().__init__(store)
        # A system that many bodies took over from one another, words and all.
        for number, body in enumerate(BODIES):
            self._do("publish", f"2000000{number}", words_of(1) | {"org_id": body, "name": "Anonimiseren"})

    def play_rich(self, events: Sequence[RichEvent]) -> None:
        self.play([(what, which, hours, words_of(seed)) for what, which, hours, seed in events])

    def rows(self) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
        """Return the rows as the register has them: the code of the body is in its site data only."""
        history, newest = super().rows()
        self.owners = {row["algorithm_id"]: row["org_id"] for row in newest}
        history, newest = (
            [{key: cell for key, cell in row.items() if key != "org_id"} for row in rows] for rows in (history, newest)
        )
        return history, newest

    def _collect(self) -> None:
        before = len(self.collected)
        super()._collect()
        if len(self.collected) == before:
            return
        history, newest = self.rows()
        owners = self.owners
        spoken = {
            row["algorithm_id"]: frozenset({"NLD"} | ({"ENG"} if (int(row["algorithm_id"]) + before) % 3 else set()))
            for row in newest
        }
        collection = Collection(
            self.now,
            publications(history),
            frozenset(owners),
            owners if before else {},
            BODIES if before else {},
            {f"Body {code}": code for code in BODIES} if before else {},
            languages=spoken if before else None,
            looks=_looks(before) if before else {},
            last_days={ENDED: MERGED_ON - timedelta(days=1)} if before else {},
        )
        self.shown.append(collection)
        if before:
            self._look_at_site(collection)
            self.facts[-1] = replace(with_clusters(self.store, facts_of(self.store)), successions=self._merger())

    def _merger(self) -> pl.DataFrame:
        """Return the ledger of successions, in which one body ended, known from the second collection on."""
        row = {"entry": "0001", "predecessor": ENDED, "successor": "gm0001", "kind": "merger", "date": MERGED_ON}
        return pl.DataFrame([row | {"known_from": self.collected[1]}], schema=SCHEMAS["successions"])

    def _look_at_site(self, seen: Collection) -> None:
        versions = [
            {"lars": lars, "owner": owner, "language": language}
            for lars, owner in seen.owners.items()
            for language in sorted((seen.languages or {})[lars])
        ]
        details = [
            {"org_id": code, "name": f"Body {code}", "language": "NLD", "type": kind, "code": code}
            for code, kind in BODIES.items()
        ]
        body = json.dumps({"algoritme_versions": versions, "organisation_details": details}).encode()
        parsed = site_data.SOURCE.parse([Answer("GET", "/", 200, (), body)])
        looked = {url: {"state": state, "outcome": state} for url, state in seen.looks.items()}
        with self.store.transaction():
            self.store.observe("site_data", self.now, parsed.facts, len(self.collected))
            self.store.observe("links", self.now, as_facts(looked), len(self.collected))
        judge(self.store)


def played_rich(events: Sequence[RichEvent], folder: Path) -> RichWorld:
    """Return the world after some events, and a last collection of it a month later."""
    path = folder / "store.duckdb"
    path.unlink(missing_ok=True)
    with Store(path) as store:
        world = RichWorld(store)
        world.play_rich(events)
        world.now += timedelta(days=30)
        world.play([])
    return world
