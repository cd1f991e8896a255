"""Commands used in a way that cannot work: an exit code, and words that say what would."""

from pathlib import Path

import pytest

from sql.lock import owned
from tests.replay import House, command

AT = "2026-06-15T08:18:00+00:00"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((), 2, "usage"),
        (("fly",), 2, "invalid choice: 'fly'"),
        (("metric",), 2, "NAME"),
        (("metric", "size.registrations", "--by", "colour"), 2, "invalid choice: 'colour'"),
        (("metric", "size.registrations", "--as-of", "today"), 2, "write YYYY-MM-DD"),
        (("metric", "size.registrations", "--where", "ministry"), 2, "FILTER=VALUE"),
        (("metric", "size.registrations"), 5, "vulgraad ingest"),
        (("registrations",), 5, "nothing has been published"),
        (("changes", "--from", "2026-01-01", "--to", "2026-02-01"), 5, "nothing has been published"),
        (("changes", "--from", "2026-01-01"), 2, "--to"),
        (("status",), 5, "no run ever wrote a status"),
        (("ingest", "--observed-at", "yesterday"), 2, "is no moment"),
        (("ingest", "--observed-at", "2999-01-01"), 2, "or in the future"),
        (("ingest", "--observed-at", "2022-12-20"), 2, "before the register opened (2022-12-21)"),
        (("ingest", "--observed-at", "0001-01-01"), 2, "before the register opened (2022-12-21)"),
        (("ingest", "histories"), 2, "no source 'histories'"),
        (("import", "gone"), 2, "gone: no date"),
        (("web", "--audience", "internal", "--host", "0.0.0.0"), 2, "loopback"),  # noqa: S104 - refused
    ],
)
def test_before_anything_was_collected(tmp_path: Path, words: tuple[str, ...], code: int, says: str) -> None:
    done = command(*words, *(["--data", str(tmp_path / "data")] if words else []))
    assert done.code == code, done.err
    assert says in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("metric", "size.regs"), "no metric 'size.regs'; "),
        (("metric", "connected.organisations", "--by", "status"), "cannot be split by 'status'"),
        (("metric", "size.registrations", "--where", "colour=red"), "cannot be restricted by 'colour'"),
        (("registrations", "--as-of", "2030-01-01"), "no collection after 2026-06-15"),
        (("registrations", "--known-on", "2020-01-01"), "nothing was known on 2020-01-01"),
        (("metric", "size.registrations", "--known-on", "2020-01-01"), "the first collection was on 20"),
        (("changes", "--from", "2026-06-15", "--to", "2026-06-01"), "in that order"),
        (("changes", "--from", "2026-06-15", "--to", "2030-01-01"), "last collection"),
    ],
)
def test_a_question_without_an_answer(june: House, words: tuple[str, ...], says: str) -> None:
    done = june.run(*words)
    assert (done.code, done.out) == (2, "")
    assert says in done.err


def test_a_wrong_configuration_is_wrong_use(tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text("[register]\nbaseurl = 'x'\n")
    done = command("status", "--config", str(config), "--data", str(tmp_path))
    assert (done.code, "did you mean 'base_url'" in done.err) == (2, True)


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    with owned(tmp_path):
        done = command("ingest", "--observed-at", AT, "--data", str(tmp_path))
    assert (done.code, "in use by another" in done.err) == (75, True)
    assert not (tmp_path / "store.duckdb").exists()


def test_json_of_a_status_that_was_never_written_is_still_json(tmp_path: Path) -> None:
    done = command("status", "--json", "--data", str(tmp_path))
    assert (done.code, done.json) == (5, {"sources": [], "mart": {"published_at": None, "runs": []}})
