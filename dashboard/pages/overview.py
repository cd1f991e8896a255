"""How full is the register?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from dashboard import entries, groups, headline, moving, periods, targets, trends
from dashboard.blocks import Block, Content, Fold, Links, Paragraph, Section
from dashboard.formats import Share
from dashboard.view import Page, View, few, one
from metrics.facts import day

SPLITS = ("category", "status", "standard", "type", "ministry", "organisation")
#: Those that change when one organisation takes over from another.
_OF_BODIES = ("type", "ministry", "organisation")
PER = "per"
#: Of what is new, so much is shown here; all of it stands on the page of changes.
_RECENT = 100


def content(view: View) -> Content:
    """Return the page."""
    sentence = quotable(view)
    blocks: list[Block] = [
        view.lead(sentence),
        view.citation(sentence),
        *headline.fresh(view),
        view.date_form(**({PER: view.query[PER]} if PER in view.query else {})),
        Section(view.t("overview.growth"), _growth(view), "growth"),
        Section(view.t("overview.targets"), _targets(view), "target"),
        Section(view.t("overview.changed"), headline.changed(view), "changed"),
        Section(view.t("overview.about"), _about(view), "readers"),
        Section(view.t("overview.completeness"), _completeness(view), "completeness"),
        Section(view.t("overview.connected"), _connected(view), "connected"),
        Section(view.t("overview.parts"), _parts(view), "parts"),
        Section(view.t("overview.recent"), _recent(view), "recent"),
    ]
    return Content(view.t("overview.title"), blocks)


def quotable(view: View) -> str:
    """Return the one sentence, with date, range and source."""
    row = one(view.mart.figures("size.registrations", [view.as_of]))
    bodies = one(view.mart.figures("size.organisations", [view.as_of]))
    shown = view.f.day(view.as_of)
    if row is None or row["passed"] is None:
        return _no_count(view, shown, row)
    values = {
        "day": shown,
        "n": view.counted("count.registrations", row),
        "collected": view.f.day(view.mart.last_day),
    }
    by = view.counted("count.organisations", bodies)
    said = view.t("overview.sentence", **values, m=by) if by else view.t("overview.sentence.alone", **values)
    return " ".join(text for text in (said, headline.of_all(view), headline.sure(view, row)) if text)


def _no_count(view: View, day: str, row: Mapping[str, Any] | None) -> str:
    """Return what can be said of a day without a count: its bounds, or why there is nothing."""
    reason = view.missing(row["state"] if row else "stale")
    if row is None or row["low"] is None or row["high"] is None:
        return view.t("overview.none", day=day, reason=reason)
    bounds = {"low": view.f.number(row["low"]), "high": view.f.number(row["high"])}
    collected = view.f.day(view.mart.last_day)
    return view.t("overview.sentence.between", day=day, reason=reason, collected=collected, **bounds)


def _targets(view: View) -> list[Block]:
    """Return how each target stands, and the first one for each ministry."""
    return [
        *targets.summaries(view),
        *(one for row in targets.current(view)[:1] for one in headline.ministries(view, row)),
    ]


def _about(view: View) -> list[Block]:
    return [*(Paragraph(view.t(f"overview.about.{n}")) for n in (1, 2, 3)), *headline.readers(view)]


def _growth(view: View) -> list[Block]:
    frame = view.mart.figures("size.registrations", trends.since_opening(view.as_of))
    if not frame.height:
        return [Paragraph(view.t("overview.growth.unknown"))]
    real = not view.mart.sample
    chart = trends.count_chart(view, frame, trends.growth_title(view, frame), check=real, promised=True)
    blocks: list[Block] = [chart, Paragraph(view.t("overview.growth.note"))]
    marks = Fold(view.t("overview.checks.fold"), [trends.check_table(view)])
    return [*blocks, Paragraph(view.t("overview.checks.note")), marks] if real else blocks


def _completeness(view: View) -> list[Block]:
    valid = one(view.mart.figures("completeness.valid", [view.as_of]))
    filled = one(view.mart.figures("completeness.filled", [view.as_of]))
    if valid is None or filled is None or not valid["asked"] or not filled["asked"]:
        return [Paragraph(view.t("completeness.none", reason=view.missing(valid["state"] if valid else "not_asked")))]
    values = {"n": view.f.number(valid["passed"]), "of": view.f.number(valid["asked"])}
    if few(view):
        given = {"filled": view.f.number(filled["passed"]), "of_filled": view.f.number(filled["asked"])}
        sentence = view.t("completeness.sentence.few", **values, **given)
    else:
        sentence = view.t("completeness.sentence", **values, valid=_percent(view, valid), filled=_percent(view, filled))
    link = (view.t("completeness.more"), view.url("/methode") + "#completeness", False)
    return [Paragraph(sentence), Links(view.t("links.more"), (link, moving.why(view, moving.DEFAULT)))]


def _percent(view: View, row: Mapping[str, Any]) -> str:
    """Write a share with its bounds where they differ."""
    shown, bounds = view.f.percent(Share(row["passed"], row["asked"])), view.share_bounds(row)
    return view.t("figure.with", n=shown, bounds=bounds) if bounds else shown


def _connected(view: View) -> list[Block]:
    frame = view.mart.figures("connected.organisations", [view.as_of], by="type", restated=view.restated)
    if not frame.height:
        return [Paragraph(view.t("connected.none"))]
    caption = view.t("connected.caption", day=view.f.day(view.as_of))
    return [groups.ratio_table(view, "type", frame, "connected", caption)]


def _parts(view: View) -> list[Block]:
    asked = view.query.get(PER, "")
    shown = (asked,) if asked in SPLITS else SPLITS[:3]
    ways = [(view.t("parts.all"), view.url(), asked not in SPLITS)]
    ways += [(view.t(f"by.{by}"), view.url(**{PER: by}) + "#parts", by == asked) for by in SPLITS]
    frames = {by: view.mart.figures("size.registrations", [view.as_of], by=by, restated=view.restated) for by in shown}
    tables = [groups.parts_table(view, by, frame) for by, frame in frames.items()]
    return [Links(view.t("parts.choose"), ways), *_ways(view, asked), *tables]


def _ways(view: View, asked: str) -> list[Block]:
    """Return the choice between the organisations as they were and as they are, where it matters."""
    if asked not in _OF_BODIES or not (view.mart.reorganised or view.restated):
        return []
    said = [Paragraph(view.t("way.restated_text", day=view.f.day(view.mart.last_day)))] if view.restated else []
    return [view.ways(**{PER: asked}), *said]


def _recent(view: View) -> list[Block]:
    """Return what was published for the first time in the last month: the same one that the changes are told of."""
    since = periods.month_before(view.as_of)
    fresh = view.mart.registrations(view.as_of).filter((pl.col("state") == "public") & (day("first_published") > since))
    if since < entries.FILLED_IN.date() and entries.some_filled_in(view):
        return _recent_at_first(view, fresh.filter(pl.col("first_published") != entries.FILLED_IN), since)
    if not fresh.height:
        return [Paragraph(view.t("recent.none", since=view.f.day(since)))]
    shown = fresh.sort("first_published", "lars", descending=True)
    caption = view.t("recent.caption", n=view.count("count.registrations", fresh.height), since=view.f.day(since))
    return [entries.table(view, "recent", caption, shown, body=True, most=_RECENT)]


def _recent_at_first(view: View, fresh: pl.DataFrame, since: date) -> list[Block]:
    """Return what is sure to be new, and say that the dates of the first registrations are not known."""
    said = Paragraph(view.t("recent.unsure"))
    if not fresh.height:
        return [said]
    shown = fresh.sort("first_published", "lars", descending=True)
    number = view.t("figure.least", n=view.count("count.registrations", fresh.height))
    caption = trends.capital(view.t("recent.caption", n=number, since=view.f.day(since)))
    return [said, entries.table(view, "recent", caption, shown, body=True, most=_RECENT)]


PAGE = Page("overview", "/", content, label="nav.overview", order=1)
