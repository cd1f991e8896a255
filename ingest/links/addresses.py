"""Which addresses belong to the public web: a link is text of a stranger, and may point at this very network."""

import ipaddress
import socket
from typing import Final

from ingest.links.outcomes import NO_SUCH_NAME, NOT_PUBLIC, UNREACHABLE, NoAnswerError

_PORTS: Final = frozenset({80, 443})
#: All that is handed out for use on the internet; IPv4 inside IPv6 (NAT64) is judged as what is inside.
_GLOBAL_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")


def of_public_web(address: str, port: int) -> bool:
    """Whether an address (a number) and port may be asked."""
    return port in _PORTS and is_public(address)


def is_public(address: str) -> bool:
    """Whether an address is one of the internet: not of this machine, its network, or a tunnel into one."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv4Address):
        return found.is_global and not found.is_multicast
    inside = _inside(found)
    if inside is not None:
        return is_public(str(inside))
    return found in _GLOBAL_UNICAST and found.is_global


def _inside(found: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for, if any."""
    if found in _NAT64:
        return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)


def addresses_of(host: str) -> list[str]:
    """Return the addresses of a host by its whole name, best first. Raises NoAnswerError.

    A name is asked for with its final dot: no search list of this machine's own network is tried.
    """
    try:
        name = host if _is_number(host) else f"{host.rstrip('.')}."
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise NoAnswerError(NO_SUCH_NAME if error.errno == socket.EAI_NONAME else UNREACHABLE, str(error)) from error
    except UnicodeError as error:
        raise NoAnswerError(NOT_PUBLIC, f"no name of a host: {error}") from error
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
