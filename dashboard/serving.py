"""The command that serves the pages of one audience."""

import argparse
import ipaddress
from pathlib import Path

from sql import mart
from sql.arguments import Add, UseError


def add_serving(add: Add) -> None:
    """Add the command; ``add`` adds one under a name."""
    one = add("web", web)
    add_address(one)
    one.add_argument("--audience", choices=mart.AUDIENCES, default="public")
    one.add_argument("--sample", type=Path, help="data folder of the sample, shown while there is nothing else")


def add_address(one: argparse.ArgumentParser) -> None:
    """Add where pages are served; by default where the configuration says."""
    one.add_argument("--host")
    one.add_argument("--port", type=int)


def web(args: argparse.Namespace) -> int:
    """Serve the pages of one audience."""
    # Dash takes a second and 100 MB to import; the worker and the other commands do without.
    from dashboard.app import WebSettings, create_app  # noqa: PLC0415
    from dashboard.serve import Server, listening  # noqa: PLC0415

    part = args.settings.web
    host, port = args.host or part.host, args.port or part.port
    if args.audience == "internal" and not _is_loopback(host):
        msg = f"internal pages are served on this machine only until there is sign-in; {host} is not loopback"
        raise UseError(msg)
    local = _is_loopback(host) and not part.public_url
    said = {"base_url": part.public_url, "contact": part.contact, "operator": part.operator, "licence": part.licence}
    pages = WebSettings(args.data, args.audience, args.sample, local=local, **said)
    Server(lambda: create_app(pages), listening(host, port), part.threads).run()
    return 0


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
