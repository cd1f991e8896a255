"""What a reader must find of a system with risks: an assessment, the risks, a person, and the law."""

from typing import Final

import polars as pl

from metrics.checks.declare import CHECKS, LEAFLET, SERIOUS, STANDARD, VULGRAAD, WARNING, Check
from metrics.reading import some
from metrics.registry import Text
from metrics.texts import of
from sql.fields import BY_KEY, HIGH_RISK, IMPACTFUL, OTHER

# Edges of words are spelled out: a boundary as such would make the engine of patterns slow on accents.
PERSONAL: Final = (
    r"(?i)persoonsgegeven|burgerservicenummer|(?:^|\W)(?:bsn|brp|naw)(?:\W|$)|geboortedat|naam, adres|naw(?:\W|$)"
    r"|naw-|medische gegevens|gezondheidsgegevens|biometri|strafrechtelijke gegevens|inkomensgegevens|kenteken"
)
#: "Geen bijzondere persoonsgegevens" leaves room for the ordinary ones.
NOT_PERSONAL: Final = "(?i)geen persoonsgegevens|niet herleidbaar|geanonimiseerd"
_A_DPIA: Final = r"(?:dpia|(?:data protection|privacy) impact|gegevensbeschermingseffect|(?:geb|pia)(?:\W|$))"
DPIA: Final = r"(?i)dpia|(?:data protection|privacy) impact|gegevensbeschermingseffect|(?:^|\W)(?:geb|pia)(?:\W|$)"
NO_DPIA: Final = rf"(?i)geen {_A_DPIA}|dpia (?:(?:is|was|werd|nog) )*niet"
#: Says why there is none, or that there is one which is not to be read.
DPIA_EXPLAINED: Final = (
    "(?i)dpia (?:[a-z]+ ){0,3}(?:nodig|noodzakelijk|vereist|verplicht|openbaar|gepubliceerd|gedeeld)"
)
LAW: Final = (
    r"(?i)wet(?:\W|$)|wetboek|verordening|artikel|(?:besluit|regeling|richtlijn|verdrag)(?:en)?(?:\W|$)|leidraad"
    r"|statuut|statuten|beleidsregel|(?:^|\W)art(?:\.| ?[0-9])|[0-9]+[.:][0-9]+|(?:^|\W)(?:avg|gdpr|uavg|awb|bw|woo|wob"
    r"|ww|wia|zw|wmo|wlz|woz|wpg|wjsg|aow|anw|awr|apv|pw|zvw|wajong)(?:\W|$)"
)
#: In its first sentence: further on, it is mostly one of several laws that is no ground.
NO_LAW: Final = "(?i)^[^.!?]*(?:geen (?:wettelijke )?grondslag|geen wettelijke basis)"
#: An answer to whether an assessment was made, as standards before 0.4 asked it.
_YES: Final = r"(?i)^ja(?:\W|$)"
NO_HUMAN: Final = "(?i)^(?:geen|nee)[.!]*$|geen menselijke|geen tussenkomst"
_ALONE: Final = "(?:zonder mens|volledig (?:automatisch|geautomatiseerd))"
ALONE: Final = f"(?i){_ALONE}"
#: A sentence up to where it says so, in which that is denied before: "nooit zonder menselijke tussenkomst".
NOT_ALONE: Final = rf"(?i)(?:^|\W)(?:niet|nooit|geen)[^\w.!?;\n][^.!?;\n]*{_ALONE}"
_ASSESSMENTS: Final = ("impacttoetsen_grouping", "impacttoetsen")
_DATA: Final = ("source_data", "source_data_grouping")
#: Where a DPIA is asked about, and other texts in which one may be named.
_DPIA_ASKED: Final = (*_ASSESSMENTS, "dpia", "impact_link")
_DPIA_TOLD: Final = ("risks", "proportionality", "goal")
_HUMAN: Final = of(BY_KEY["human_intervention"])
_BASIS: Final = of(BY_KEY["lawful_basis"])
_IS_HIGH_RISK: Final = pl.col("category") == HIGH_RISK
_IS_IMPACTFUL: Final = pl.col("category") == IMPACTFUL
_NOT_HIGH_RISK: Final = Text(
    "Registraties die niet als hoog risico zijn ingedeeld.", "Registrations that are not classified as high-risk."
)
_NEITHER: Final = Text(
    "Registraties die niet hoog-risico of impactvol zijn, en velden die leeg zijn of niets zeggen.",
    "Registrations that are neither high-risk nor impactful, and fields that are empty or say nothing.",
)


def _personal(key: str) -> pl.Expr:
    """Say whether a field names personal data, and does not itself say that there is none."""
    text = of(BY_KEY[key])
    return text.str.contains(PERSONAL) & ~text.str.contains(NOT_PERSONAL)


def _names_dpia(key: str) -> pl.Expr:
    text = of(BY_KEY[key])
    denied = text.str.contains(NO_DPIA) & ~text.str.contains(DPIA_EXPLAINED)
    yes = text.str.contains(_YES) if key == "dpia" else pl.lit(value=False)
    return yes | (text.str.contains(DPIA) & ~denied)


_NO_DPIA_NAMED: Final = ~pl.any_horizontal(_names_dpia(key) for key in (*_DPIA_ASKED, *_DPIA_TOLD))


def _dpia_at(key: str) -> pl.Expr:
    """Point at the personal data, and at what is said of assessments."""
    if key in _DATA:
        return _NO_DPIA_NAMED & _personal(key)
    return _NO_DPIA_NAMED & some("filled", key) if key in _DPIA_ASKED else pl.lit(value=False)


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
        due=(_IS_HIGH_RISK | _IS_IMPACTFUL) & some("says", "human_intervention"),
        fails=_HUMAN.str.contains(NO_HUMAN) | _HUMAN.str.replace_all(NOT_ALONE, " | ").str.contains(ALONE),
        fields=("human_intervention",),
    )
)
CHECKS.declare(
    Check(
        "dpia",
        Text("Persoonsgegevens: DPIA genoemd", "Personal data: DPIA named"),
        Text(
            "Persoonsgegevens gebruiken kan om een DPIA vragen (artikel 35 AVG). Die is in deze registratie niet "
            "gevonden: na te gaan. Misschien is die er wel, of is die niet nodig.",
            "Using personal data may ask for a DPIA (article 35 GDPR). None was found in this registration: to check. "
            "There may be one, or none may be needed.",
        ),
        Text(
            "Noem de DPIA bij de impacttoetsen, of leg uit waarom die niet nodig was.",
            "Name the DPIA among the impact assessments, or explain why none was needed.",
        ),
        Text(
            "Overige algoritmes, en registraties die geen persoonsgegevens noemen of zeggen dat die er niet in zitten.",
            "Other algorithms, and registrations that name no personal data or say that there is none.",
        ),
        VULGRAAD,
        WARNING,
        due=(pl.col("category") != OTHER) & pl.any_horizontal(_personal(key) for key in _DATA),
        fails=_NO_DPIA_NAMED,
        fields=(*_DPIA_ASKED, *_DPIA_TOLD, *_DATA),
        at=_dpia_at,
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
        fails=~_BASIS.str.contains(LAW) | _BASIS.str.contains(NO_LAW),
        fields=("lawful_basis",),
    )
)
