"""Real government bodies with their real codes, as facts for an invented register."""

import csv
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

#: The five lists the register publishes as denominators, in its own path words.
DENOMINATORS = (
    "municipalities",
    "provinces",
    "water-authorities",
    "safety-regions",
    "environmental-services",
)

#: These three ended on 23 February 2026; the register has gone on listing two of them.
ENDED_MINISTRIES = ("mnre1162", "mnre1171", "mnre1182")

# Type key and field of activity of the bodies in each list. The register itself
# files safety regions and environmental services under joint bodies: its own type
# `omgevingsdienst` breaks its listing.
_KINDS = {
    "municipalities": ("gemeente", "gemeente"),
    "provinces": ("provincie", "provincie"),
    "water-authorities": ("waterschap", "waterschap"),
    "safety-regions": ("regionaal_samenwerkingsorgaan", "regio"),
    "environmental-services": ("regionaal_samenwerkingsorgaan", "regio"),
}

_LARGE = {
    "gm0363": 50,
    "gm0599": 36,
    "gm0518": 30,
    "gm0344": 34,
    "gm0014": 12,
    "gm0772": 14,
}
_LARGE |= {
    "gm0855": 11,
    "gm0034": 9,
    "gm0153": 8,
    "gm0796": 10,
    "gm0193": 9,
    "gm0268": 8,
}
_LARGE |= {"pv27": 12, "pv28": 10, "pv30": 8, "pv26": 8}


@dataclass(frozen=True)
class Rename:
    """An organisation's change of name, made in place and so in the history too."""

    day: date
    former: str


# The ministry got its present name on 23 February 2026; that the register follows in
# July is invented, so that the two collection days differ in nothing but this text.
_RENAMED = {"mnre1045": Rename(date(2026, 7, 9), "Ministerie van Economische Zaken")}


@dataclass(frozen=True)
class Body:
    """One organisation that can publish in the register."""

    org_id: str
    name: str
    type: str
    parent: str
    field: str
    share: float
    short: str

    @property
    def code(self) -> str:
        """The slug under which the register's pages are found."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode()
        return re.sub(r"[^a-z0-9]+", "-", plain.lower().replace("'", "")).strip("-")

    @property
    def ministry(self) -> str:
        """The ministry it is or hangs under; empty outside central government."""
        return self.org_id if self.type == "ministerie" else self.parent

    @property
    def fields(self) -> frozenset[str]:
        """The fields of work whose purposes this body may have."""
        return frozenset({self.field, "rijk"} if self.ministry else {self.field})

    def name_on(self, day: date) -> str:
        """Give the name the register shows on a day."""
        renamed = _RENAMED.get(self.org_id)
        return renamed.former if renamed and day < renamed.day else self.name


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def denominators() -> dict[str, tuple[Body, ...]]:
    """Give the members of each of the register's five lists, in its order."""
    lists: dict[str, list[Body]] = {name: [] for name in DENOMINATORS}
    for row in _rows("denominators.csv"):
        kind, field = _KINDS[row["list"]]
        share = _LARGE.get(row["org_id"], 0)
        body = Body(row["org_id"], row["name"], kind, "", field, share, row["name"])
        lists[row["list"]].append(body)
    return {name: tuple(bodies) for name, bodies in lists.items()}


@cache
def others() -> tuple[Body, ...]:
    """List ministries with their parts, independent bodies, police and joint bodies."""
    return tuple(
        Body(
            row["org_id"],
            row["name"],
            row["type"],
            row["parent"],
            row["field"],
            float(row["share"]),
            row["short"],
        )
        for row in _rows("bodies.csv")
    )


@cache
def bodies() -> dict[str, Body]:
    """Give every body, by its code."""
    listed = (body for members in denominators().values() for body in members)
    return {body.org_id: body for body in (*others(), *listed)}


def ministries() -> tuple[Body, ...]:
    """List the ministries there are now."""
    every = (body for body in others() if body.type == "ministerie")
    return tuple(body for body in every if body.org_id not in ENDED_MINISTRIES)
