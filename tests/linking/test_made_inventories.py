"""A made-up inventory tells the truth about itself, and is the same by the same seed."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.linking.bulk import bulk, sizes
from tests.linking.calibration_set import is_held_out, main, sample, sets
from tests.linking.inventories import EXACT, TEXT, inventories
from tests.linking.mix import HARSH, MILD, NOISE, USUAL, Mix
from tests.linking.rows import Registration, Truth, registrations_of
from tests.linking.strangers import has_such
from tests.linking.twins import CUT_TOO_SHORT, TWIN

#: Nothing is changed, added or left out.
STILL = replace(NOISE, exact=1.0, split=0.0)
NOT_LINKED = ("withheld", "next_version", "unregistered", "same_title_elsewhere", "one_word_differs", "generic_title")


def registration(number: int, org_id: str, name: str, **more: str) -> Registration:
    return Registration(f"{number:08}", org_id, f"Gemeente {org_id}", name, **more)


ONE = [registration(1, "gm1", "Scanauto"), registration(2, "gm1", "Chatbot Gem")]
TWO = [*ONE, registration(3, "gm2", "Berekening leges")]


def kinds_of(truth: Truth) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return what was done to every line, its description aside."""
    return {key: tuple(kind for kind in kinds if not kind.startswith(TEXT)) for key, kinds in truth.kinds.items()}


def links_of(truth: Truth) -> set[tuple[str, str]]:
    """Return the name of every line with the name of every registration that it is."""
    lines = {(one.org_id, one.local_id): one.name for one in truth.lines}
    names = {one.lars: one.name for one in truth.registrations}
    return {(lines[link[:2]], names[link.lars]) for link in truth.links}


@pytest.mark.parametrize(
    ("mix", "given", "expected"),
    [
        (STILL, ONE, {("Scanauto", "Scanauto"), ("Chatbot Gem", "Chatbot Gem")}),
        (replace(STILL, unlisted=1.0), ONE, set()),
        (
            replace(STILL, exact=0.0, changes=(1, 0, 0), names={"vendor_removed": 1.0}),
            [registration(1, "gm1", "Chatbot 2.0")],
            {("Chatbot 2.0", "Chatbot 2.0")},
        ),
    ],
)
def test_lines_are_linked_with_what_they_were_made_of(
    mix: Mix, given: list[Registration], expected: set[tuple[str, str]]
) -> None:
    assert links_of(inventories(given, 1, mix)) == expected


def test_a_split_registration_has_two_or_three_lines() -> None:
    truth = inventories(ONE[:1], 1, replace(STILL, split=1.0))
    assert len(truth.lines) == len(truth.links) in {2, 3}
    assert all("Scanauto" in one.name for one in truth.lines)
    assert set(kinds_of(truth).values()) == {("split",)}


def test_a_merged_line_is_two_registrations() -> None:
    truth = inventories(ONE, 1, replace(STILL, merged=1.0))
    (line,) = truth.lines
    assert {link.lars for link in truth.links} == {"00000001", "00000002"}
    assert "Scanauto" in line.name
    assert "Chatbot Gem" in line.name
    assert kinds_of(truth) == {(line.org_id, line.local_id): ("merged",)}


@pytest.mark.parametrize(
    ("mix", "kind"),
    [
        (replace(STILL, unregistered=2.0), "unregistered"),
        (replace(STILL, same_elsewhere=2.0), "same_title_elsewhere"),
        (replace(STILL, one_word_differs=2.0), "one_word_differs"),
        (replace(STILL, generic=2.0), "generic_title"),
    ],
)
def test_strangers_have_no_registration(mix: Mix, kind: str) -> None:
    given = [*TWO, registration(4, "gm1", "Risicomodel erfbelasting")]
    truth = inventories(given, 1, replace(mix, unlisted=1.0))
    assert truth.lines
    assert not truth.links
    assert {kinds[0] for kinds in truth.kinds.values()} == {kind}


def test_look_alikes_bring_their_own_registrations_and_only_the_right_links() -> None:
    found = Counter(
        (len(truth.registrations), len(truth.lines), len(truth.links))
        for truth in (inventories(ONE[:1], seed, replace(STILL, unlisted=1.0, alike=1.0)) for seed in range(60))
    )
    # Registered the first or both; listed the second, both, or the second of both.
    assert set(found) == {(2, 1, 0), (2, 2, 1), (3, 2, 2), (3, 1, 1)}


def test_a_line_may_stand_at_the_body_above() -> None:
    truth = inventories(TWO, 1, replace(STILL, listed_above=1.0), {"gm2": "gm1"})
    (link,) = (link for link in truth.links if link.lars == "00000003")
    assert link.org_id == "gm1"
    assert "listed_above" in truth.kinds[link[:2]]
    assert set(truth.related().rows()) == {("gm1", "gm1"), ("gm2", "gm2"), ("gm1", "gm2"), ("gm2", "gm1")}


def test_names_that_two_registrations_have_are_told_of() -> None:
    same = [registration(1, "gm1", "Anonimiseren"), registration(2, "gm1", "anonimiseren ")]
    away = registration(3, "gm2", "Anonimiseren")
    truth = inventories([*same, away], 1, STILL)
    assert {key[0]: kinds for key, kinds in kinds_of(truth).items()} == {"gm1": (EXACT, TWIN), "gm2": (EXACT,)}


