"""The kinds of issues about organisations: what each is called, and what a person can do about it."""

from dataclasses import dataclass
from typing import Final

from metrics.registry import Text

SEVERITIES: Final = ("serious", "warning", "information")


@dataclass(frozen=True)
class Kind:
    """One kind of issue: what it is called, and what a person can do about it."""

    title: Text
    todo: Text


KINDS: Final = {
    "ended_without_successor": Kind(
        Text("Einddatum zonder opvolger", "Ended without a successor"),
        Text(
            'Bestaat de organisatie nog: zet valid_until op "-" in de correcties. Is er een opvolger: zet die in de '
            "opvolgingen. Tot dan telt zij mee.",
            'If it still exists, correct valid_until to "-". If another took over, add a succession. Until then '
            "it counts.",
        ),
    ),
    "ended_still_registering": Kind(
        Text("Opgeheven, en heeft nog registraties", "Ended, and still has registrations"),
        Text(
            "Vraag de opvolger de registraties over te nemen; herleide cijfers tellen ze al bij de opvolger.",
            "Ask the successor to take over the registrations; restated figures already count them there.",
        ),
    ),
    "code_unknown": Kind(
        Text("Code onbekend in het register van organisaties", "Code unknown in the register of organisations"),
        Text(
            "Zoek de organisatie op en zet haar TOOI-code als org_id in de correcties.",
            "Look the organisation up and correct org_id to its TOOI code.",
        ),
    ),
    "name_differs": Kind(
        Text("Andere naam bij dezelfde code", "Another name under the same code"),
        Text(
            "Is het dezelfde organisatie: zet de naam in de correcties. Is het een andere: zet de juiste code als "
            "org_id in de correcties.",
            "If it is the same organisation, correct the name. If it is another one, correct org_id to its code.",
        ),
    ),
    "type_differs": Kind(
        Text("Ander soort organisatie bij dezelfde code", "Another kind under the same code"),
        Text(
            "Zet het juiste soort als type in de correcties.",
            "Correct type to the right kind.",
        ),
    ),
    "successor_unknown": Kind(
        Text("Opvolger onbekend", "Successor unknown"),
        Text(
            "Zet de opvolger met zijn code in de opvolgingen.",
            "Add a succession with the successor's code.",
        ),
    ),
    "successor_of_living": Kind(
        Text("Opvolger zonder einddatum", "A successor and no end"),
        Text(
            'Is de organisatie opgeheven: zet valid_until in de correcties. Zo niet: zet successor op "-".',
            'If it ended, correct valid_until. If not, correct successor to "-".',
        ),
    ),
    "split_undecided": Kind(
        Text("Gesplitst, en niet beslist waarheen", "Split up, and not decided to whom"),
        Text(
            "Zet één opvolger in de opvolgingen; tot dan blijft alles bij de opgeheven organisatie.",
            "Add a succession to one of them; until then all stays with the body that ended.",
        ),
    ),
    "succession_circle": Kind(
        Text("Opvolgers volgen elkaar op in een kring", "Successors take over from each other in a circle"),
        Text(
            "Corrigeer een van de opvolgingen; tot dan blijft alles zoals het was.",
            "Correct one of the successions; until then all stays as it was.",
        ),
    ),
    "correction_unused": Kind(
        Text("Correctie die niet te gebruiken is", "A correction that cannot be used"),
        Text(
            "Corrigeer de correctie: een veld dat er is, en een dag als JJJJ-MM-DD.",
            "Correct the correction: a field that there is, and a day as YYYY-MM-DD.",
        ),
    ),
    "same_name": Kind(
        Text("Twee organisaties met één naam", "Two bodies with one name"),
        Text(
            "Zoek uit welke bedoeld is; corrigeer zo nodig org_id.",
            "Find out which one is meant; correct org_id if need be.",
        ),
    ),
    "overlapping_validity": Kind(
        Text("Eén code met overlappende tijdvakken", "One code with overlapping times"),
        Text(
            "Zet de juiste valid_from of valid_until in de correcties.",
            "Correct valid_from or valid_until.",
        ),
    ),
}
