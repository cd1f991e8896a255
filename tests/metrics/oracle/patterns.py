"""What the checks look for in texts."""

import re

PERSONAL = re.compile(
    r"persoonsgegeven|burgerservicenummer|\bbsn\b|\bbrp\b|geboortedat|naam, adres|naw\b|naw-|medische gegevens"
    "|gezondheidsgegevens|biometri|strafrechtelijke gegevens|inkomensgegevens|kenteken",
    re.IGNORECASE,
)
NOT_PERSONAL = re.compile("geen (bijzondere )?persoonsgegevens|niet herleidbaar|geanonimiseerd", re.IGNORECASE)
DPIA = re.compile(
    r"dpia|data protection impact|gegevensbeschermingseffect|\bgeb\b|\bpia\b",
    re.IGNORECASE,
)
LAW = re.compile(
    r"wet|avg|gdpr|verordening|besluit|regeling|artikel|\bart\b|richtlijn|verdrag|\bwoo\b|\bawb\b|\buavg\b"
    "|recht|statu|beleid|[0-9]+:[0-9]+",
    re.IGNORECASE,
)
MARKUP = re.compile("<[A-Za-z/][^<>]*>|&(#[0-9]+|#x[0-9a-fA-F]+|[A-Za-z]{2,8});")
MOJIBAKE = re.compile("Ã[\x80-\xbf]|â€|Â[\xa0-\xbf]|\ufffd")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200c\u200d\ufeff]")
NO_HUMAN = re.compile(r"(geen|nee|niet|er is geen)\b")
