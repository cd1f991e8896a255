"""What does this entry say, and since when?"""

import difflib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from dashboard import entries, entry_fixes, entry_history, entry_matches, entry_peers, entry_texts, remarks
from dashboard.blocks import Block, Cell, Content, Facts, Links, Notice, Paragraph, Section
from dashboard.view import DUTCH, Page, View, address
from metrics.bodies import UNKNOWN
from metrics.facts import PROVISIONAL, STATED
from metrics.families.completeness import REQUIREMENTS, score_of
from metrics.standing import Standing, standing
from sql.days import ZONE
from sql.fields import NOT_STATED

#: So many registrations with a number that looks like it are named.
_NEAR: Final = 5
#: So many digits at either end are right in what looks like it.
_RIGHT: Final = 3


def content(view: View, lars: str) -> Content:
    """Return the page, or say that nobody has this number, and which look like it."""
    now = view.mart.kept(standing, lars, view.as_of)
    if now is None:
        return _unknown(view, lars)
    if now.row is None:
        return _not_yet(view, now)
    return Content(now.row["name"] or view.t("registration.nameless", lars=lars), _blocks(view, now, now.row))


def _blocks(view: View, now: Standing, row: Mapping[str, Any]) -> list[Block]:
    sentence = _sentence(view, now, row)
    findings = entry_texts.found(view, now)
    parts = (
        ("check", entry_texts.to_check(view, now, findings)),
        ("says", entry_texts.fields(view, now, findings)),
        ("complete", entry_fixes.blocks(view, now)),
        ("history", entry_history.blocks(view, now)),
        ("lists", entry_matches.blocks(view, now)),
        ("peers", entry_peers.blocks(view, now)),
    )
    reaction = remarks.section(view, f"registration/{now.lars}", row["name"] or now.lars)
    return [
        view.lead(sentence),
        *_doubt(view, now),
        view.citation(sentence),
        view.date_form(),
        _about(view, now, row),
        *_elsewhere(view, row),
        *(Section(view.t(f"registration.title.{key}"), blocks, key) for key, blocks in parts),
        reaction,
    ]


# What it is, in one sentence


def _sentence(view: View, now: Standing, row: Mapping[str, Any]) -> str:
    name = row["name"] or view.t("entry.no_name")
    values = {"name": name, "organisation": _body(view, row), "day": view.f.day(view.as_of)}
    what = view.t("registration.what", category=_category(view, row), status=_status(view, row))
    head = view.t(f"registration.sentence.{now.state}", **values, what=what)
    return " ".join([head, _since(view, row), _complete(view, now, row)]).strip()


def _body(view: View, row: Mapping[str, Any]) -> str:
    return row["organisation"] if row["org_id"] != UNKNOWN else view.t("registration.nobody")


def _category(view: View, row: Mapping[str, Any]) -> str:
    return _said(view, "category", row["category"])


def _status(view: View, row: Mapping[str, Any]) -> str:
    return _said(view, "status", row["status"])


def _said(view: View, key: str, value: str | None) -> str:
    stated = bool(value) and value != NOT_STATED
    return view.t(f"registration.with_{key}", value=value) if stated else view.t(f"registration.without_{key}")


def _since(view: View, row: Mapping[str, Any]) -> str:
    moment = row["first_published"]
    if moment is None:
        return view.t("registration.first.unknown")
    key = "registration.first.retro" if moment == entries.FILLED_IN else "registration.first.known"
    return view.t(key, day=view.f.day(moment.astimezone(ZONE).date()))


def _complete(view: View, now: Standing, row: Mapping[str, Any]) -> str:
    """Say how many of the parts that are asked are usable; of one that does not count that day, nothing."""
    asked, valid = row["asked"] or 0, row["valid"] or 0
    owed = [one for one in REQUIREMENTS if asked & one.mask]
    if not now.counts or not owed:
        return ""
    got = sum(bool(valid & asked & one.mask) for one in owed)
    return view.t("registration.complete", n=view.f.number(got), of=view.f.number(len(owed)))


def _doubt(view: View, now: Standing) -> list[Block]:
    """Say between which days it went, where it did or may have done."""
    if now.state == "public":
        return []
    days = {"sure": view.f.day(now.sure_until), "gone": view.f.day(now.gone_by), "back": view.f.day(now.back_on)}
    said = []
    if now.sure_until:
        said.append(view.t("registration.sure_until", **days))
    if now.gone_by:
        said.append(view.t("registration.gone_by", **days))
    said.append(view.t("registration.not_told"))
    if now.back_on:
        said.append(view.t("registration.back_on", **days))
    return [Notice(" ".join(said))]


