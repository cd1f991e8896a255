"""Made-up inventories of bodies that have registrations, with the truth of every line."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Final

from ingest.sample.chance import stream
from tests.linking.mix import USUAL, Mix
from tests.linking.names import CHANGES
from tests.linking.rows import Line, Link, Registration, Truth
from tests.linking.strangers import Pair, look_alikes, stems, unregistered
from tests.linking.texts import category_of, described, process_of, start_of, status_of, vendor_of
from tests.linking.twins import plain, with_twins
from tests.linking.vocabulary import PARTS

_JOINTS: Final = ("{} en {}", "{} / {}", "{} + {}", "{}, {}")
_NUMBERS: Final = ("ALG-{:03}", "{}", "2025/{:04}", "{:05}")
#: The kind of a name that is its registration's own.
EXACT: Final = "exact"
_TELLS_NOTHING: Final = ("none", "unrelated")
_TOLD_APART_BY_A_WORD: Final = ("one_word_differs", "next_version")
#: Before the kind of a line's description (``Mix.texts``).
TEXT: Final = "text:"


@dataclass
class _Draft:
    """A line to be: what it is written from, the registrations that it is, and what was done to it."""

    about: Registration
    name: str
    kinds: tuple[str, ...]
    links: tuple[str, ...]
    at: str = ""


@dataclass
class _Body:
    """What is being made of one body."""

    ours: list[Registration]
    near: list[Registration]
    drafts: list[_Draft] = field(default_factory=list)
    more: list[Registration] = field(default_factory=list)


def inventories(
    given: Iterable[Registration], seed: int, mix: Mix = USUAL, parents: Mapping[str, str] | None = None
) -> Truth:
    """Return a made-up inventory of every body that registers something, and which lines are which registrations.

    The registrations are those given and a few made-up look-alikes. ``parents`` gives of bodies the
    one above, at which some lines then stand (``Mix.listed_above``). The same arguments give the
    same result, whatever the order of the registrations.
    """
    # Without their source_id, which a line's number might be by chance.
    every = sorted((replace(one, source_id="") for one in given), key=lambda one: one.lars)
    by_body = defaultdict(list)
    for one in every:
        by_body[one.org_id].append(one)
    above = parents or {}
    bodies = [_Body(ours, _near(by_body, above, org_id)) for org_id, ours in sorted(by_body.items())]
    for body in bodies:
        _list(body, every, seed, mix, above)
    return _without(_numbered(bodies, seed, mix, above), seed, mix)


def _near(by_body: Mapping[str, list[Registration]], parents: Mapping[str, str], org_id: str) -> list[Registration]:
    """Return the registrations of a body, and of those directly above and below it."""
    bodies = {org_id, parents.get(org_id, org_id), *(low for low, high in parents.items() if high == org_id)}
    return [one for each in sorted(bodies) for one in by_body.get(each, [])]


def _list(body: _Body, every: Sequence[Registration], seed: int, mix: Mix, parents: Mapping[str, str]) -> None:
    """Write the lines of a body."""
    own = body.ours[0]
    rng = stream(seed, "body", own.org_id)
    above = parents.get(own.org_id, "")
    for unit in _units(rng, body.ours, mix):
        drafts = _registered(stream(seed, "line", unit[0].lars), unit, mix)
        if above and rng.random() < mix.listed_above:
            drafts = [replace(one, at=above, kinds=(*one.kinds, "listed_above")) for one in drafts]
        body.drafts += drafts
    for stranger in unregistered(rng, body.ours, body.near, every, mix):
        # A subject is what tells it apart: it is not to be dropped.
        name, kinds = changed(rng, stranger.as_if, _gentle(mix) if stranger.kind in _TOLD_APART_BY_A_WORD else mix)
        body.drafts.append(_Draft(stranger.as_if, name, (stranger.kind, *kinds), ()))
    # Where bodies look into each other's lists, a pair of the one would be a truth of the other.
    if len(body.near) == len(body.ours):
        for pair in look_alikes(rng, own, body.near, mix):
            _add(rng, body, pair, mix)


def _units(rng: Random, ours: Sequence[Registration], mix: Mix) -> Iterator[list[Registration]]:
    """Give what is listed, now and then two registrations as one."""
    listed = [one for one in ours if rng.random() >= mix.unlisted]
    rng.shuffle(listed)
    while listed:
        unit = [listed.pop()]
        if listed and rng.random() < mix.merged and listed[-1].name.casefold() != unit[0].name.casefold():
            unit.append(listed.pop())
        yield unit


def _registered(rng: Random, unit: Sequence[Registration], mix: Mix) -> list[_Draft]:
    if len(unit) > 1:
        return [_merged(rng, unit, mix)]
    (one,) = unit
    name, kinds = changed(rng, one, mix)
    if rng.random() >= mix.split:
        return [_Draft(one, name, kinds, (one.lars,))]
    parts = rng.choice(PARTS)[: rng.choice((2, 2, 3))]
    kinds = ("split", *(kind for kind in kinds if kind != EXACT))
    return [_Draft(one, part.format(name), kinds, (one.lars,)) for part in parts]


def _merged(rng: Random, unit: Sequence[Registration], mix: Mix) -> _Draft:
    first, second = (changed(rng, one, replace(mix, exact=(1 + mix.exact) / 2)) for one in unit)
    kinds = ("merged", *(kind for kind in dict.fromkeys((*first[1], *second[1])) if kind != EXACT))
    name = rng.choice(_JOINTS).format(first[0], second[0])
    return _Draft(unit[0], name, kinds, tuple(one.lars for one in unit))


def changed(rng: Random, given: Registration, mix: Mix) -> tuple[str, tuple[str, ...]]:
    """Return the name as a line has it, and what was done to it in that order."""
    name = given.name.strip()
    if not name or rng.random() < mix.exact:
        return name, (EXACT,)
    wanted = rng.choices((1, 2, 3), mix.changes)[0]
    kinds: list[str] = []
    # Many a change does not apply to a title: others are tried in its place.
    for kind in _in_turn(rng, mix.names):
        done = CHANGES[kind](rng, name, given) if len(kinds) < wanted else None
        if done and done != name:
            name = done
            kinds.append(kind)
    return name, tuple(kinds) or (EXACT,)


def _in_turn(rng: Random, weights: Mapping[str, float]) -> list[str]:
    """Return all kinds that have a weight, by chance, the heavier ones sooner."""
    drawn = [(rng.expovariate(weight), kind) for kind, weight in weights.items() if weight > 0]
    return [kind for _, kind in sorted(drawn)]


def _gentle(mix: Mix) -> Mix:
    """Return a mix for names of which a letter or a word tells them apart: a slip might lose it."""
    return replace(
        mix, names={"case": 1.0, "punctuation": 1.0, "word_added": 1.0, "body_in_name": 1.0}, changes=(1.0, 0.0, 0.0)
    )


def _add(rng: Random, body: _Body, pair: Pair, mix: Mix) -> None:
    body.more += pair.registered
    for one, true in pair.listed:
        name, kinds = changed(rng, one, _gentle(mix))
        body.drafts.append(_Draft(one, name, (pair.kind, *kinds), (one.lars,) if true else ()))


def _numbered(bodies: Sequence[_Body], seed: int, mix: Mix, parents: Mapping[str, str]) -> Truth:
    """Give every line its place and number, and write the rest of it."""
    registrations = tuple(one for body in bodies for one in (*body.ours, *body.more))
    everywhere = [one for body in bodies for one in body.ours]
    drafts = defaultdict(list)
    for body in bodies:
        for draft in body.drafts:
            drafts[draft.at or body.ours[0].org_id].append(draft)
    lines: list[Line] = []
    links: set[Link] = set()
    kinds: dict[tuple[str, str], tuple[str, ...]] = {}
    for org_id, placed in sorted(drafts.items(), key=lambda item: item[0]):
        rng = stream(seed, "numbers", org_id)
        rng.shuffle(placed)
        form = rng.choice(_NUMBERS)
        for number, draft in enumerate(placed, start=1):
            text = rng.choices(list(mix.texts), list(mix.texts.values()))[0]
            if "renamed" in draft.kinds and text in _TELLS_NOTHING:
                # A name that is not its own and no text: nobody could tell.
                text = "short"
            key = (org_id, form.format(number))
            said = described(rng, draft.about, rng.choice(everywhere), text)
            lines.append(_line(rng, draft, key, mix, said))
            links |= {Link(*key, lars) for lars in draft.links}
            kinds[key] = (*draft.kinds, f"{TEXT}{text}")
    return with_twins(Truth(registrations, tuple(lines), frozenset(links), kinds, dict(parents)))


def _without(truth: Truth, seed: int, mix: Mix) -> Truth:
    """Take registrations out of the register (``Mix.withheld``) of which the lines stay, without a link.

    None goes of which another of its body has the name, the words or the text: its lines might be that one as well.
    """
    said = Counter(mark for one in truth.registrations for mark in _marks(one))
    gone = {
        one.lars
        for one in truth.registrations
        if stream(seed, "withheld", one.lars).random() < mix.withheld and all(said[mark] == 1 for mark in _marks(one))
    }
    links = frozenset(link for link in truth.links if link.lars not in gone)
    lost = {link[:2] for link in truth.links} - {link[:2] for link in links}
    return replace(
        truth,
        registrations=tuple(one for one in truth.registrations if one.lars not in gone),
        links=links,
        kinds={key: (("withheld", *kinds) if key in lost else kinds) for key, kinds in truth.kinds.items()},
    )


def _marks(one: Registration) -> set[tuple[str, str]]:
    """Return by what a registration may be taken for another one of its body."""
    about = " ".join(sorted(stems(one.name)))
    return {(one.org_id, said) for said in (plain(one.name), about, one.description_short, one.goal) if said}


def _line(rng: Random, draft: _Draft, key: tuple[str, str], mix: Mix, text: str) -> Line:
    about = draft.about
    return Line(
        *key,
        name=draft.name,
        description=text,
        process=process_of(rng, about.name, mix),
        vendor=vendor_of(rng, about.provider, mix),
        start_date=start_of(rng, about.begin_date, mix),
        category=category_of(rng, about.category, mix),
        status=status_of(rng, mix),
    )
