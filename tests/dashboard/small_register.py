"""A small register that never existed, valid in every frame, and the app that shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import reduce
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.app import Site, WebSettings, create_app
from dashboard.pages import pages
from metrics.facts import RETRO, Facts
from metrics.schemas import SCHEMAS, empty
from metrics.texts import Said
from sql.fields import BIT, HIGH_RISK, IN_DEVELOPMENT, IN_USE, NOT_STATED, OTHER

NOW = datetime(2026, 8, 8, 9, 30, tzinfo=UTC)
FIRST = datetime(2025, 6, 1, 3, 0, tzinfo=UTC)
LAST = datetime(2026, 8, 8, 3, 0, tzinfo=UTC)
MINISTRY, AGENCY, CITY, QUIET = "mnre1034", "ag0001", "gm0344", "mnre1058"
TARGET = "rijk-a-2025"
#: What the addresses of pages name, in this register.
PLACES = {"<organisation>": MINISTRY, "<target>": TARGET, "<lars>": "10000001"}
_ASKED = sum(1 << BIT[key] for key in ("goal", "risks", "lawful_basis", "source_data", "begin_date"))
_FILLED = sum(1 << BIT[key] for key in ("goal", "risks", "lawful_basis"))
_VALID = sum(1 << BIT[key] for key in ("goal", "risks"))


def at(text: str) -> datetime:
    """Return noon of a day."""
    return datetime.fromisoformat(f"{text}T12:00:00+00:00")


def _version(lars: str, org_id: str, published: str, category: str, status: str, name: str) -> dict[str, Any]:
    moment = at(published)
    return {
        "lars": lars,
        "content": f"content-{lars}",
        "published_at": moment,
        "known_from": max(moment, FIRST),
        "valid_from": moment,
        "repeats": False,
        "basis": "publication",
        "identity": "stated",
        "name": name,
        "organisation": org_id,
        "org_id": org_id,
        "status": status,
        "category": category,
        "standard": "1.0",
        "asked": _ASKED,
        "filled": _FILLED,
        "valid": _VALID,
    }


VERSIONS = [
    _version("10000001", CITY, "2023-02-01", OTHER, IN_USE, "Parkeercontrole"),
    _version("10000002", CITY, "2023-09-10", NOT_STATED, IN_USE, "=Slimme verkeerslichten"),
    _version("10000003", CITY, "2025-03-03", OTHER, IN_DEVELOPMENT, "Woningtoewijzing"),
    _version("10000004", AGENCY, "2025-11-11", HIGH_RISK, IN_USE, "Risicoselectie aanvragen"),
    _version("10000005", AGENCY, "2026-02-02", HIGH_RISK, IN_USE, "Gezichtsvergelijking"),
    _version("10000006", MINISTRY, "2026-07-20", OTHER, IN_USE, "Zoekhulp"),
]


def _frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMAS[name]) if rows else empty(name)


def _line(local_id: str, name: str, lars: str) -> dict[str, Any]:
    return {
        "inventory": "inv-1",
        "org_id": AGENCY,
        "local_id": local_id,
        "name": name,
        "category": HIGH_RISK,
        "status": IN_USE,
        "start_date": "2024-01",
        "end_date": "",
        "lars": lars,
        "known_from": FIRST,
        "known_to": None,
    }


def _declared(org_id: str, **said: object) -> dict[str, Any]:
    about = {"entry": f"declared-{org_id}", "as_of": date(2025, 8, 25), "document": "Brief van de zomer"}
    return {**about, "org_id": org_id, "state": "reported", "known_from": FIRST, "known_to": None, **said}


DECLARED = [
    _declared(MINISTRY, category_a=2, category_b=15, category_c=34, total_printed=76, published_on_date=41, quote="76"),
    _declared(QUIET, category_a=0, category_b=1, category_c=2, total_printed=3, includes="ook het agentschap"),
    _declared("total", category_a=2, category_b=16, category_c=30),
]
CORRECTIONS = [
    {
        "entry": "corrections-1",
        "subject": "figure/size.registrations",
        "valid_from": date(2026, 7, 1),
        "text_nl": "Op 1 juli telden wij een registratie dubbel.",
        "text_en": "On 1 July we counted a registration twice.",
        "known_from": FIRST,
        "known_to": None,
    }
]
EXPLAINED = {
    "entry": "explanations-1",
    "org_id": AGENCY,
    "local_id": "7",
    "reason": "Wordt vervangen.",
    "ground": "Besluit van de CIO",
    "valid_from": date(2025, 12, 1),
    "valid_until": date(2026, 12, 31),
    "known_from": FIRST,
    "known_to": None,
}


def make_facts(audience: str = "internal", **changed: pl.DataFrame) -> Facts:
    """Return the small register."""
    seen = {"known_from": FIRST, "known_to": None}
    bodies = {
        MINISTRY: ("Ministerie van Voorbeelden", "ministerie"),
        QUIET: ("Ministerie van Stilte", "ministerie"),
        AGENCY: ("Agentschap Proef", "agentschap"),
        CITY: ("Gemeente Utrecht", "gemeente"),
    }
    rows: dict[str, list[dict[str, Any]]] = {
        "versions": VERSIONS,
        "seen": [{"lars": v["lars"], "known_from": v["known_from"], "known_to": None} for v in VERSIONS],
        "collections": [
            {"source": source, "observed_at": moment} for source in ("history", "current") for moment in (FIRST, LAST)
        ],
        "owners": [{"lars": v["lars"], "org_id": v["org_id"], **seen} for v in VERSIONS],
        "organisations": [{"org_id": c, "name": n, "type": t, **seen} for c, (n, t) in bodies.items()],
        "relations": [
            {"org_id": c, "ministry_id": m, "ministry": bodies[m][0], **seen}
            for c, m in ((MINISTRY, MINISTRY), (AGENCY, MINISTRY), (QUIET, QUIET))
        ],
        "members": [
            {"type": "gemeente", "org_id": f"gm{n:04}", "name": f"Gemeente {n}", **seen} for n in range(340, 350)
        ],
        "inventory": [_line(str(n), f"Systeem {n}", f"1000000{n}" if n in {4, 5} else "") for n in range(1, 8)],
        "inventories": [{"inventory": "inv-1", "org_id": MINISTRY, "as_of": date(2025, 6, 1), "observed_at": FIRST}],
        "declared": DECLARED,
        "corrections": CORRECTIONS,
        "targets": [
            {
                "target": TARGET,
                "title_nl": "Hoog-risico AI-systemen van het Rijk in het register",
                "title_en": "High-risk AI systems of central government in the register",
                "deadline": date(2025, 12, 31),
                "category": HIGH_RISK,
                "scope": "central-government",
                "lag_days": 0,
                "grace_days": 0,
                "source_nl": "Brief aan de Tweede Kamer",
                "source_en": "Letter to parliament",
                "stated_on": date(2023, 7, 7),
            }
        ],
    }
    frames: dict[str, Any] = {name: _frame(name, rows.get(name, [])) for name in SCHEMAS}
    frames |= changed
    return Facts(**frames, audience=audience)


def no_facts() -> Facts:
    """Return a mart in which nothing was collected."""
    frames: dict[str, Any] = {name: empty(name) for name in SCHEMAS}
    return Facts(**frames)


META = {"number": "7", "published_at": LAST.isoformat(), "collected_at": LAST.isoformat(), "facts_hash": "abc123"}
STATUS: dict[str, Any] = {
    "written_at": LAST.isoformat(),
    "sources": [
        {
            "name": "current",
            "state": "ok",
            "last_good_run": LAST.isoformat(),
            "last_run": LAST.isoformat(),
            "collected_at": LAST.isoformat(),
            "rows": 6,
            "reason": "",
            "warnings": ["unknown column: colour"],
            "held": [],
        },
        {
            "name": "history",
            "state": "held",
            "last_good_run": FIRST.isoformat(),
            "last_run": LAST.isoformat(),
            "collected_at": FIRST.isoformat(),
            "rows": 6,
            "reason": "rows fell by half",
            "warnings": [],
            "held": [
                {
                    "run": "42",
                    "observed_at": LAST.isoformat(),
                    "reason": "rows fell by half",
                    "rows_in": 3,
                    "rows": 3,
                    "filled": {"goal": [6, 1], "name": [6, 3]},
                }
            ],
        },
        {
            "name": "inventory:ag0001",
            "state": "ok",
            "last_good_run": None,
            "last_run": None,
            "collected_at": None,
            "rows": None,
            "reason": None,
            "warnings": [],
            "held": [],
        },
    ],
    "mart": {},
    "totals": [{"name": "registrations", "register": 6, "ours": 6, "as_of": "2026-08-08"}],
}


@dataclass
class Opened:
    """What the fake shelf hands out."""

    meta: Mapping[str, str]
    frames: Mapping[str, pl.DataFrame]


@dataclass
class FakeShelf:
    """Marts in memory; ``error`` is raised instead of opening one."""

    facts: Facts | None = None
    told: dict[str, Any] = field(default_factory=dict)
    error: Exception | None = None
    name: str = "00000007"
    opened: int = 0
    folder: str = "data"
    said: Mapping[str, str] = field(default_factory=dict)

    def pointer(self, data: Path) -> str | None:
        """Return the name of the mart, if there is one in this folder."""
        return self.name if self.facts is not None and data.name == self.folder else None

    def read(self, data: Path, name: str, audience: str) -> Opened:
        """Hand out the facts."""
        del data, name, audience
        self.opened += 1
        if self.error:
            raise self.error
        assert self.facts is not None
        return Opened(META, {frame: getattr(self.facts, frame) for frame in SCHEMAS})

    def texts(self, data: Path, name: str, audience: str) -> Said:
        """Hand out texts that say nothing, but for those of ``said``."""
        del data, name, audience
        return lambda contents: {one: self.said.get(one, "{}") for one in contents}

    def status(self, data: Path, audience: str) -> dict[str, Any]:
        """Hand out the status."""
        del data, audience
        return self.told


def make_app(shelf: FakeShelf, audience: str = "public", now: datetime = NOW, sample: Path | None = None) -> Site:
    """Return the app over a fake shelf."""
    settings = WebSettings(Path("data"), audience, sample, base_url="", contact="vulgraad@example.org")
    return create_app(settings, shelf=shelf, clock=lambda: now)


def page_asked(path: str) -> dict[str, Any]:
    """Return what Dash's client sends to be shown a page."""
    return {
        "output": "..page.children...head.data...again.max_intervals..",
        "outputs": [
            {"id": "page", "property": "children"},
            {"id": "head", "property": "data"},
            {"id": "again", "property": "max_intervals"},
        ],
        "inputs": [
            {"id": "url", "property": "pathname", "value": path},
            {"id": "url", "property": "search", "value": ""},
            {"id": "again", "property": "n_intervals", "value": 0},
        ],
        "changedPropIds": ["url.pathname"],
    }


