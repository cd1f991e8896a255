"""Common systems, and what a body can learn from its peers, on a terminal: as a table, CSV or JSON."""

import argparse
from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from dashboard.entries import REGISTER
from dashboard.formats import Formats
from dashboard.terminal import GOOD, NO_VALUE, print_json, print_table, published, show
from dashboard.text import Words, words
from dashboard.validated import shortened
from metrics import peer_lists
from metrics.peer_rows import Common, Differing, Example, Missing, OfSystem, Peers, Shared
from metrics.peer_units import COMMON
from sql.arguments import UseError
from sql.fields import BY_KEY


def peers(args: argparse.Namespace) -> int:
    """Say which systems are common; of one body what its peers have, class otherwise and write too."""
    _, facts = published(args.data, args.audience)
    if args.org and args.least is not None:
        msg = "--least is for the list of all systems; leave it out with --org"
        raise UseError(msg)
    if args.least is not None and args.least < 1:
        msg = f"--least {args.least}: write 1 or more"
        raise UseError(msg)
    if args.org:
        asked = facts, args.org.lower(), args.as_of
        _of_body(peer_lists.peers(*asked), peer_lists.shared_texts(*asked), args)
        return GOOD
    day = args.as_of or facts.last_day()
    found = peer_lists.common(facts, args.as_of, least=COMMON if args.least is None else args.least)
    if args.format == "json":
        about = {"as_of": day, "known_on": facts.last_day(), "systems": len(found)}
        print_json({**about, "rows": [_system(one, args.language) for one in found]})
    elif args.format == "csv":
        show(pl.DataFrame([_flat_system(one, args.language) for one in found], schema=_SYSTEMS), "csv", {})
    else:
        t = words(args.language)
        number = t.count("count.systems", len(found), Formats(t.language).number(len(found)))
        _print(t, ("id", "system", "bodies", "kinds", "categories"), [_system_cells(one, t) for one in found])
        print(t("peers.summary", systems=number, day=Formats(t.language).day(day)))
    return GOOD


# One body


def _of_body(found: Peers, texts: Sequence[Shared], args: argparse.Namespace) -> None:
    if args.format == "json":
        print_json(_machine(found, texts, args.language))
    elif args.format == "csv":
        show(pl.DataFrame(_flat(found, texts, args.language), schema=_ROWS), "csv", {})
    else:
        _tell(words(args.language), found, texts)


def _tell(t: Words, found: Peers, texts: Sequence[Shared]) -> None:
    """Print three tables, each under what it is; one that is empty says so."""
    f = Formats(t.language)
    about = {"name": found.organisation, "day": f.day(found.as_of), "kind": found.kind}
    numbers = {"size": ("public", found.size), "peers": ("peers", found.peers), "near": ("near", found.near)}
    counted = {one: t.count(f"count.{noun}", number, f.number(number)) for one, (noun, number) in numbers.items()}
    print(t("peers.about", **about, **counted))
    missing = [[_label(one, t), f"{one.peers}", f"{one.near}", *_example(one.examples)] for one in found.missing]
    differing = [
        [_label(one, t), one.lars, one.category, _counts(one.others), *_example(one.examples)]
        for one in found.differing
    ]
    shared = [
        [
            _label(one, t),
            one.lars,
            getattr(BY_KEY[one.field].title, t.language),
            f"{one.bodies}",
            t("peers.yes") if one.boilerplate else NO_VALUE,
            *_example(one.examples),
        ]
        for one in texts
    ]
    for name, heads, rows in (
        ("missing", ("system", "peers", "near", "example", "link"), missing),
        ("differing", ("system", "lars", "category", "others", "example", "link"), differing),
        ("shared", ("system", "lars", "field", "bodies", "boilerplate", "example", "link"), shared),
    ):
        print(f"\n{t(f'peers.{name}')}")
        if rows:
            _print(t, heads, rows)
        else:
            print(t(f"peers.no_{name}"))


def _label(one: OfSystem, t: Words) -> str:
    return shortened(one.label[t.language])


def _example(examples: Sequence[Example]) -> list[str]:
    first = examples[0]
    return [shortened(first.organisation), REGISTER + first.lars]


