"""What makes a table quotable: filters, dates, source, method, and a link that stays."""

from collections.abc import Iterator, Sequence

from dashboard import freshness
from dashboard.blocks import Block, Chart, Citation, Content, Fold, Section, Table
from dashboard.export import Line
from dashboard.view import BadDateError, View, address
from metrics import method


def about(view: View, content: Content, table: Table) -> list[Line]:
    """Return what a table is: its title, filters and dates, where it comes from, and what to know before quoting it."""
    t, edition = view.t, view.edition
    sample = edition is not None and edition.sample
    source = t("csv.sample") if sample else t("csv.source_text", source=content.source or t("from.register"))
    meta = edition.meta if edition else {}
    given: list[tuple[str, str]] = [
        ("title", table.caption),
        ("page", content.title),
        ("filters", filters(view)),
        ("dates", freshness.dates(view)),
        ("source", source),
        ("method", t("csv.method_text", version=method.version(), facts=meta.get("facts_hash", "")[:16])),
        ("citation", _citation(view, content, table, source)),
        ("link", lasting(view)),
        *(("note", text) for text in _notes(content.blocks, table)),
        *(("warning", notice.text) for notice in freshness.notices(view)),
    ]
    return [Line(key, t(f"csv.{key}"), text) for key, text in given]


def filters(view: View) -> str:
    """Write what the reader asked for, or that everything is shown."""
    said = []
    for key, value in view.query.items():
        if value:
            name = f"filter.{key}"
            said.append(f"{view.t(name) if name in view.t else key}: {value}")
    return "; ".join(said) or view.t("filter.none")


def _citation(view: View, content: Content, table: Table, source: str) -> str:
    """Return the sentence of the page that can be quoted, else one of this table."""
    found = next((block for block in _flat(content.blocks) if isinstance(block, Citation)), None)
    return found.text if found else view.t("csv.citation_text", title=table.caption, source=source, link=lasting(view))


def _flat(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Section | Fold):
            yield from _flat(block.blocks)
        else:
            yield block


def _notes(blocks: Sequence[Block], table: Table) -> list[str]:
    """Return what stands under a table, and the source of the chart beside it."""
    sources = [b.source for b in _flat(blocks) if isinstance(b, Chart) and b.table.name == table.name]
    return [text for text in (table.note, *sources) if text]


def lasting(view: View) -> str:
    """Return the link to this page that stays; where there is no day to name, the link as it was asked."""
    try:
        return view.fixed_url()
    except (BadDateError, LookupError):
        return view.origin + address(view.language, view.path, view.query)