def addresses() -> list[str]:
    """Return an address of every page."""
    return [reduce(lambda path, place: path.replace(*place), PLACES.items(), page.path) for page in pages()]


def filled_in(number: int) -> dict[str, Any]:
    """Return a registration whose date was filled in afterwards: it was there on or before that day."""
    version = _version(f"2000000{number}", CITY, "2023-04-01", OTHER, IN_USE, f"Van het begin {number}")
    return version | {"published_at": RETRO, "valid_from": RETRO}


def at_first(count: int) -> Facts:
    """Return the register with some registrations of which the first day is not known."""
    versions = [*VERSIONS, *(filled_in(number) for number in range(count))]
    return make_facts("internal", **_of(versions, {}))


def withdrawn(lars: str, audience: str = "internal") -> Facts:
    """Return the register in which one registration is gone at the last collection."""
    return make_facts(audience, **_of(VERSIONS, {lars: LAST}))


def _of(versions: list[dict[str, Any]], gone: Mapping[str, datetime]) -> dict[str, pl.DataFrame]:
    seen = [{"lars": v["lars"], "known_from": v["known_from"], "known_to": gone.get(v["lars"])} for v in versions]
    owners = [{"lars": v["lars"], "org_id": v["org_id"], "known_from": FIRST, "known_to": None} for v in versions]
    return {
        "versions": _frame("versions", versions),
        "seen": _frame("seen", seen),
        "owners": _frame("owners", owners),
    }
