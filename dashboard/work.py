"""The list of work of a target: each system that asks for something, who owns it, and what to do next."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from dashboard import targets, work_table
from dashboard.blocks import Block, Links, Paragraph
from dashboard.freshness import listed
from dashboard.view import View
from metrics.ageing import is_stale
from metrics.spans import NO_MINISTRY

MINISTRY, BODY, STATE, PART = "ministerie", "organisatie", "stand", "deel"
ANCHOR: Final = "werklijst"
#: Those that need somebody first. Late ones are there, so nothing is to be done; on time ones only when asked for.
NEED: Final = ("overdue", "inconsistent", "in_grace", "exempt", "not_due", "late", "on_time")
_ASKS: Final = NEED[:-1]
#: What a reader asks first is answered also where it is nought.
_TOLD: Final = frozenset({"on_time", "late", "overdue"})
#: In this order a sentence tells of them: what is there, then what is not.
_IN_ORDER: Final = ("on_time", "late", *(one for one in NEED if one not in {"on_time", "late"}))
#: What can be chosen from: its label, the word for all, and the columns of code and name.
_CHOICES: Final = {
    "ministry": ("work.choose", "work.all", "ministry_id", "ministry"),
    "body": ("work.choose_body", "work.all.body", "org_id", "organisation"),
}
#: So many systems stand in one part of the list.
_ROWS: Final = 50


@dataclass(frozen=True)
class Chosen:
    """Which part of the list a reader wants: codes of a ministry and a body, and a state; empty is all."""

    ministry: str = ""
    body: str = ""
    state: str = ""


def asked(view: View) -> Chosen:
    """Return what the address asks for; a state that there is none of is none."""
    state = view.query.get(STATE, "")
    return Chosen(view.query.get(MINISTRY, ""), view.query.get(BODY, ""), state if state in NEED else "")


def url(view: View, chosen: Chosen, part: int = 1) -> str:
    """Return the address of a part of the list on this page."""
    query = {MINISTRY: chosen.ministry, BODY: chosen.body, STATE: chosen.state, PART: str(part) if part > 1 else ""}
    return f"{view.url(**{key: value for key, value in query.items() if value})}#{ANCHOR}"


def blocks(view: View, target: str) -> list[Block]:
    """Return the ways to choose, what was found in a sentence, and the systems, those first that need somebody most."""
    frame = view.mart.work_list(target, view.as_of).with_columns(
        ministry_id=pl.col("ministry_id").fill_null(NO_MINISTRY),
        ministry=pl.col("ministry").fill_null(view.t("group.no_ministry")),
        old=is_stale(pl.col("delivered_on"), view.as_of).fill_null(value=False),
    )
    chosen = asked(view)
    inside = _of(frame, replace(chosen, state=""))
    shown = _of(frame, chosen)
    if not chosen.state:
        shown = shown.filter(pl.col("state").is_in(_ASKS))
    told: list[Block] = [*_ways(view, frame, chosen), Paragraph(_sentence(view, inside, chosen), lead=True)]
    if not shown.height:
        return [*told, Paragraph(view.t("work.none.state" if chosen.state else "work.none"))]
    return [*told, *_parts(view, _ordered(shown), chosen)]


def _of(frame: pl.DataFrame, chosen: Chosen) -> pl.DataFrame:
    where = {"ministry_id": chosen.ministry, "org_id": chosen.body, "state": chosen.state}
    return frame.filter(*(pl.col(key) == value for key, value in where.items() if value))


def _ordered(frame: pl.DataFrame) -> pl.DataFrame:
    """Sort by need: the state, then the longest over its date, then the explanation that ends first."""
    need = pl.col("state").replace_strict({state: place for place, state in enumerate(NEED)}, return_dtype=pl.Int8)
    return frame.sort(need, -pl.col("days").fill_null(0), "valid_until", "organisation", "name", "local_id")


def _ways(view: View, frame: pl.DataFrame, chosen: Chosen) -> Iterator[Links]:
    """Return the ways to a ministry, to a body of it, and to a state, each with its number of systems."""
    t = view.t
    yield _choice(view, "ministry", frame, chosen)
    if chosen.ministry:
        inside = _of(frame, Chosen(chosen.ministry))
        if inside["org_id"].n_unique() > 1 or chosen.body:
            yield _choice(view, "body", inside, chosen)
    inside = _of(frame, replace(chosen, state=""))
    counts = dict(inside.group_by("state").len().iter_rows())
    ways = [(t("work.asks"), url(view, replace(chosen, state="")), not chosen.state)]
    for state in NEED:
        if counts.get(state) or state in _TOLD or state == chosen.state:
            said = _counted(view, t(f"on_time.{state}"), counts.get(state, 0))
            ways.append((said, url(view, replace(chosen, state=state)), state == chosen.state))
    yield Links(t("work.choose_state"), ways)


def _choice(view: View, which: str, frame: pl.DataFrame, chosen: Chosen) -> Links:
    """Return the ways to each ministry or body that has a system in a frame; a ministry leaves the body out."""
    label, every, code, name = _CHOICES[which]
    now = getattr(chosen, which)
    wider = replace(chosen, body="", ministry="" if which == "ministry" else chosen.ministry)
    ways = [(view.t(every), url(view, wider), not now)]
    ways += [
        (_counted(view, text, number), url(view, replace(wider, **{which: one})), one == now)
        for one, text, number in frame.group_by(code, name).len().sort(name, code).iter_rows()
    ]
    return Links(view.t(label), ways)


def _counted(view: View, text: str, number: int) -> str:
    return view.t("work.way", name=text, n=view.f.number(number))


def _sentence(view: View, inside: pl.DataFrame, chosen: Chosen) -> str:
    """Return how many of how many are in the state asked for, or how they divide over the states; and of whom."""
    t, f = view.t, view.f
    counts = dict(inside.group_by("state").len().iter_rows())
    whole = view.count("count.systems", inside.height)
    values = {"who": _who(view, inside, chosen), "day": f.day(view.as_of), "of": whole}
    if chosen.state:
        state = t(f"work.said.{chosen.state}")
        return t("work.sentence.state", **values, n=f.number(counts.get(chosen.state, 0)), state=state)
    if not inside.height:
        return t("work.sentence.none", **values)
    said = [
        t("work.part", n=f.number(counts.get(state, 0)), state=t(f"work.said.{state}"))
        for state in _IN_ORDER
        if counts.get(state) or state in _TOLD
    ]
    return t("work.sentence", **values, parts=listed(view, said))


def _who(view: View, inside: pl.DataFrame, chosen: Chosen) -> str:
    """Return whose systems they are."""
    for code, column in ((chosen.body, "organisation"), (chosen.ministry, "ministry")):
        if code:
            return str(inside[column][0]) if inside.height else code
    return view.t("work.everybody")


def _parts(view: View, frame: pl.DataFrame, chosen: Chosen) -> Iterator[Block]:
    """Return one part of the list, with the ways to the others where there are several."""
    last = -(-frame.height // _ROWS)
    wanted = view.query.get(PART, "1")
    part = min(max(int(wanted) if wanted.isdecimal() else 1, 1), last)
    begin = (part - 1) * _ROWS
    yield work_table.table(view, frame.slice(begin, _ROWS), frame.height, begin)
    if last > 1:
        ways = [
            (
                view.t(
                    "work.rows",
                    first=view.f.number((one - 1) * _ROWS + 1),
                    last=view.f.number(min(one * _ROWS, frame.height)),
                ),
                url(view, chosen, one),
                one == part,
            )
            for one in range(1, last + 1)
        ]
        yield Links(view.t("work.choose_part"), ways)


def silent(view: View, target: str) -> list[Block]:
    """Return the ministries of which not every body gave a list, to ask for one; nothing where all did."""
    rows = [row.main for row in targets.by_ministry(view, target)]
    lacking = [row for row in rows if row["covers_asked"] and (row["covers"] or 0) < row["covers_asked"]]
    if not lacking:
        return []
    said = [
        view.t(
            "work.silent.one",
            name=row["group"] if row["group"] != NO_MINISTRY else view.t("group.no_ministry"),
            n=view.f.number(row["covers_asked"] - (row["covers"] or 0)),
            of=view.f.number(row["covers_asked"]),
        )
        for row in lacking
    ]
    return [Paragraph(view.t("work.silent", names=listed(view, said)))]
