"""Kinds of bodies: what other registers call them, and the Algorithm Register's own word."""

import re
from typing import Final

#: What ROO, TOOI and tables made of them write (spaces for hyphens and capitals) → the register's word.
WORDS: Final = {
    "adviescollege": "adviescollege",
    "agentschap": "agentschap",
    "brandweer": "regionaal_samenwerkingsorgaan",
    "caribisch openbaar lichaam": "caribisch_openbaar_lichaam",
    "externe commissie": "adviescollege",
    "gemeente": "gemeente",
    "gemeenschappelijke regeling": "gemeenschappelijke_regeling",
    "grensoverschrijdend regionaal samenwerkingsorgaan": "regionaal_samenwerkingsorgaan",
    "grensoverschrijdende gemeenschappelijke regeling": "gemeenschappelijke_regeling",
    "hoge college": "hoog_college_van_staat",
    "hoog college van staat": "hoog_college_van_staat",
    "inspectie": "inspectie",
    "interdepartementale commissie": "adviescollege",
    "kabinet van de koning": "kabinet_van_de_koning",
    "koepelorganisatie": "koepelorganisatie",
    "ministerie": "ministerie",
    "omgevingsdienst": "omgevingsdienst",
    "openbaar lichaam bes": "caribisch_openbaar_lichaam",
    "openbaar lichaam voor beroep en bedrijf": "openbaar_lichaam_voor_beroep_en_bedrijf",
    "organisatie met overheidsbemoeienis": "organisatie_met_overheidsbemoeienis",
    "organisatieonderdeel": "organisatieonderdeel",
    "overheidsstichting of vereniging": "organisatie_met_overheidsbemoeienis",
    "politie": "politie",
    "politie en brandweer": "politie",
    "provincie": "provincie",
    "provinciale rekenkamer": "provinciale_rekenkamer",
    "rechterlijke instantie": "rechtspraak",
    "rechtspersoon met een wettelijke taak": "organisatie_met_overheidsbemoeienis",
    "rechtspraak": "rechtspraak",
    "regionaal samenwerkingsorgaan": "regionaal_samenwerkingsorgaan",
    "rwt": "organisatie_met_overheidsbemoeienis",
    "samenwerkingsorganisatie": "regionaal_samenwerkingsorgaan",
    "veiligheidsregio": "veiligheidsregio",
    "waterschap": "waterschap",
    "zbo": "zelfstandig_bestuursorgaan",
    "zelfstandig bestuursorgaan": "zelfstandig_bestuursorgaan",
}
#: Words that say nothing of the kind.
NO_KIND: Final = frozenset({"", "overige overheidsorganisatie", "overheidsorganisatie"})


def plain(written: str) -> str:
    """Return a word as the table has it: ``ZelfstandigBestuursorgaan`` as ``zelfstandig bestuursorgaan``."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", written)
    return re.sub(r"[\s_-]+", " ", spaced).strip().casefold()


def word_of(written: str) -> tuple[str, bool]:
    """Return the register's word for a kind, and whether it was understood; an unknown one is kept."""
    word = plain(written)
    if word in NO_KIND:
        return "", True
    return WORDS.get(word, word.replace(" ", "_")), word in WORDS
