"""The checks of a text, one family of rules a module; importing this declares them all in ``CHECKS``."""

from importlib import import_module
from pkgutil import iter_modules

from metrics.checks.declare import CHECKS, Check

__all__ = ["CHECKS", "Check"]

# A new module is a new family of checks: nothing else has to be told of it. In order of name, so that
# bits are the same everywhere.
for _module in sorted(one.name for one in iter_modules(__path__)):
    import_module(f"{__name__}.{_module}")
