"""Importing this module declares every metric; ``CATALOGUE`` then holds them all."""

from importlib import import_module
from pkgutil import iter_modules

from metrics import families
from metrics.registry import CATALOGUE

__all__ = ["CATALOGUE"]

# A new module is a new family, or a part of one: nothing else has to be told of it.
for _module in sorted(one.name for one in iter_modules(families.__path__)):
    import_module(f"{families.__name__}.{_module}")
