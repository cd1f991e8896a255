"""What a reader must find of a system with risks: an assessment, the risks, a person, and the law."""

from typing import Final

import polars as pl

from metrics.checks.declare import CHECKS, LEAFLET, SERIOUS, STANDARD, VULGRAAD, WARNING, Check
from metrics.reading import some
from metrics.registry import Text
from metrics.texts import of
from sql.fields import BY_KEY, HIGH_RISK, IMPACTFUL

# Edges of words are spelled out: a boundary as such would make the engine of patterns slow on accents.
PERSONAL: Final = (
    r"(?i)persoonsgegeven|burgerservicenummer|(?:^|\W)(?:bsn|brp|naw)(?:\W|$)|geboortedat|naam, adres|naw(?:\W|$)"
    r"|naw-|medische gegevens|gezondheidsgegevens|biometri|strafrechtelijke gegevens|inkomensgegevens|kenteken"
)
NOT_PERSONAL: Final = "(?i)geen (?:bijzondere )?persoonsgegevens|niet herleidbaar|geanonimiseerd"
DPIA: Final = r"(?i)dpia|data protection impact|gegevensbeschermingseffect|(?:^|\W)(?:geb|pia)(?:\W|$)"
LAW: Final = (
    r"(?i)wet|avg|gdpr|verordening|besluit|regeling|artikel|(?:^|\W)art(?:\W|$)|richtlijn|verdrag"
    r"|(?:^|\W)(?:woo|awb|uavg)(?:\W|$)|recht|statu|beleid|[0-9]+:[0-9]+"
)
#: An answer to whether an assessment was made, as standards before 0.4 asked it.
_YES: Final = r"(?i)^ja(?:\W|$)"
_NO_HUMAN: Final = r"^(?:geen|nee|niet|er is geen)(?:\W|$)"
#: As much of a text as that takes.
_NO_HUMAN_CHARACTERS: Final = 12
_ASSESSMENTS: Final = ("impacttoetsen_grouping", "impacttoetsen")
_DATA: Final = ("source_data", "source_data_grouping")
_IS_HIGH_RISK: Final = pl.col("category") == HIGH_RISK
_IS_IMPACTFUL: Final = pl.col("category") == IMPACTFUL
_NOT_HIGH_RISK: Final = Text(
    "Registraties die niet als hoog risico zijn ingedeeld.", "Registrations that are not classified as high-risk."
)
_NEITHER: Final = Text(
    "Registraties die niet hoog-risico of impactvol zijn, en lege velden.",
    "Registrations that are neither high-risk nor impactful, and empty fields.",
)


def _matches(pattern: str, *keys: str) -> pl.Expr:
    return pl.any_horizontal(of(BY_KEY[key]).str.contains(pattern) for key in keys)


CHECKS.declare(
    Check(
        "high_risk_assessment",
        Text("Hoog risico: impacttoets genoemd", "High-risk: impact assessment named"),
        Text(
            "Bij een hoog risico moet een lezer kunnen zien dat de gevolgen zijn onderzocht.",
            "With a high risk a reader must be able to see that the consequences were looked into.",
        ),
        Text(
            "Noem de impacttoets, of leg uit waarom die er niet is.",
            "Name the impact assessment, or explain why there is none.",
        ),
        _NOT_HIGH_RISK,
        STANDARD,
        SERIOUS,
        due=_IS_HIGH_RISK,
        fails=~some("valid", *_ASSESSMENTS),
        fields=_ASSESSMENTS,
    )
)
for _name, _key, _title, _fix in (
    (
        "high_risk_risks",
        "risks",
        Text("Hoog risico: risicobeheer beschreven", "High-risk: risk management described"),
        Text(
            "Beschrijf de risico's, en wat ertegen wordt gedaan.",
            "Describe the risks, and what is done about them.",
        ),
    ),
    (
        "high_risk_human_intervention",
        "human_intervention",
        Text("Hoog risico: menselijke tussenkomst beschreven", "High-risk: human intervention described"),
        Text(
            "Beschrijf wie de uitkomst controleert, en wat die kan veranderen.",
            "Describe who checks the outcome, and what they can change.",
        ),
    ),
):
    CHECKS.declare(
        Check(
            _name,
            _title,
            Text(
                "Juist bij een hoog risico moet een lezer dit kunnen nagaan.",
                "With a high risk above all a reader must be able to check this.",
            ),
            _fix,
            _NOT_HIGH_RISK,
            STANDARD,
            SERIOUS,
            due=_IS_HIGH_RISK,
            fails=~some("valid", _key),
            fields=(_key,),
        )
    )
