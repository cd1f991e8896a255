"""One look at one link, at a web that behaves in every way."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.links.look import Looker, Pace, host_of
from ingest.links.outcomes import NO_SUCH_NAME, Look, NoAnswerError
from ingest.links.web import Web
from sql.links import LINK
from tests.ingest.links.site import (
    Site,
    drip,
    drop,
    drop_head,
    endless,
    hang,
    nonsense,
    only_get,
    serving,
    status,
    to,
)

AGENT = "Vulgraad/test (someone@example.org)"
PAGES = {
    "/ok": status(200, b"een pagina"),
    "/none": status(204),
    "/moved": to("/ok"),
    "/moved-far": to("/moved"),
    "/see": to("/ok", 303),
    "/kept": to("/ok#deel", 308),
    "/gone-after": to("/gone"),
    "/loop": to("/loop"),
    "/circle": to("/circle2"),
    "/circle2": to("/circle"),
    **{f"/step{number}": to(f"/step{number + 1}") for number in range(7)},
    "/step7": status(200),
    "/five": to("/step3"),
    "/nowhere": status(302),
    "/broken-location": to("http://[half"),
    "/inside": to("http://10.0.0.1/"),
    "/to-intranet": to("http://intranet/"),
    "/to-file": to("file:///etc/passwd"),
    "/to-secret": to("http://me:secret@a.example/"),
    "/nameless": to("http://nameless.example/"),
    "/gone": status(410),
    "/no-head": only_get(405),
    "/no-head-501": only_get(501),
    "/head-404": only_get(404),
    "/no-page": only_get(405, 404),
    "/drop-head": drop_head,
    "/wall": status(403),
    "/sign-in": status(401),
    "/busy": status(429, retry_after="120"),
    "/busy-until": status(503, date="Mon, 15 Jun 2026 08:00:00 GMT", retry_after="Mon, 15 Jun 2026 08:10:00 GMT"),
    "/busy-odd": status(503, retry_after="soon"),
    "/error": status(500),
    "/odd": status(418),
    "/drop": drop,
    "/nonsense": nonsense,
    "/huge": endless,
    "/cookie": status(200, set_cookie="a=b"),
    "/hang": hang,
    "/drip": drip,
}


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving(PAGES) as found:
        found.nameless.add("nameless.example")
        found.elsewhere |= {
            "inside.example": ["10.0.0.1"],
            "half.example": ["127.0.0.1", "169.254.169.254"],
            "empty.example": [],
        }
        yield found


def looker(web: Web) -> Looker:
    return Looker(web, AGENT, Pace(3.0, web.clock, web.sleep))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/ok", Look("ok", 200)),
        ("/none", Look("ok", 204)),
        ("/ok?x=é b#deel", Look("ok", 200)),
        ("/moved", Look("ok", 200)),
        ("/moved-far", Look("ok", 200)),
        ("/see", Look("ok", 200)),
        ("/kept", Look("ok", 200)),
        ("/cookie", Look("ok", 200)),
        ("/huge", Look("ok", 200)),
        ("/five", Look("ok", 200)),
        ("/step2", Look("ok", 200)),
        ("/step1", Look("redirects", 301)),
        ("/loop", Look("redirects", 301)),
        ("/circle", Look("redirects", 301)),
        ("/nowhere", Look("redirects", 302)),
        ("/gone-after", Look("gone", 410)),
        ("/gone", Look("gone", 410)),
        ("/not-there", Look("gone", 404)),
        ("/no-head", Look("ok", 200)),
        ("/no-head-501", Look("ok", 200)),
        ("/head-404", Look("ok", 200)),
        ("/no-page", Look("gone", 404)),
        ("/drop-head", Look("ok", 200)),
        ("/wall", Look("refused", 403)),
        ("/sign-in", Look("refused", 401)),
        ("/odd", Look("refused", 418)),
        ("/busy", Look("refused", 429, 120.0)),
        ("/busy-until", Look("server_error", 503, 600.0)),
        ("/busy-odd", Look("server_error", 503)),
        ("/error", Look("server_error", 500)),
        ("/drop", Look("broken")),
        ("/nonsense", Look("broken")),
        ("/nameless", Look("no_such_name")),
        ("/inside", Look("not_public")),
        ("/to-file", Look("not_public")),
        ("/to-intranet", Look("not_public")),
        ("/to-secret", Look("not_public")),
        ("/broken-location", Look("not_public")),
    ],
)
def test_what_comes_of_a_link(site: Site, path: str, expected: Look) -> None:
    assert looker(site.web()).look(site.link(path)) == expected


@pytest.mark.parametrize(
    ("link", "outcome"),
    [
        ("http://nameless.example/", "no_such_name"),
        ("http://inside.example/", "not_public"),
        ("http://half.example/", "not_public"),
        ("http://empty.example/", "unreachable"),
        ("http://10.0.0.1/", "not_public"),
        ("http://[::1]/", "not_public"),
        ("http://me:secret@a.example/", "not_public"),
        ("http://", "not_public"),
        ("http://a.example:port/", "not_public"),
        ("ftp://a.example/", "not_public"),
        ("http://[half", "not_public"),
        ("http://intranet/", "not_public"),
        ("http://intranet.gemeente.local/", "not_public"),
        ("http://a b.example/", "not_public"),
        ("http://z.example:0/", "unreachable"),
    ],
)
def test_what_is_not_asked(site: Site, link: str, outcome: str) -> None:
    before = len(site.asked)
    web = Web(resolve=lambda host: [host] if host[0].isdigit() or ":" in host else site.resolve(host))
    assert looker(Web(allowed=lambda one, _: one == "127.0.0.1", resolve=web.resolve)).look(link) == Look(outcome)
    assert len(site.asked) == before


def test_by_itself_nothing_on_this_machine_is_asked(site: Site) -> None:
    before = len(site.asked)
    port = site.server_address[1]
    for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]"):
        assert looker(Web()).look(f"http://{host}:{port}/ok").outcome in {"not_public", "no_such_name", "unreachable"}
    assert len(site.asked) == before


def test_the_connection_is_made_to_the_address_that_was_checked(site: Site) -> None:
    """A name that has another address by the next question gains nothing: there is one question."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    web = Web(allowed=lambda one, _: one == "127.0.0.1", resolve=lambda _: next(answers))
    assert looker(web).look(site.link("/ok", "turns.example")) == Look("ok", 200)


