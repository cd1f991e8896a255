"""Which links a registration holds: a row that has one, one that has none, one that is no link."""

import pytest

from sql.fields import STANDARDS
from sql.links import COLUMNS, links

LAW, DATA = "https://wetten.overheid.nl/BWBR0005537", "https://data.overheid.nl/dataset/1"


@pytest.mark.parametrize(
    ("said", "standard", "expected"),
    [
        pytest.param({}, "1.0", [], id="nothing said"),
        pytest.param({"website": None}, "1.0", [], id="null"),
        pytest.param({"website": LAW}, "1.0", [LAW], id="a link"),
        pytest.param({"website": f" \u00a0{LAW}\u200b "}, "1.0", [LAW], id="trimmed"),
        pytest.param({"website": f"{LAW}#Hoofdstuk3"}, "1.0", [f"{LAW}#Hoofdstuk3"], id="as written"),
        pytest.param({"website": LAW, "url": LAW}, "1.0", [LAW], id="once"),
        pytest.param({"url": DATA, "website": LAW}, "1.0", [LAW, DATA], id="in the order of the fields"),
        pytest.param({"website": "www.oss.nl"}, "1.0", [], id="no scheme"),
        pytest.param({"website": "https:/www.rijswijk.nl"}, "1.0", [], id="half a scheme"),
        pytest.param({"website": "https://"}, "1.0", [], id="no host"),
        pytest.param({"website": "https://www.x.nl/pagina niet gevonden"}, "1.0", [], id="more than a link"),
        pytest.param({"website": "n.v.t."}, "1.0", [], id="placeholder"),
        pytest.param({"goal": LAW}, "1.0", [], id="a field that is no link"),
        pytest.param({"documentation": LAW}, "1.0", [], id="a field that the standard lacks"),
        pytest.param({"documentation": LAW}, "0.1", [LAW], id="a field that it has"),
        pytest.param({"lawful_basis_link": LAW}, "0.4", [LAW], id="of standard 0.4"),
        pytest.param({"lawful_basis_grouping": f"1: Awb, {LAW}. 2: AVG, limburg.nl"}, "1.0", [LAW], id="grouping"),
        pytest.param(
            {"lawful_basis_grouping": f"1: Awb, art. 3:2; 3:4, {LAW}. 2: Bag, {DATA}"}, "1.0", [LAW, DATA], id="two"
        ),
        pytest.param({"source_data_grouping": f"1: Bag, {LAW}, {DATA}."}, "1.0", [LAW, DATA], id="a comma between"),
        pytest.param({"source_data_grouping": "1: Bag, https://"}, "1.0", [], id="no host in a grouping"),
        pytest.param({"source_data_grouping": f"1: Bag ({DATA})"}, "1.0", [DATA], id="in brackets"),
        pytest.param(
            {"source_data_grouping": "1: X, https://nl.wikipedia.org/wiki/Bag_(register)"},
            "1.0",
            ["https://nl.wikipedia.org/wiki/Bag_(register)"],
            id="brackets of its own",
        ),
        pytest.param({"impacttoetsen": f"IAMA, {LAW}"}, "0.4", [LAW], id="the list of 0.4"),
        pytest.param({"impacttoetsen": f"zie {LAW}"}, "1.0", [], id="the explanation of 1.0"),
    ],
)
def test_links(said: dict[str, str | None], standard: str, expected: list[str]) -> None:
    assert links(said, standard) == expected


@pytest.mark.parametrize("standard", STANDARDS)
def test_no_column_with_links_is_forgotten(standard: str) -> None:
    found = links({column: f"https://{column.replace('_', '-')}.nl/" for column in COLUMNS}, standard)
    assert {one.removeprefix("https://").removesuffix(".nl/").replace("-", "_") for one in found} <= set(COLUMNS)
    assert found
