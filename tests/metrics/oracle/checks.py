"""Every text check: what one version says, held against one rule."""

import re
from collections.abc import Callable
from functools import partial
from itertools import combinations

from tests.metrics.oracle import links
from tests.metrics.oracle.language import DUTCH, ENGLISH, level, prose, word_count, words
from tests.metrics.oracle.patterns import (
    ALONE,
    CONTROL,
    DENIED,
    DPIA,
    DPIA_EXPLAINED,
    LAW,
    MARKUP,
    MOJIBAKE,
    NO_DPIA,
    NO_HUMAN,
    NO_LAW,
    NOT_PERSONAL,
    PERSONAL,
    SENTENCE,
)
from tests.metrics.oracle.reading import AMSTERDAM
from tests.metrics.oracle.score import CORE, QUESTIONS, TIERS, content_missing
from tests.metrics.oracle.verdict import BROKEN, FAILS, NOT_DUE, PASSES, Verdict, judged
from tests.metrics.oracle.words import IN_DEVELOPMENT, IN_USE, NOT_STATED, OUT_OF_USE, A, B, Version, month, placeholder

PROSE = (
    "name",
    "description_short",
    "goal",
    "proportionality",
    "human_intervention",
    "risks",
    "lawful_basis",
    "impacttoetsen",
    "source_data",
    "methods_and_models",
    "impact",
    "decision_making_process",
    "description",
    "monitoring",
    "performance_standard",
    "objection_procedure",
)
THIN = (
    "goal",
    "proportionality",
    "human_intervention",
    "risks",
    "source_data",
    "methods_and_models",
)


def _placeholder(one: Version) -> Verdict:
    filled = [key for key in TIERS if one.filled(key)]
    return judged(bool(filled), fails=any(placeholder(one.text(key), key) for key in filled))


def _too_long(one: Version) -> Verdict:
    limited = [key for key in one.fields if one.filled(key) and one.form.limit(one.standard, key) > 0]
    return judged(bool(limited), fails=any(len(one.text(key)) > one.form.limit(one.standard, key) for key in limited))


def _theme(one: Version) -> Verdict:
    permitted = one.form.permitted(one.standard, "category") if one.has("category") else None
    if not permitted:
        return NOT_DUE
    return judged(one.filled("category"), fails=any(x not in permitted for x in one.text("category").split(", ")))


def _one_of(one: Version, key: str, *permitted: str, standard: str = "") -> Verdict:
    return judged(one.filled(key) and standard in {"", one.standard}, fails=one.text(key) not in permitted)


def _date_form(one: Version, key: str) -> Verdict:
    return judged(one.filled(key), fails=month(one.text(key)) is None)


def _lars(one: Version) -> Verdict:
    if one.lars.startswith("~"):
        return NOT_DUE
    if not re.fullmatch("[1-9]{7}[0-9]", one.lars):
        return FAILS
    d = [int(digit) for digit in one.lars]
    return PASSES if d[7] == (3 * (d[0] + d[2] + d[4] + d[6]) + d[1] + d[3] + d[5]) % 10 else FAILS


def _any_text(one: Version, wrong: Callable[[str], object]) -> Verdict:
    texts = [text for text in one.fields.values() if text]
    return judged(bool(texts), fails=any(wrong(text) for text in texts))


def _months(one: Version) -> tuple[int | None, int | None, int | None]:
    """Return the months of its begin, its end and its publication, each where it is known."""
    moment = one.moment.astimezone(AMSTERDAM) if one.moment else None
    published = moment.year * 12 + moment.month if moment else None
    return month(one.text("begin_date")), month(one.text("end_date")), published


def _date_order(one: Version) -> Verdict:
    begin, end, _ = _months(one)
    if not (one.filled("begin_date") and one.filled("end_date")):
        return NOT_DUE
    if begin is None or end is None:
        return BROKEN
    return FAILS if end < begin else PASSES


