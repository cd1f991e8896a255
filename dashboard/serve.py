"""The web process: gunicorn with threads, around an app that is warm before the first reader."""

import errno
import logging
import socket
from collections.abc import Callable
from typing import Any, Final

from gunicorn.app.base import BaseApplication

from dashboard.app import Site, warm
from dashboard.warming import Watch

_LOG = logging.getLogger(__name__)


_LAST_PORT: Final = 65535
_ADVICE: Final = {
    errno.EADDRINUSE: "another process has this port; stop it, or give another --port",
    errno.EADDRNOTAVAIL: "this machine has no such address; give another --host",
    errno.EACCES: "only the administrator may serve there; give a --port of 1024 or more",
}


class AddressError(OSError):
    """Nobody can be served at an address; says why, and what would do."""


def listening(host: str, port: int) -> int:
    """Return the descriptor of a socket that listens there: a port in use is known before anything starts.

    Raises AddressError.
    """
    if not 0 <= port <= _LAST_PORT:
        # The resolver would take another one, without a word.
        msg = f"cannot serve at {host}:{port}: there are ports up to {_LAST_PORT}; give another --port"
        raise AddressError(msg)
    try:
        family, kind, _, _, where = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(where)
            door.listen()
            return door.detach()
    except OSError as error:
        advice = _ADVICE.get(error.errno or 0, f"{error.strerror or error}; give another --host or --port")
        msg = f"cannot serve at {host}:{port}: {advice}"
        raise AddressError(msg) from error


class Server(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """Serves one app until it is told to stop."""

    def __init__(self, make: Callable[[], Site], door: int, threads: int) -> None:
        """Prepare to serve at a ``door`` that listens; ``make`` is called in the worker process."""
        self._make = make
        self._options: dict[str, Any] = {
            "bind": f"fd://{door}",
            "workers": 1,
            "threads": threads,
            "worker_class": "gthread",
            "timeout": 60,
            "graceful_timeout": 10,
            # Longer than somebody thinks between two pages; an idle connection takes no thread.
            "keepalive": 60,
            # No second door beside the one that is asked for.
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        """Hand our options to gunicorn; options that it does not know are left out."""
        for key, value in self._options.items():
            if key in self.cfg.settings:
                self.cfg.set(key, value)

    def load(self) -> object:
        """Return the WSGI app, warm: a cold one answers its first concurrent readers with errors."""
        app = self._make()
        warm(app)
        Watch(app, app.router).start()
        return app.server
