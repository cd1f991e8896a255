"""Tiny facts by hand: a register of a few registrations, bodies and inventory lines, as frames."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Self

import polars as pl

from metrics.evidence import FIELDS
from metrics.facts import Facts
from metrics.fingerprints import link_of
from metrics.linking.choice import chosen
from metrics.record import _kept
from metrics.schemas import SCHEMAS, empty
from sql.fields import HIGH_RISK, IN_USE

MINISTRY, AGENCY = "mnre1034", "ag0001"
TARGET = "rijk-a-2025"
STATES = ("certain", "possible", "none")
_LIKELIER = 0.5


def at(text: str) -> datetime:
    """Read a moment; a day alone is its noon in UTC."""
    moment = datetime.fromisoformat(text if "T" in text else f"{text}T12:00:00")
    return moment if moment.tzinfo else datetime.fromisoformat(f"{moment.isoformat()}+00:00")


@lru_cache(maxsize=1)
def _scores() -> dict[str, float]:
    """Return a score of a pair without rivals that makes it certain, possible or none: far from where that turns.

    And one that makes it possible, and likelier than not.
    """
    tried = [number / 4 for number in range(-160, 161)]
    rows = [
        {"org_id": f"b{number}", "local_id": str(number), "lars": f"{number:08d}", "basis": "text", "score": score}
        | {"evidence": [score, *[0.0] * (len(FIELDS) - 1)], "known_from": at("2025-01-01"), "known_to": None}
        | {"parts": 0}
        for number, score in enumerate(tried)
    ]
    found = chosen(pl.DataFrame(rows, schema=SCHEMAS["pairs"]))
    middle = {state: found.filter(state=state)["score"].sort()[len(found.filter(state=state)) // 2] for state in STATES}
    likelier = found.filter(pl.col("state") == "possible", pl.col("probability") > _LIKELIER)["score"].sort()
    return middle | {"likely": likelier[len(likelier) // 2]}


def score_of(state: str) -> float:
    """Return a score by which a pair without rivals is certain, possible or none."""
    return _scores()[state]


class FactsBuilder:
    """Collects rows; ``build`` gives the frames. Collections first: the rest follows from them.

    What a collection shows follows from when something was published and withdrawn: nobody here
    sees anything at another moment than a collection.
    """

    def __init__(self, *collections: str) -> None:
        self.moments = sorted(at(one) for one in collections)
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
        for moment in self.moments:
            self.rows["collections"] += [{"source": name, "observed_at": moment} for name in ("history", "current")]

    def _first_after(self, moment: datetime) -> datetime | None:
        return next((one for one in self.moments if one >= moment), None)

    def body(self, org_id: str, kind: str, ministry: str | None = None) -> Self:
        since = {"known_from": self.moments[0], "known_to": None}
        self.rows["organisations"].append({"org_id": org_id, "name": f"Body {org_id}", "type": kind, **since})
        if ministry:
            above = {"org_id": org_id, "ministry_id": ministry, "ministry": f"Body {ministry}"}
            self.rows["relations"].append({**above, **since})
        return self

    def member(self, kind: str, org_id: str, since: str | None = None) -> Self:
        known = {"known_from": at(since) if since else self.moments[0], "known_to": None}
        self.rows["members"].append({"type": kind, "org_id": org_id, "name": f"Body {org_id}", **known})
        return self

    def known_body(self, org_id: str, kind: str = "ministerie", *, since: str | None = None, **said: object) -> Self:
        """Add a body of the register of organisations, under the name that ``body`` gives it; days as text."""
        days = {key: date.fromisoformat(str(said.pop(key))) for key in ("valid_from", "valid_until") if key in said}
        row = dict.fromkeys(SCHEMAS["bodies"])
        row |= {"source": "organisations", "org_id": org_id, "name": f"Body {org_id}", "type": kind}
        known = at(since) if since else self.moments[0]
        self.rows["bodies"].append(row | {"known_from": known} | days | said)
        if not any(one["source"] == "organisations" for one in self.rows["collections"]):
            self.rows["collections"].append({"source": "organisations", "observed_at": known})
        return self

    def _entry(self, ledger: str, since: str | None, corrects: str | None, **said: object) -> Self:
        """Add an entry of a ledger; the one that it corrects is in force up to then."""
        number, known = len(self.rows[ledger]) + 1, at(since) if since else self.moments[0]
        for one in self.rows[ledger]:
            one["known_to"] = known if one["entry"] == corrects else one["known_to"]
        self.rows[ledger].append({"entry": f"{number:04d}", **said, "known_from": known, "known_to": None})
        return self

    def succession(
        self, ended: str, heir: str, day: str | None = None, *, since: str | None = None, corrects: str | None = None
    ) -> Self:
        on = date.fromisoformat(day) if day else None
        said = {"predecessor": ended, "successor": heir, "kind": "merger", "date": on}
        return self._entry("successions", since, corrects, **said)

    def correction(self, org_id: str, field: str, value: str, *, since: str | None = None) -> Self:
        said = {"subject": f"organisation/{org_id}", "field": field, "value": value, "valid_from": None}
        return self._entry("corrections", since, None, **said)

    def registration(
        self,
        lars: str,
        published: str,
        *,
        withdrawn: str | None = None,
        org_id: str = AGENCY,
        category: str = HIGH_RISK,
        status: str = IN_USE,
        standard: str = "1.0",
        bits: tuple[int, int, int] = (0, 0, 0),
        real: int | None = None,
        title: int | None = None,
        cluster: str | None = None,
        prints: Sequence[int | None] = (),
        links: Sequence[str] = (),
        name: str = "",
        **verdict: object,
    ) -> Self:
        """Add one publication, and what collections saw of it; nothing if none came after it.

        ``real``, ``title`` and ``prints`` are fingerprints, any numbers; ``links`` are addresses;
        ``verdict`` holds what else was found out about its text, by column; no check is due otherwise.
        """
        moment = at(published)
        shown = self._first_after(moment)
        if shown is None:
            return self
        self.rows["versions"].append(
            {
                "lars": lars,
                "content": f"{lars}/{published}",
                "published_at": moment,
                "known_from": shown,
                "valid_from": moment,
                "repeats": False,
                "basis": "publication",
                "identity": "stated",
                "name": name or f"System {lars}",
                "organisation": f"Body {org_id}",
                "org_id": org_id,
                "status": status,
                "category": category,
                "standard": standard,
                **dict(zip(("asked", "filled", "valid"), bits, strict=True)),
                **dict.fromkeys(("due", "failed", "broken", "traits"), 0),
                "real": real,
                "title": title,
                "cluster": cluster,
                "prints": list(prints),
                "links": pl.DataFrame({"url": list(links)}, {"url": pl.String})
                .select(link_of(pl.col("url")))["url"]
                .to_list(),
                **verdict,
            }
        )
        if cluster and all(one["cluster"] != cluster for one in self.rows["clusters"]):
            label = {"label_nl": f"Systeem {cluster}", "label_en": f"System {cluster}"}
            self.rows["clusters"].append({"cluster": cluster, **label, "listed": False})
        gone = self._first_after(at(withdrawn)) if withdrawn else None
        if gone is None or gone > shown:
            self.rows["seen"] = [one for one in self.rows["seen"] if one["lars"] != lars or one["known_to"]]
            earlier = [one["known_from"] for one in self.rows["versions"] if one["lars"] == lars]
            since = shown if any(one["lars"] == lars for one in self.rows["seen"]) else min(earlier)
            self.rows["seen"].append({"lars": lars, "known_from": since, "known_to": gone, "identity": "stated"})
        return self

    def languages(self, lars: str, languages: str, since: str, until: str | None = None) -> Self:
        """Say in which languages the site had a registration, with a space between."""
        known = {"known_from": at(since), "known_to": at(until) if until else None}
        self.rows["translations"].append({"lars": lars, "languages": languages, **known})
        return self

    def look(self, url: str, state: str, since: str, until: str | None = None) -> Self:
        """Say what came of looking at a link: alive, dead or unsure."""
        known = {"known_from": at(since), "known_to": at(until) if until else None}
        self.rows["links"].append({"url": url, "state": state, **known})
        return self

    def inventory(self, org_id: str, delivered: str, name: str = "") -> Self:
        """Add the delivery of an inventory, with or without lines."""
        moment = at(delivered)
        row = {"inventory": name or f"of {org_id}", "org_id": org_id, "as_of": moment.date(), "observed_at": moment}
        self.rows["inventories"].append(row)
        return self

    def line(self, local_id: str = "1", lars: str = "", **said: str) -> Self:
        """Add a line to the inventory that was delivered last."""
        delivery = self.rows["inventories"][-1]
        line = {
            "inventory": delivery["inventory"],
            "org_id": delivery["org_id"],
            "local_id": local_id,
            "name": f"System {local_id}",
            "category": HIGH_RISK,
            "status": IN_USE,
            "start_date": "2024",
            "end_date": "",
            "lars": lars,
            "known_from": delivery["observed_at"],
            "known_to": None,
        }
        self.rows["inventory"].append(line | said)
        return self

    def pair(
        self,
        lars: str,
        local_id: str = "1",
        org_id: str = AGENCY,
        *,
        basis: str = "text",
        alone: str = "certain",
        **moments: datetime | None,
    ) -> Self:
        """Add a pair of a line and a registration, known from the first collection on; ``alone``: as texts say."""
        score = score_of(alone) if basis == "text" else None
        said = {"score": score, "evidence": None if score is None else [score, *[0.0] * (len(FIELDS) - 1)], "parts": 0}
        known = {"known_from": self.moments[0], "known_to": None} | moments
        self.rows["pairs"].append({"org_id": org_id, "local_id": local_id, "lars": lars, "basis": basis} | said | known)
        return self

    def explanation(self, local_id: str, valid_until: str, org_id: str = AGENCY) -> Self:
        dates = {"valid_from": date(2025, 12, 1), "valid_until": date.fromisoformat(valid_until)}
        self.rows["explanations"].append({"org_id": org_id, "local_id": local_id, **dates, "reason": "In review."})
        return self

    def target(self, lag_days: int = 0, grace_days: int = 0, deadline: str = "2025-12-31") -> Self:
        self.rows["targets"].append(
            {
                "target": TARGET,
                "title_nl": "Doel",
                "title_en": "Target",
                "deadline": date.fromisoformat(deadline),
                "category": HIGH_RISK,
                "scope": "central-government",
                "lag_days": lag_days,
                "grace_days": grace_days,
                "source_nl": "Een brief",
                "source_en": "A letter",
                "stated_on": date(2023, 7, 7),
            }
        )
        return self

    def build(self, audience: str = "internal") -> Facts:
        frames = {name: pl.DataFrame(self.rows[name], schema=kinds) for name, kinds in SCHEMAS.items()}
        return Facts(audience=audience, **frames)

    def public(self) -> Facts:
        """Return what a public mart holds of it: no inventories, and of their figures those that are kept."""
        facts = self.build()
        last = facts.last_day()
        assert last
        hidden = {name: empty(name) for name in ("inventory", "inventories", "explanations", "matches")}
        return replace(facts, audience="public", kept=_kept(facts, last), **hidden)
