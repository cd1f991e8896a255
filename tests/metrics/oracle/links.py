"""Checks of contact details and of links, by their form."""

import re

from tests.metrics.oracle.verdict import FAILS, NOT_DUE, PASSES, Verdict, judged
from tests.metrics.oracle.words import GROUPINGS, Version

LINK = re.compile(r"https?://[^\s/.]+(\.[^\s/.]+)+([/?#]\S*)?")
MAIL = re.compile(r"[^\s@,;]+@[^\s@,;.]+(\.[^\s@,;.]+)+")
LINKS = (
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
OTHER_LINKS = ("documentation", "application_url", "lawful_basis_link", "source_data_link", "impact_link")
_OFFICES = (
    "info contact algoritm algorithm privacy gemeente data register team loket service desk punt post bus secretariaat "
    "communicatie klant avg fg ict informatie beheer support help provincie waterschap ministerie juridisch "
    "functionaris gegevens bescherming bestuur burger publiek vragen redactie webmaster digita innovatie woo cio "
    "office afdeling bureau dienst kennis helpdesk postbus meldpunt ruimte domein wonen inkomen werk zorg jeugd "
    "belasting vergunning parkeren sociaal openbare veiligheid handhaving"
)
_FREE = "gmail hotmail outlook live yahoo icloud ziggo kpnmail xs4all planet proton protonmail"
FUNCTION_WORDS, FREE = _OFFICES.split(), _FREE.split()
NO_REPLY = re.compile("no-?reply|donotreply|do-not-reply|niet-?beantwoorden")


def contact_form(one: Version) -> Verdict:
    text = one.text("contact_email")
    return judged(one.says("contact_email"), fails=not (MAIL.fullmatch(text) or LINK.fullmatch(text)))


def _mail(one: Version) -> tuple[str, str] | None:
    """Return what stands before and after the @ of an address."""
    text = one.text("contact_email").lower()
    return tuple(text.split("@")) if MAIL.fullmatch(text) else None  # type: ignore[return-value]


def contact_person(one: Version) -> Verdict:
    if not (mail := _mail(one)):
        return NOT_DUE
    parts = re.split("[._-]", mail[0])
    of_letters = len(parts) >= 2 and all(part.isalpha() for part in parts)
    # Short words stand in names too: vICTor, POSTma.
    office = any(word in (mail[0] if len(word) > 4 else parts) for word in FUNCTION_WORDS)
    return FAILS if of_letters and not office else PASSES


def contact_noreply(one: Version) -> Verdict:
    mail = _mail(one)
    return judged(mail is not None, fails=bool(mail and NO_REPLY.match(mail[0])))


def contact_free_mail(one: Version) -> Verdict:
    mail = _mail(one)
    return judged(mail is not None, fails=bool(mail and mail[1].split(".")[0] in FREE))


def link(one: Version, field: str) -> Verdict:
    return judged(one.says(field), fails=not LINK.fullmatch(one.text(field)))


def link_other(one: Version) -> Verdict:
    said = [one.text(field) for field in OTHER_LINKS if one.says(field)]
    return judged(bool(said), fails=any(not LINK.fullmatch(text) for text in said))


def _links(one: Version) -> list[str]:
    return [one.text(field) for field in LINKS if LINK.fullmatch(one.text(field))]


def link_secure(one: Version) -> Verdict:
    links = _links(one)
    return judged(bool(links), fails=any(text.startswith("http://") for text in links))


def link_public(one: Version) -> Verdict:
    hosts = [re.split("[/?#:]", text.split("://", 1)[1])[0].lower() for text in _links(one)]
    return judged(bool(hosts), fails=any(_inside(host) for host in hosts))


def _inside(host: str) -> bool:
    """Say whether a host is one that the public cannot reach."""
    numbers = host.split(".")
    private = host.startswith(("127.", "10.", "192.168."))
    private |= numbers[0] == "172" and numbers[1].isdecimal() and 16 <= int(numbers[1]) <= 31
    local = host == "localhost" or host.endswith((".local", ".intern", ".internal", ".lan", ".localhost"))
    return private or local or "sharepoint." in host


def link_in_grouping(one: Version) -> Verdict:
    said = [one.text(field) for field in sorted(GROUPINGS) if re.search(r"https?:|www\.", one.text(field))]
    wrong = re.compile(r"(^|[\s,])www\.|https?://([\s,.]|$)")
    return judged(bool(said), fails=any(wrong.search(text) for text in said))
