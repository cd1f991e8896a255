"""The register's site data: which body owns a registration, its languages and typed references."""

from collections.abc import Sequence
from typing import Any, Final

from ingest.guard import SAME_ROW
from ingest.http import Answer, Door
from ingest.source import Expect, Parsed, Source, facts, json_of, need, need_list

_OTHER: Final = "another row has its lars, and differs"
_GROUPINGS: Final = ("lawful_basis_grouping", "impacttoetsen_grouping", "source_data_grouping")


def parse(answers: Sequence[Answer]) -> Parsed:
    """Read owners (key ``owner/LARS``) and bodies (key ``organisation/ORG_ID``)."""
    site = need(json_of(answers[0]), "algoritme_versions", "organisation_details", where="site data")
    versions = need_list(site["algoritme_versions"], "algoritme_versions")
    details = need_list(site["organisation_details"], "organisation_details")
    pairs: dict[str, dict[str, Any]] = {}
    languages: dict[str, set[str]] = {}
    dutch, other = 0, []
    for index, item in enumerate(versions):
        version = need(item, "lars", "owner", "language", where=f"algoritme_versions[{index}]")
        languages.setdefault(str(version["lars"]), set()).add(str(version["language"]))
        if version["language"] == "NLD":
            said = {
                "org_id": str(version["owner"] or "").lower(),
                **{key: version[key] for key in _GROUPINGS if version.get(key)},
            }
            dutch += 1
            other += [str(version["lars"])] if pairs.setdefault(f"owner/{version['lars']}", said) != said else []
    for index, item in enumerate(details):
        body = need(item, "org_id", "name", "language", "type", where=f"organisation_details[{index}]")
        if body["language"] == "NLD":
            pairs[f"organisation/{str(body['org_id']).lower()}"] = {
                key: body.get(key) for key in ("name", "type", "code")
            }
    for lars, spoken in languages.items():
        if f"owner/{lars}" in pairs:
            pairs[f"owner/{lars}"]["languages"] = sorted(spoken)
    owners = [said["org_id"] for key, said in pairs.items() if key.startswith("owner/")]
    aside = {SAME_ROW: dutch - len(owners) - len(other), _OTHER: len(other)}
    return Parsed(
        facts(pairs),
        rows_in=dutch,
        rows_accepted=len(owners),
        set_aside={reason: count for reason, count in aside.items() if count},
        breaches=(f"{len(other)} rows say something else of a lars than another does, e.g. {other[0]}",)
        if other
        else (),
        filled={"owner": sum(map(bool, owners))},
    )


def _ask(door: Door, _: Sequence[str]) -> list[Answer]:
    return [door.ask("GET", "/downloads/site-data/json")]


#: 1,475 registrations in June 2026; it can lag the export by what was published meanwhile.
SOURCE: Final = Source("site_data", "30 4 * * *", _ask, parse, Expect(floor=0.9, ceiling=1.5, filled={"owner": 0.9}))