def _print(t: Words, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    print_table([t(f"peers.head_{one}") for one in heads], rows)


def _machine(found: Peers, texts: Sequence[Shared], language: str) -> dict[str, Any]:
    return {
        "org_id": found.org_id,
        "organisation": found.organisation,
        "type": found.kind,
        "as_of": found.as_of,
        "known_on": found.known_on,
        "registrations": found.size,
        "peers": {"of_type": found.peers, "of_about_this_size": found.near},
        "missing": [
            {**_named(one, language), "peers": one.peers, "of_about_this_size": one.near, **_linked(one.examples)}
            for one in found.missing
        ],
        "differing": [
            {
                **_named(one, language),
                **_registered(one.lars, one.name),
                "category": one.category,
                "others": dict(one.others),
                **_linked(one.examples),
            }
            for one in found.differing
        ],
        "shared_texts": [
            {
                **_named(one, language),
                **_registered(one.lars, one.name),
                "field": one.field,
                "bodies": one.bodies,
                "boilerplate": one.boilerplate,
                **_linked(one.examples),
            }
            for one in texts
        ],
    }


def _named(one: OfSystem, language: str) -> dict[str, str]:
    return {"system": one.cluster, "label": one.label[language]}


def _registered(lars: str, name: str) -> dict[str, str]:
    return {"lars": lars, "name": name, "link": REGISTER + lars}


def _linked(examples: Sequence[Example]) -> dict[str, list[dict[str, str]]]:
    return {"examples": [{**_registered(one.lars, one.name), "organisation": one.organisation} for one in examples]}


_ROWS: Final = {
    **dict.fromkeys(("list", "system", "label", "lars", "name"), pl.String),
    **dict.fromkeys(("peers", "of_about_this_size"), pl.Int64),
    **dict.fromkeys(("category", "others", "field"), pl.String),
    "boilerplate": pl.Boolean,
    **dict.fromkeys(("example", "example_organisation", "example_link"), pl.String),
}


def _flat(found: Peers, texts: Sequence[Shared], language: str) -> list[dict[str, Any]]:
    """Return the three lists under each other, told apart by ``list``; what a list does not tell is null."""
    lists: dict[str, Sequence[Missing | Differing | Shared]] = {
        "missing": found.missing,
        "differing": found.differing,
        "shared_texts": texts,
    }
    return [
        {"list": name, **_named(one, language), **_said(one), **_first(one.examples)}
        for name, rows in lists.items()
        for one in rows
    ]


def _said(one: Missing | Differing | Shared) -> dict[str, Any]:
    if isinstance(one, Missing):
        return {"peers": one.peers, "of_about_this_size": one.near}
    mine = {"lars": one.lars, "name": one.name}
    if isinstance(one, Differing):
        return mine | {"category": one.category, "others": _counts(one.others)}
    return mine | {"field": one.field, "peers": one.bodies - 1, "boilerplate": one.boilerplate}


def _first(examples: Sequence[Example]) -> dict[str, str]:
    one = examples[0]
    return {"example": one.lars, "example_organisation": one.organisation, "example_link": REGISTER + one.lars}


# All systems


_SYSTEMS: Final = {
    **dict.fromkeys(("system", "label"), pl.String),
    "listed": pl.Boolean,
    **dict.fromkeys(("bodies", "registrations"), pl.Int64),
    **dict.fromkeys(("types", "categories", "example", "example_organisation", "example_link"), pl.String),
}


def _system(one: Common, language: str) -> dict[str, Any]:
    counts = {"bodies": one.bodies, "registrations": one.registrations}
    split = {"types": dict(one.kinds), "categories": dict(one.categories)}
    return {**_named(one, language), "listed": one.listed, **counts, **split, **_linked(one.examples)}


def _flat_system(one: Common, language: str) -> dict[str, Any]:
    split = {"types": _counts(one.kinds), "categories": _counts(one.categories)}
    row = _system(one, language)
    return {key: row[key] for key in _SYSTEMS if key in row} | split | _first(one.examples)


def _system_cells(one: Common, t: Words) -> list[str]:
    counts = [f"{one.bodies}", _counts(one.kinds), _counts(one.categories)]
    return [one.cluster, shortened(one.label[t.language]), *counts]


def _counts(found: Mapping[str, int]) -> str:
    return ", ".join(f"{value} {bodies}" for value, bodies in found.items())
