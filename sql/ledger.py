"""The ledgers: which small facts people keep, and what an entry of each must say, in one table."""

import io
from dataclasses import dataclass
from importlib import resources
from typing import Final, Literal

import polars as pl

from sql.fields import CATEGORIES, CATEGORY_LETTERS, Title

Kind = Literal["text", "day", "org", "lars", "choice", "integer", "share", "link"]


@dataclass(frozen=True)
class LedgerField:
    """One field of an entry.

    ``words`` are values that stand beside those of the kind: the choices of a choice, or a word in
    the place of a code. ``spellings`` are other ways to write them. ``aliases`` are other headings
    of the column in a file. ``default`` is what an empty cell means.
    """

    key: str
    title: Title
    kind: Kind = "text"
    required: bool = False
    words: tuple[str, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    default: str = ""


@dataclass(frozen=True)
class Ledger:
    """One ledger: its fields, and what holds between them.

    No two entries in force are the same in ``unique``. Of each group in ``one_of`` something is
    filled. The second of each pair in ``order`` is not before the first. ``needs``: where a field is
    given and begins with a text, other fields are required. An ``internal`` one never reaches the public.
    """

    name: str
    title: Title
    fields: tuple[LedgerField, ...]
    unique: tuple[str, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    order: tuple[tuple[str, str], ...] = ()
    needs: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    internal: bool = False


_DOCUMENT: Final = ("source", "bron")
_ORG = LedgerField("org_id", Title("Organisatiecode", "Organisation code"), "org", required=True)
_LOCAL = LedgerField("local_id", Title("Eigen kenmerk", "Own id"))

LEDGERS: Final = (
    Ledger(
        "targets",
        Title("Afspraken", "Targets"),
        (
            LedgerField("target", Title("Sleutel", "Key"), required=True),
            LedgerField("title_nl", Title("Naam (Nederlands)", "Name (Dutch)"), required=True),
            LedgerField("title_en", Title("Naam (Engels)", "Name (English)"), required=True),
            LedgerField("deadline", Title("Einddatum", "Deadline"), "day", required=True),
            LedgerField(
                "category",
                Title("Publicatiecategorie", "Publication category"),
                "choice",
                required=True,
                words=CATEGORIES,
                spellings=tuple(CATEGORY_LETTERS.items()),
            ),
            LedgerField(
                "scope",
                Title("Voor wie", "Scope"),
                "choice",
                words=("central-government",),
                default="central-government",
            ),
            LedgerField("lag_days", Title("Dagen na ingebruikname", "Days after the start"), "integer", default="0"),
            LedgerField("grace_days", Title("Dagen uitstel", "Days of grace"), "integer", default="0"),
            LedgerField("source_nl", Title("Bron (Nederlands)", "Source (Dutch)"), required=True),
            LedgerField("source_en", Title("Bron (Engels)", "Source (English)"), required=True),
            LedgerField("stated_on", Title("Vastgelegd op", "Stated on"), "day", required=True),
        ),
        unique=("target", "stated_on"),
    ),
    Ledger(
        "declared",
        Title("Opgegeven aantallen", "Declared counts"),
        (
            LedgerField(
                "org_id",
                Title("Organisatiecode, of total", "Organisation code, or total"),
                "org",
                required=True,
                words=("total",),
            ),
            LedgerField("organisation", Title("Naam zoals gedrukt", "Name as printed"), aliases=("organisatie",)),
            LedgerField("category_a", Title("Aantal A", "Count of A"), "integer"),
            LedgerField("category_b", Title("Aantal B", "Count of B"), "integer"),
            LedgerField("category_c", Title("Aantal C", "Count of C"), "integer"),
            LedgerField("total_printed", Title("Totaal zoals gedrukt", "Total as printed"), "integer"),
            LedgerField("published_on_date", Title("Toen gepubliceerd", "Published then"), "integer"),
            LedgerField("as_of", Title("Peildatum", "As of"), "day", required=True, aliases=("peildatum",)),
            LedgerField("document", Title("Document", "Document"), required=True, aliases=_DOCUMENT),
            LedgerField("link", Title("Link naar het document", "Link to the document"), "link"),
            LedgerField("quote", Title("Citaat", "Quote"), aliases=("citaat",)),
            LedgerField("includes", Title("Telt mee", "Includes")),
            LedgerField(
                "state",
                Title("Stand", "State"),
                "choice",
                words=("reported", "partial", "forthcoming"),
                default="reported",
            ),
            LedgerField("expected_on", Title("Verwacht op", "Expected on"), "day"),
        ),
        unique=("org_id", "as_of", "document"),
        one_of=(("category_a", "category_b", "category_c", "total_printed", "expected_on"),),
        needs=(("state", "forthcoming", ("expected_on",)),),
    ),
    Ledger(
        "scopes",
        Title("Zelfstandige organen die meetellen", "Independent bodies counted in"),
        (
            LedgerField("target", Title("Afspraak", "Target"), required=True),
            _ORG,
            LedgerField("stated_on", Title("Vastgelegd op", "Stated on"), "day", required=True),
            LedgerField("document", Title("Document", "Document"), required=True, aliases=_DOCUMENT),
        ),
        unique=("target", "org_id"),
    ),
    Ledger(
        "explanations",
        Title("Uitleg waarom niet geregistreerd", "Explanations"),
        (
            _ORG,
            _LOCAL,
            LedgerField("lars", Title("Algoritme-ID (lars)", "Algorithm id (lars)"), "lars"),
            LedgerField("reason", Title("Reden", "Reason"), required=True),
            LedgerField("ground", Title("Grond", "Ground"), required=True),
            LedgerField("valid_from", Title("Geldig vanaf", "Valid from"), "day", required=True),
            LedgerField("valid_until", Title("Geldig tot en met", "Valid until"), "day", required=True),
            LedgerField("document", Title("Document", "Document"), aliases=_DOCUMENT),
        ),
        unique=("org_id", "local_id", "lars", "valid_from"),
        one_of=(("local_id", "lars"),),
        order=(("valid_from", "valid_until"),),
        internal=True,
    ),
    Ledger(
        "commitments",
        Title("Toezeggingen", "Commitments"),
        (
            LedgerField(
                "org_id",
                Title("Organisatiecode, of government", "Organisation code, or government"),
                "org",
                required=True,
                words=("government",),
            ),
            LedgerField("promise_nl", Title("Toezegging (Nederlands)", "Promise (Dutch)"), required=True),
            LedgerField("promise_en", Title("Toezegging (Engels)", "Promise (English)"), required=True),
            LedgerField("number", Title("Aantal", "Number"), "integer"),
            LedgerField("date", Title("Uiterlijk", "Due"), "day", required=True),
            LedgerField("stated_on", Title("Toegezegd op", "Stated on"), "day", required=True),
            LedgerField("document_nl", Title("Document (Nederlands)", "Document (Dutch)"), required=True),
            LedgerField("document_en", Title("Document (Engels)", "Document (English)"), required=True),
            LedgerField("link", Title("Link naar het document", "Link to the document"), "link"),
            LedgerField("passage_nl", Title("Passage (Nederlands)", "Passage (Dutch)"), required=True),
            LedgerField("passage_en", Title("Passage (Engels)", "Passage (English)"), required=True),
        ),
        unique=("org_id", "promise_nl", "document_nl"),
        order=(("stated_on", "date"),),
    ),
    Ledger(
        "successions",
        Title("Opvolging van organisaties", "Succession of organisations"),
        (
            LedgerField("predecessor", Title("Voorganger", "Predecessor"), "org", required=True),
            LedgerField("successor", Title("Opvolger", "Successor"), "org", required=True),
            LedgerField(
                "kind",
                Title("Soort", "Kind"),
                "choice",
                required=True,
                words=("merger", "split", "rename", "reorganisation"),
            ),
            LedgerField("date", Title("Datum", "Date"), "day", required=True),
            LedgerField("share", Title("Aandeel", "Share"), "share"),
        ),
        unique=("predecessor", "successor", "date"),
        needs=(("kind", "split", ("share",)),),
    ),
    Ledger(
        "matches",
        Title("Besluiten over koppelingen", "Match decisions"),
        (
            _ORG,
            LedgerField("local_id", Title("Eigen kenmerk", "Own id"), required=True),
            LedgerField("lars", Title("Algoritme-ID (lars)", "Algorithm id (lars)"), "lars", required=True),
            LedgerField(
                "verdict", Title("Oordeel", "Verdict"), "choice", required=True, words=("same", "not_same", "unsure")
            ),
        ),
        unique=("org_id", "local_id", "lars"),
        internal=True,
    ),
    Ledger(
        "corrections",
        Title("Rectificaties", "Corrections"),
        (
            LedgerField("subject", Title("Waarover", "Subject"), required=True),
            LedgerField("field", Title("Veld", "Field")),
            LedgerField("value", Title("Waarde", "Value")),
            LedgerField("valid_from", Title("Geldig vanaf", "Valid from"), "day", required=True),
            LedgerField("text_nl", Title("Tekst (Nederlands)", "Text (Dutch)")),
            LedgerField("text_en", Title("Tekst (Engels)", "Text (English)")),
        ),
        unique=("subject", "field", "valid_from"),
        needs=(
            ("subject", "organisation/", ("field", "value")),
            ("subject", "figure/", ("text_nl", "text_en")),
            ("subject", "publication/", ("text_nl", "text_en")),
        ),
    ),
    Ledger(
        "remarks",
        Title("Opmerkingen van lezers", "Remarks of readers"),
        (
            LedgerField(
                "subject", Title("Waarover", "Subject"), required=True, words=("organisation/", "registration/")
            ),
            LedgerField("said_on", Title("Gemaakt op", "Said on"), "day", required=True),
            LedgerField("text", Title("Opmerking", "Remark"), required=True),
            # Shown with the remark; the contact is for whoever answers, and no mart has it.
            LedgerField("name", Title("Naam", "Name")),
            LedgerField("contact", Title("Bereikbaar via", "Contact")),
            LedgerField("reply", Title("Antwoord", "Reply")),
            LedgerField("replied_on", Title("Beantwoord op", "Replied on"), "day"),
        ),
        unique=("subject", "text"),
        order=(("said_on", "replied_on"),),
        needs=(("reply", "", ("replied_on",)), ("replied_on", "", ("reply",))),
    ),
)
BY_NAME: Final = {one.name: one for one in LEDGERS}
#: What a correction can be about; the part after the slash names which one.
SUBJECTS: Final = ("organisation/", "figure/", "publication/")
#: How the worker calls the source that reads a ledger.
PREFIX: Final = "ledger:"
#: The sources that the public is told nothing of: what is not public has one of these names.
INTERNAL_SOURCES: Final = tuple(PREFIX + one.name for one in LEDGERS if one.internal)
#: Ledgers of which some entries come with the software, as files under version control.
SHIPPED: Final = ("targets", "commitments")
SHIPPED_BY: Final = "shipped"


def shipped(name: str) -> pl.DataFrame:
    """Return the entries of a ledger that come with the software, cells as text; none for most ledgers.

    They count as entries with author and proof ``shipped``; ``entry`` is their place in the file.
    """
    if name not in SHIPPED:
        return pl.DataFrame(schema={"entry": pl.String, **dict.fromkeys(_keys(name), pl.String)})
    text = resources.files("sql").joinpath("ledgers", f"{name}.csv").read_text("utf-8")
    rows = pl.read_csv(io.StringIO(text), infer_schema=False)
    entry = pl.format("{}-{}", pl.lit(SHIPPED_BY), pl.int_range(1, pl.len() + 1)).alias("entry")
    return rows.select(entry, *(pl.col(key) for key in _keys(name)))


def _keys(name: str) -> list[str]:
    return [one.key for one in BY_NAME[name].fields]
