"""The grounds that a run tells of one enhet are worked out of her own figures, and say the same as all of them would."""

from __future__ import annotations

from pathlib import Path

import pytest

from kontroll.domain.month import Month
from kontroll.engine.plain import PlainEvaluator
from kontroll.flows.books.grounds import Grounds
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.report.why import why
from kontroll.rulebook.read import read_rulebook
from village import write

MARCH = Month(2026, 3)
RULES = {
    "indikatorer/alle.yaml": """
indikatorer:
  - {id: balanse, navn: Balanse, maaleenhet: prosent, bedre_er: høyere, frekvens: måned, desimaler: 1}
""",
    "a/rodt.yaml": """
id: rodt
navn: Rødt
type: avvik
status: i_bruk
alvor: middels
hjemmel: [{lov: kommuneloven, paragraf: "25-1"}]
versjoner: [{gyldig_fra: 2020-01, hvis: {indikator: balanse, farge: [rød]}, saa: {avvik: ja}}]
""",
}
DATA = {
    "organisasjon.csv": """enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger
1;En;tjenestested;;skole;;2020-01;;
2;To;tjenestested;;skole;;2020-01;;
3;Tre;tjenestested;;hjem;;2020-01;;
""",
    "maalinger/a.csv": """enhet;indikator;periode;verdi;antall
1;balanse;2026-03;-1;9
2;balanse;2026-03;-1;9
3;balanse;2026-03;-1;9
""",
}
HEAD = "enhet;indikator;aar;gronn;gul\n"


@pytest.mark.parametrize(
    ("ambitions", "struck"),
    [
        ("1;balanse;2026;0;-0,5\n2;balanse;2026;-5;-9\n", {"1"}),
        ("tjeneste:skole;balanse;2026;0;-0,5\ntjeneste:hjem;balanse;2026;-5;-9\n", {"1", "2"}),
        ("*;balanse;2026;0;-0,5\n3;balanse;2026;-5;-9\n", {"1", "2"}),
        # The later row wins.
        ("1;balanse;2026;-5;-9\n1;balanse;2026;0;-0,5\n", {"1"}),
    ],
    ids=["own", "of the service", "of all", "twice"],
)
def test_what_is_said_of_an_enhet_is_what_everything_delivered_would_say(tmp_path: Path, ambitions, struck):
    rulebook, _problems = read_rulebook([write(tmp_path / "rules", RULES)])
    data = write(tmp_path / "data", {**DATA, "ambisjoner.csv": HEAD + ambitions})
    facts, _problems = read_folder(data, rulebook)
    of_all, grounds = PlainEvaluator(rulebook, facts), Grounds(rulebook, facts, frozenset())

    for enhet in ("1", "2", "3"):
        answer = of_all.answer("rodt", enhet, MARCH)
        assert answer is not None
        assert grounds.why(rulebook.rules["rodt"], enhet, MARCH) == "\n".join(why(rulebook, answer))
        assert (answer.result.value == "sann") is (enhet in struck)
