"""Contact details: whether they can be used, and whether they are those of a function and not of a person."""

from typing import Final

from metrics.checks.declare import CHECKS, SERIOUS, STANDARD, VULGRAAD, WARNING, Check
from metrics.reading import some
from metrics.registry import Text
from metrics.texts import LINK, MAIL, of
from sql.fields import BY_KEY

#: Words that show that a mailbox belongs to a function: these between dots, dashes or underscores,
FUNCTION_PARTS: Final = [
    "info",
    "data",
    "team",
    "desk",
    "punt",
    "post",
    "bus",
    "avg",
    "fg",
    "ict",
    "help",
    "woo",
    "cio",
    "werk",
    "zorg",
]
#: and these, which are too long to be found in a name by chance, anywhere.
FUNCTION_WORDS: Final = [
    "contact",
    "algoritm",
    "algorithm",
    "privacy",
    "gemeente",
    "register",
    "loket",
    "service",
    "secretariaat",
    "communicatie",
    "klant",
    "informatie",
    "beheer",
    "support",
    "provincie",
    "waterschap",
    "ministerie",
    "juridisch",
    "functionaris",
    "gegevens",
    "bescherming",
    "bestuur",
    "burger",
    "publiek",
    "vragen",
    "redactie",
    "webmaster",
    "digita",
    "innovatie",
    "office",
    "afdeling",
    "bureau",
    "dienst",
    "kennis",
    "helpdesk",
    "postbus",
    "meldpunt",
    "ruimte",
    "domein",
    "wonen",
    "inkomen",
    "jeugd",
    "belasting",
    "vergunning",
    "parkeren",
    "sociaal",
    "openbare",
    "veiligheid",
    "handhaving",
]
#: The first part of the domain of mail that anybody can have.
FREE_MAIL: Final = [
    "gmail",
    "hotmail",
    "outlook",
    "live",
    "yahoo",
    "icloud",
    "ziggo",
    "kpnmail",
    "xs4all",
    "planet",
    "proton",
    "protonmail",
]
_FIELDS: Final = ("contact_email",)
_CONTACT: Final = of(BY_KEY["contact_email"])
_IS_MAIL: Final = _CONTACT.str.contains(MAIL)
_LOCAL: Final = _CONTACT.str.extract("^([^@]*)@").str.to_lowercase()
_OF_FUNCTION: Final = rf"(?:^|[._-])(?:{'|'.join(FUNCTION_PARTS)})(?:[._-]|$)|{'|'.join(FUNCTION_WORDS)}"
_DOMAIN: Final = _CONTACT.str.extract("@([^.]*)").str.to_lowercase()
_NO_MAIL: Final = Text(
    "Registraties waarvan het contact geen e-mailadres is.",
    "Registrations whose contact is no e-mail address.",
)

CHECKS.declare(
    Check(
        "contact_form",
        Text("Contact is een e-mailadres of een link", "Contact is an e-mail address or a link"),
        Text(
            "Wie een vraag heeft over een algoritme, moet die ergens kunnen stellen.",
            "Whoever has a question about an algorithm must be able to ask it somewhere.",
        ),
        Text(
            "Schrijf een e-mailadres, of de link van een pagina met contactgegevens.",
            "Write an e-mail address, or the link of a page with contact details.",
        ),
        Text("Registraties zonder contactgegevens.", "Registrations without contact details."),
        STANDARD,
        SERIOUS,
        due=some("says", "contact_email"),
        fails=~_CONTACT.str.contains(f"{MAIL}|{LINK}"),
        fields=_FIELDS,
    )
)
CHECKS.declare(
    Check(
        "contact_person",
        Text("Contact is geen persoon", "Contact is not a person by name"),
        Text(
            "Een adres op naam is een persoonsgegeven, en werkt niet meer als iemand vertrekt. Het lijkt erop dat hier "
            "een naam staat.",
            "An address by name is personal data, and stops working when somebody leaves. This looks like a name.",
        ),
        Text("Gebruik het adres van een team of een loket.", "Use the address of a team or a desk."),
        _NO_MAIL,
        VULGRAAD,
        WARNING,
        due=_IS_MAIL,
        fails=_LOCAL.str.contains(r"^\p{L}+(?:[._-]\p{L}+)+$") & ~_LOCAL.str.contains(_OF_FUNCTION),
        fields=_FIELDS,
    )
)
CHECKS.declare(
    Check(
        "contact_noreply",
        Text("Contact is geen no-reply-adres", "Contact is not a no-reply address"),
        Text(
            "Op een adres als noreply@ krijgt een vraag nooit antwoord.",
            "A question to an address such as noreply@ never gets an answer.",
        ),
        Text("Gebruik een adres waarop iemand antwoordt.", "Use an address at which somebody answers."),
        _NO_MAIL,
        VULGRAAD,
        WARNING,
        due=_IS_MAIL,
        fails=_LOCAL.str.contains("^(?:no-?reply|donotreply|do-not-reply|niet-?beantwoorden)"),
        fields=_FIELDS,
    )
)
CHECKS.declare(
    Check(
        "contact_free_mail",
        Text("Contact is van de organisatie", "Contact belongs to the organisation"),
        Text(
            "Bij een gratis adres weet een lezer niet of de overheid antwoordt.",
            "With a free address a reader cannot tell whether government answers.",
        ),
        Text("Gebruik een adres van de eigen organisatie.", "Use an address of the organisation itself."),
        _NO_MAIL,
        VULGRAAD,
        WARNING,
        due=_IS_MAIL,
        fails=_DOMAIN.is_in(FREE_MAIL),
        fields=_FIELDS,
    )
)
