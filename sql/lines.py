"""The canonical line of an internal inventory: what a body's own list can say of one system.

Source: what the register's programme asks bodies to keep ("Alles over het Algoritmeregister"), and
what the real inventories of other governments hold beside that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from sql.fields import (
    CATEGORIES,
    HIGH_RISK,
    IMPACTFUL,
    IN_DEVELOPMENT,
    IN_USE,
    OTHER,
    OUT_OF_USE,
    STATUSES,
    Title,
)

Kind = Literal["text", "date", "choice", "choices", "lars", "link"]

#: How a system came by its category; ``NOT_DETERMINED`` keeps what was presumed and then decided not.
ASSESSED: Final = "assessed"
NOT_ASSESSED: Final = "not assessed"
NOT_DETERMINED: Final = "presumed high-risk, determined not"
UNREAD: Final = "not stated"
ASSESSMENTS: Final = (ASSESSED, NOT_ASSESSED, NOT_DETERMINED, UNREAD)

#: Why a system is to be registered, as the programme's leaflet names the reasons.
REASONS: Final = ("high-risk", "impactful", "media", "debate", "woo")
#: What a body is to a system, in the words of the AI Act.
ROLES: Final = ("provider", "deployer", "provider and deployer")


@dataclass(frozen=True)
class LineField:
    """One column of the canonical line.

    ``choices`` are the canonical values of a choice; ``personal`` marks what is taken in only where
    a mapping asks for it by name.
    """

    key: str
    title: Title
    kind: Kind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    personal: bool = False


LINE_FIELDS: Final = (
    LineField("local_id", Title("Eigen kenmerk", "Own id"), required=True),
    LineField("name", Title("Naam", "Name"), required=True),
    LineField("org_id", Title("Organisatiecode", "Organisation code")),
    LineField("description", Title("Omschrijving", "Description")),
    LineField("process", Title("Werkproces", "Process")),
    LineField(
        "category", Title("Publicatiecategorie", "Publication category"), "choice", required=True, choices=CATEGORIES
    ),
    LineField("assessment", Title("Beoordeling", "Assessment"), "choice", choices=ASSESSMENTS),
    LineField("status", Title("Status", "Status"), "choice", required=True, choices=STATUSES),
    LineField("start_date", Title("In gebruik sinds", "In use since"), "date"),
    LineField("end_date", Title("Buiten gebruik sinds", "Out of use since"), "date"),
    LineField("role", Title("Rol", "Role"), "choice", choices=ROLES),
    LineField("vendor", Title("Leverancier", "Vendor")),
    LineField("owner", Title("Eigenaar", "Owner")),
    LineField("owner_contact", Title("Contact van de eigenaar", "Owner's contact"), personal=True),
    LineField("reasons", Title("Redenen om te registreren", "Reasons to register"), "choices", choices=REASONS),
    LineField("exemption", Title("Uitzondering", "Exemption")),
    LineField("exemption_ground", Title("Grond van de uitzondering", "Ground of the exemption")),
    LineField("lars", Title("Algoritme-ID (lars)", "Algorithm id (lars)"), "lars"),
    LineField("register_url", Title("Link naar het register", "Link to the register"), "link"),
    LineField("eu_database_id", Title("ID in de EU-databank", "EU database id")),
)
LINE_BY_KEY: Final = {one.key: one for one in LINE_FIELDS}

#: Canonical values as the template offers them, by the column: a reader maps both languages back.
WORDS: Final[Mapping[str, Mapping[str, Title]]] = {
    "category": {
        HIGH_RISK: Title(HIGH_RISK, "High risk"),
        IMPACTFUL: Title(IMPACTFUL, "Impactful"),
        OTHER: Title(OTHER, "Other"),
        UNREAD: Title("Niet beoordeeld", "Not assessed"),
    },
    "assessment": {
        ASSESSED: Title("Beoordeeld", "Assessed"),
        NOT_ASSESSED: Title("Niet beoordeeld", "Not assessed"),
        NOT_DETERMINED: Title("Leek hoog risico, is het niet", "Presumed high risk, determined not"),
    },
    "status": {
        IN_DEVELOPMENT: Title(IN_DEVELOPMENT, "In development"),
        IN_USE: Title(IN_USE, "In use"),
        OUT_OF_USE: Title(OUT_OF_USE, "Out of use"),
    },
    "role": {
        "provider": Title("Aanbieder", "Provider"),
        "deployer": Title("Gebruiksverantwoordelijke", "Deployer"),
        "provider and deployer": Title("Aanbieder en gebruiksverantwoordelijke", "Provider and deployer"),
    },
    "reasons": {
        "high-risk": Title("Hoog risico", "High risk"),
        "impactful": Title("Impactvol", "Impactful"),
        "media": Title("Aandacht in de media", "Attention in the media"),
        "debate": Title("Publiek debat", "Public debate"),
        "woo": Title("Woo-verzoek", "Woo request"),
    },
}
#: Between the values of a cell that holds several.
SEPARATOR: Final = ";"
#: After the title of a column that the template must have filled.
REQUIRED_MARK: Final = " *"
#: The sheet of the template that holds the lines, and those that explain it, which readers skip.
LINES_SHEET: Final = "inventory"
EXPLANATION_SHEETS: Final = ("uitleg", "explanation")