def test_names_of_which_too_little_is_left_are_told_of() -> None:
    given = [
        registration(n, "gm1", f"Detecteren van risico's in aangiften van goederen: {what}")
        for n, what in enumerate("ABC")
    ]
    cut = replace(STILL, exact=0.0, changes=(1, 0, 0), names={"truncated": 1.0})
    truth = inventories(
        [*given, registration(9, "gm2", "Detecteren van risico's in aangiften van goederen: D")], 1, cut
    )
    marks = {key[0]: kinds[-1] for key, kinds in kinds_of(truth).items()}
    assert marks == {"gm1": CUT_TOO_SHORT, "gm2": "truncated"}


@pytest.mark.parametrize("mix", [MILD, USUAL, HARSH])
def test_every_link_and_kind_is_about_a_line_and_a_registration_there_is(mix: Mix) -> None:
    truth = inventories(sample()[:600], 7, mix)
    keys = [(one.org_id, one.local_id) for one in truth.lines]
    numbers = [one.lars for one in truth.registrations]
    assert len(set(keys)) == len(keys)
    assert len(set(numbers)) == len(numbers)
    assert {link[:2] for link in truth.links} <= set(keys)
    assert {link.lars for link in truth.links} <= set(numbers)
    assert set(truth.kinds) == set(keys)
    linked = {link[:2] for link in truth.links}
    strangers = {key for key, kinds in kinds_of(truth).items() if kinds[0] in NOT_LINKED}
    assert not linked & strangers
    owner = {one.lars: one.org_id for one in truth.registrations}
    assert all(owner[link.lars] == link.org_id for link in truth.links)


def test_a_title_from_elsewhere_is_like_nothing_the_body_registered() -> None:
    truth = inventories(sample()[:600], 3, replace(STILL, unlisted=1.0, same_elsewhere=1.0))
    ours: dict[str, list[Registration]] = {}
    for one in truth.registrations:
        ours.setdefault(one.org_id, []).append(one)
    assert truth.lines
    assert not [one.name for one in truth.lines if has_such(one.name, ours[one.org_id])]


def test_the_same_seed_gives_the_same_and_another_gives_another() -> None:
    given = sample()[:200]
    assert inventories(given, 1) == inventories(list(reversed(given)), 1)
    assert inventories(given, 1) != inventories(given, 2)


def test_between_a_third_and_a_half_of_the_lines_have_no_description() -> None:
    truth = inventories(sample(), 1)
    empty = sum(not one.description for one in truth.lines) / len(truth.lines)
    said = sum("text:none" in kinds for kinds in truth.kinds.values()) / len(truth.lines)
    assert 0.3 <= said <= empty <= 0.5


def test_rows_with_more_columns_and_nulls_are_registrations() -> None:
    row = {"lars": "1", "org_id": "a", "organisation": "A", "name": "X", "goal": None, "status": "In gebruik"}
    assert registrations_of([row]) == (Registration("1", "a", "A", "X"),)


def test_frames_have_the_columns_that_linking_asks_for() -> None:
    lines, registrations, related = inventories(TWO, 1).frames()
    assert lines.columns[:8] == [
        "org_id", "local_id", "name", "description", "process", "vendor", "start_date", "category",
    ]  # fmt: skip
    assert registrations.columns == [
        "lars", "org_id", "organisation", "name", "description_short", "goal", "provider", "begin_date", "category",
        "source_id",
    ]  # fmt: skip
    assert related.columns == ["org_id", "other"]


# Sets


def test_no_body_is_in_both_sets_of_our_own_sample(tmp_path: Path) -> None:
    training, held_out = sets(1, shared=tmp_path / "not here")
    bodies = [{one.org_id for one in each.registrations} for each in (training, held_out)]
    assert not bodies[0] & bodies[1]
    assert all(is_held_out(each) for each in bodies[1])
    assert 0.3 < len(bodies[1]) / len(bodies[0] | bodies[1]) < 0.5


def test_of_both_sets_is_told_what_they_have(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--shared", str(tmp_path / "not here"), "--seed", "3"])
    said = capsys.readouterr().out
    assert "training:" in said
    assert "held_out:" in said
    assert "successive_version" in said


def test_of_a_truth_a_few_bodies_can_be_taken() -> None:
    truth = inventories(TWO, 1, STILL)
    assert links_of(truth.of(["gm2"])) == {("Berekening leges", "Berekening leges")}


# As many as you like


@pytest.mark.parametrize(
    ("rows", "bodies", "skew"), [(10, 10, 0.5), (1000, 336, 0.5), (100_000, 336, 0.5), (7, 2, 0.0)]
)
def test_sizes_add_up_largest_first(rows: int, bodies: int, skew: float) -> None:
    found = sizes(rows, bodies, skew)
    assert sum(found) == rows
    assert len(found) == bodies
    assert found == sorted(found, reverse=True)
    assert found[-1] >= 1


def test_of_bulk_every_line_is_one_registration_of_its_own_body() -> None:
    truth = bulk(rows=500, bodies=20)
    owner = {one.lars: one.org_id for one in truth.registrations}
    assert len(truth.lines) == len(truth.registrations) == len(truth.links) == 500
    assert {link.lars for link in truth.links} == set(owner)
    assert all(owner[link.lars] == link.org_id for link in truth.links)
    assert bulk(rows=500, bodies=20) == truth
