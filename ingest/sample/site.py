"""One day of the sample register, by the paths and refusals of the real one."""

import json
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from ingest.sample.answers import compact
from ingest.sample.bodies import DENOMINATORS

LANGUAGES = ("NLD", "ENG", "FRY")
_LARGEST_PAGE = 100
_CACHED = {"cache-control": "max-age=3600", "x-fastapi-cache": "MISS"}

Query = dict[str, list[str]]


@dataclass(frozen=True)
class Answer:
    """What goes back over the line."""

    body: bytes
    status: int = 200
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    chunked: bool = False


def refused(status: int, detail: object, **headers: str) -> Answer:
    """Answer with an error as the register words it."""
    return Answer(compact({"detail": detail}), status, headers=headers)


NOT_FOUND = refused(404, "Not Found")


@dataclass(frozen=True)
class Site:
    """One day's answers."""

    folder: Path
    day: date

    def get(self, path: str, query: Query) -> Answer:
        """Answer a GET for a path under `/api`."""
        routes: tuple[tuple[str, Callable[..., Answer]], ...] = (
            (r"/downloads/site-data/json", self._site_data),
            (r"/downloads/(history/)?([^/]+)", self._download),
            (r"/algoritme/total-count", self._total),
            (r"/algoritme/[^/]+", self._only_post),
            (r"/algoritme/([^/]+)/([^/]+)", self._detail),
            (rf"/organisation/({'|'.join(DENOMINATORS)})", self._cached),
            (r"/algorithm/(published-permonth)", self._cached),
            (r"/algorithm/(publication-categories)/([^/]+)", self._cached),
            (r"/algorithm/(national-organisations)/([^/]+)", self._cached),
            (r"/organisation-relation/([^/]+)", self._relation),
        )
        for pattern, answer in routes:
            if found := re.fullmatch(pattern, path):
                return answer(query, *found.groups())
        return NOT_FOUND

    def post(self, path: str, body: bytes) -> Answer:
        """Answer a POST: only the listing takes one."""
        found = re.fullmatch(r"/algoritme/([^/]+)", path)
        if found is None:
            return NOT_FOUND
        if found[1] not in LANGUAGES:
            return _bad_language(found[1])
        try:
            asked = json.loads(body)
        except ValueError:
            return _invalid("missing", ["body"], "Field required", None)
        return self._page(asked if isinstance(asked, dict) else {}, found[1])

    @cached_property
    def listing(self) -> list[dict[str, Any]]:
        """All results of the Dutch listing, in its order."""
        listed: list[dict[str, Any]] = json.loads(self._read("listing"))
        return listed

    def _read(self, name: str) -> bytes:
        return (self.folder / f"{name}.json").read_bytes()

    def _page(self, asked: dict[str, Any], language: str) -> Answer:
        page, limit = asked.get("page", 1), asked.get("limit", 10)
        for key, given in (("page", page), ("limit", limit)):
            if not str(given).isdecimal():
                said = "Input should be a valid integer"
                return _invalid("int_parsing", ["body", key], said, given)
            if int(given) < 1:
                return _out_of_bounds(key, given, "greater", "ge", 1)
        if int(limit) > _LARGEST_PAGE:
            return _out_of_bounds("limit", limit, "less", "le", _LARGEST_PAGE)
        shown = self.listing if language == "NLD" else []
        start = (int(page) - 1) * int(limit)
        answer = {
            "results": shown[start : start + int(limit)],
            "total_count": len(shown),
            "filter_data": {},
            "selected_filters": [],
        }
        return Answer(compact(answer))

    def _download(self, query: Query, history: str | None, language: str) -> Answer:
        if language not in LANGUAGES:
            return _bad_language(language)
        if "filetype" not in query:
            return _invalid("missing", ["query", "filetype"], "Field required", None)
        if query["filetype"] != ["csv"]:
            # The real one also has a spreadsheet; nothing of ours reads it.
            expected, given = "'excel' or 'csv'", query["filetype"][0]
            said = f"Input should be {expected}"
            return _invalid("literal_error", ["query", "filetype"], said, given)
        if language != "NLD":
            return refused(404, "NO_DATA_FOUND")
        name = f"Algoritmebeschrijvingen {self.day:%Y%m%d}.csv"
        return Answer(
            (self.folder / f"{'history' if history else 'full'}_NLD.csv").read_bytes(),
            content_type="text/csv; charset=utf-8",
            headers={"content-disposition": f'attachment; filename="{name}"'},
            chunked=True,
        )

    def _site_data(self, _: Query) -> Answer:
        named = {"content-disposition": "attachment; filename=pub_data.json"}
        return Answer(self._read("site-data"), 200, "json", named, chunked=True)

    def _total(self, _: Query) -> Answer:
        return Answer(str(len(self.listing)).encode())

    def _cached(self, _: Query, name: str, language: str = "NLD") -> Answer:
        if language not in LANGUAGES:
            return _bad_language(language)
        body = self._read(name)
        return Answer(body, headers=_CACHED | {"etag": f"W/{zlib.crc32(body)}"})

    def _relation(self, _: Query, org_id: str) -> Answer:
        unknown = {"org_id": org_id, "hierarchy_path": "", "hierarchy": []}
        return Answer(compact(json.loads(self._read("relations")).get(org_id, unknown)))

    def _detail(self, _: Query, language: str, lars: str) -> Answer:
        if language not in LANGUAGES:
            return _bad_language(language)
        found = [result for result in self.listing if result["lars"] == lars]
        if not found or language != "NLD":
            return refused(404, "Kan algoritme niet vinden.")
        return Answer(compact(found[0]))

    def _only_post(self, _: Query) -> Answer:
        return refused(405, "Method Not Allowed", allow="POST")


def _invalid(kind: str, place: list[str], said: str, given: object, **more: object) -> Answer:
    wrong = {"type": kind, "loc": place, "msg": said, "input": given, **more}
    return refused(422, [wrong])


def _bad_language(given: str) -> Answer:
    expected = "'NLD', 'ENG' or 'FRY'"
    said = f"Input should be {expected}"
    context = {"expected": expected}
    return _invalid("enum", ["path", "language"], said, given, ctx=context)


def _out_of_bounds(key: str, given: object, more: str, sign: str, bound: int) -> Answer:
    said = f"Input should be {more} than or equal to {bound}"
    kind = f"{more}_than_equal"
    return _invalid(kind, ["body", key], said, given, ctx={sign: bound})
