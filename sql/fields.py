"""The canonical field list: what a registration can say, and where each standard says it.

Source: the publication standard of the register, versions 0.1 to 1.0. Limits count characters
without markup; 0 means that the standard sets none; None that it does not have the field.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

STANDARDS: Final = ("0.1", "0.2.3", "0.3.1", "0.4", "1.0")
#: Spellings of the same standard that exports have used.
STANDARD_SPELLINGS: Final = {"0.1.0": "0.1", "0.4.0": "0.4", "1.0.0": "1.0"}

NOT_STATED: Final = "not stated"
HIGH_RISK: Final = "Hoog-risico AI-systeem"
IMPACTFUL: Final = "Impactvolle algoritmes"
OTHER: Final = "Overige algoritmes"
CATEGORIES: Final = (HIGH_RISK, IMPACTFUL, OTHER)
CATEGORY_LETTERS: Final = {"A": HIGH_RISK, "B": IMPACTFUL, "C": OTHER}
IN_USE: Final = "In gebruik"
IN_DEVELOPMENT: Final = "In ontwikkeling"
OUT_OF_USE: Final = "Buiten gebruik"
STATUSES: Final = (IN_DEVELOPMENT, IN_USE, OUT_OF_USE)
#: How a status was spelled, after trim and casefold, and what it means. "In gebruik sinds…" too.
STATUS_WORDS: Final = {
    "in gebruik": IN_USE,
    "pilot": IN_USE,
    "operationeel": IN_USE,
    "actief": IN_USE,
    "in werking": IN_USE,
    "in productie": IN_USE,
    "in ontwikkeling": IN_DEVELOPMENT,
    "buiten gebruik": OUT_OF_USE,
    "gestopt": OUT_OF_USE,
}
STATUS_PREFIX: Final = ("in gebruik sinds", IN_USE)

_THEMES_0_4: Final = (
    "Organisatie en bedrijfsvoering; Dienstverlening; Bestuur; Cultuur en recreatie; Economie; Financiën; "
    "Huisvesting; Internationaal; Landbouw; Migratie en integratie; Natuur en milieu; "
    "Onderwijs en wetenschap; Openbare orde en veiligheid; Recht; Ruimte en infrastructuur; "
    "Sociale zekerheid; Verkeer; Werk; Zorg en gezondheid"
)
_THEMES_1_0: Final = (
    "Organisatie en bedrijfsvoering; Cultuur en recreatie; Economie; Overheidsfinanciën; Wonen; "
    "Internationaal; Migratie en integratie; Natuur en milieu; Onderwijs en wetenschap; "
    "Openbare orde en veiligheid; Recht; Ruimte en infrastructuur; Sociale zekerheid; Verkeer; Werk; "
    "Zorg en gezondheid"
)

Kind = Literal["text", "list", "grouping", "date", "enum"]


@dataclass(frozen=True)
class Title:
    """The name of a field as the register prints it, and its English name."""

    nl: str
    en: str


@dataclass(frozen=True)
class Field:
    """One canonical field: its name, its place in the score, and its form in each standard.

    ``limits`` gives the largest number of characters by standard and so also which standards have
    the field; ``columns`` names the export columns where they differ from ``key`` (the first one
    with a value counts); ``permitted`` lists the values a standard allows.
    """

    key: str
    title: Title
    limits: Mapping[str, int]
    tier: int | None = None
    kind: Kind = "text"
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    permitted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    geen_is_answer: bool = False

    def sources(self, standard: str) -> tuple[str, ...]:
        """Return the export columns that carry this field in a standard; none if it lacks it."""
        if standard not in self.limits:
            return ()
        return self.columns.get(standard, (self.key,))


def _field(  # noqa: PLR0913 - one row of a table
    key: str,
    nl: str,
    en: str,
    *limits: int | None,
    tier: int | None = None,
    kind: Kind = "text",
    columns: Mapping[str, tuple[str, ...]] | None = None,
    permitted: Mapping[str, str] | None = None,
    geen_is_answer: bool = False,
) -> Field:
    """Write one row of the table below; ``limits`` follow the order of ``STANDARDS``."""
    return Field(
        key,
        Title(nl, en),
        {standard: limit for standard, limit in zip(STANDARDS, limits, strict=True) if limit is not None},
        tier,
        kind,
        columns or {},
        {standard: tuple(values.split("; ")) for standard, values in (permitted or {}).items()},
        geen_is_answer,
    )


_NO = None
_YES_NO = "Ja; Nee"
_STATUS = "In ontwikkeling; In gebruik; Buiten gebruik"

#: The position of a field is its bit in the verdict masks: append, never reorder.
FIELDS: Final = (
    _field("name", "Naam", "Name", 1024, 100, 100, 100, 100, tier=0),
    _field("organization", "Organisatie", "Organisation", 1024, 100, 100, 250, 100, tier=0),
    _field("description_short", "Korte omschrijving", "Short description", 5000, 250, 250, 250, 400, tier=0),
    _field(
        "status",
        "Status",
        "Status",
        1024,
        0,
        0,
        0,
        0,
        tier=0,
        kind="enum",
        permitted=dict.fromkeys(STANDARDS, _STATUS),
    ),
    _field("contact_email", "Contactgegevens", "Contact", 1024, 100, 500, 500, 500, tier=0),
    _field(
        "publication_category",
        "Publicatiecategorie",
        "Publication category",
        _NO,
        _NO,
        _NO,
        _NO,
        0,
        tier=0,
        kind="enum",
        permitted={"1.0": "; ".join(CATEGORIES)},
    ),
    _field("lang", "Taal", "Language", 1024, 100, 3, 3, 0, tier=0, kind="enum", permitted={"1.0": "nld"}),
    _field("goal", "Doel en impact", "Goal and impact", 5000, 5000, 2500, 2500, 2500, tier=1),
    _field("proportionality", "Afwegingen", "Considerations", 5000, 5000, 2500, 2500, 2500, tier=1),
    _field(
        "human_intervention",
        "Menselijke tussenkomst",
        "Human intervention",
        5000,
        5000,
        2500,
        2500,
        2500,
        tier=1,
        geen_is_answer=True,
    ),
    _field("risks", "Risicobeheer", "Risk management", 5000, 5000, 2500, 2500, 2500, tier=1),
    _field("lawful_basis", "Wettelijke basis", "Legal basis", 5000, 5000, 2500, 2500, 2500, tier=1),
    # Named assessments: a list in 0.4, a grouping in 1.0.
    _field(
        "impacttoetsen_grouping",
        "Impacttoetsen",
        "Impact assessments",
        _NO,
        _NO,
        _NO,
        0,
        0,
        tier=1,
        kind="grouping",
        columns={"0.4": ("impacttoetsen",)},
    ),
    # The explanation: descriptions of the IAMA and the DPIA before 0.4.
    _field(
        "impacttoetsen",
        "Toelichting op impacttoetsen",
        "Explanation of impact assessments",
        5000,
        5000,
        500,
        _NO,
        2500,
        tier=1,
        columns={
            "0.1": ("iama_description", "dpia_description"),
            "0.2.3": ("iama_description", "dpia_description"),
            "0.3.1": ("iama_description",),
        },
    ),
    _field("source_data", "Gegevens", "Data", 5000, 5000, 5000, 5000, 2500, tier=2),
    _field("methods_and_models", "Technische werking", "Technical design", *[5000] * 5, tier=2),
    _field(
        "category",
        "Thema",
        "Theme",
        1024,
        500,
        500,
        0,
        0,
        tier=3,
        kind="list",
        permitted={"0.4": _THEMES_0_4, "1.0": _THEMES_1_0},
    ),
    _field("tags", "Zoektermen", "Search terms", _NO, _NO, 2500, 2500, 2500, tier=3),
    _field("begin_date", "Begindatum", "Start date", _NO, _NO, _NO, 7, 7, tier=3, kind="date"),
    _field("website", "Link naar publiekspagina", "Link to public page", 1024, 500, 500, 500, 500, tier=3),
    _field("url", "Link naar bronregistratie", "Link to source registration", 1024, 100, 500, 500, 500, tier=3),
    _field(
        "process_index_url",
        "Link naar verwerkingsregister",
        "Link to processing register",
        _NO,
        _NO,
        500,
        _NO,
        500,
        tier=3,
    ),
    _field("end_date", "Einddatum", "End date", _NO, _NO, _NO, 7, 7, tier=4, kind="date"),
    _field("provider", "Leverancier", "Supplier", _NO, _NO, 100, 200, 200, tier=4, geen_is_answer=True),
    _field(
        "lawful_basis_grouping",
        "Verwijzingen wettelijke basis",
        "References to legal basis",
        _NO,
        _NO,
        _NO,
        _NO,
        0,
        tier=4,
        kind="grouping",
    ),
    _field(
        "source_data_grouping",
        "Verwijzingen gegevensbronnen",
        "References to data sources",
        _NO,
        _NO,
        _NO,
        _NO,
        0,
        tier=4,
        kind="grouping",
    ),
    _field("publiccode", "Link naar broncode", "Link to source code", 1024, 100, 500, 500, 500),
    _field("source_id", "Bron-ID", "Source id", _NO, _NO, 100, 100, 100),
    _field("uuid", "Landelijk-ID", "National id", 1024, 100, 100, 100, _NO),
    _field(
        "type",
        "Type algoritme",
        "Type of algorithm",
        1024,
        0,
        0,
        0,
        _NO,
        kind="enum",
        permitted=dict.fromkeys(("0.2.3", "0.3.1"), "Regelgebaseerd; Zelflerend") | {"0.4": _YES_NO},
    ),
    _field("lawful_basis_link", "Link naar wettelijke basis", "Link to legal basis", _NO, _NO, _NO, 500, _NO),
    _field("source_data_link", "Link naar gegevensbronnen", "Link to data sources", _NO, _NO, _NO, 500, _NO),
    _field(
        "impact_link",
        "Link naar impacttoetsen",
        "Link to impact assessments",
        _NO,
        _NO,
        _NO,
        500,
        _NO,
        columns={"0.4": ("iama_description",)},
    ),
    _field("department", "Afdeling", "Department", 1024, 500, 500, _NO, _NO),
    _field("impact", "Impact", "Impact", 5000, 5000, 2500, _NO, _NO),
    _field("decision_making_process", "Proces", "Process", 5000, 5000, _NO, _NO, _NO),
    _field("documentation", "Link naar projectpagina", "Link to project page", 1024, 500, _NO, _NO, _NO),
    _field("description", "Omschrijving", "Description", 10000, 5000, 2500, _NO, _NO),
    _field("application_url", "Link naar ontwikkelaar", "Link to developer", 1024, 100, 500, _NO, _NO),
    _field(
        "mprd",
        "Koppeling met basisregistraties",
        "Use of base registries",
        500,
        0,
        _NO,
        _NO,
        _NO,
        kind="enum",
        permitted={"0.2.3": _YES_NO},
    ),
    _field("monitoring", "Monitoring", "Monitoring", 5000, 5000, 2500, _NO, _NO),
    _field("performance_standard", "Prestatienormen", "Performance standards", 5000, 5000, 2500, _NO, _NO),
    _field("competent_authority", "Bevoegde autoriteit", "Competent authority", 1024, 100, _NO, _NO, _NO),
    _field(
        "iama",
        "IAMA",
        "Human rights assessment (IAMA)",
        128,
        0,
        0,
        _NO,
        _NO,
        kind="enum",
        permitted=dict.fromkeys(("0.2.3", "0.3.1"), _YES_NO),
    ),
    _field(
        "dpia",
        "DPIA",
        "Data protection assessment (DPIA)",
        128,
        0,
        0,
        _NO,
        _NO,
        kind="enum",
        permitted=dict.fromkeys(("0.2.3", "0.3.1"), _YES_NO),
    ),
    _field("objection_procedure", "Bezwaarprocedure", "Objection procedure", 5000, 5000, 2500, _NO, _NO),
    _field("area", "Geografisch gebied", "Geographic area", 1024, 100, 100, _NO, _NO),
    _field("revision_date", "Herzieningsdatum", "Revision date", 1024, 10, 10, _NO, _NO),
)

#: What a standard will not do without.
REQUIRED: Final = dict.fromkeys(STANDARDS, ("name", "organization")) | {
    "1.0": tuple(one.key for one in FIELDS if one.tier == 0)
}
#: Fields that hold an address on the web.
LINKS: Final = (
    "website",
    "url",
    "process_index_url",
    "publiccode",
    "lawful_basis_link",
    "source_data_link",
    "impact_link",
    "documentation",
    "application_url",
)
BIT: Final = {one.key: position for position, one in enumerate(FIELDS)}
BY_KEY: Final = {one.key: one for one in FIELDS}

#: Every column that some standard, or the register itself, is known to export.
EXPORT_COLUMNS: Final = frozenset(
    {column for one in FIELDS for standard in STANDARDS for column in one.sources(standard)}
    | {"standard_version", "algorithm_id", "lars", "publication_dt", "org_id", "released"}
)
#: What columns were called in other exports, once the part before the last dot is left out.
EXPORT_ALIASES: Final = {"algorithm_id": "lars", "schema_metadata": "standard_version"}
