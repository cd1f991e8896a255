"""Clusters of the captured register, read one by one: what is in, what is out, and what stays the same."""

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from metrics.clusters import worked_out
from tests.replay import AUGUST

#: Of each common system some titles that must be in it, and some that must not.
READ: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "anonimiseren": (
        ("Anonimiseren", "Anonimiseringssoftware", "Octobox Anonimiseren", "DataMask", "Lakken van documenten"),
        ("Anonimiseren personen opnames Bodycam", "Tekstanalyse", "Druktemeting - blurren van het beeld"),
    ),
    "veilig-mailen": (("Zivver", "SmartLockr", "Cryptshare", "Veilig e-mailen", "E-mail beveiliging"), ("Chatbot",)),
    "ediensten-burgerzaken": (
        ("iBurgerzaken e-diensten", "Burgerzaken: eDiensten", "i-burgerzaken", "Digitale aanvragen burgerzaken"),
        ("Burgerzaken: Module Inzicht", "Documentscanners burgerzaken", "Sociaal Domein: eDiensten voor aanvragen"),
    ),
    "ediensten-sociaal-domein": (("Sociaal Domein: eDiensten voor aanvragen",), ("Burgerzaken: eDiensten",)),
    "meldingen-openbare-ruimte": (("Meldingen openbare ruimte", "Fixi - Meldingen openbare ruimte", "Signalen"), ()),
    "gezichtsvergelijking": (
        ("Oribi", "RNI Gezichtsscan", "Geautomatiseerde gezichtsvergelijking bij Burgerzaken"),
        ("Gezichtsvergelijkingsalgoritme Self Service Passport Control (SSPC)",),
    ),
    "scanauto": (
        ("Scanauto", "Parkeercontrole", "Scanauto's parkeerhandhaving"),
        ("Werkverdeling team scanauto's parkeerhandhaving", "Kentekenherkenning parkeergarage"),
    ),
    "camerahandhaving-verkeer": (
        ("Kentekencamerahandhaving Autoluwe Binnenstad", "Camerahandhaving geslotenverklaringen"),
        ("Risicoselectie van posten met kentekengegevens ten behoeve van de ANPR-actie", "Scanauto kentekenherkenning"),
    ),
    "voorleessoftware": (("Readspeaker", "Voorleessoftware website"), ("Leeshulp website",)),
    "copilot": (("Microsoft CoPilot", "M365 Copilot Chat", "Experiment Microsoft Copilot 365"), ("GitHub Copilot",)),
    "woz-taxatie": (
        ("Belastingen: WOZ taxatiemodellen", "Uitrekenen WOZ-waarde", "Waarderen WOZ-objecten Amsterdam"),
        ("Slimme verwerking van WOZ Bezwaren", "AiBezwaar (Belastingen)"),
    ),
    "bezwaar-belastingen": (("Slimme verwerking van WOZ Bezwaren", "AiBezwaar"), ("WOZ-taxatiemodellen",)),
    "chatbot-gem": (("Virtuele gemeente assistent Gem",), ("Chatbot gemeentelijke website",)),
    "chatbot": (("Chatbot Guus 3.1 (AI)", "Chatbot Wout", "Mai (Montferland AI)"), ("Virtuele assistent Gem",)),
    "vroegsignalering-schulden": (("Vroeg eropaf", "Vroegsignaleren van schulden"), ("Intake schuldhulpverlening",)),
    "ivri": (
        ("Verkeersregelinstallatie", "(Intelligente) Verkeersregelinstallatie (I-VRI)"),
        ("Microsimulatiemodellen geregelde kruispunten", "Monitoring verkeerslichten"),
    ),
    "pko-kennissystemen": (("Proces Kennis Ondersteuning - Sociaal Domein", "PKO Kennissystemen"), ()),
    "legesberekening": (("Leefomgeving: Legesberekening",), ("Centric: belastingen",)),
    "lokale-heffingen": (("Berekening belastingbedrag lokale heffingen", "Centric: belastingen"), ()),
    "ai-assistent": (("SafeGPT (AI)", "GovChat-NL/GAIMS"), ("Microsoft Copilot", "Chatbot Job")),
    "vergaderverslagen": (("Notuleren van raadsvergaderingen", "iBabs Debrief"), ("Polpo",)),
    "vertalen": (("Weglot", "DeepL"), ("SlimTaal",)),
    "adreskwaliteit": (("Landelijke Aanpak Adreskwaliteit",), ("Adressen Op Orde",)),
    "controle-verhuizingen": (("Controle verhuizingen", "Burgerzaken: Module Inzicht"), ("Burgerzaken: eDiensten",)),
    "facturen": (("Factuurverwerking", "Scanstraat facturen"), ("RPA t.b.v. Financiële Administratie",)),
    "kiesgerechtigden": (("Stemgerechtigden", "Selecteren kiesgerechtigden"), ("Stembureaumanager",)),
    "inkomstenverrekening": (("Uitkeringen Automatische Inkomsten Verrekening",), ("Signaal inkomsten Box 1",)),
    "bijstand-aanvragen": (("Beoordelen bijstandsaanvraag", "Rechten Rotterdammers"), ("CiVision Samenlevingszaken",)),
    "milieutoezicht-prioriteren": (("Prioriteren Milieutoezicht",), ("Toezicht en Handhaving Milieu",)),
    "mutaties-buitenruimte": (("ChangeMapp", "Mutatieherkenning"), ()),
    "objectherkenning-openbare-ruimte": (("Objectdetectie Afval", "Lokaliseren van lantaarnpalen"), ()),
    "documentscanners": (("Documentscanners balie Burgerzaken",), ("Oribi",)),
    "scil": (("SCIL (Screener voor intelligentie en licht verstandelijke beperking)",), ()),
    "matchen-met-werk": (("Matchen op vacatures", "Matching Tool"), ("Matchtool (voor werkstraffen)",)),
    "watermodel": (("Integraal Watermodel", "Stedelijk water"), ("DC Grondwaterlozingen",)),
    "geluid-berekenen": (("Geomilieu", "Geluidsmodel"), ("Geluidsmeting Oude Haven",)),
    # Nobody listed these two.
    "civision-samenlevingszak": (
        ("CiVision Samenlevingszaken", "CiVision Berekenen sociale voorzieningen"),
        ("RPA voor het automatiseren van incasso-ontvangsten in Civision samenlevingszaken",),
    ),
    "tekstanalys": (("Tekstanalyse",), ("Atlas.ti - kwalitatieve analysetool",)),
}


