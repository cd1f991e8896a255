"""What the checks look for in texts."""

import re

PERSONAL = re.compile(
    r"persoonsgegeven|burgerservicenummer|\bbsn\b|\bbrp\b|geboortedat|naam, adres|naw\b|naw-|medische gegevens"
    "|gezondheidsgegevens|biometri|strafrechtelijke gegevens|inkomensgegevens|kenteken",
    re.IGNORECASE,
)
NOT_PERSONAL = re.compile("geen persoonsgegevens|niet herleidbaar|geanonimiseerd", re.IGNORECASE)
DPIA = re.compile(
    r"dpia|(data protection|privacy) impact|gegevensbeschermingseffect|\bgeb\b|\bpia\b",
    re.IGNORECASE,
)
#: Says that there is none: "nog geen DPIA", "DPIA is nog niet gedaan".
NO_DPIA = re.compile(
    r"geen (dpia|(data protection|privacy) impact|gegevensbeschermingseffect|geb\b|pia\b)"
    r"|dpia ((is|was|werd|nog) )*niet",
    re.IGNORECASE,
)
#: Says why, or that only the public cannot read it: up to three words between.
DPIA_EXPLAINED = re.compile(
    "dpia ([a-z]+ )?([a-z]+ )?([a-z]+ )?(nodig|noodzakelijk|vereist|verplicht|openbaar|gepubliceerd|gedeeld)",
    re.IGNORECASE,
)
#: What the name of a law ends in, what it has anywhere, its letters, and the numbers of articles.
_ENDINGS = r"(wet|besluit|besluiten|regeling|regelingen|richtlijn|richtlijnen|verdrag|verdragen)\b"
_ANYWHERE = "wetboek|verordening|artikel|leidraad|statuut|statuten|beleidsregel"
_LETTERS = "avg gdpr uavg awb bw woo wob ww wia zw wmo wlz woz wpg wjsg aow anw awr apv pw zvw wajong"
LAW = re.compile(
    rf"{_ENDINGS}|{_ANYWHERE}|\b({_LETTERS.replace(' ', '|')})\b|\bart(\.| ?[0-9])|[0-9]+[.:][0-9]+", re.IGNORECASE
)
NO_LAW = re.compile("geen wettelijke basis|geen wettelijke grondslag|geen grondslag", re.IGNORECASE)
MARKUP = re.compile("<[A-Za-z/][^<>]*>|&(#[0-9]+|#x[0-9a-fA-F]+|[A-Za-z]{2,8});")
MOJIBAKE = re.compile("Ã[\x80-\xbf]|â€|Â[\xa0-\xbf]|\ufffd")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200c\u200d\ufeff]")
NO_HUMAN = re.compile(r"(geen|nee)[.!]*\Z|.*(geen menselijke|geen tussenkomst)", re.IGNORECASE | re.DOTALL)
ALONE = re.compile("zonder mens|volledig automatisch|volledig geautomatiseerd", re.IGNORECASE)
DENIED = re.compile(r"\b(niet|nooit|geen)\b", re.IGNORECASE)
SENTENCE = re.compile(r"[.!?;\n]")
