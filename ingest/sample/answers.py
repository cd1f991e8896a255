"""What the register would answer on a day, byte for byte in its own dialect."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from ingest.sample import counts
from ingest.sample.bodies import Body, bodies, denominators
from ingest.sample.generate import Register
from ingest.sample.registrations import Registration, Version
from ingest.sample.standards import CATEGORIES, JSON_FIELDS, STATUSES, Content, shaped
from ingest.sample.table import Row, as_csv

# The site data also carries English and Frisian copies of nearly everything. Every
# tenth will do to catch a reader who counts without looking at the language.
_TRANSLATED_EVERY = 10
_TRANSLATIONS = {
    "ENG": (
        ("In development", "In use", "Out of use"),
        ("High-Risk AI-system", "Impactful algorithms", "Other algorithms"),
    ),
    "FRY": (
        ("Yn ûntwikkeling", "Yn gebrûk", "Bûten gebrûk"),
        ("Heechrisiko AI-systeem", "Ympaktfolle algoritmes", "Oare algoritmes"),
    ),
}


@dataclass(frozen=True)
class Answers:
    """All answers of one moment."""

    register: Register
    moment: datetime

    @cached_property
    def public(self) -> list[Registration]:
        """What is on show, oldest first."""
        every = self.register.registrations
        return [each for each in every if each.public_on(self.moment)]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Give each answer with the name of the file that holds it."""
        yield "full_NLD.csv", as_csv(self._current_rows(), self.moment)
        yield "history_NLD.csv", as_csv(self._all_rows(), self.moment)
        yield "site-data.json", json.dumps(self._site_data()).encode()
        for name, answer in self._lists():
            yield f"{name}.json", compact(answer)

    def _lists(self) -> Iterator[tuple[str, object]]:
        public, moment, day = self.public, self.moment, self.moment.date()
        yield "listing", self._listing()
        yield "published-permonth", counts.published_per_month(public, moment)
        yield "publication-categories", counts.publication_categories(public, moment)
        yield "national-organisations", counts.national_organisations(public, day)
        every = bodies().items()
        yield "relations", {code: counts.relation(body, day) for code, body in every}
        for name, members in denominators().items():
            yield name, counts.denominator(name, members, public)

    def _current_rows(self) -> Iterator[Row]:
        for each in reversed(self.public):
            yield from self._published(each, each.current(self.moment))

    def _all_rows(self) -> Iterator[Row]:
        for each in reversed(self.register.registrations):
            for version in reversed(each.known(self.moment)):
                yield from self._published(each, version)

    def _published(self, each: Registration, version: Version) -> Iterator[Row]:
        for published in reversed(version.published):
            if published <= self.moment:
                yield Row(each, version, published)

    @cached_property
    def _newest_first(self) -> list[tuple[Registration, Version, Content]]:
        shown = [(each, each.current(self.moment)) for each in self.public]
        shown.sort(key=lambda pair: pair[1].created, reverse=True)
        return [(*pair, self._content(*pair)) for pair in shown]

    def _content(self, each: Registration, version: Version) -> Content:
        blank: Content = dict.fromkeys(JSON_FIELDS)
        written = blank | shaped(version.content, version.standard)
        return written | {"organization": each.body.name_on(self.moment.date())}

    def _listing(self) -> list[dict[str, Any]]:
        return [
            {
                **content,
                "lars": each.lars,
                "language": "NLD",
                "create_dt": _stamp(version.created),
                "code": each.body.code,
                "org_id": each.body.org_id,
            }
            for each, version, content in self._newest_first
        ]

    def _site_data(self) -> dict[str, Any]:
        publishers = {each.body.org_id: each.body for each in self.public}
        return {
            "algoritme_versions": list(self._site_versions()),
            "organisation_details": [self._details(body) for body in publishers.values()],
        }

    def _site_versions(self) -> Iterator[dict[str, Any]]:
        for each, version, content in self._newest_first:
            translated = each.stay.number % _TRANSLATED_EVERY == 0
            for language in ("NLD", *_TRANSLATIONS) if translated else ("NLD",):
                yield {
                    **_translated(content, language),
                    "language": language,
                    "owner": each.body.org_id,
                    "lars": each.lars,
                    "create_dt": _stamp(version.created),
                    "state": "PUBLISHED",
                }

    def _details(self, body: Body) -> dict[str, Any]:
        return {
            "about": None,
            "contact_info": None,
            "name": body.name_on(self.moment.date()),
            "language": "NLD",
            "code": body.code,
            "org_id": body.org_id,
            "type": body.type,
            "show_page": False,
        }


def compact(answer: object) -> bytes:
    """Write JSON as the register's own framework does."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _translated(content: Content, language: str) -> Content:
    if language not in _TRANSLATIONS:
        return content
    here = (*STATUSES, *CATEGORIES.values())
    statuses, categories = _TRANSLATIONS[language]
    words = dict(zip(here, (*statuses, *categories), strict=True))
    status, category = str(content["status"]), str(content["publication_category"])
    return content | {
        "status": words.get(status, status),
        "publication_category": words.get(category),
    }