CHECKS.declare(
    Check(
        "impactful_assessment",
        Text("Impactvol: impacttoets genoemd", "Impactful: impact assessment named"),
        Text(
            "Een algoritme met gevolgen voor mensen vraagt om een toets vooraf.",
            "An algorithm with consequences for people asks for an assessment beforehand.",
        ),
        Text(
            "Noem de impacttoets, of leg uit waarom die er niet is.",
            "Name the impact assessment, or explain why there is none.",
        ),
        Text(
            "Registraties die niet als impactvol zijn ingedeeld.", "Registrations that are not classified as impactful."
        ),
        STANDARD,
        WARNING,
        due=_IS_IMPACTFUL,
        fails=~some("valid", *_ASSESSMENTS),
        fields=_ASSESSMENTS,
    )
)
CHECKS.declare(
    Check(
        "no_human",
        Text("Er komt een mens aan te pas", "A human is involved"),
        Text(
            "Een beslissing met gevolgen zonder mens erbij vraagt om extra uitleg. Het lijkt erop dat hier geen mens "
            "meekijkt: na te gaan.",
            "A decision with consequences and no human involved asks for more explanation. No human seems to be "
            "involved here: to check.",
        ),
        Text(
            "Leg uit wie ingrijpt als het misgaat, en waarom er verder geen mens nodig is.",
            "Explain who steps in when it goes wrong, and why no human is needed otherwise.",
        ),
        _NEITHER,
        LEAFLET,
        WARNING,
        due=(_IS_HIGH_RISK | _IS_IMPACTFUL) & some("filled", "human_intervention"),
        fails=of(BY_KEY["human_intervention"])
        .str.head(_NO_HUMAN_CHARACTERS)
        .str.to_lowercase()
        .str.contains(_NO_HUMAN),
        fields=("human_intervention",),
    )
)
CHECKS.declare(
    Check(
        "dpia",
        Text("Persoonsgegevens: DPIA genoemd", "Personal data: DPIA named"),
        Text(
            "Wie persoonsgegevens gebruikt met een hoog risico, moet vooraf een DPIA doen (artikel 35 AVG).",
            "Whoever uses personal data with a high risk must make a DPIA beforehand (article 35 GDPR).",
        ),
        Text(
            "Noem de DPIA bij de impacttoetsen, of leg uit waarom die niet nodig was.",
            "Name the DPIA among the impact assessments, or explain why none was needed.",
        ),
        Text(
            "Registraties die geen persoonsgegevens noemen, of zeggen dat die er niet in zitten.",
            "Registrations that name no personal data, or say that there is none.",
        ),
        VULGRAAD,
        SERIOUS,
        due=_matches(PERSONAL, *_DATA) & ~_matches(NOT_PERSONAL, *_DATA),
        fails=~(_matches(DPIA, *_ASSESSMENTS, "dpia", "impact_link") | _matches(_YES, "dpia")),
        fields=(*_ASSESSMENTS, "dpia", "impact_link", *_DATA),
    )
)
CHECKS.declare(
    Check(
        "law_named",
        Text("Wettelijke basis noemt een regel", "Legal basis names a rule"),
        Text(
            "Zonder naam van een wet of regel kan niemand nagaan of het algoritme mag worden gebruikt.",
            "Without the name of a law or rule nobody can check whether the algorithm may be used.",
        ),
        Text("Noem de wet, met het artikel.", "Name the law, with the article."),
        _NEITHER,
        VULGRAAD,
        WARNING,
        due=(_IS_HIGH_RISK | _IS_IMPACTFUL) & some("says", "lawful_basis"),
        fails=~of(BY_KEY["lawful_basis"]).str.contains(LAW),
        fields=("lawful_basis",),
    )
)
