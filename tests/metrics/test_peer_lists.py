"""What a body can learn from its peers: what they have, class otherwise and write too."""

from datetime import date

import polars as pl
import pytest

from metrics.engine import figures
from metrics.facts import Facts
from metrics.peer_lists import common, peers, shared_texts
from metrics.registry import QuestionError
from sql.fields import HIGH_RISK, IMPACTFUL, NOT_STATED, OTHER
from tests.metrics.facts_builder import FactsBuilder

LOOKS = ("2025-06-01", "2026-06-01")
DAY = date(2026, 6, 1)


def register() -> FactsBuilder:
    """Seven municipalities: six with a, three of them with b too; a province with a; gm9 has c alone."""
    builder = FactsBuilder(*LOOKS).body("gm9", "gemeente").body("pv1", "provincie").body("gm8", "gemeente")
    for number in range(1, 7):
        builder.body(f"gm{number}", "gemeente")
        name = "Verkeerslichten" if number > 2 else "verkeerslichten"
        builder.registration(f"1000000{number}", "2025-01-01", org_id=f"gm{number}", cluster="a", name=name)
    for number in range(4, 7):
        builder.registration(f"2000000{number}", "2025-01-01", org_id=f"gm{number}", cluster="b")
    builder.registration("30000001", "2025-01-01", org_id="pv1", cluster="a", category=OTHER)
    return builder.registration("30000009", "2025-01-01", org_id="gm9", cluster="c")


def test_which_common_systems_a_body_does_not_have() -> None:
    found = peers(register().build(), "gm9")
    assert (found.organisation, found.kind, found.size, found.peers) == ("Body gm9", "gemeente", 1, 6)
    (one,) = found.missing
    assert (one.cluster, one.label.nl, one.label.en, one.peers) == ("a", "Systeem a", "System a", 6)
    # The province is of another kind; the name that most of its kind use comes first.
    assert [(each.lars, each.name, each.organisation) for each in one.examples] == [
        ("10000003", "Verkeerslichten", "Body gm3"),
        ("10000004", "Verkeerslichten", "Body gm4"),
        ("10000005", "Verkeerslichten", "Body gm5"),
    ]


@pytest.mark.parametrize(
    ("own", "near"),
    [
        (0, 6),  # as large as one with a single registration
        (1, 6),
        (3, 3),  # two is half of three or more
        (5, 0),
    ],
)
def test_size_is_the_number_of_public_registrations(own: int, near: int) -> None:
    builder = FactsBuilder(*LOOKS).body("gm0", "gemeente")
    for number in range(own):
        builder.registration(f"4000000{number}", "2025-01-01", org_id="gm0", cluster="z")
    for number in range(1, 7):
        builder.body(f"gm{number}", "gemeente")
        for one in range(1 if number < 4 else 2):
            builder.registration(f"5000{number:02}0{one}", "2025-01-01", org_id=f"gm{number}", cluster="a")
    found = peers(builder.build(), "gm0")
    assert (found.size, found.peers, found.near) == (own, 6, near)
    assert [(one.peers, one.near) for one in found.missing] == [(6, near)]


def test_nothing_is_missing_that_it_has_or_that_too_few_have() -> None:
    facts = register().build()
    assert peers(facts, "gm1").missing == ()
    assert [one.cluster for one in peers(facts, "pv1").missing] == []
    # Five others have it.
    gone = register().registration("10000001", "2025-07-01", org_id="gm1", cluster="c").build()
    assert [(one.cluster, one.peers) for one in peers(gone, "gm1").missing] == [("a", 5)]


def test_it_is_of_the_day_that_is_asked_about() -> None:
    assert peers(register().build(), "gm9", date(2024, 12, 31)).missing == ()
    renamed = register().registration("10000001", "2026-01-01", org_id="gm1", cluster="b")
    facts = renamed.registration("10000002", "2026-01-01", org_id="gm2", cluster="b").build()
    assert [one.peers for one in peers(facts, "gm9", date(2025, 12, 31)).missing] == [6]
    assert [(one.cluster, one.peers) for one in peers(facts, "gm9").missing] == [("b", 5)]


