"""Answers that are worked out once and kept: with the facts that they follow from, for as long as those are there."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock, RLock
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar

T = TypeVar("T")
P = ParamSpec("P")


@dataclass
class _Answer(Generic[T]):
    """One answer, or the place where it will be; who works it out holds the lock."""

    lock: RLock = field(default_factory=RLock)
    value: list[T] = field(default_factory=list)


class Once(Generic[T]):
    """The last answers to one sort of question, up to a number of them.

    Who asks what somebody else is working out waits for it. What is raised is not kept: the next one tries again.
    """

    def __init__(self, most: int) -> None:
        """Begin with none."""
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[Hashable, _Answer[T]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the answer under a key; ``make`` works it out where it is not there yet."""
        answer = self._answer(key)
        if not answer.value:
            with answer.lock:
                if not answer.value:
                    answer.value.append(make())
        return answer.value[0]

    def _answer(self, key: Hashable) -> _Answer[T]:
        with self._lock:
            answer = self._kept.setdefault(key, _Answer())
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return answer

    def __len__(self) -> int:
        """How many answers are kept, or being worked out."""
        return len(self._kept)


class Memo:
    """What was worked out from one set of facts: the last answers of each function that keeps them."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lock = Lock()
        self._of: dict[Callable[..., Any], Once[Any]] = {}

    def of(self, ask: Callable[..., T], most: int) -> Once[T]:
        """Return the answers of one function; of the first who asks is how many are kept."""
        with self._lock:
            return self._of.setdefault(ask, Once(most))


class _WithMemo(Protocol):
    """What answers can be kept with."""

    @property
    def memo(self) -> Memo:
        """The answers."""


F = TypeVar("F", bound=_WithMemo)


def with_facts(most: int) -> Callable[[Callable[Concatenate[F, P], T]], Callable[Concatenate[F, P], T]]:
    """Keep the last answers of a function of facts, up to ``most``, with those facts: no answer outlives them.

    An answer must not hold the facts themselves, or they would keep each other.
    """

    def keep(ask: Callable[Concatenate[F, P], T]) -> Callable[Concatenate[F, P], T]:
        @wraps(ask)
        def kept(facts: F, /, *asked: P.args, **named: P.kwargs) -> T:
            key = (asked, tuple(sorted(named.items())))
            return facts.memo.of(ask, most).get(key, lambda: ask(facts, *asked, **named))

        return kept

    return keep