@cache
def august(shared: Path) -> pl.DataFrame:
    """Return what was public in August: name, organisation, goal."""
    packed = (shared / "register" / AUGUST / "downloads" / "full_NLD.csv.gz").read_bytes()
    return _rows(gzip.decompress(packed).decode("utf-8-sig"), "goal")


@cache
def january(shared: Path) -> pl.DataFrame:
    """Return what was public in January; goals are cut at 300 characters."""
    path = shared / "data" / "register-2026" / "register-2026-01-02.csv"
    return _rows(path.read_text("utf-8-sig"), "goal_300")


def _rows(text: str, goal: str) -> pl.DataFrame:
    latest = {one["algorithm_id"]: one for one in csv.DictReader(io.StringIO(text, newline=""))}
    told = [(one["name"], one["organization"], one[goal] or "") for one in latest.values()]
    return pl.DataFrame(told, schema=dict.fromkeys(("name", "organisation", "goal"), pl.String), orient="row")


def assigned(registrations: pl.DataFrame, *, known: bool = True) -> dict[tuple[str, str], str]:
    found = worked_out([registrations]) if known else worked_out([registrations], ())
    return {(name, organisation): cluster for name, organisation, cluster in found.of.iter_rows()}


def bodies(found: Mapping[tuple[str, str], str]) -> dict[str, set[str]]:
    by_cluster: dict[str, set[str]] = defaultdict(set)
    for (_, organisation), cluster in found.items():
        by_cluster[cluster].add(organisation)
    return by_cluster


def titles(found: Mapping[tuple[str, str], str]) -> dict[str, set[str]]:
    by_title: dict[str, set[str]] = defaultdict(set)
    for (name, _), cluster in found.items():
        by_title[name.strip()].add(cluster)
    return by_title


@cache
def read(shared: Path) -> dict[str, set[str]]:
    """Return the clusters of each title of both tables."""
    return titles({**assigned(january(shared)), **assigned(august(shared))})


def test_at_least_thirty_systems_of_five_bodies_or_more(shared: Path) -> None:
    large = {cluster for cluster, mine in bodies(assigned(august(shared))).items() if len(mine) >= 5}
    assert len(large) >= 36
    # Each of them was read.
    assert large <= set(READ)
    assert sum(len(mine) >= 5 for mine in bodies(assigned(january(shared))).values()) >= 30


def test_without_the_list_most_are_found_too(shared: Path) -> None:
    found = bodies(assigned(august(shared), known=False))
    assert sum(len(mine) >= 5 for mine in found.values()) >= 30


@pytest.mark.parametrize("cluster", READ)
def test_what_is_in_it_and_what_is_not(shared: Path, cluster: str) -> None:
    inside, outside = READ[cluster]
    found = read(shared)
    assert {name: found[name] for name in inside} == {name: {cluster} for name in inside}
    assert [name for name in outside if cluster in found[name]] == []
    # A title that was misspelt here would be out of everything.
    assert [name for name in outside if not found[name]] == []


def test_the_eighty_two_that_are_called_anonimiseren_are_one(shared: Path) -> None:
    every = august(shared)
    assert every.filter(pl.col("name").str.strip_chars() == "Anonimiseren").height == 82
    assert titles(assigned(every))["Anonimiseren"] == {"anonimiseren"}


def test_systems_of_one_body_are_not_put_together_for_a_shared_template(shared: Path) -> None:
    """The customs service wrote some sixty registrations after one model."""
    found = [cluster for (name, body), cluster in assigned(august(shared)).items() if body == "Douane"]
    assert len(set(found)) >= 0.9 * len(found)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("month", [january, august])
def test_five_percent_more_or_less_moves_hardly_anything(shared: Path, month: object, seed: int) -> None:
    every = month(shared)  # type: ignore[operator] # one of the two functions above
    some = every.sample(fraction=0.95, seed=seed, shuffle=True)
    fewer, more = assigned(some), assigned(every)
    rows = some.select("name", "organisation").rows()
    same = sum(fewer[row] == more[row] for row in rows)
    assert same >= 0.99 * len(rows)


def test_again_and_in_another_order_it_is_the_same(shared: Path) -> None:
    every = august(shared)
    assert assigned(every.sample(fraction=1, shuffle=True, seed=1)) == assigned(every)


def test_half_a_year_later_systems_carry_the_same_ids(shared: Path) -> None:
    """Of what both tables show under the same name and body."""
    earlier, later = assigned(january(shared)), assigned(august(shared))
    both = earlier.keys() & later.keys()
    assert len(both) > 1_000
    assert sum(earlier[row] == later[row] for row in both) >= 0.99 * len(both)