def test_the_same_system_in_another_category() -> None:
    builder = register().registration("10000001", "2025-07-01", org_id="gm1", cluster="a", category=IMPACTFUL)
    facts = builder.registration("10000002", "2025-07-01", org_id="gm2", cluster="a", category=NOT_STATED).build()
    (one,) = peers(facts, "gm1").differing
    assert (one.cluster, one.lars, one.category) == ("a", "10000001", IMPACTFUL)
    assert one.others == {HIGH_RISK: 4, OTHER: 1}
    assert one.examples[0].organisation == "Body gm3"
    # Who states none differs from nobody, and what a body has twice is no peer of itself.
    assert peers(facts, "gm2").differing == ()
    twice = (
        FactsBuilder(*LOOKS).body("gm1", "gemeente").registration("10000001", "2025-01-01", org_id="gm1", cluster="a")
    )
    twice.registration("10000002", "2025-01-01", org_id="gm1", cluster="a", category=OTHER)
    assert peers(twice.build(), "gm1").differing == ()


@pytest.mark.parametrize(("bodies", "told"), [(2, []), (3, [(3, False)]), (5, [(5, True)])])
def test_texts_that_others_have_too(bodies: int, told: list[tuple[int, bool]]) -> None:
    """From three bodies on a text is a template of its system, from five on it is boilerplate."""
    builder = FactsBuilder(*LOOKS)
    for number in range(bodies):
        builder.body(f"gm{number}", "gemeente")
        prints = [None, 77, 78 + number, *[None] * 12]
        builder.registration(f"1000000{number}", "2025-01-01", org_id=f"gm{number}", cluster="a", prints=prints)
    found = shared_texts(builder.build(), "gm0")
    assert [(one.bodies, one.boilerplate) for one in found] == told
    assert {(one.lars, one.field, one.cluster) for one in found} <= {("10000000", "goal", "a")}


def test_a_text_of_another_system_is_no_template_of_this_one() -> None:
    builder = FactsBuilder(*LOOKS)
    for number in range(4):
        builder.body(f"gm{number}", "gemeente")
        prints = [None, 77, *[None] * 13]
        cluster = "a" if number < 2 else "b"
        builder.registration(f"1000000{number}", "2025-01-01", org_id=f"gm{number}", cluster=cluster, prints=prints)
    assert shared_texts(builder.build(), "gm0") == ()


def test_all_common_systems() -> None:
    facts = register().build()
    (one,) = common(facts)
    assert (one.cluster, one.bodies, one.registrations) == ("a", 7, 7)
    assert one.kinds == {"gemeente": 6, "provincie": 1}
    assert one.categories == {HIGH_RISK: 6, OTHER: 1}
    assert [each.cluster for each in common(facts, least=1)] == ["a", "b", "c"]
    assert common(facts, date(2024, 12, 31)) == ()


@pytest.mark.parametrize(
    ("org_id", "as_of", "message"),
    [
        ("gm99", None, r"no organisation 'gm99'; did you mean gm9 \(Body gm9\)"),
        ("body pv1", None, r"did you mean pv1 \(Body pv1\)"),
        ("gm9", date(2026, 6, 2), "no collection after 2026-06-01"),
    ],
)
def test_what_cannot_be_answered(org_id: str, as_of: date | None, message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        peers(register().build(), org_id, as_of)


def test_a_body_of_which_the_kind_is_not_known_has_no_peers() -> None:
    builder = register()
    builder.rows["organisations"].append(builder.rows["organisations"][0] | {"org_id": "x1", "type": None})
    with pytest.raises(QuestionError, match="nobody told of which kind x1"):
        peers(builder.build(), "x1")


def test_before_the_first_collection_there_is_nothing_to_compare() -> None:
    facts = FactsBuilder().build()
    with pytest.raises(QuestionError, match="never collected"):
        common(facts)


def test_the_list_of_a_body_is_what_its_figure_lacks(captured: Facts) -> None:
    """On the captured register: as many systems are missing as the figure has asked less passed."""
    last = captured.last_day()
    assert last
    rows = figures(captured, "peers.common", [last], by="organisation").filter(pl.col("asked") > 0)
    assert rows.height > 200
    for row in rows.sort("org_id").gather_every(rows.height // 12).iter_rows(named=True):
        found = peers(captured, row["org_id"])
        assert len(found.missing) == row["asked"] - row["passed"], row["org_id"]
        assert all(each.lars for one in found.missing for each in one.examples)


def test_every_registration_with_a_name_is_of_a_system_with_a_label(captured: Facts) -> None:
    named = captured.versions.filter(pl.col("name").fill_null("").str.contains(r"\pL"))
    assert named["cluster"].null_count() == 0
    assert set(named["cluster"]) == set(captured.clusters["cluster"])
    assert captured.clusters.select(pl.all().is_null().any()).row(0) == (False,) * 4
    assert len(common(captured)) >= 36
