"""The configuration: every key optional, an unknown one an error that helps."""

from pathlib import Path

import pytest

from sql.settings import REGISTER_URL, SettingsError, read_settings

#: Two inventories, each with its keys.
TWICE = """[[inventories]]
organisation = "mnre1034"
{first}
[[inventories]]
organisation = "mnre1058"
{second}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "vulgraad.toml"
    path.write_text(text, "utf-8")
    return path


def test_nothing_has_to_be_configured(tmp_path: Path) -> None:
    assert read_settings(None) == read_settings(written(tmp_path, ""))
    assert read_settings(None).register.base_url == REGISTER_URL


def test_what_is_configured(tmp_path: Path) -> None:
    found = read_settings(
        written(
            tmp_path,
            '[register]\nbase_url = "http://127.0.0.1:1/api"\nread_seconds = 2\n'
            '[[inventories]]\norganisation = "MNRE1034"\npath = "lists/bzk.csv"\n'
            '[[inventories]]\norganisation = "ag0001"\npath = "/x/y.csv"\nname = "agency"\n',
        )
    )
    assert (found.register.base_url, found.register.read_seconds) == ("http://127.0.0.1:1/api", 2)
    first, second = found.inventories
    assert (first.organisation, first.path, first.name) == ("mnre1034", tmp_path / "lists" / "bzk.csv", "bzk")
    assert (second.organisation, second.path, second.name) == ("ag0001", Path("/x/y.csv"), "agency")


@pytest.mark.parametrize(
    "text",
    [
        "[web]\nport = 1\n",
        "[web]\nport = 65535\nthreads = 1\n",
        "[register]\nattempts = 1\nread_seconds = 0.1\nmax_megabytes = 1\n",
        '[register]\nbase_url = "http://localhost:8080/api"\n',
        "[links]\nenabled = true\nper_run = 1\nminutes = 1\nseconds_between = 1\nrecheck_days = 1\n",
        TWICE.format(first='path = "a/list.csv"', second='path = "b/list.csv"\nname = "other"'),
        TWICE.format(first='folder = "inbox"', second='url = "https://example.nl/list.csv?x=1"\ntoken_env = "TOKEN"'),
        TWICE.format(first='url = "http://127.0.0.1:80/list.csv"', second='path = "a.csv"\nmapping = "m.toml"'),
    ],
)
def test_what_is_just_accepted(tmp_path: Path, text: str) -> None:
    assert read_settings(written(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[registr]\n", "unknown key 'registr'; did you mean 'register'?"),
        ("[register]\nbaseurl = 1\n", "[register]: unknown key 'baseurl'; did you mean 'base_url'?"),
        ("[web]\nprot = 1\n", "[web]: unknown key 'prot'; did you mean 'port'?"),
        (
            '[[inventories]]\norganisation = "a"\npath = "b"\n[[inventories]]\npad = "x"\n',
            "number 2: unknown key 'pad'; did you mean 'path'?",
        ),
        ("[register]\nbase_url = 1\n", "base_url must be text, not 1"),
        ('[web]\nport = "8050"\n', "port must be a whole number, not '8050'"),
        ("[web]\nport = true\n", "port must be a whole number, not True"),
        ("[web]\nport = 80.5\n", "port must be a whole number, not 80.5"),
        ('[register]\nread_seconds = "long"\n', "read_seconds must be a number, not 'long'"),
        ("register = 1\n", "[register]: expected a table of keys"),
        ("inventories = 1\n", "write [[inventories]]"),
        ('inventories = ["a.csv"]\n', "number 1: expected a table of keys"),
        ("[inventories]\npath = 'a.csv'\n", "write [[inventories]]"),
        (
            "[[inventories]]\npath = 'a.csv'\n",
            "[[inventories]] number 1: organisation is missing; write the code of the body whose inventory it is",
        ),
        *(
            (f"[[inventories]]\norganisation = 'a'\n{keys}\n", says)
            for keys, says in (
                ("", "say where it is by one of path, folder and url"),
                ("path = 'a'\nurl = 'https://x.nl/a'", "by one of path, folder and url, not path and url"),
                ("path = 1", "path must be text, not 1"),
                ("path = 'a'\nmax_megabytes = 0", "max_megabytes must be from 1"),
                ("path = 'a'\ntoken_env = 'X'", "token_env is for a url"),
                ("url = 'http://example.nl/a.csv'", "url must begin with https:// (http:// on this machine only)"),
                ("url = 'ftp://127.0.0.1/a.csv'", "url must begin with https://"),
                ("url = 'a.csv'", "url must begin with https://"),
                ("url = 'https://me:secret@example.nl/a.csv'", "url must not hold a password"),
                ("url = 'https://example.nl/'", "give it a name"),
            )
        ),
        ("[register\n", "vulgraad.toml: "),
        (TWICE.format(first='path = "a/list.csv"', second='path = "b/list.csv"'), "two inventories are named 'list'"),
        (TWICE.format(first='path = "x.csv"', second='path = "y.csv"\nname = "x"'), "are named 'x'; give each a name"),
        ('[register]\nbase_url = ""\n', "base_url must begin with http:// or https://, not ''"),
        ('[register]\nbase_url = "algoritmes.overheid.nl"\n', "base_url must begin with http://"),
        ('[register]\nbase_url = "file:///etc"\n', "base_url must begin with http://"),
        ('[organisations]\nurl = "file:///etc"\n', "[organisations]: url must begin with http://"),
        ("[register]\nattempts = 0\n", "[register]: attempts must be from 1 to 65535, not 0"),
        ("[register]\nmax_megabytes = 0\n", "max_megabytes must be from 1 to"),
        ("[register]\nread_seconds = 0\n", "read_seconds must be from 0.1 to"),
        ("[register]\nwhole_seconds = -1\n", "whole_seconds must be from 0.1 to"),
        ("[register]\nslow_after_seconds = nan\n", "slow_after_seconds must be from 0.1 to"),
        ("[register]\nread_seconds = inf\n", "read_seconds must be from 0.1 to"),
        ("[web]\nport = 0\n", "[web]: port must be from 1 to 65535, not 0"),
        ("[web]\nport = 65536\n", "port must be from 1 to 65535, not 65536"),
        ("[web]\nport = -1\n", "port must be from 1 to 65535, not -1"),
        ("[web]\nthreads = 0\n", "threads must be from 1 to"),
        ("[links]\nenabled = 1\n", "[links]: enabled must be true or false, not 1"),
        ('[links]\nenabled = "yes"\n', "enabled must be true or false, not 'yes'"),
        ("[links]\nper_run = true\n", "per_run must be a whole number, not True"),
        ("[links]\nper_run = 0\n", "per_run must be from 1 to"),
        ("[links]\nseconds_between = 0.5\n", "seconds_between must be from 1 to"),
        ("[links]\nrecheck_dead_days = 0\n", "recheck_dead_days must be from 1 to"),
        ("[links]\nenable = true\n", "[links]: unknown key 'enable'; did you mean 'enabled'?"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(written(tmp_path, text))
    assert says in str(refused.value)
    assert str(tmp_path) in str(refused.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"gone\.toml: .*No such file"):
        read_settings(tmp_path / "gone.toml")


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "vulgraad.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError):
        read_settings(path)
