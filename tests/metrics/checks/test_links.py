"""Links, as tables."""

from tests.metrics.checks.entries import FAILS, NOT_ASKED, PASSES, Entry, Table, wrong

FORM = {
    "https://www.example.nl": PASSES,
    "http://example.nl/a?b#c": PASSES,
    "https://example.nl:8080/x": PASSES,
    "www.example.nl": FAILS,
    "https://localhost/x": FAILS,
    "Zie https://example.nl": FAILS,
    "https://example.nl https://x.nl": FAILS,
    "": NOT_ASKED,
    "n.v.t.": NOT_ASKED,
}


def site(text: str) -> Entry:
    return Entry({"website": text})


def old(**cells: str) -> Entry:
    return Entry(cells, standard="0.4")


def refers(text: str) -> Entry:
    return Entry({"lawful_basis_grouping": text})


TABLE: Table = {
    **{
        f"link_{key}": [(expected, Entry({key: text})) for text, expected in FORM.items()]
        for key in ("website", "url", "process_index_url", "publiccode")
    },
    "link_other": [
        (PASSES, old(lawful_basis_link="https://example.nl", website="geen link")),
        (FAILS, old(lawful_basis_link="https://example.nl", source_data_link="zie boven")),
        (FAILS, old(iama_description="op aanvraag")),
        (FAILS, Entry({"documentation": "www.example.nl"}, standard="0.1")),
        (NOT_ASKED, old(website="geen link")),
        (NOT_ASKED, old(lawful_basis_link="-")),
        (NOT_ASKED, Entry({"lawful_basis_link": "zie boven"})),
    ],
    "link_secure": [
        (PASSES, site("https://example.nl/http://")),
        (FAILS, site("http://example.nl")),
        (FAILS, Entry({"website": "https://example.nl", "url": "http://example.nl"})),
        # Another check tells that this is no link.
        (NOT_ASKED, site("http://")),
        (NOT_ASKED, site("")),
    ],
    "link_public": [
        (PASSES, site("https://example.nl/sharepoint.html")),
        (PASSES, site("https://10.example.nl")),
        (PASSES, site("https://172.32.0.1/x")),
        (PASSES, site("https://internal.example.nl")),
        (FAILS, site("https://10.0.0.1/x")),
        (FAILS, site("http://127.0.0.1?x")),
        (FAILS, site("https://192.168.1.1")),
        (FAILS, site("https://172.16.0.1")),
        (FAILS, site("https://172.31.0.1#a")),
        (FAILS, site("https://Intranet.Gemeente.Local/x")),
        (FAILS, site("https://portaal.intern")),
        (FAILS, site("https://gemeente.sharepoint.com/sites/x")),
        (FAILS, Entry({"website": "https://example.nl", "publiccode": "https://git.lan"})),
        (NOT_ASKED, site("portaal.intern")),
        (NOT_ASKED, site("")),
    ],
    "link_in_grouping": [
        (PASSES, refers("1: Awb, https://wetten.example.nl/x. 2: Woo")),
        (PASSES, refers("1: Awb, https://www.example.nl")),
        (FAILS, refers("1: Awb, www.example.nl")),
        (FAILS, refers("www.example.nl")),
        (FAILS, refers("1: Awb, https://")),
        (FAILS, refers("1: Awb, https:// . 2: Woo")),
        (FAILS, Entry({"impacttoetsen_grouping": "1: DPIA, http://, "})),
        (NOT_ASKED, refers("1: Awb")),
        (NOT_ASKED, refers("")),
        (NOT_ASKED, Entry({"lawful_basis": "www.example.nl"})),
    ],
}


def test_links() -> None:
    assert not wrong(TABLE)
