"""Tables of a page as files, each with what it needs to be quoted; not again for a browser that has it."""

from collections.abc import Callable

from flask import Flask, Response, request

from dashboard.answers import Answers, asked
from dashboard.blocks import Content, Table, tables
from dashboard.citing import about
from dashboard.export import FORMATS, to_csv, to_json
from dashboard.packing import Packed
from dashboard.router import Router
from dashboard.sheets import Names, to_ods, to_xlsx
from dashboard.view import View

_OK = 200


def install(server: Flask, router: Router, answers: Answers) -> None:
    """Answer for every table of every page, in every format."""
    server.add_url_rule("/<any(nl, en):language>/download/<path:target>", "download", _download(router, answers))


def _download(router: Router, answers: Answers) -> Callable[..., Response | tuple[str, int]]:
    def download(language: str, target: str) -> Response | tuple[str, int]:
        page, _, file = f"/{target}".rpartition("/")
        name, _, kind = file.rpartition(".")
        found = router.ask(f"/{language}{page or '/'}", request.query_string.decode(), request.host_url)
        kept = answers.get(key := asked(found.view, found.place is None, found.broken, file))
        if kept is None:
            content = found.content()
            table = next((table for table in tables(content.blocks) if table.name == name), None)
            if content.status != _OK or table is None or kind not in FORMATS:
                missing = (found.view.t("not_found.title"), 404)
                return (content.title, content.status) if content.status != _OK else missing
            kept = Packed.of(write(found.view, content, table, kind), FORMATS[kind])
            answers.put(key, kept)
        answer = kept.response("no-cache")
        answer.headers["Content-Disposition"] = f'attachment; filename="vulgraad-{file}"'
        return answer

    return download


def write(view: View, content: Content, table: Table, kind: str) -> bytes:
    """Write one table of a page in one format."""
    lines, t = about(view, content, table), view.t
    if kind == "csv":
        return ("\ufeff" + to_csv(table, lines, t("csv.remark"))).encode()
    if kind == "json":
        return to_json(table, lines)
    names = Names(t("sheet.rows"), t("sheet.about"), t("csv.remark"))
    return to_xlsx(table, lines, names) if kind == "xlsx" else to_ods(table, lines, names)
