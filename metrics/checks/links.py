"""Links: their form, and whether a reader outside the organisation can follow them."""

from typing import Final

import polars as pl

from metrics.checks.declare import CHECKS, INFORMATION, STANDARD, VULGRAAD, WARNING, Check
from metrics.reading import mask_of, some
from metrics.registry import Text
from metrics.texts import of
from sql.fields import BY_KEY, FIELDS, LINKS

#: Those that are asked for in the newest standard have a check each.
_OWN: Final = {
    "link_website": "website",
    "link_url": "url",
    "link_process_index_url": "process_index_url",
    "link_publiccode": "publiccode",
}
_OTHERS: Final = tuple(key for key in LINKS if key not in _OWN.values())
_GROUPINGS: Final = tuple(one.key for one in FIELDS if one.key.endswith("_grouping"))
_HOST: Final = r"^https?://([^/?#:]+)"
#: Machines that only the organisation itself can reach.
INSIDE: Final = (
    r"^(?:localhost|(?:127|10)(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2})$"
    r"|\.(?:local|intern|internal|lan|localhost)$|sharepoint\."
)
_ANY_LINK: Final = r"https?:|www\."
_NO_LINK: Final = r"(?:^|[\s,])www\.|https?://(?:[\s,.]|$)"
_FIX: Final = Text(
    "Schrijf het hele adres, met https:// ervoor, en niets anders.",
    "Write the whole address, with https:// before it, and nothing else.",
)
_SAYS_NOTHING: Final = Text(
    "Registraties waarvan dit veld leeg is of niets zegt (zoals n.v.t.), of waarvan de standaard het niet kent.",
    "Registrations whose field is empty or says nothing (such as n.v.t.), or whose standard does not have it.",
)
_NO_LINKS: Final = Text(
    "Registraties zonder een link die de vorm van een link heeft.",
    "Registrations without a link that has the form of one.",
)


def _no_link(key: str) -> pl.Expr:
    return some("says", key) & ~some("linked", key)


def _insecure(key: str) -> pl.Expr:
    return some("linked", key) & of(BY_KEY[key]).str.starts_with("http://")


def _inside(key: str) -> pl.Expr:
    host = of(BY_KEY[key]).str.extract(_HOST).str.to_lowercase()
    return some("linked", key) & host.str.contains(INSIDE)


def _without_address(key: str) -> pl.Expr:
    return of(BY_KEY[key]).str.contains(_NO_LINK)


for _name, _key in _OWN.items():
    _title = BY_KEY[_key].title
    CHECKS.declare(
        Check(
            _name,
            Text(f"{_title.nl} is een link", f"{_title.en} is a link"),
            Text(
                "Op een adres zonder https:// ervoor, of met een zin eromheen, kan niemand klikken.",
                "Nobody can click on an address without https:// before it, or within a sentence.",
            ),
            _FIX,
            _SAYS_NOTHING,
            STANDARD,
            WARNING,
            due=some("says", _key),
            fails=~some("linked", _key),
            fields=(_key,),
        )
    )
CHECKS.declare(
    Check(
        "link_other",
        Text("Andere links zijn links", "Other links are links"),
        Text(
            "Ook de links van oudere standaarden moeten te volgen zijn.",
            "The links of older standards must work too.",
        ),
        _FIX,
        Text(
            "Registraties zonder een link die alleen oudere standaarden kennen.",
            "Registrations without a link that only older standards have.",
        ),
        STANDARD,
        WARNING,
        due=some("says", *_OTHERS),
        fails=(pl.col("says") & ~pl.col("linked") & mask_of(*_OTHERS)) != 0,
        fields=_OTHERS,
        at=_no_link,
    )
)
CHECKS.declare(
    Check(
        "link_secure",
        Text("Links beginnen met https", "Links begin with https"),
        Text(
            "Een link met http:// is niet beveiligd; browsers waarschuwen ervoor.",
            "A link with http:// is not secured; browsers warn about it.",
        ),
        Text("Vervang http:// door https://, en kijk of de link werkt.", "Replace http:// by https://, and try it."),
        _NO_LINKS,
        VULGRAAD,
        INFORMATION,
        due=pl.col("linked") != 0,
        fails=pl.any_horizontal(_insecure(key) for key in LINKS),
        fields=LINKS,
        at=_insecure,
    )
)
CHECKS.declare(
    Check(
        "link_public",
        Text("Links zijn van buiten te volgen", "Links can be followed from outside"),
        Text(
            "Een adres van SharePoint of van een eigen netwerk opent waarschijnlijk niet voor iedereen: na te gaan.",
            "A SharePoint or intranet address probably does not open for everybody: to check.",
        ),
        Text(
            "Open de link zonder in te loggen. Lukt dat niet, zet het document dan op een openbare pagina, en verwijs "
            "daarnaar.",
            "Open the link without logging in. If that fails, put the document on a public page, and link to that.",
        ),
        _NO_LINKS,
        VULGRAAD,
        WARNING,
        due=pl.col("linked") != 0,
        fails=pl.any_horizontal(_inside(key) for key in LINKS),
        fields=LINKS,
        at=_inside,
    )
)
CHECKS.declare(
    Check(
        "link_in_grouping",
        Text("Links bij verwijzingen zijn heel", "Links in references are complete"),
        Text(
            "Het register maakt van een adres zonder https:// ervoor geen link.",
            "The register makes no link of an address without https:// before it.",
        ),
        _FIX,
        Text(
            "Registraties zonder een link in hun verwijzingen.",
            "Registrations without a link in their references.",
        ),
        VULGRAAD,
        WARNING,
        due=pl.any_horizontal(of(BY_KEY[key]).str.contains(_ANY_LINK) for key in _GROUPINGS),
        fails=pl.any_horizontal(_without_address(key) for key in _GROUPINGS),
        fields=_GROUPINGS,
        at=_without_address,
    )
)
