"""A body's list and the register, of which somebody has to say what is what; texts as the register exports them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson
import polars as pl

from metrics.review import Days
from sql.fields import HIGH_RISK, IN_USE
from tests.metrics.facts_builder import AGENCY, MINISTRY, FactsBuilder, at

CITY = "gm0344"
COLLECTED = ("2024-01-02", "2025-06-02", "2026-03-01")
DAYS = Days(date(2026, 3, 1), date(2026, 3, 1))


class ReviewWorld(FactsBuilder):
    """Facts by hand, with the texts of registrations and what people decided."""

    def __init__(self) -> None:
        super().__init__(*COLLECTED)
        self.said: dict[str, dict[str, str]] = {}
        self.target().body(MINISTRY, "ministerie").body(AGENCY, "agentschap", MINISTRY).body(CITY, "gemeente")
        self.inventory(AGENCY, "2025-06-02")

    def system(self, lars: str, name: str, *, withdrawn: str | None = None, org_id: str = AGENCY, **said: str) -> None:
        """Register a system; ``said`` is what it says, by column of the export."""
        cells = {"name": name, "status": IN_USE, "publication_category": HIGH_RISK} | said
        self.registration(
            lars, "2025-01-01", withdrawn=withdrawn, org_id=org_id, name=name, status=cells["status"],
            category=cells["publication_category"],
        )  # fmt: skip
        self.said[f"{lars}/2025-01-01"] = cells

    def decided(self, local_id: str, lars: str, verdict: str = "unsure", org_id: str = AGENCY) -> None:
        about: dict[str, Any] = {"entry": f"matches-{len(self.rows['matches']) + 1}", "org_id": org_id}
        about |= {"local_id": local_id, "lars": lars, "verdict": verdict}
        self.rows["matches"].append(about | {"known_from": at("2025-06-02"), "known_to": None})

    def texts(self, wanted: pl.Series) -> Mapping[str, str]:
        """Find what registrations said by content."""
        return {one: orjson.dumps(self.said[one]).decode() for one in wanted if one in self.said}
