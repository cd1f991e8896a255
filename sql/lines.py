"""The canonical line of an internal inventory: what a body's own list can say of one system.

Source: what the register's programme asks bodies to keep ("Alles over het Algoritmeregister"), and
what the real inventories of other governments hold beside that.
"""

from dataclasses import dataclass
from typing import Final, Literal

from sql.fields import CATEGORIES, CATEGORY_LETTERS, STATUSES, Title

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
#: Letters that stand for a category, as people write them.
LETTERS: Final = CATEGORY_LETTERS