# What is known of it


def _about(view: View, now: Standing, row: Mapping[str, Any]) -> Facts:
    body = view.url(f"/organisatie/{row['org_id']}") if row["org_id"] != UNKNOWN else ""
    lars = Cell(now.lars, "" if row["identity"] == STATED else view.t(f"entry.{row['identity']}"))
    published = row["published_at"]
    items = [
        (view.t("column.organisation"), Cell(_body(view, row), href=body, lang=DUTCH)),
        (view.t("column.lars"), lars),
        (view.t("column.shown"), Cell(view.t(f"registration.state.{now.state}"))),
        (view.t("column.category"), entries.stated(view, row["category"])),
        (view.t("column.status"), entries.stated(view, row["status"])),
        (view.t("by.standard"), entries.stated(view, row["standard"])),
        (view.t("column.first_published"), entries.first(view, row["first_published"])),
        (view.t("registration.last_published"), entries.first(view, published)),
    ]
    if row["changed_on"]:
        items.append((view.t("registration.says_since"), Cell(row["changed_on"])))
    return Facts([*items, *_points(view, now)])


def _points(view: View, now: Standing) -> list[tuple[str, Cell]]:
    """Return the points that it has, of those that it owes."""
    if not now.counts or now.row is None or now.row["asked"] is None:
        return []
    score = score_of("valid")
    one = pl.DataFrame([{key: now.row[key] for key in ("asked", "filled", "valid")}])
    got, owed = one.select(got=score.passed, owed=score.owed).row(0)
    told = view.t("registration.points", n=view.f.number(got), of=view.f.number(owed))
    return [(view.t("registration.completeness"), Cell(told, href=view.url("/methode") + "#completeness"))]


def _elsewhere(view: View, row: Mapping[str, Any]) -> list[Block]:
    if row["identity"] == PROVISIONAL:
        return [Paragraph(view.t("registration.no_page"))]
    link = (view.t("registration.at_register"), entries.at_register(row), False)
    return [Links(view.t("links.more"), (link,))]


# What is not there


def _not_yet(view: View, now: Standing) -> Content:
    """Say that it was not there yet on the day, or that nobody knows."""
    day, first = view.f.day(view.as_of), view.f.day(now.first_day)
    text = view.t(f"registration.not_yet.{now.state}", day=day, first=first, lars=now.lars)
    link = (view.t("date.latest"), address(view.language, view.path, {}), False)
    title = view.t("registration.not_yet_title", lars=now.lars)
    return Content(title, [Paragraph(text, lead=True), view.date_form(), Links(link[0], (link,))])


def _unknown(view: View, lars: str) -> Content:
    """Say that nobody has this number, and which registrations a reader may mean."""
    near = _near(view, lars)
    ways = [(view.t("nav.organisations"), view.url("/organisatie"), False)]
    ways.insert(0, (view.t("registration.search", asked=lars), view.url("/organisatie", q=lars), False))
    blocks: list[Block] = [Paragraph(view.t("registration.unknown_text", lars=lars), lead=True)]
    if near.height:
        blocks.append(entries.table(view, "near", view.t("registration.near"), near, body=True, state=True))
    return Content(view.t("registration.unknown_title"), [*blocks, Links(view.t("not_found.ways"), ways)], status=404)


def _near(view: View, asked: str) -> pl.DataFrame:
    """Return the registrations with a number that looks like what was asked, those that are most like it first."""
    every = view.mart.registrations(view.mart.last_day or view.as_of)
    # Whoever mistook one digit, or two neighbours, has the first or the last few right.
    ends = pl.col("lars").str.starts_with(asked[:_RIGHT]) | pl.col("lars").str.ends_with(asked[-_RIGHT:])
    numbers: Sequence[str] = every.filter(ends)["lars"].to_list()
    close = difflib.get_close_matches(asked, numbers, n=_NEAR, cutoff=0.7)
    found = every.filter(pl.col("lars").is_in(close))
    return found.sort(pl.col("lars").replace_strict({one: place for place, one in enumerate(close)}, default=_NEAR))


PAGE = Page("registration", "/registratie/<lars>", content)
