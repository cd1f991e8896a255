"""What can come of looking at a link, and what that says of it."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

ALIVE, DEAD, UNSURE = "alive", "dead", "unsure"

OK: Final = "ok"
GONE: Final = "gone"
NO_SUCH_NAME: Final = "no_such_name"
#: A host that asks who we are, or for patience, or says that we asked wrongly: no proof of anything.
REFUSED: Final = "refused"
SERVER_ERROR: Final = "server_error"
#: Redirects in a circle, too many of them, or to nowhere.
REDIRECTS: Final = "redirects"
CERTIFICATE: Final = "certificate"
#: Not asked: another port, a password in it, or an address that is not of the public web.
NOT_PUBLIC: Final = "not_public"
UNREACHABLE: Final = "unreachable"
TIMEOUT: Final = "timeout"
#: There was a connection, and what came over it was no answer.
BROKEN: Final = "broken"

#: What says at once how it is; the rest leaves it open.
_VERDICTS: Final = {OK: ALIVE, GONE: DEAD, NO_SUCH_NAME: DEAD}
#: What says "dead" when it was the same on several days.
LASTING: Final = frozenset({SERVER_ERROR, UNREACHABLE, TIMEOUT, BROKEN})
#: What may as well be our own network: it counts only once somebody else answered after it.
IN_VAIN: Final = frozenset({NO_SUCH_NAME, UNREACHABLE, TIMEOUT, BROKEN})
#: After a few of these a host is left alone for the rest of the night.
TROUBLE: Final = frozenset({SERVER_ERROR, UNREACHABLE, TIMEOUT, BROKEN, REFUSED})


class NoAnswerError(Exception):
    """A request brought no answer: one of the outcomes above, and the reason in words."""

    def __init__(self, outcome: str, reason: str, *, spoken: bool = False) -> None:
        """Keep the outcome; ``spoken`` says that the request was sent: it may be HEAD that is not known there."""
        super().__init__(reason)
        self.outcome = outcome
        self.spoken = spoken


@dataclass(frozen=True)
class Look:
    """What came of looking at one link: an outcome, the status if a host answered, and its wish.

    ``wait`` is for how many seconds the host asked to be left alone.
    """

    outcome: str
    status: int | None = None
    wait: float | None = None

    @property
    def answered(self) -> bool:
        """Whether somebody spoke HTTP with us."""
        return self.status is not None


def of_status(status: int) -> str:
    """Return the outcome that the status of an answer stands for; redirects are followed before."""
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return OK
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return GONE
    return SERVER_ERROR if status >= HTTPStatus.INTERNAL_SERVER_ERROR else REFUSED


def verdict(outcome: str, days: int, enough_days: int) -> str:
    """Return alive, dead or unsure: ``days`` is on how many days in a row this was the outcome."""
    if outcome in LASTING and days >= enough_days:
        return DEAD
    return _VERDICTS.get(outcome, UNSURE)
