"""What changed between two days, in words, as bars and as tables: each kind of change its own."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, Literal, TypeAlias

from dashboard import freshness, trends
from dashboard.bars import Bar, bars
from dashboard.blocks import Block, Cell, Chart, Column, Links, Notice, Section, Table
from dashboard.entries import FILLED_IN
from dashboard.entries import REGISTER as AT_REGISTER
from dashboard.pages import find
from dashboard.periods import asked
from dashboard.view import DUTCH, View, address
from metrics.change_kinds import ALTERED, BACK, EDITED, KINDS, MOVED, NEW, RECLASSIFIED, RETRACTED, Change
from metrics.change_kinds import STATUS_CHANGED as STATUS
from metrics.facts import PROVISIONAL
from sql.fields import BY_KEY, NOT_STATED

PATH: Final = "/wijzigingen"
KIND, BODY, TYPE, EVERY = "soort", "organisatie", "type", "alles"
#: What each kind is called in an address, in both languages.
SLUGS: Final[Mapping[str, str]] = {
    NEW: "nieuw",
    BACK: "terug",
    RETRACTED: "ingetrokken",
    RECLASSIFIED: "categorie",
    STATUS: "status",
    MOVED: "verhuisd",
    EDITED: "gewijzigd",
}
BY_SLUG: Final = {slug: kind for kind, slug in SLUGS.items()}
#: So many rows of a kind are shown, unless a reader asks for all.
SHOWN: Final = 25


def within(view: View, found: Iterable[Change]) -> tuple[Change, ...]:
    """Return the changes of the body and the type of bodies that a reader asked for."""
    body, kind = view.query.get(BODY, "").lower(), view.query.get(TYPE, "")
    mine = (one for one in found if not kind or one.type == kind)
    return tuple(one for one in mine if not body or body in {one.org_id.lower(), one.from_id.lower()})


def sentence(view: View, start: date, end: date, found: Sequence[Change], scope: str = "") -> str:
    """Return the sentence: how many came, went and changed, and in what way."""
    f = view.f
    about = {"start": f.day(start), "end": f.day(end), "scope": f" ({scope})" if scope else ""}
    if not found:
        return view.t("changes.none", **about)
    count = {kind: len([one for one in found if one.kind == kind]) for kind in KINDS}
    changed = len({one.lars for one in found if one.kind in ALTERED})
    told = [(NEW, count[NEW]), (BACK, count[BACK]), (RETRACTED, count[RETRACTED]), ("changed", changed)]
    said = [view.count(f"changes.count.{kind}", number) for kind, number in told if number or kind != BACK]
    first = view.t("changes.sentence", **about, counts=freshness.listed(view, said))
    ways = [view.count(f"changes.way.{kind}", count[kind]) for kind in ALTERED if count[kind]]
    return f"{first} {view.t('changes.ways', ways=freshness.listed(view, ways))}" if ways else first


def sure(view: View, start: date, end: date) -> str:
    """Return how sure the counts are: collected on those days, or worked out afterwards."""
    first = view.mart.first_day
    early = first is None or start < first
    key = "changes.sure.rebuilt" if early else "changes.sure"
    return view.t(key, start=view.f.day(start), end=view.f.day(end), first=view.f.day(first))


def chart(view: View, found: Sequence[Change]) -> Chart:
    """Return how many changes there were of each kind, with the way to each list."""
    count = {kind: len([one for one in found if one.kind == kind]) for kind in KINDS}
    kinds = [kind for kind in KINDS if count[kind] or kind not in {BACK, MOVED}]
    amounts = [Bar(view.t(f"changes.short.{kind}"), count[kind], view.f.number(count[kind])) for kind in kinds]
    most = max(kinds, key=lambda kind: count[kind])
    said = {"n": view.f.number(count[most]), "of": view.f.number(len(found)), "kind": view.t(f"changes.kind.{most}")}
    title = view.t("changes.chart", **said)
    columns = (Column(view.t("changes.column.kind")), Column(view.t("changes.column.number"), "number"))
    rows = [(Cell(view.t(f"changes.kind.{kind}"), href=_only(view, kind)), Cell(count[kind])) for kind in KINDS]
    table = Table("kinds", view.t("changes.chart.caption"), columns, rows, view.t("changes.chart.note"))
    figure = bars(amounts, view.f.separators)
    return Chart(title, figure, table, trends.source(view), view.t("chart.alternative", title=title))


def _only(view: View, kind: str) -> str:
    return view.url(PATH, **kept(view, KIND), **{KIND: SLUGS[kind]}) + f"#{kind}"


def kept(view: View, *without: str) -> dict[str, str]:
    """Return what a link on this page holds: the first day and the filters, but for those it sets itself."""
    filters = {key: view.query[key] for key in (KIND, BODY, TYPE) if view.query.get(key)}
    return {key: value for key, value in (asked(view) | filters).items() if key not in without}


def sections(view: View, found: Sequence[Change]) -> list[Block]:
    """Return a table for each kind of change, or for the one that a reader asked for."""
    wanted = BY_SLUG.get(view.query.get(KIND, ""))
    kinds = [kind for kind in KINDS if wanted in {None, kind}]
    lists = {kind: [one for one in found if one.kind == kind] for kind in kinds}
    return [_section(view, kind, rows) for kind, rows in lists.items() if rows or wanted]


def _section(view: View, kind: str, rows: Sequence[Change]) -> Section:
    title = view.t(f"changes.title.{kind}")
    if not rows:
        return Section(title, [Notice(view.t("changes.none_of"))], kind)
    shown = rows if view.query.get(EVERY) else rows[:SHOWN]
    blocks: list[Block] = [table(view, kind, shown, len(rows))]
    if len(shown) < len(rows):
        every = view.url(**kept(view, KIND), **{KIND: SLUGS[kind], EVERY: "ja"}) + f"#{kind}"
        text = view.t("changes.every", shown=view.f.number(len(shown)), n=view.f.number(len(rows)))
        blocks.append(Links(text, ((text, every, False),)))
    return Section(title, blocks, kind)


def table(view: View, kind: str, rows: Sequence[Change], number: int) -> Table:
    """Return changes of one kind, of so many in all, each with the way to its registration and its body."""
    t = view.t
    moved = kind == MOVED
    columns = [Column(t("column.name"))]
    columns += [] if moved else [Column(t("column.organisation"))]
    columns += [Column(t(f"changes.column.{key}"), form) for key, form in _COLUMNS.get(kind, _STANDS)]
    columns.append(Column(t("column.lars")))
    caption = t(f"changes.caption.{kind}", n=view.count("count.registrations", number))
    return Table(f"changes-{kind}", caption, columns, [_row(view, one) for one in rows])


_Told: TypeAlias = tuple[tuple[str, Literal["text", "number", "day", "share"]], ...]
_STANDS: Final[_Told] = (("category", "text"), ("status", "text"), ("published", "day"))
_TURNED: Final[_Told] = (("before", "text"), ("after", "text"), ("published", "day"))
_COLUMNS: Final[Mapping[str, _Told]] = {
    RETRACTED: (("category", "text"), ("last", "day"), ("gone", "day")),
    RECLASSIFIED: _TURNED,
    STATUS: _TURNED,
    MOVED: _TURNED,
    EDITED: (("fields", "text"), ("published", "day")),
}


def _row(view: View, one: Change) -> tuple[Cell, ...]:
    name = Cell(one.name or view.t("entry.no_name"), href=entry_url(view, one), lang=DUTCH)
    body = _body(view, one.org_id, one.organisation)
    published = _published(view, one)
    by_kind = {
        RETRACTED: (body, _word(view, one.category), _sure(view, one.last), _sure(view, one.day)),
        MOVED: (_body(view, one.from_id, one.before), _body(view, one.org_id, one.after), published),
        EDITED: (body, Cell(field_names(view, one.fields)), published),
    }
    turned = (body, _word(view, one.before), _word(view, one.after), published)
    stands = (body, _word(view, one.category), _word(view, one.status), published)
    told = by_kind.get(one.kind, turned if one.kind in ALTERED else stands)
    return (name, *told, Cell(one.lars))


def _body(view: View, code: str, name: str) -> Cell:
    return Cell(name, href=view.url(f"/organisatie/{code}"), lang=DUTCH)


def _word(view: View, value: str) -> Cell:
    stated = bool(value) and value != NOT_STATED
    return Cell(value, lang=DUTCH) if stated else Cell(word(view, value))


def word(view: View, value: str) -> str:
    """Return one of the register's own words, or that it says none."""
    return value if value and value != NOT_STATED else view.t("group.not_stated")


def _sure(view: View, day: date | None) -> Cell:
    return Cell(day, "" if day else view.t("changes.unknown_day"))


def _published(view: View, one: Change) -> Cell:
    if one.day is None:
        return Cell(None, view.t("entry.no_date"))
    early = one.kind == NEW and one.day == FILLED_IN.date()
    return Cell(one.day, view.t("entry.on_or_before") if early else "")


def field_names(view: View, keys: Sequence[str]) -> str:
    """Return the names of fields in the reader's language; a column of the register that is no field has words too."""
    names = [_field_name(view, key) for key in keys]
    return ", ".join(sorted(dict.fromkeys(names), key=str.casefold))


def _field_name(view: View, key: str) -> str:
    if key in BY_KEY:
        title = BY_KEY[key].title
        return title.nl if view.language == DUTCH else title.en
    word = f"changes.field.{key}"
    return view.t(word) if word in view.t else key.replace("_", " ")


def entry_url(view: View, one: Change) -> str:
    """Return where a registration can be read: on its page here, else in the register; nowhere if it has no number."""
    if one.identity == PROVISIONAL:
        return ""
    path = f"/registratie/{one.lars}"
    return view.url(path) if find(address(view.language, path, {})) else AT_REGISTER + one.lars
