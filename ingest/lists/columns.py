"""Which column of any list of systems holds what: by the names that inventories and the register's exports use."""

import difflib
from collections.abc import Mapping, Sequence
from typing import Final

from ingest.inventories import synonyms
from ingest.inventories.columns import header
from ingest.inventories.synonyms import said
from sql.settings import check_keys

#: What can be read of a row, in this order. ``org_id`` is the body's code and ``organisation`` its name.
FIELDS: Final = (
    "local_id",
    "org_id",
    "organisation",
    "name",
    "description",
    "goal",
    "process",
    "vendor",
    "start_date",
    "category",
    "source_id",
    "lars",
    "register_url",
    "published",
)
#: What lists call a field, likeliest first, before the names that inventories have for it (``synonyms``).
_FIRST: Final[Mapping[str, str]] = {
    "organisation": "organization, organisation, organisatie, organisatienaam, naam organisatie, organisation name, "
    "organization name, agency name, government organization, bestuursorgaan, overheidsorganisatie, instantie",
    "description": "description short, description 200, korte omschrijving",
    "goal": "goal, goal 300, doel, doel en impact, goal and impact, purpose, benefits",
    "category": "publication category, publicatiecategorie",
    "source_id": "source id, bron id",
    "published": "publication dt, laatst gewijzigd",
}


class ListError(Exception):
    """A list cannot be linked as it was given; says what would do."""


def found(columns: Sequence[str], named: Mapping[str, str], where: str) -> dict[str, str]:
    """Return the column of each field that a list has.

    ``named`` are the headings that a person chose, by field; an empty one says that there is none.
    Raises SettingsError for an unknown field, ListError for an unknown heading and for a list without names.
    """
    check_keys(named, FIELDS, where)
    chosen = {field: _headed(columns, heading, f"{where}: {field}") for field, heading in named.items() if heading}
    left = [one for one in columns if one not in chosen.values()]
    told = _known(left, [one for one in FIELDS if one not in named]) | chosen
    if "name" not in told:
        raise ListError(_nameless(columns, where))
    return told


def _known(columns: Sequence[str], fields: Sequence[str]) -> dict[str, str]:
    """Return the column of each field by its name; none is given twice."""
    plain: dict[str, str] = {}
    for name, short in _short(columns).items():
        plain.setdefault(said(short), name)
    keys = {key: [said(one) for one in names] for key, names in synonyms.keys_of(list(plain)).items()}
    # A registration has no other id than its number.
    keys["local_id"] = [*keys.get("local_id", ()), *keys.get("lars", ())]
    first = {field: [one.strip() for one in names.split(",")] for field, names in _FIRST.items()}
    told: dict[str, str] = {}
    # Names that are sure before those that may be: "doel" is a goal, and may be all that describes a system.
    for ways in (first, keys):
        for field in (one for one in fields if one not in told):
            columns_of = [plain[one] for one in ways.get(field, ()) if one in plain]
            column = next((one for one in columns_of if one not in told.values()), None)
            if column:
                told[field] = column
    return told


def _short(columns: Sequence[str]) -> dict[str, str]:
    """Return what each column is called; in exports of old a name stands behind that of a part of the form."""
    is_export = {"name", "organization"} <= set(columns)
    return {one: (one.rpartition(".")[2] or one) if is_export else one for one in columns}


def _headed(columns: Sequence[str], heading: str, where: str) -> str:
    place = {header(name): name for name in columns}
    if header(heading) not in place:
        msg = f"{where}: no column {heading!r}{_nearest([heading], columns)}; it has: {', '.join(columns)}"
        raise ListError(msg)
    return place[header(heading)]


def _nameless(columns: Sequence[str], where: str) -> str:
    near = _nearest(synonyms.names_of("name"), columns)
    option = where.partition(" ")[0]
    return (
        f"{where}: no column that is known to hold names{near}; it has: {', '.join(columns)}; "
        f"say which, like {option} name={columns[0] if columns else 'HEADING'!r}"
    )


def _nearest(wanted: Sequence[str], columns: Sequence[str]) -> str:
    """Return the column whose name is nearest to one of those wanted, in words."""
    plain = {said(name): name for name in columns}
    scored = [
        (difflib.SequenceMatcher(None, said(one), other).ratio(), name)
        for one in wanted
        for other, name in plain.items()
    ]
    return f" (nearest: {max(scored)[1]!r})" if scored else ""
