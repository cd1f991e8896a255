"""The configuration: one TOML file, every key optional, an unknown one an error that helps."""

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

_T = TypeVar("_T")
REGISTER_URL: Final = "https://algoritmes.overheid.nl/api"


class SettingsError(ValueError):
    """The configuration file cannot be read; says which key, and what would do."""


@dataclass(frozen=True)
class RegisterSettings:
    """Where the register is, and how patiently it is asked."""

    base_url: str = REGISTER_URL
    contact: str = ""
    #: How long to wait for the next piece of an answer, and for all of it.
    read_seconds: float = 30.0
    whole_seconds: float = 600.0
    #: After this long an answer that trickles in is given up.
    slow_after_seconds: float = 10.0
    attempts: int = 3
    max_megabytes: int = 256


@dataclass(frozen=True)
class InventorySettings:
    """One organisation's inventory: its code, where it is, and how to read it.

    It is at one of ``path`` (a file), ``folder`` (the newest file in it) and ``url``; ``token_env``
    names the environment variable that holds the address' token; ``mapping`` is the TOML file that
    says which column is what.
    """

    organisation: str
    path: Path | None = None
    folder: Path | None = None
    url: str = ""
    token_env: str = ""
    mapping: Path | None = None
    name: str = ""
    max_megabytes: int = 64


@dataclass(frozen=True)
class OrganisationsSettings:
    """Where the register of government organisations is; nowhere, and it is not asked."""

    url: str = ""


@dataclass(frozen=True)
class LinksSettings:
    """Whether the links of registrations are looked at every night, and how gently."""

    enabled: bool = False
    #: The most links a night, and the most minutes.
    per_run: int = 500
    minutes: int = 15
    #: How long a host is left alone after each request.
    seconds_between: float = 3.0
    #: After how many days a link is looked at again, and one that gave no page.
    recheck_days: int = 30
    recheck_dead_days: int = 2


@dataclass(frozen=True)
class WebPart:
    """Where the pages are served."""

    host: str = "127.0.0.1"
    port: int = 8050
    threads: int = 4
    public_url: str = ""
    contact: str = ""
    operator: str = ""
    licence: str = ""


@dataclass(frozen=True)
class Settings:
    """All of the configuration."""

    register: RegisterSettings = field(default_factory=RegisterSettings)
    web: WebPart = field(default_factory=WebPart)
    organisations: OrganisationsSettings = field(default_factory=OrganisationsSettings)
    inventories: tuple[InventorySettings, ...] = ()
    links: LinksSettings = field(default_factory=LinksSettings)


def read_settings(path: Path | None) -> Settings:
    """Return the settings of a file, or the defaults without one. Raises SettingsError."""
    if path is None:
        return Settings()
    try:
        text = path.read_text("utf-8")
        given = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{path}: {error}"
        raise SettingsError(msg) from error
    check_keys(given, ("register", "web", "organisations", "inventories", "links"), str(path))
    listed = given.get("inventories", [])
    if not isinstance(listed, list):
        msg = f"{path}: inventories: write [[inventories]], once for each"
        raise SettingsError(msg)
    inventories = [
        _part(InventorySettings, one, f"{path}: [[inventories]] number {number}")
        for number, one in enumerate(listed, start=1)
    ]
    placed = tuple(
        _placed(one, path.parent, f"{path}: [[inventories]] number {number}")
        for number, one in enumerate(inventories, start=1)
    )
    names = [one.name for one in placed]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        msg = f"{path}: two inventories are named {twice!r}; give each a name of its own"
        raise SettingsError(msg)
    return Settings(
        _part(RegisterSettings, given.get("register", {}), f"{path}: [register]"),
        _part(WebPart, given.get("web", {}), f"{path}: [web]"),
        _part(OrganisationsSettings, given.get("organisations", {}), f"{path}: [organisations]"),
        placed,
        _part(LinksSettings, given.get("links", {}), f"{path}: [links]"),
    )


