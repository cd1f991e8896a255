"""The register's field lists, and a description in each version of the standard."""

from typing import TypeAlias

Link: TypeAlias = dict[str, str | None]
Value: TypeAlias = str | list[str] | list[Link] | None
Content: TypeAlias = dict[str, Value]


def _fields(text: str) -> tuple[str, ...]:
    return tuple(text.split())


#: Columns of the CSV per standard version, in the register's order.
COLUMNS = {
    "1.0": _fields(
        "name organization description_short category website status goal"
        " proportionality lawful_basis standard_version url contact_email lang"
        " publiccode source_data methods_and_models human_intervention risks"
        " provider process_index_url tags source_id begin_date end_date"
        " impacttoetsen publication_category lawful_basis_grouping"
        " impacttoetsen_grouping source_data_grouping algorithm_id"
        " publication_dt"
    ),
    "0.4": _fields(
        "name organization description_short type category website status"
        " goal proportionality lawful_basis iama_description standard_version"
        " uuid url contact_email lang publiccode source_data"
        " methods_and_models human_intervention risks provider tags source_id"
        " begin_date end_date lawful_basis_link impacttoetsen source_data_link"
        " algorithm_id publication_dt"
    ),
    "0.1": _fields(
        "name organization department description_short type category website"
        " status goal impact proportionality decision_making_process"
        " documentation competent_authority lawful_basis iama iama_description"
        " dpia dpia_description objection_procedure standard_version uuid url"
        " contact_email area lang revision_date description application_url"
        " publiccode mprd source_data methods_and_models monitoring"
        " human_intervention risks performance_standard algorithm_id"
        " publication_dt"
    ),
}

#: Content fields of a version in the register's JSON, in its order.
JSON_FIELDS = _fields(
    "name organization preferred_name department description_short type"
    " category website status goal impact proportionality"
    " decision_making_process documentation competent_authority lawful_basis"
    " iama iama_description dpia dpia_description objection_procedure"
    " standard_version uuid url contact_email area lang revision_date"
    " description application_url publiccode mprd source_data"
    " methods_and_models monitoring human_intervention risks"
    " performance_standard provider process_index_url tags source_id"
    " begin_date end_date lawful_basis_link impacttoetsen source_data_link"
    " publication_category lawful_basis_grouping impacttoetsen_grouping"
    " source_data_grouping"
)

STATUSES = ("In ontwikkeling", "In gebruik", "Buiten gebruik")
CATEGORIES = {
    "A": "Hoog-risico AI-systeem",
    "B": "Impactvolle algoritmes",
    "C": "Overige algoritmes",
}


def shaped(content: Content, standard: str) -> Content:
    """Rewrite a description of the present standard as one of an older."""
    if standard == "1.0":
        kept = content
    elif standard == "0.4":
        kept = content | _in_0_4(content)
    else:
        kept = content | _in_0_1(content)
    known = set(COLUMNS[standard])
    return {field: kept.get(field) for field in JSON_FIELDS if field in known} | {"standard_version": standard}


def links(value: Value) -> list[Link]:
    """Give a grouping as what it is; nothing for any other value."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _first_link(value: Value) -> str | None:
    return next((item["link"] for item in links(value)), None)


def _titles(content: Content) -> list[str]:
    return [item["title"] or "" for item in links(content["impacttoetsen_grouping"])]


def _in_0_4(content: Content) -> Content:
    return {
        "type": "Ja" if content["learns"] else "Nee",
        "lawful_basis_link": _first_link(content["lawful_basis_grouping"]),
        "source_data_link": _first_link(content["source_data_grouping"]),
        "impacttoetsen": _titles(content) or None,
        "iama_description": None,
        "uuid": content["source_id"],
    }


def _in_0_1(content: Content) -> Content:
    themes = content["category"]
    titles = " ".join(_titles(content))
    return {
        "type": "Zelflerend" if content["learns"] else "Regels",
        "category": ", ".join(map(str, themes)) if isinstance(themes, list) else themes,
        "status": content["old_status"],
        "department": content["team"],
        "impact": content["impacttoetsen"],
        "dpia": "Ja" if "DPIA" in titles else "Nee",
        "iama": "Ja" if "IAMA" in titles else "Nee",
        "monitoring": content["risks"],
        "objection_procedure": None,
        "lang": "Nederlands",
    }
