"""Which source speaks on which day, when an old export, a history and a reduced table all tell."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
import pytest

from metrics.engine import figures
from metrics.facts import Facts
from metrics.reconciliation import reconciliation
from metrics.registrations import registrations
from metrics.schemas import SCHEMAS
from tests.metrics.facts_builder import FactsBuilder, at

COLLECTED = ("2023-03-01", "2023-03-20", "2023-05-01", "2026-06-15")


def version(lars: str, basis: str, since: str, until: str | None = None, **other: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return what one source showed: a publication from its moment on, others from a collection to another."""
    moment = at(since)
    known = {"known_from": at("2026-06-15") if basis == "publication" else moment, "valid_from": moment}
    said = {
        "lars": lars, "content": f"{basis}/{since}", "published_at": moment if basis == "publication" else None,
        "known_to": at(until) if until else None, "repeats": False, "name": lars, "organisation": "Body gm1",
        "org_id": "gm1", "status": "In gebruik", "category": "not stated", "standard": "0.1", "asked": 0, "filled": 0,
        "valid": 0, "basis": basis, "identity": "stated",
    }  # fmt: skip
    return known | said | other


def seen(lars: str, since: str, until: str | None = None) -> dict[str, Any]:
    return {"lars": lars, "known_from": at(since), "known_to": at(until) if until else None, "identity": "stated"}


def made(
    versions: list[dict[str, Any]], shown: list[dict[str, Any]], collected: Mapping[str, str] | None = None
) -> Facts:
    build = FactsBuilder()
    build.rows["versions"], build.rows["seen"] = versions, shown
    looks = {**dict.fromkeys(COLLECTED, "current"), **(collected or {})}
    build.rows["collections"] = [{"source": source, "observed_at": at(day)} for day, source in looks.items()]
    return build.build()


def said(facts: Facts, day: str) -> dict[str, str]:
    """Return what each registration that was public on a day said then."""
    rows = registrations(facts, date.fromisoformat(day)).filter(state="public")
    return dict(rows.select("lars", "content").iter_rows())


# Listed from 1 to 20 March in the same words, in others on 1 May; the history of 2026 has three publications.
BOTH = made(
    [
        version("1", "listed", "2023-03-01", "2023-05-01"),
        version("1", "listed", "2023-05-01", "2026-06-15"),
        version("1", "publication", "2023-03-10"),
        version("1", "publication", "2023-04-10"),
        version("1", "publication", "2024-02-02"),
    ],
    [seen("1", "2023-03-01")],
)


@pytest.mark.parametrize(
    ("day", "content"),
    [
        pytest.param("2023-03-01", "listed/2023-03-01", id="an export showed it"),
        pytest.param("2023-03-15", "listed/2023-03-01", id="it was in the same words after as before"),
        pytest.param("2023-03-20", "listed/2023-03-01", id="the last export with these words"),
        pytest.param("2023-04-09", "listed/2023-03-01", id="between two exports, before the publication"),
        pytest.param("2023-04-10", "publication/2023-04-10", id="between two exports, from the publication"),
        pytest.param("2023-05-01", "listed/2023-05-01", id="the next export showed it so"),
        pytest.param("2023-05-02", "publication/2023-04-10", id="after the exports the publications speak"),
        pytest.param("2024-02-02", "publication/2024-02-02", id="and the later ones"),
    ],
)
def test_an_old_export_beside_the_history(day: str, content: str) -> None:
    assert said(BOTH, day) == {"1": content}


def test_known_on_an_early_day_only_the_exports_speak() -> None:
    rows = registrations(BOTH, date(2023, 4, 20), date(2023, 5, 1))
    assert rows.select("content", "first_published").rows() == [("listed/2023-03-01", None)]


def test_after_the_last_export_the_publications_speak_though_no_other_followed() -> None:
    versions = [version("1", "listed", "2023-03-01"), version("1", "publication", "2024-02-02")]
    facts = made(versions, [seen("1", "2023-03-01")], {"2023-05-01": "snapshot", "2026-06-15": "snapshot"})
    days = ("2023-03-20", "2024-02-01", "2024-02-02")
    assert [said(facts, day)["1"] for day in days] == ["listed/2023-03-01"] * 2 + ["publication/2024-02-02"]


