"""How system cards of the Algorithm Management Toolkit are read: our mapping of its words.

Source: the schema of MinBZK/amt's system card (0.1a10), its AI Act profile and its life-cycle phases.
"""

from typing import Final

from ingest.inventories.mapping import mapping_of

AMT: Final = mapping_of(
    {
        "format": "yaml",
        "language": "nl",
        "ignored": ["*"],
        "columns": {
            "local_id": ["id", "provenance.uri"],
            "name": "name",
            "description": ["description", "goal_and_impact"],
            "category": ["publication_category", "ai_act_profile.risk_group", "ai_act_profile.type"],
            "status": ["status", "lifecycle"],
            "start_date": "begin_date",
            "end_date": "end_date",
            "role": "ai_act_profile.role",
            "vendor": "external_providers",
            "owner": "owners.0.organization",
        },
        # A card has no id of its own.
        "ids": {"from": ["name"]},
        "values": {
            "category": {
                "hoog-risico AI": "A",
                "impactvol algoritme": "B",
                "niet-impactvol algoritme": "C",
                # Looked at, and which of the register's other two it is the card does not say.
                "geen hoog-risico AI": "assessed",
                "verboden AI": "assessed",
                "uitzondering van toepassing": "assessed",
                "niet van toepassing": "assessed",
            },
            "status": {
                "ORGANIZATIONAL_RESPONSIBILITIES": "In ontwikkeling",
                "PROBLEM_ANALYSIS": "In ontwikkeling",
                "DESIGN": "In ontwikkeling",
                "DATA_EXPLORATION_AND_PREPARATION": "In ontwikkeling",
                "DEVELOPMENT": "In ontwikkeling",
                "VERIFICATION_AND_VALIDATION": "In ontwikkeling",
                "IMPLEMENTATION": "In ontwikkeling",
                "MONITORING_AND_MANAGEMENT": "In gebruik",
                "PHASING_OUT": "Buiten gebruik",
                "organisatieverantwoordelijkheden": "In ontwikkeling",
                "probleemanalyse": "In ontwikkeling",
                "ontwerp": "In ontwikkeling",
                "dataverkenning en datapreparatie": "In ontwikkeling",
                "ontwikkeling": "In ontwikkeling",
                "verificatie en validatie": "In ontwikkeling",
                "implementatie": "In ontwikkeling",
                "monitoring en beheer": "In gebruik",
                "uitfaseren": "Buiten gebruik",
            },
        },
    },
    "the mapping of system cards",
)