def test_an_address_of_ipv6_is_asked_by_its_number() -> None:
    with serving({"/": status(200)}, "::1") as six:
        web = Web(allowed=lambda *_: True, resolve=lambda host: [host])
        assert looker(web).look(f"http://[::1]:{six.server_address[1]}/") == Look("ok", 200)


def test_a_closed_port_is_unreachable(site: Site) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        assert looker(site.web()).look(f"http://a.example:{port}/") == Look("unreachable")


@pytest.mark.parametrize(("path", "seconds", "whole"), [("/hang", 0.2, 5.0), ("/drip", 5.0, 0.4)])
def test_no_host_keeps_us_waiting(site: Site, path: str, seconds: float, whole: float) -> None:
    begun = time.monotonic()
    assert looker(site.web(seconds, whole)).look(site.link(path)) == Look("timeout")
    assert time.monotonic() - begun < 3


def test_a_host_is_told_who_asks_and_nothing_else(site: Site) -> None:
    site.agents.clear()
    site.given.clear()
    looker(site.web()).look(site.link("/cookie"))
    looker(site.web()).look(site.link("/cookie"))
    assert (site.agents, site.given) == ({AGENT}, {("accept", "connection", "host", "user-agent")})


def test_each_request_to_a_host_waits_for_its_turn(site: Site) -> None:
    site.clock.slept.clear()
    one = looker(site.web())
    one.look(site.link("/no-head", "slow.example"))
    assert site.clock.slept == [3.0]
    one.look(site.link("/ok", "other.example"))
    assert site.clock.slept == [3.0]
    one.look(site.link("/moved", "slow.example"))
    assert site.clock.slept == [3.0, 3.0, 3.0]


@pytest.mark.parametrize(
    ("link", "host"),
    [("https://Voorbeeld.NL/x", "voorbeeld.nl"), ("https://a.nl:443/", "a.nl"), ("ftp://a.nl", ""), ("https://", "")],
)
def test_host_of(link: str, host: str) -> None:
    assert host_of(link) == host


@settings(deadline=None)
@given(st.text() | st.from_regex(LINK) | st.builds("http://{}/{}".format, st.text(), st.text()))
def test_whatever_the_text_a_look_has_an_outcome(text: str) -> None:
    def nameless(_: str) -> list[str]:
        raise NoAnswerError(NO_SUCH_NAME, "no such name")

    assert looker(Web(resolve=nameless)).look(text).outcome in {"no_such_name", "not_public"}
    assert looker(Web(resolve=lambda _: ["10.0.0.1"])).look(text) == Look("not_public")


# TLS


def certificate(folder: Path, name: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / f"{name}.pem"
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize(
    ("host", "trusted", "expected"),
    [
        ("good.example", True, Look("ok", 200)),
        ("other.example", True, Look("certificate")),
        ("good.example", False, Look("certificate")),
    ],
)
def test_certificates(tmp_path: Path, host: str, *, trusted: bool, expected: Look) -> None:
    path = certificate(tmp_path, "good.example")
    ours = ssl.create_default_context(cafile=str(path) if trusted else None)
    with serving({"/": status(200)}) as secured:
        theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        theirs.load_cert_chain(path)
        secured.socket = theirs.wrap_socket(secured.socket, server_side=True, do_handshake_on_connect=False)
        port = secured.server_address[1]
        web = Web(allowed=lambda *_: True, resolve=lambda _: ["127.0.0.1"], tls=lambda: ours)
        assert looker(web).look(f"https://{host}:{port}/") == expected


def test_a_host_that_never_shakes_hands_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        anywhere = Web(allowed=lambda *_: True, resolve=lambda _: ["127.0.0.1"])
        web = replace(anywhere, seconds=5.0, whole_seconds=0.3, sleep=lambda _: None)
        assert looker(web).look(f"https://a.example:{port}/") == Look("timeout")
    assert not [one for one in threading.enumerate() if isinstance(one, threading.Timer)]
