"""An inventory as received is kept sealed; without its key nobody reads it, and nothing else is lost."""

import os
import stat
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.archive import Archive, ArchiveError
from ingest.keys import Key, Keys, SealedError
from sql import mart
from tests.replay import JUNE_AT, House

TITLE = "Zeer vertrouwelijk systeem"
LIST = f"local_id,name,category,status,start_date,lars\n1,{TITLE},A,In gebruik,2024-01-01,\n"
WHO = ("--author", "A. Steward", "--why", "the body asked for it")


@pytest.fixture
def listed(house: House, tmp_path: Path) -> House:
    """Return the June house, with one ministry's inventory taken in."""
    (tmp_path / "list.csv").write_text(LIST, "utf-8")
    config = tmp_path / "c.toml"
    inventory = '\n[[inventories]]\norganisation = "mnre1034"\npath = "list.csv"\nname = "bzk"\n'
    config.write_text(house.config.read_text("utf-8") + inventory, "utf-8")
    made = House(house.data, config)
    done = made.run("ingest", "inventory:bzk", "--observed-at", JUNE_AT)
    assert done.code == 0, done.err
    return made


def asked(house: House) -> int | None:
    figure = house.run("metric", "on_time.high_risk", "--where", "ministry=mnre1034", "--format", "json").json
    found: int | None = figure["rows"][0]["asked"]
    return found


def readable(data: Path) -> bytes:
    """Return all bytes below a data folder that can be read without a key, unpacked."""
    found = []
    for path in (data / "archive").rglob("*"):
        if path.is_file():
            body = path.read_bytes()
            found.append(zstandard.ZstdDecompressor().decompress(body) if path.suffix == ".zst" else body)
    return b"".join(found)


def test_what_was_received_is_kept_sealed(listed: House) -> None:
    assert TITLE.encode() not in readable(listed.data)
    assert len(list((listed.data / "archive").rglob("*.sealed"))) == 1
    key = next((listed.data / "keys").iterdir())
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert listed.run("rebuild").code == 0
    assert asked(listed) == 1


def test_erased_is_gone_everywhere_and_the_rest_stays(listed: House) -> None:
    before = listed.run("metric", "size.registrations", "--format", "json").json
    done = listed.run("erase", "bzk", *WHO)
    assert done.code == 0, done.err
    assert "erased 1 deliveries of inventory:bzk" in done.out
    assert "The configuration still names it" in done.out
    assert asked(listed) is None
    assert listed.run("metric", "size.registrations", "--format", "json").json == before
    assert not list((listed.data / "keys").iterdir())
    name = mart.pointer(listed.data)
    assert [one.name for one in (listed.data / "marts").iterdir() if one.is_dir()] == [name]
    assert listed.run("rebuild").code == 0
    assert asked(listed) is None
    assert "erased: the body asked for it" in (listed.data / "archive" / "manifest.jsonl").read_text("utf-8")


def test_what_is_delivered_after_it_is_taken_in_again(listed: House) -> None:
    assert listed.run("erase", "inventory:bzk", *WHO).code == 0
    assert listed.run("ingest", "inventory:bzk", "--observed-at", "2026-06-16T08:18:00+00:00").code == 0
    assert listed.run("rebuild").code == 0
    known = listed.run("metric", "on_time.high_risk", "--known-on", "2026-06-16", "--format", "json").json
    assert known["rows"][0]["asked"] == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(("erase", "nobody", *WHO), "nothing of inventory:nobody was kept", id="unknown"),
        pytest.param(("erase", "bzk", "--author", " ", "--why", "x"), "give --author and --why", id="no author"),
    ],
)
def test_what_cannot_be_erased_is_told(listed: House, words: tuple[str, ...], says: str) -> None:
    done = listed.run(*words)
    assert (done.code, asked(listed)) == (2, 1)
    assert says in done.err


def test_a_rebuild_names_all_that_it_lacks_and_changes_nothing(listed: House) -> None:
    next((listed.data / "keys").iterdir()).unlink()
    bodies = sorted((listed.data / "archive" / "blobs").rglob("*.zst"), key=lambda path: path.stat().st_size)
    bodies[-1].unlink()
    store = (listed.data / "store.duckdb").read_bytes()
    done = listed.run("rebuild")
    assert done.code == 4
    assert "lacks what 2 collections need" in done.err
    assert "the key of inventory:bzk is gone" in done.err
    assert "site_data of 2026-06-15" in done.err
    assert (listed.data / "store.duckdb").read_bytes() == store


@settings(deadline=None, max_examples=30)
@given(body=st.binary(max_size=500), spoiled=st.integers(0, 10_000))
def test_only_its_key_opens_it_and_only_as_it_was(body: bytes, spoiled: int) -> None:
    key, other = Key("a", os.urandom(32)), Key("b", os.urandom(32))
    sealed = key.seal(body, "name")
    assert key.open(sealed, "name") == body
    place = spoiled % len(sealed)
    changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
    for wrong, about, with_key in ((changed, "name", key), (sealed, "other", key), (sealed, "name", other)):
        with pytest.raises(SealedError):
            with_key.open(wrong, about)


def test_two_inventories_with_the_same_bytes_have_a_key_each(tmp_path: Path) -> None:
    archive, keys = Archive(tmp_path / "archive"), Keys(tmp_path / "keys")
    one, two = keys.of("inventory:one"), keys.of("inventory:two")
    assert archive.put(b"same", one) == archive.put(b"same", two)
    keys.erase("inventory:one")
    with pytest.raises(SealedError, match="is gone"):
        keys.named("inventory:one", one.name)
    name = archive.put(b"same", two)
    assert archive.get(name, keys.named("inventory:two", two.name)) == b"same"
    with pytest.raises(ArchiveError, match="cannot be read"):
        archive.get(name)
