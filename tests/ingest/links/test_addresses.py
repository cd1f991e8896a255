"""What may be asked is of the public web: in whatever way an address is written."""

import socket

import pytest

from ingest.links.addresses import addresses_of, is_public, of_public_web
from ingest.links.outcomes import NO_SUCH_NAME, NOT_PUBLIC, UNREACHABLE, NoAnswerError


@pytest.mark.parametrize(
    ("address", "public"),
    [
        pytest.param("127.0.0.1", False, id="this machine"),
        pytest.param("127.9.9.9", False, id="this machine, another way"),
        pytest.param("10.1.2.3", False, id="private, 10/8"),
        pytest.param("172.16.0.1", False, id="private, first of 172.16/12"),
        pytest.param("172.31.255.255", False, id="private, last of 172.16/12"),
        pytest.param("172.32.0.1", True, id="just after 172.16/12"),
        pytest.param("192.168.1.1", False, id="private, 192.168/16"),
        pytest.param("100.64.0.1", False, id="shared by a provider"),
        pytest.param("169.254.169.254", False, id="link-local: the metadata of a cloud"),
        pytest.param("0.0.0.0", False, id="any address of this machine"),  # noqa: S104 - must be refused
        pytest.param("192.0.2.1", False, id="for documentation"),
        pytest.param("198.18.0.1", False, id="for measurements"),
        pytest.param("224.0.0.1", False, id="multicast"),
        pytest.param("255.255.255.255", False, id="everybody"),
        pytest.param("::1", False, id="this machine, IPv6"),
        pytest.param("::", False, id="any address of this machine, IPv6"),
        pytest.param("fe80::1", False, id="link-local, IPv6"),
        pytest.param("fe80::1%eth0", False, id="link-local with its interface"),
        pytest.param("fc00::1", False, id="private, IPv6"),
        pytest.param("fec0::1", False, id="site-local, IPv6"),
        pytest.param("ff02::1", False, id="multicast, IPv6"),
        pytest.param("2001:db8::1", False, id="for documentation, IPv6"),
        pytest.param("::ffff:10.0.0.1", False, id="private IPv4 inside IPv6"),
        pytest.param("::ffff:127.0.0.1", False, id="this machine inside IPv6"),
        pytest.param("64:ff9b::a00:1", False, id="private IPv4 through NAT64"),
        pytest.param("2002:a00:1::", False, id="private IPv4 through 6to4"),
        pytest.param("93.184.216.34", True, id="public"),
        pytest.param("::ffff:93.184.216.34", True, id="public IPv4 inside IPv6"),
        pytest.param("64:ff9b::5db8:d822", True, id="public IPv4 through NAT64"),
        pytest.param("2a00:1450:400e::1", True, id="public, IPv6"),
    ],
)
def test_addresses(address: str, *, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("port", "allowed"), [(80, True), (443, True), (22, False), (8080, False), (0, False), (65535, False)]
)
def test_ports(port: int, *, allowed: bool) -> None:
    assert of_public_web("93.184.216.34", port) is allowed
    assert not of_public_web("10.0.0.1", port)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), NO_SUCH_NAME),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"), UNREACHABLE),
        (UnicodeError("label too long"), NOT_PUBLIC),
    ],
)
def test_names_that_cannot_be_found(monkeypatch: pytest.MonkeyPatch, error: Exception, outcome: str) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(NoAnswerError) as told:
        addresses_of("www.example.nl")
    assert told.value.outcome == outcome


@pytest.mark.parametrize(
    ("host", "asked"),
    [("www.example.nl", "www.example.nl."), ("intranet", "intranet."), ("10.0.0.1", "10.0.0.1"), ("::1", "::1")],
)
def test_no_search_list_of_our_own_network_is_tried(monkeypatch: pytest.MonkeyPatch, host: str, asked: str) -> None:
    names = []

    def remember(name: str, *_args: object, **_more: object) -> list[tuple[object, ...]]:
        names.append(name)
        return [(2, 1, 6, "", ("10.0.0.1", 0)), (2, 1, 6, "", ("10.0.0.1", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", remember)
    assert addresses_of(host) == ["10.0.0.1"]
    assert names == [asked]
