"""The columns of the frames that figures are computed from, and of figures."""

from typing import Final, TypeAlias

import polars as pl

Schema: TypeAlias = dict[str, pl.DataType | type[pl.DataType]]
INSTANT: Final = pl.Datetime("us", "UTC")
#: What a figure is of, and what it is.
_FIGURE_OF: Final[Schema] = {
    "metric": pl.String,
    "metric_version": pl.Int64,
    "as_of": pl.Date,
    "known_on": pl.Date,
}
_FIGURE: Final[Schema] = {
    "group": pl.String,
    "org_id": pl.String,
    "asked": pl.Int64,
    "passed": pl.Int64,
    "low": pl.Int64,
    "low_asked": pl.Int64,
    "high": pl.Int64,
    "high_asked": pl.Int64,
    "state": pl.String,
    "n_source": pl.String,
    "n_date": pl.Date,
    # How many bodies a figure about inventories covers, of those in scope; else null.
    "covers": pl.Int64,
    "covers_asked": pl.Int64,
}
FIGURE_SCHEMA: Final[Schema] = {**_FIGURE_OF, **_FIGURE}

#: The columns of every frame. Instants are UTC; ``known_to`` is null while still shown.
SCHEMAS: Final[dict[str, Schema]] = {
    # One content of one publication of a registration, and since when it was shown so. Its ``basis``
    # is a publication; or what an export without moments of publication listed, or a reduced table
    # showed, and then until when. ``identity`` is stated, inferred or provisional.
    "versions": {
        "lars": pl.String,
        "content": pl.String,
        "published_at": INSTANT,
        "known_from": INSTANT,
        "known_to": INSTANT,
        "valid_from": INSTANT,
        "repeats": pl.Boolean,
        "basis": pl.String,
        "identity": pl.String,
        "name": pl.String,
        "organisation": pl.String,
        "org_id": pl.String,
        "status": pl.String,
        "category": pl.String,
        "standard": pl.String,
        "asked": pl.Int64,
        "filled": pl.Int64,
        "valid": pl.Int64,
        # Masks with a bit a check: what is asked of the text, what it breaks, what could not be judged.
        "due": pl.Int64,
        "failed": pl.Int64,
        "broken": pl.Int64,
        # How readable it is, and what it seems to be about (``metrics.traits``).
        "traits": pl.Int64,
        # Several with a comma between.
        "themes": pl.String,
        # Fingerprints (``metrics.fingerprints``): of all it says, of its name, and of each long text and link.
        "real": pl.Int64,
        "title": pl.Int64,
        # Which common system it is of (``metrics.clusters``); null for what has no name.
        "cluster": pl.String,
        "prints": pl.List(pl.Int64),
        "links": pl.List(pl.Int64),
    },
    # What each common system is called; whether it is on the list of known ones.
    "clusters": {"cluster": pl.String, "label_nl": pl.String, "label_en": pl.String, "listed": pl.Boolean},
    # From when to when the register's list showed a registration, by its export or a reduced table.
    "seen": {"lars": pl.String, "known_from": INSTANT, "known_to": INSTANT, "identity": pl.String},
    # The moments at which a source was collected whole.
    "collections": {"source": pl.String, "observed_at": INSTANT},
    # Which body a registration belongs to.
    "owners": {"lars": pl.String, "org_id": pl.String, "known_from": INSTANT, "known_to": INSTANT},
    # In which languages the register has a registration, with a space between.
    "translations": {"lars": pl.String, "languages": pl.String, "known_from": INSTANT, "known_to": INSTANT},
    # What came of looking at a link: alive, dead or unsure; why, by which answer, and since which day.
    "links": {
        "url": pl.String,
        "state": pl.String,
        "known_from": INSTANT,
        "known_to": INSTANT,
        "outcome": pl.String,
        "status": pl.Int32,
        "since": pl.Date,
    },
    "organisations": {
        "org_id": pl.String,
        "name": pl.String,
        "type": pl.String,
        # Which source knows better, the lowest first.
        "rank": pl.Int32,
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # Which ministry a body hangs under, as the register says.
    "relations": {
        "org_id": pl.String,
        "ministry_id": pl.String,
        "ministry": pl.String,
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # The register's own lists of municipalities, provinces and so on.
    "members": {
        "type": pl.String,
        "org_id": pl.String,
        "name": pl.String,
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # What registers of organisations say of each body, and of its earlier versions (``version_of``).
    "bodies": {
        "source": pl.String,
        "org_id": pl.String,
        "roo_id": pl.String,
        "type": pl.String,
        "name": pl.String,
        "other_name": pl.String,
        "abbreviation": pl.String,
        "ministry_id": pl.String,
        "parent": pl.String,
        "valid_from": pl.Date,
        # The last day; null while it goes on.
        "valid_until": pl.Date,
        # One code, or several with spaces between them.
        "successor": pl.String,
        "version_of": pl.String,
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # The ZBOs that somebody counts in with a target.
    "scopes": {
        "entry": pl.String,
        "target": pl.String,
        "org_id": pl.String,
        "stated_on": pl.Date,
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # Which body took over from which, as people noted.
    "successions": {
        "entry": pl.String,
        "predecessor": pl.String,
        "successor": pl.String,
        "kind": pl.String,
        "date": pl.Date,
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # Lines of organisations' own inventories. Empty in a public mart.
    "inventory": {
        "inventory": pl.String,
        "org_id": pl.String,
        "local_id": pl.String,
        "name": pl.String,
        "description": pl.String,
        "process": pl.String,
        "category": pl.String,
        "assessment": pl.String,
        "status": pl.String,
        "start_date": pl.String,
        "end_date": pl.String,
        "role": pl.String,
        "vendor": pl.String,
        "owner": pl.String,
        # Several with a semicolon between.
        "reasons": pl.String,
        "exemption": pl.String,
        "exemption_ground": pl.String,
        "lars": pl.String,
        "register_url": pl.String,
        "eu_database_id": pl.String,
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # When which inventory was delivered, even one without a line, and for which bodies it speaks.
    # Empty in a public mart.
    "inventories": {
        "inventory": pl.String,
        "org_id": pl.String,
        "as_of": pl.Date,
        "observed_at": INSTANT,
    },
    "targets": {
        "target": pl.String,
        "title_nl": pl.String,
        "title_en": pl.String,
        "deadline": pl.Date,
        "category": pl.String,
        "scope": pl.String,
        "lag_days": pl.Int64,
        "grace_days": pl.Int64,
        "source_nl": pl.String,
        "source_en": pl.String,
        "stated_on": pl.Date,
        # Null where the software brought it along: it was always known.
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # Comply-or-explain: until when somebody explained why a system is not registered. Empty in a public mart.
    "explanations": {
        "entry": pl.String,
        "org_id": pl.String,
        "local_id": pl.String,
        "lars": pl.String,
        "valid_from": pl.Date,
        "valid_until": pl.Date,
        "reason": pl.String,
        "ground": pl.String,
        "document": pl.String,
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # Whether a line of an inventory is a registration, as somebody decided. Empty in a public mart.
    "matches": {
        "entry": pl.String,
        "org_id": pl.String,
        "local_id": pl.String,
        "lars": pl.String,
        "verdict": pl.String,
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # How much a line of an inventory and a registration speak for being one system, and since when both texts
    # were known: by an id, by an address, or by their texts. Empty in a public mart.
    "pairs": {
        "org_id": pl.String,
        "local_id": pl.String,
        "lars": pl.String,
        # source_id, url or text.
        "basis": pl.String,
        # Natural log-odds of the pair alone; null where an id or an address says it.
        "score": pl.Float64,
        # What each of ``metrics.evidence.FIELDS`` adds to the score, in that order; nought says nothing.
        "evidence": pl.List(pl.Float64),
        # Of a line that names several systems, which of its parts the registration's name is, by bits; 0: all of it.
        "parts": pl.Int64,
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # How many systems a document says that a body has; under org_id "total" what it says of all of them.
    "declared": {
        "entry": pl.String,
        "org_id": pl.String,
        "organisation": pl.String,
        "category_a": pl.Int64,
        "category_b": pl.Int64,
        "category_c": pl.Int64,
        "total_printed": pl.Int64,
        "published_on_date": pl.Int64,
        "as_of": pl.Date,
        "document": pl.String,
        "link": pl.String,
        "quote": pl.String,
        "includes": pl.String,
        "state": pl.String,
        "expected_on": pl.Date,
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # What was promised, by whom, for when; by "government" for all of it.
    "commitments": {
        "entry": pl.String,
        "org_id": pl.String,
        "promise_nl": pl.String,
        "promise_en": pl.String,
        "number": pl.Int64,
        "date": pl.Date,
        "stated_on": pl.Date,
        "document_nl": pl.String,
        "document_en": pl.String,
        "link": pl.String,
        "passage_nl": pl.String,
        "passage_en": pl.String,
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # What was told wrongly and is put right, in public.
    "corrections": {
        "entry": pl.String,
        "subject": pl.String,
        "field": pl.String,
        "value": pl.String,
        "valid_from": pl.Date,
        "text_nl": pl.String,
        "text_en": pl.String,
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # What readers said is not right of a body (organisation/CODE) or a registration (registration/LARS), and the reply.
    "remarks": {
        "entry": pl.String,
        "subject": pl.String,
        "said_on": pl.Date,
        "text": pl.String,
        "name": pl.String,
        "reply": pl.String,
        "replied_on": pl.Date,
        "known_from": INSTANT,
        "known_to": INSTANT,
    },
    # Figures that this mart may show but cannot recompute (totals from inventories).
    "kept": {**_FIGURE_OF, "by": pl.String, **_FIGURE},
}


def empty(name: str) -> pl.DataFrame:
    """Return the frame of that name without a row."""
    return pl.DataFrame(schema=SCHEMAS[name])