def test_a_reduced_table_speaks_where_nothing_else_does() -> None:
    tables = {"2023-04-01": "snapshot"}
    facts = made(
        [
            version("1", "publication", "2023-03-10"), version("1", "reduced", "2023-04-01"),
            version("2", "reduced", "2023-04-01"), version("2", "publication", "2024-01-01"),
        ],
        [seen("1", "2023-03-20"), seen("2", "2023-04-01")],
        tables,
    )  # fmt: skip
    assert said(facts, "2023-04-01") == {"1": "publication/2023-03-10", "2": "reduced/2023-04-01"}
    assert said(facts, "2024-01-01") == {"1": "publication/2023-03-10", "2": "publication/2024-01-01"}


def size(facts: Facts, day: str) -> tuple[Any, ...]:
    row = figures(facts, "size.registrations", [date.fromisoformat(day)]).row(0, named=True)
    return row["low"], row["passed"], row["high"], row["state"]


def test_before_the_first_export_nobody_knows() -> None:
    facts = made([version("1", "listed", "2023-03-01")], [seen("1", "2023-03-01")])
    assert size(facts, "2023-02-28") == (0, None, 1, "reconstructed")
    assert size(facts, "2023-03-01") == (1, 1, 1, "ok")
    assert size(facts, "2022-12-20") == (0, None, 0, "reconstructed")


def test_what_first_appears_later_counts_from_then() -> None:
    facts = made([version("1", "listed", "2023-03-20")], [seen("1", "2023-03-20")])
    assert [size(facts, day)[1] for day in ("2023-03-19", "2023-03-20")] == [0, 1]


def test_a_date_that_was_filled_in_is_no_proof_against_an_export() -> None:
    retro = version("1", "publication", "2023-04-01T00:00:00")
    facts = made([retro], [seen("1", "2023-05-01")])
    assert [size(facts, day)[1] for day in ("2023-03-01", "2023-04-01", "2023-04-30", "2023-05-01")] == [0, 0, 0, 1]


def test_what_comes_back_and_is_not_shown_is_gone_again() -> None:
    facts = made(
        [version("1", "publication", "2023-02-01"), version("1", "publication", "2023-04-01T09:00:00")],
        [seen("1", "2023-03-01", "2023-03-20")],
    )
    days = ("2023-03-01", "2023-03-20", "2023-04-01", "2023-05-01", "2026-06-15")
    assert [size(facts, day)[1] for day in days] == [1, 0, 1, 0, 0]


def test_the_registers_own_totals_stand_beside_ours() -> None:
    facts = (
        FactsBuilder("2026-06-15")
        .body("mnre1", "ministerie")
        .body("ag1", "agentschap", "mnre1")
        .body("zb1", "zbo", "mnre1")
        .registration("1", "2026-01-10", org_id="mnre1")
        .registration("2", "2026-02-10", org_id="ag1")
        .registration("3", "2026-02-11", org_id="zb1", standard="0.4")
        .build()
    )
    named = pl.when(pl.col("org_id") == "mnre1").then(pl.lit("Ministerie van Water")).otherwise("name")
    frames = {name: getattr(facts, name) for name in SCHEMAS}
    frames["organisations"] = facts.organisations.with_columns(name=named)
    frames["relations"] = facts.relations.with_columns(ministry=pl.lit("Ministerie van Water"))
    keys = (
        "total",
        "category/Hoog-risico AI-systeem",
        "month/1-2026",
        "month/2-2026",
        "ministry/Water",
        "ministry/Lucht",
    )
    found = reconciliation(Facts(**frames), [(key, 9, at("2026-06-15")) for key in keys])
    assert {row["name"]: row["ours"] for row in found} == dict(zip(keys, (3, 2, 1, 3, 2, None), strict=True))
    assert {row["register"] for row in found} == {9}
    months = [row["name"] for row in found if row["name"].startswith("month/")]
    assert months == ["month/1-2026", "month/2-2026"]
