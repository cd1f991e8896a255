"""How a command line is read: how commands are added, and what may be written after an option.

A day, a moment, a name with a value: each raises ArgumentTypeError for what it is not, with how to write it.
"""

import argparse
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeAlias

from sql.days import ZONE

#: How a command is added: by its name and what it runs.
Add: TypeAlias = Callable[[str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


class UseError(Exception):
    """The command was used in a way that cannot work; says what would."""


def day(text: str) -> date:
    """Return a day that was written as one."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        msg = f"{text!r} is no day; write YYYY-MM-DD"
        raise argparse.ArgumentTypeError(msg) from error


def moment(text: str) -> datetime:
    """Return a moment in UTC; what names no zone is meant as it is read in the Netherlands."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        msg = f"{text!r} is no moment; write YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS+00:00"
        raise argparse.ArgumentTypeError(msg) from error
    if found.tzinfo is None:
        # A bare day is its noon.
        found = found.replace(hour=found.hour or 12 if len(text) <= len("2026-01-01") else found.hour, tzinfo=ZONE)
    return found.astimezone(UTC)


def value(text: str) -> tuple[str, str]:
    """Return a name and what it is given."""
    key, found, given = text.partition("=")
    if not found:
        msg = f"{text!r}: write NAME=VALUE"
        raise argparse.ArgumentTypeError(msg)
    return key.strip(), given


def pair(text: str) -> tuple[str, str]:
    """Return a filter and its value, as they were written."""
    key, found, given = text.partition("=")
    if not found:
        msg = f"{text!r}: write FILTER=VALUE, for example ministry=mnre1034"
        raise argparse.ArgumentTypeError(msg)
    return key, given
