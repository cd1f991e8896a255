"""The configuration: one TOML file, every key optional, an unknown one an error that helps."""

import difflib
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, TypeVar

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
    """One organisation's inventory: its code, and the CSV file that holds it."""

    organisation: str
    path: Path
    name: str = ""


@dataclass(frozen=True)
class OrganisationsSettings:
    """Where the register of government organisations is; nowhere, and it is not asked."""

    url: str = ""


@dataclass(frozen=True)
class WebPart:
    """Where the pages are served."""

    host: str = "127.0.0.1"
    port: int = 8050
    threads: int = 4
    public_url: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Settings:
    """All of the configuration."""

    register: RegisterSettings = field(default_factory=RegisterSettings)
    web: WebPart = field(default_factory=WebPart)
    organisations: OrganisationsSettings = field(default_factory=OrganisationsSettings)
    inventories: tuple[InventorySettings, ...] = ()


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
    _check_keys(given, ("register", "web", "organisations", "inventories"), str(path))
    listed = given.get("inventories", [])
    if not isinstance(listed, list):
        msg = f"{path}: inventories: write [[inventories]], once for each"
        raise SettingsError(msg)
    inventories = [
        _part(InventorySettings, one, f"{path}: [[inventories]] number {number}")
        for number, one in enumerate(listed, start=1)
    ]
    placed = tuple(_placed(one, path.parent) for one in inventories)
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
    )


def _placed(one: InventorySettings, folder: Path) -> InventorySettings:
    """Name an inventory after its file unless it has a name, and find the file beside the settings."""
    where = folder / Path(one.path)
    return InventorySettings(one.organisation.lower(), where, one.name or where.stem)


def _part(kind: type[_T], given: object, where: str) -> _T:
    if not isinstance(given, dict):
        msg = f"{where}: expected a table of keys"
        raise SettingsError(msg)
    known = {one.name: one for one in fields(kind)}  # type: ignore[arg-type] # a dataclass, by construction
    _check_keys(given, tuple(known), where)
    wrong = [key for key, value in given.items() if not _fits(str(known[key].type), value)]
    if wrong:
        msg = f"{where}: {wrong[0]} must be {_SPOKEN[_plain(str(known[wrong[0]].type))]}, not {given[wrong[0]]!r}"
        raise SettingsError(msg)
    low = next((key for key, value in given.items() if key in _AT_LEAST and not _AT_LEAST[key] <= value <= _MOST), None)
    if low:
        msg = f"{where}: {low} must be from {_AT_LEAST[low]} to {_MOST}, not {given[low]!r}"
        raise SettingsError(msg)
    # An empty url is a source that is not asked.
    addresses = [key for key in ("base_url", "url") if key in given and (key, given[key]) != ("url", "")]
    for key in addresses:
        if not str(given[key]).startswith(("http://", "https://")):
            msg = f"{where}: {key} must begin with http:// or https://, not {given[key]!r}"
            raise SettingsError(msg)
    try:
        return kind(**given)
    except TypeError as error:
        msg = f"{where}: {str(error).split(') ')[-1]}"
        raise SettingsError(msg) from error


#: The smallest number that each number can be; ports set the largest.
_AT_LEAST: Final = {
    "read_seconds": 0.1,
    "whole_seconds": 0.1,
    "slow_after_seconds": 0.1,
    "attempts": 1,
    "max_megabytes": 1,
    "port": 1,
    "threads": 1,
}
_MOST: Final = 65_535
_SPOKEN: Final = {"str": "text", "Path": "text", "int": "a whole number", "float": "a number"}


def _plain(kind: str) -> str:
    return kind.removeprefix("<class '").removesuffix("'>").split(".")[-1]


def _fits(kind: str, value: object) -> bool:
    wanted: dict[str, Any] = {"str": str, "Path": str, "int": int, "float": (int, float)}
    return isinstance(value, wanted[_plain(kind)]) and not isinstance(value, bool)


def _check_keys(given: dict[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in given:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0)
            msg = f"{where}: unknown key {key!r}; did you mean {near[0]!r}? Known: {', '.join(known)}"
            raise SettingsError(msg)