def _placed(one: InventorySettings, folder: Path, where: str) -> InventorySettings:
    """Name an inventory after its place unless it has a name, and find its files beside the settings."""
    given = [key for key in ("path", "folder", "url") if getattr(one, key)]
    if len(given) != 1:
        msg = (
            f"{where}: say where it is by one of path, folder and url{', not ' + ' and '.join(given) if given else ''}"
        )
        raise SettingsError(msg)
    _check_address(one, where)
    path, inbox, mapping = (folder / Path(it) if it else None for it in (one.path, one.folder, one.mapping))
    last = (path or inbox or Path(urlsplit(one.url).path)).name
    name = one.name or (last if inbox else last.removesuffix(".gz").rpartition(".")[0] or last)
    if not name:
        msg = f"{where}: its address has no file name to be named after; give it a name"
        raise SettingsError(msg)
    organisation = one.organisation.lower()
    return replace(one, organisation=organisation, path=path, folder=inbox, mapping=mapping, name=name)


def _check_address(one: InventorySettings, where: str) -> None:
    """Refuse an address that would show a token, or an inventory, to whoever listens."""
    if one.token_env and not one.url:
        msg = f"{where}: token_env is for a url"
        raise SettingsError(msg)
    if not one.url:
        return
    parts = urlsplit(one.url)
    local = parts.scheme == "http" and parts.hostname in _LOOPBACK
    if not parts.hostname or not (parts.scheme == "https" or local):
        msg = f"{where}: url must begin with https:// (http:// on this machine only), not {one.url!r}"
        raise SettingsError(msg)
    if parts.username or parts.password:
        msg = f"{where}: url must not hold a password; put a token in the environment and name it in token_env"
        raise SettingsError(msg)


def _part(kind: type[_T], given: object, where: str) -> _T:
    if not isinstance(given, dict):
        msg = f"{where}: expected a table of keys"
        raise SettingsError(msg)
    known = {one.name: one for one in fields(kind)}  # type: ignore[arg-type] # a dataclass, by construction
    check_keys(given, tuple(known), where)
    wrong = [key for key, value in given.items() if not _fits(str(known[key].type), value)]
    if wrong:
        msg = f"{where}: {wrong[0]} must be {_SPOKEN[_plain(str(known[wrong[0]].type))]}, not {given[wrong[0]]!r}"
        raise SettingsError(msg)
    low = next((key for key, value in given.items() if key in _AT_LEAST and not _AT_LEAST[key] <= value <= _MOST), None)
    if low:
        msg = f"{where}: {low} must be from {_AT_LEAST[low]} to {_MOST}, not {given[low]!r}"
        raise SettingsError(msg)
    # An empty address of organisations is a source that is not asked; inventories have rules of their own.
    addresses = ["base_url"] if "base_url" in given else []
    addresses += ["url"] if kind is OrganisationsSettings and given.get("url") else []
    for key in addresses:
        if not str(given[key]).startswith(("http://", "https://")):
            msg = f"{where}: {key} must begin with http:// or https://, not {given[key]!r}"
            raise SettingsError(msg)
    owed = (one for one in known.values() if one.default is MISSING and one.default_factory is MISSING)
    lacking = next((one.name for one in owed if one.name not in given), None)
    if lacking:
        msg = f"{where}: {lacking} is missing; {_TO_WRITE[lacking]}"
        raise SettingsError(msg)
    return kind(**given)


#: What to write for each key that has no default.
_TO_WRITE: Final = {"organisation": "write the code of the body whose inventory it is: organisation = 'gm0344'"}

#: The smallest number that each number can be; ports set the largest.
_AT_LEAST: Final = {
    "read_seconds": 0.1,
    "whole_seconds": 0.1,
    "slow_after_seconds": 0.1,
    "attempts": 1,
    "max_megabytes": 1,
    "port": 1,
    "threads": 1,
    "per_run": 1,
    "minutes": 1,
    "seconds_between": 1,
    "recheck_days": 1,
    "recheck_dead_days": 1,
}
_MOST: Final = 65_535
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
_SPOKEN: Final = {
    "str": "text",
    "Path": "text",
    "Path | None": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
}


def _plain(kind: str) -> str:
    return " | ".join(one.removeprefix("<class '").removesuffix("'>").split(".")[-1] for one in kind.split(" | "))


def _fits(kind: str, value: object) -> bool:
    if isinstance(value, bool):
        return _plain(kind) == "bool"
    wanted: dict[str, Any] = {"str": str, "Path": str, "Path | None": str, "int": int, "float": (int, float)}
    return _plain(kind) != "bool" and isinstance(value, wanted[_plain(kind)])


def check_keys(given: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    """Raise SettingsError for a key that is not known, naming the nearest one that is."""
    for key in given:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0)
            msg = f"{where}: unknown key {key!r}; did you mean {near[0]!r}? Known: {', '.join(known)}"
            raise SettingsError(msg)
