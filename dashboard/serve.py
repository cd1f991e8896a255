"""The web process: gunicorn with threads, around an app that is warm before the first reader."""

import logging
from collections.abc import Callable
from typing import Any

import dash
from gunicorn.app.base import BaseApplication

from dashboard.app import warm

_LOG = logging.getLogger(__name__)


class Server(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """Serves one app until it is told to stop."""

    def __init__(self, make: Callable[[], dash.Dash], bind: str, threads: int) -> None:
        """Prepare to serve; ``make`` is called in the worker process."""
        self._make = make
        self._options: dict[str, Any] = {
            "bind": bind,
            "workers": 1,
            "threads": threads,
            "worker_class": "gthread",
            "timeout": 60,
            "graceful_timeout": 10,
            "keepalive": 5,
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
        return app.server
