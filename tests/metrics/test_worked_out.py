"""What a mart holds worked out: the same for whoever reads it, built on the one before, or made anew."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from ingest.http import Answer
from ingest.source import facts
from ingest.sources import BY_NAME
from metrics import record
from metrics.context import Known, findings, found
from metrics.facts import Facts
from metrics.increment import WorkedOut, in_full
from metrics.record import facts_of, judge, publish
from metrics.spans import spans, stretches
from sql import mart
from sql.store import Store
from tests.replay import published_facts

HEAD = "algorithm_id,publication_dt,name,organization,status,standard_version\n"
FIRST = [f"1111111{number},2026-01-05T10:00:00Z,Naam,Body {number % 2},In gebruik,1.0" for number in range(6)]
LATER = [*FIRST[1:], "11111110,2026-06-01T20:00:00Z,Anders,Body 0,In gebruik,1.0"]


def collect(store: Store, day: int, rows: list[str]) -> Facts:
    now = datetime(2026, 6, day, 8, tzinfo=UTC)
    export = BY_NAME["current"].parse([Answer("GET", "/", 200, (), (HEAD + "\n".join(rows)).encode())])
    assert export.records is not None
    bodies = facts({f"organisation/gm{one}": {"name": f"Body {one}", "type": "gemeente"} for one in range(2)})
    for source, frame in (("current", export.facts), ("history", export.facts), ("site_data", bodies)):
        store.observe(source, now, frame, day)
    store.add_records(export.records)
    judge(store)
    return facts_of(store)


def published(store: Store, data: Path, day: int, rows: list[str]) -> str | None:
    return publish(store, collect(store, day, rows), data, datetime(2026, 6, day, 9, tzinfo=UTC))


def test_both_audiences_read_what_their_own_facts_give(store: Store, tmp_path: Path) -> None:
    published(store, tmp_path, 1, FIRST)
    published(store, tmp_path, 2, LATER)
    for audience in mart.AUDIENCES:
        kept = published_facts(tmp_path, audience)
        day = kept.last_day()
        assert day
        cut = spans(kept, day)
        assert_frame_equal(stretches(kept, day), cut)
        assert_frame_equal(findings(kept, day), found(Known.by(kept, day, cut)))
        assert kept.cut.height == 7


def test_the_second_is_built_on_the_first(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(store, tmp_path, 1, FIRST)
    with monkeypatch.context() as patch:
        patch.setattr(record, "in_full", None)
        assert published(store, tmp_path, 2, LATER)
    # What other code made is not built upon.
    monkeypatch.setattr(record, "made_by", lambda: "other code")
    monkeypatch.setattr(record, "increment", None)
    assert published(store, tmp_path, 3, FIRST)


def test_what_breaks_a_law_is_made_anew_or_not_published(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def wrong(*asked: object) -> WorkedOut:
        known = asked[-1] if isinstance(asked[-1], Facts) else asked[0]
        assert isinstance(known, Facts)
        day = known.last_day()
        assert day
        done = in_full(known, day)
        return done._replace(cut=done.cut.with_columns(low=~pl.col("low")))

    published(store, tmp_path, 1, FIRST)
    with monkeypatch.context() as patch:
        patch.setattr(record, "increment", wrong)
        assert published(store, tmp_path, 2, LATER) == "00000002"
    assert "worked out anew" in caplog.text
    kept = published_facts(tmp_path, "internal")
    day = kept.last_day()
    assert day
    assert_frame_equal(kept.cut, spans(replace(kept, cut=pl.DataFrame()), day))
    monkeypatch.setattr(record, "increment", wrong)
    monkeypatch.setattr(record, "in_full", wrong)
    with pytest.raises(mart.MartError, match="nothing is published"):
        published(store, tmp_path, 3, FIRST)
    assert mart.pointer(tmp_path) == "00000002"
