"""What is measured: each task by its name, what it does, and which of them must give the same answer."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final


@dataclass(frozen=True)
class Task:
    """One measurement. The first of a group is ours, and others are compared with it.

    ``function`` is MODULE.NAME in this folder. It is called with the folder of a register, or with
    what the functions of ``given``, which are not timed, make of it. Tasks with the same ``answer``
    must come to the same; without one there is nothing to compare. ``size`` names two lists
    (``lists.SIZES``) that it is called with, whatever the scale of the register.
    """

    name: str
    group: str
    function: str
    does: str
    answer: str = ""
    given: tuple[str, ...] = ()
    size: str = ""

    def prepare(self, folder: Path) -> Callable[[], object]:
        """Import all it needs, do what is not timed, and return what is."""
        run = _function(self.function)
        given: object = folder
        for one in self.given:
            given = _function(one)(given)
        return lambda: run(given)


def _function(path: str) -> Callable[..., object]:
    module, _, name = path.partition(".")
    found: Callable[..., object] = getattr(import_module(f"tests.bench.{module}"), name)
    return found


BITS: Final = "Asked, filled and valid of every field, from canonical texts"
ARRIVED: Final = "First verdicts on what arrives, from JSON"
FIGURES: Final = "Four figures by organisation and month, over four years"
WHOLE: Final = "Everything"
LINKING: Final = "Linking"
#: Two lists that are linked, by their size.
TODAY: Final = "today's register"
BULK: Final = "100,000 rows each"
_RULES: Final = "how many texts pass each rule; keeps no bits of a version"
_TEXTS: Final = "from the texts; is given which text was public when"
_FACTS: Final = ("facts.read",)


def _linking(size: str) -> tuple[Task, ...]:
    """Return what links two lists of one size, each in its own way."""
    ways = {
        "ours": ("links_ours.certain", "names, texts, vendors, dates, categories, rivals; what is certain"),
        "ours, possible too": ("links_ours.likely", "the same; what is certain or possible"),
        "rapidfuzz": ("links_rapidfuzz.links", "names alone, by token_sort_ratio; the best of each line from 80 on"),
    }
    if size == TODAY:
        ways["Splink on DuckDB"] = ("links_splink.links", "trained on the lists; the best of each line from 0.05 on")
    return tuple(Task(name, LINKING, function, does, size=size) for name, (function, does) in ways.items())


TASKS: Final = (
    Task("ours", BITS, "bits_ours.bits", "three masks a version, kept", "bits"),
    Task("DuckDB SQL", BITS, "bits_duckdb.bits", "three masks a version, kept; looks at lengths first", "bits"),
    Task("pandas", BITS, "bits_pandas.bits", "three masks a version, kept; a column at a time", "bits"),
    Task("dataframely", BITS, "bits_frames.with_dataframely", _RULES, "bits"),
    Task("Pointblank", BITS, "bits_frames.with_pointblank", _RULES, "bits"),
    Task("only reading, Polars", BITS, "bits_ours.length", "adds up how long the texts are", "length"),
    Task("only reading, DuckDB", BITS, "bits_duckdb.length", "adds up how long the texts are", "length"),
    Task("ours", ARRIVED, "bits_ours.read", "reads JSON, trims, three masks a version", "bits"),
    Task("DuckDB SQL", ARRIVED, "bits_duckdb.arrived", "reads JSON, trims, three masks a version", "bits"),
    Task("ours, complete", ARRIVED, "bits_ours.arrived", "and every check, trait, theme and fingerprint", "bits"),
    Task(
        "ours",
        FIGURES,
        "figures_ours.monthly",
        "from stored bits and stretches",
        "figures",
        (*_FACTS, "figures_ours.cut"),
    ),
    Task(
        "ours, from files",
        FIGURES,
        "figures_ours.from_files",
        "from stored bits; reads them, and works out stretches",
        "figures",
    ),
    Task("DuckDB SQL", FIGURES, "figures_sql.monthly", _TEXTS, "figures"),
    Task("pandas", FIGURES, "figures_pandas.monthly", _TEXTS, "figures"),
    Task("Polars", FIGURES, "figures_polars.monthly", _TEXTS, "figures"),
    Task(
        "the catalogue",
        WHOLE,
        "whole.catalogue",
        "every metric on the last day, by all and by organisation",
        "",
        ("facts.published",),
    ),
    Task(
        "what follows",
        WHOLE,
        "whole.what_follows",
        "common systems from names and goals, stretches and the findings of context checks from bits",
        "",
        ("whole.arrived",),
    ),
    Task(
        "all figures",
        WHOLE,
        "whole.in_time",
        "every metric of registrations on 1,461 days, of targets on 12, by all and by organisation",
        "",
        ("facts.published",),
    ),
    Task(
        "one night",
        WHOLE,
        "whole.night",
        "judges one text in a thousand anew, and brings common systems, stretches and findings up to date",
        "",
        ("whole.eve",),
    ),
    *_linking(TODAY),
    *_linking(BULK),
)