def _date_plausible(one: Version) -> Verdict:
    begin, end, published = _months(one)
    years = [(number - 1) // 12 for number in (begin, end) if number is not None]
    if not years:
        return NOT_DUE
    if published is None:
        return BROKEN
    return FAILS if any(year < 1950 or year > (published - 1) // 12 + 10 for year in years) else PASSES


def _against_publication(one: Version, statuses: set[str], which: int, wrong: Callable[[int, int], bool]) -> Verdict:
    """Hold the month of begin (0) or end (1) against that of the publication, for those with some status."""
    dates = _months(one)
    date, published = dates[which], dates[2]
    if one.status not in statuses or date is None:
        return NOT_DUE
    if published is None:
        return BROKEN
    return FAILS if wrong(date, published) else PASSES


def _assessed(one: Version, category: str) -> Verdict:
    fields = ("impacttoetsen_grouping", "impacttoetsen")
    due = one.category == category and any(one.has(field) for field in fields)
    return judged(due, fails=not any(one.valid(field) for field in fields if one.has(field)))


def _high_risk_says(one: Version, key: str) -> Verdict:
    due = one.category == A and one.has(key)
    return judged(due, fails=due and not one.valid(key))


def _no_human(one: Version) -> Verdict:
    text = one.text("human_intervention")
    due = one.category in {A, B} and one.says("human_intervention")
    return judged(due, fails=bool(NO_HUMAN.match(text)) or any(_alone(each) for each in SENTENCE.split(text)))


def _alone(sentence: str) -> bool:
    """Say whether a sentence has it decided without people, and did not deny that before."""
    found = ALONE.search(sentence)
    return found is not None and not any(no.end() <= found.start() for no in DENIED.finditer(sentence))


def _dpia(one: Version) -> Verdict:
    data = [one.text("source_data"), one.text("source_data_grouping")]
    personal = any(PERSONAL.search(text) and not NOT_PERSONAL.search(text) for text in data)
    asked = ("impacttoetsen_grouping", "impacttoetsen", "dpia", "impact_link")
    named = any(_names_dpia(one.text(key)) for key in (*asked, "risks", "proportionality", "goal"))
    # Older standards ask whether there is one: "Ja" names it.
    yes = re.match(r"ja\b", one.text("dpia"), re.IGNORECASE)
    return judged(one.category in {A, B, NOT_STATED} and personal, fails=not (yes or named))


def _names_dpia(text: str) -> bool:
    if NO_DPIA.search(text) and not DPIA_EXPLAINED.search(text):
        return False
    return DPIA.search(text) is not None


def _law_named(one: Version) -> Verdict:
    text = one.text("lawful_basis")
    due = one.category in {A, B} and one.says("lawful_basis")
    return judged(due, fails=bool(NO_LAW.search(re.split("[.!?]", text)[0])) or not LAW.search(text))


def _copy(one: Version) -> Verdict:
    texts = [text for text in (prose(one.text(key)) for key in PROSE) if len(text) >= 20]
    return judged(len(texts) >= 2, fails=any(x == y for x, y in combinations(texts, 2)))


def _thin(one: Version) -> Verdict:
    said = [one.text(key) for key in THIN if one.says(key)]
    return judged(bool(said), fails=any(len(text) < 20 and text.casefold() != "geen" for text in said))


def _shouting(one: Version) -> Verdict:
    name = one.text("name")
    return judged(sum(sign.isalpha() for sign in name) >= 8, fails=name == name.upper())


def _dutch(one: Version) -> Verdict:
    found = words(one.text("description_short")) + words(one.text("goal"))
    english, dutch = (sum(word in known for word in found) for known in (ENGLISH, DUTCH))
    return judged(len(found) >= 8, fails=english > dutch)


def _readable(one: Version, key: str) -> Verdict:
    return judged(word_count(one.text(key)) >= 8, fails=level(one, key) in {"b2", "c1"})


def _content(one: Version, name: str) -> Verdict:
    asked, said = content_missing(one, name)
    return judged(bool(asked), fails=not said)


TEXT_CHECKS: dict[str, Callable[[Version], Verdict]] = {
    **{f"content_{name}": partial(_content, name=name) for name in (*CORE, *QUESTIONS)},
    "placeholder": _placeholder,
    "too_long": _too_long,
    "theme": _theme,
    "status_word": lambda one: _one_of(one, "status", IN_USE, IN_DEVELOPMENT, OUT_OF_USE),
    "category_word": lambda one: _one_of(one, "publication_category", A, B, "Overige algoritmes"),
    "language": lambda one: _one_of(one, "lang", "nld", standard="1.0"),
    "self_learning": lambda one: _one_of(one, "type", "Ja", "Nee", standard="0.4"),
    "begin_date_form": partial(_date_form, key="begin_date"),
    "end_date_form": partial(_date_form, key="end_date"),
    "lars": _lars,
    "standard": lambda one: BROKEN if one.standard == NOT_STATED else judged(due=True, fails=one.standard != "1.0"),
    "markup": partial(_any_text, wrong=MARKUP.search),
    "mojibake": partial(_any_text, wrong=MOJIBAKE.search),
    "control": partial(_any_text, wrong=CONTROL.search),
    "formula": partial(_any_text, wrong=lambda text: text.startswith(("=", "@"))),
    "date_order": _date_order,
    "date_plausible": _date_plausible,
    "in_use_before_start": lambda one: _against_publication(one, {IN_USE}, 0, lambda begin, now: begin > now),
    "ended_in_use": lambda one: _against_publication(one, {IN_USE, IN_DEVELOPMENT}, 1, lambda end, now: end < now),
    "out_of_use_future_end": lambda one: _against_publication(one, {OUT_OF_USE}, 1, lambda end, now: end > now),
    "development_begun": lambda one: _against_publication(one, {IN_DEVELOPMENT}, 0, lambda begin, now: begin < now),
    "contact_form": links.contact_form,
    "contact_person": links.contact_person,
    "contact_noreply": links.contact_noreply,
    "contact_free_mail": links.contact_free_mail,
    "link_website": partial(links.link, field="website"),
    "link_url": partial(links.link, field="url"),
    "link_process_index_url": partial(links.link, field="process_index_url"),
    "link_publiccode": partial(links.link, field="publiccode"),
    "link_other": links.link_other,
    "link_secure": links.link_secure,
    "link_public": links.link_public,
    "link_in_grouping": links.link_in_grouping,
    "high_risk_assessment": partial(_assessed, category=A),
    "high_risk_risks": partial(_high_risk_says, key="risks"),
    "high_risk_human_intervention": partial(_high_risk_says, key="human_intervention"),
    "impactful_assessment": partial(_assessed, category=B),
    "no_human": _no_human,
    "dpia": _dpia,
    "law_named": _law_named,
    "copy": _copy,
    "thin": _thin,
    "shouting": _shouting,
    "dutch": _dutch,
    "readable_description": partial(_readable, key="description_short"),
    "readable_goal": partial(_readable, key="goal"),
}
SERIOUS = {
    *(f"content_{name}" for name in CORE),
    *(f"content_{name}" for name, question in QUESTIONS.items() if question.tier == 1),
    "too_long",
    "status_word",
    "category_word",
    "lars",
    "date_order",
    "contact_form",
    "high_risk_assessment",
    "high_risk_risks",
    "high_risk_human_intervention",
}
