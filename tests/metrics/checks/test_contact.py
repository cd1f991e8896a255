"""Contact details, as tables."""

from tests.metrics.checks.entries import FAILS, NOT_ASKED, PASSES, Entry, Table, wrong


def mail(text: str) -> Entry:
    return Entry({"contact_email": text})


NO_MAIL = [
    (NOT_ASKED, mail(text)) for text in ("", "https://example.nl/contact", "noreply", "-", "a@b", "jan@x.nl, p@x.nl")
]
TABLE: Table = {
    "contact_form": [
        (PASSES, mail("algoritmes@example.nl")),
        (PASSES, mail("https://www.example.nl/contact")),
        (FAILS, mail("www.example.nl")),
        (FAILS, mail("bel 14 020")),
        (FAILS, mail("a@b")),
        (FAILS, mail("jan@x.nl, piet@x.nl")),
        (NOT_ASKED, mail("")),
        (NOT_ASKED, mail("n.v.t.")),
    ],
    "contact_person": [
        (PASSES, mail("algoritmes@example.nl")),
        (PASSES, mail("jansen@example.nl")),
        (PASSES, mail("team.jansen@example.nl")),
        (PASSES, mail("functionaris-gegevens@example.nl")),
        (PASSES, mail("j.jansen2@example.nl")),
        (PASSES, mail("jan.@example.nl")),
        (PASSES, mail("openbare.ruimte@example.nl")),
        (PASSES, mail("sociaal.domein@example.nl")),
        (PASSES, mail("werk.en.inkomen@example.nl")),
        (PASSES, mail("centrale_post@example.nl")),
        (PASSES, mail("gemeentelijke-helpdesk@example.nl")),
        # A short word within a name shows nothing.
        (FAILS, mail("victor.jansen@example.nl")),
        (FAILS, mail("h.postma@example.nl")),
        (FAILS, mail("a.van.zorgen@example.nl")),
        (FAILS, mail("j.jansen@example.nl")),
        (FAILS, mail("Jan.Jansen@example.nl")),
        (FAILS, mail("zoë_de-vries@example.nl")),
        *NO_MAIL,
    ],
    "contact_noreply": [
        (PASSES, mail("algoritmes@example.nl")),
        (PASSES, mail("info-noreply@example.nl")),
        (FAILS, mail("noreply@example.nl")),
        (FAILS, mail("No-Reply@example.nl")),
        (FAILS, mail("donotreply.x@example.nl")),
        (FAILS, mail("niet-beantwoorden@example.nl")),
        *NO_MAIL,
    ],
    "contact_free_mail": [
        (PASSES, mail("gmail@example.nl")),
        (PASSES, mail("x@mail.gmail.com")),
        (FAILS, mail("gemeente@gmail.com")),
        (FAILS, mail("gemeente@Hotmail.co.uk")),
        *NO_MAIL,
    ],
}


def test_contact() -> None:
    assert not wrong(TABLE)
