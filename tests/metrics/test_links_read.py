"""The links that are looked at are those that verdicts know: one reading, in two ways."""

import orjson
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import texts
from metrics.fingerprints import links_of
from sql.fields import NOT_STATED, STANDARDS
from sql.links import COLUMNS, EDGES, LINK, links

PIECES = (
    "https://a.nl/x",
    "http://b.nl",
    "https://",
    "https://c.nl/wiki/Bag_(x)",
    "(https://d.nl/y)",
    "www.e.nl",
    "1: Awb, ",
    ". 2: ",
    ", ",
    " ",
    "\u200b",
    "\u00a0",
    ")",
    "”",
    ".",
    "<b>",
    '"',
    "tekst",
)


def both(bodies: list[tuple[str, dict[str, str]]]) -> tuple[list[list[str]], list[list[str]]]:
    """Return the links of entries (standard, cells) as they are looked at, and as verdicts know them."""
    ours = [sorted(links(said, standard)) for standard, said in bodies]
    rows = pl.DataFrame(
        {
            "content": [str(number) for number in range(len(bodies))],
            "standard": [standard for standard, _ in bodies],
            "category": NOT_STATED,
            "status": NOT_STATED,
            "body": [orjson.dumps(said).decode() for _, said in bodies],
        }
    )
    found = dict(links_of(rows).group_by("content").agg(pl.col("url").unique().sort()).rows())
    return ours, [found.get(str(number), []) for number in range(len(bodies))]


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(STANDARDS),
            st.dictionaries(
                st.sampled_from(COLUMNS), st.lists(st.sampled_from(PIECES), max_size=6).map("".join), max_size=4
            ),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_verdicts_know_the_links_that_are_looked_at(bodies: list[tuple[str, dict[str, str]]]) -> None:
    looked_at, known = both(bodies)
    assert looked_at == known


def test_both_trim_and_judge_alike() -> None:
    assert (EDGES, LINK) == (texts._BLANK + texts._UNSEEN, texts.LINK)
