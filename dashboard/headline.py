"""What the overview says before anything else: how many of how many, how sure, how fresh, and who else asks what."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from dashboard import changing, freshness, groups, periods, targets, trends
from dashboard.blocks import Block, Cell, Column, Facts, Links, Notice, Paragraph, Table
from dashboard.formats import Share, instant
from dashboard.pages import find
from dashboard.view import DUTCH, Bounds, View, address, one
from sql.days import ZONE

_STANDBY: Final = "standby"
#: Left out where only ministries are listed.
_MINISTRY: Final = "Ministerie van "
#: Who comes here, and the pages that answer what each asks; a target stands for the first one.
_TARGET: Final = "/doel/"
_READERS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "parliament": (("target", _TARGET), ("changes", "/wijzigingen"), ("why", "/verklaring")),
    "ministry": (("target", _TARGET), ("fields", "/velden"), ("body", "/organisatie")),
    "body": (("body", "/organisatie"), ("compare", "/vergelijk"), ("fields", "/velden"), ("why", "/verklaring")),
    "public": (("body", "/organisatie"), ("changes", "/wijzigingen"), ("sources", "/bronnen")),
    "research": (("method", "/methode"), ("why", "/verklaring"), ("sources", "/bronnen")),
}


def of_all(view: View) -> str:
    """Return how many of the bodies that a list names have a registration; nothing where no list does."""
    row = one(view.mart.figures("connected.organisations", [view.as_of]))
    if row is None or row["passed"] is None or not row["asked"]:
        return ""
    share = Share(row["passed"], row["asked"])
    shown = "" if share.too_few else f" ({view.f.percent(share)})"
    values = {"n": view.f.number(share.passed), "of": view.f.number(share.asked), "share": shown}
    return view.t("overview.of_all", **values)


def sure(view: View, row: Mapping[str, Any]) -> str:
    """Return how sure a count of registrations is: counted on the day, between two counts, or worked out later."""
    bounds, first = Bounds.of(row), view.mart.first_day
    counted = {moment.astimezone(ZONE).date() for moment in view.mart.facts.collected()}
    apart = bounds is not None and bounds.apart
    if view.as_of in counted and not apart:
        return view.t("overview.sure.counted")
    kind = "rebuilt" if first is None or view.as_of < first else "between"
    return view.t(f"overview.sure.{kind}.{'apart' if apart else 'same'}")


def fresh(view: View) -> list[Block]:
    """Return when what is shown was collected, how many sources went well, and where to see them."""
    used = [source for source in freshness.sources(view) if source["state"] != _STANDBY]
    good = len([source for source in used if source["state"] == "ok"])
    collected = instant(view.mart.meta.get("collected_at"))
    values = {"n": view.f.number(good), "of": view.f.number(len(used)), "moment": view.f.moment(collected)}
    said = view.t("overview.fresh" if used else "overview.fresh.alone", **values)
    return [
        Paragraph(said),
        Links(view.t("links.more"), ((view.t("overview.fresh.more"), view.url("/bronnen"), False),)),
    ]


def ministries(view: View, target: Mapping[str, Any]) -> list[Block]:
    """Return how a target stood at its deadline for each ministry, small; what may not be told here says so."""
    day = min(view.as_of, target["deadline"])
    frame = targets.per_ministry(view, target["target"], day)
    if not frame.height:
        return []
    told, untold = frame.filter(pl.col("passed").is_not_null()), frame.filter(pl.col("passed").is_null())
    columns = (
        Column(view.t("by.ministry")),
        Column(view.t("on_time.on_time"), "number"),
        Column(view.t("column.systems"), "number"),
        Column(view.t("column.on_time_share"), "share"),
    )
    rows = [
        (groups.label(view, "ministry", row), view.figure(row), view.figure(row, "asked"), view.share(row))
        for row in told.sort("asked", "group", descending=[True, False]).iter_rows(named=True)
    ]
    caption = view.t("overview.target.caption", day=view.f.day(day))
    blocks: list[Block] = [Table("target-ministries", caption, columns, rows, bars=True)] if rows else []
    blocks += [Facts(_untold(view, untold))] if untold.height else []
    public = view.mart.facts.audience == "public"
    return [*blocks, Notice(view.t("target.suppressed"))] if public else blocks


def _untold(view: View, frame: pl.DataFrame) -> list[tuple[str, Cell]]:
    """Return the ministries without a number, under the reason why."""
    names: dict[str, list[str]] = {}
    for row in frame.sort("group").iter_rows(named=True):
        names.setdefault(view.missing(row["state"]), []).append(row["group"].removeprefix(_MINISTRY))
    return [(trends.capital(reason), Cell(", ".join(group), lang=DUTCH)) for reason, group in names.items()]


def changed(view: View) -> list[Block]:
    """Return what changed in the month before the day, in a sentence, with the way to all of it."""
    start = periods.month_before(view.as_of)
    found = view.mart.changes(start, view.as_of)
    link = (view.t("overview.changed.more"), view.url(changing.PATH), False)
    why = (view.t("overview.way.why"), view.url("/verklaring"), False)
    return [
        Paragraph(changing.sentence(view, start, view.as_of, found)),
        Links(view.t("links.more"), (link, why)),
    ]


def readers(view: View) -> list[Block]:
    """Return for each kind of reader what they may ask, and the pages that answer it."""
    first = next((row["target"] for row in targets.current(view)), "")
    blocks: list[Block] = []
    for reader, ways in _READERS.items():
        paths = [(key, path + first if path == _TARGET else path) for key, path in ways if path != _TARGET or first]
        there = [(key, path) for key, path in paths if find(address(view.language, path, {}))]
        items = [(view.t(f"overview.way.{key}"), view.url(path), False) for key, path in there]
        blocks.append(Links(view.t(f"overview.reader.{reader}"), items))
    return blocks
