"""A kommune with two skoler and a barnehage under one top, two years of surveys, and a year of economy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kontroll.domain.month import Month
from kontroll.domain.scorecard import Scorecards
from kontroll.engine.columnar import evaluate
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.policybook import read_policies
from kontroll.report.situation import Situation
from kontroll.rulebook.read import read_rulebook
from village import write

LAST = Month(2026, 1)

RULES = {
    "indikatorer/alle.yaml": """
indikatorer:
  - {id: fornoyd, navn: Fornøyde brukere, maaleenhet: poeng, bedre_er: høyere, frekvens: år, desimaler: 1, fokusomrade: brukere,
     kilde: Undersøkelsen, eier: Analyse, min_antall: 5, vis_min_antall: 5, forfaller: 20, skala: [0, 100]}
  - {id: balanse, navn: Regnskap mot budsjett, maaleenhet: prosent, bedre_er: høyere, frekvens: måned, desimaler: 1,
     fokusomrade: økonomi, kilde: Økonomisystemet, eier: Økonomi, forfaller: 10}
  - {id: kroner, navn: Kroner mot budsjett, maaleenhet: kr, bedre_er: høyere, frekvens: måned, desimaler: 0,
     fokusomrade: økonomi, kilde: Økonomisystemet, eier: Økonomi, forfaller: 10}
  - {id: aarsverk, navn: Årsverk, maaleenhet: årsverk, bedre_er: høyere, frekvens: måned, desimaler: 1, forfaller: 10}
""",
    "okonomi/merforbruk.yaml": """
id: merforbruk
navn: Merforbruk
type: avvik
status: i_bruk
alvor: høy
hjemmel: [{lov: kommuneloven, paragraf: '25-1'}]
versjoner: [{gyldig_fra: 2020-01, hvis: {indikator: balanse, er: under, verdi: 0}, saa: {avvik: ja}}]
""",
}

CARDS = """\
fokusomraader:
  - {navn: brukere, betyr: Hva brukerne får.}
  - {navn: økonomi, betyr: Om budsjettet holder.}
minst_kjent: 60 %
tall:
  - {indikator: fornoyd, samles: veid snitt, veies_med: antall, spredning: 20, til: Om de er fornøyd.}
  - {indikator: balanse, samles: veid snitt, veies_med: aarsverk, til: Om det holder.}
  - {indikator: kroner, samles: sum, til: Hvor mye det er.}
kart:
  - {navn: Felles, tall: [balanse, kroner]}
  - {navn: For skoler, tjeneste: [skole], tall: [fornoyd, balanse]}
eget_lederskap: [fornoyd]
"""

DATA = {
    "organisasjon.csv": """enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger
0;Toppen;rådmann;;;;2020-01;;
1;Bygda skole;tjenestested;0;skole;;2020-01;;
2;Lia skole;tjenestested;0;skole;;2020-01;;
3;Grenda barnehage;tjenestested;0;barnehage;;2020-01;;
4;Nedlagt skole;tjenestested;0;skole;;2020-01;2025-10;
""",
    "maalinger/tall.csv": """enhet;indikator;periode;verdi;antall
1;fornoyd;2024;70,0;40
1;fornoyd;2025;80,0;40
2;fornoyd;2024;60,0;25
2;fornoyd;2025;61,0;25
1;balanse;2025-01;-1,0;
1;balanse;2026-01;2,0;
2;balanse;2026-01;-1,0;
3;balanse;2025-12;5,0;
1;kroner;2026-01;200;
2;kroner;2026-01;-50;
3;kroner;2026-01;900;
1;aarsverk;2026-01;30,0;
2;aarsverk;2026-01;10,0;
3;aarsverk;2026-01;10,0;
""",
    "ambisjoner.csv": """enhet;indikator;aar;gronn;gul
*;fornoyd;2025;75;65
2;fornoyd;2025;61;55
*;balanse;2026;1;0
""",
}


def cards_of(folder: Path, text: str = CARDS) -> Scorecards:
    policies, problems = read_policies([write(folder / "policies", {"maalekart.yaml": text})])
    assert not problems
    return policies.scorecards


def small(
    folder: Path,
    *,
    today: date = date(2026, 2, 20),
    cards: str = CARDS,
    rules: dict[str, str] = RULES,
    **changed: str,
) -> Situation:
    """changed: a data file by its stem, instead of the one above; `more_tall` is added to the measurements."""
    more = changed.pop("more_tall", "")
    data = {name: changed.pop(Path(name).stem, content) for name, content in DATA.items()}
    assert not changed, changed
    data["maalinger/tall.csv"] += more
    rulebook, found = read_rulebook([write(folder / "rules", rules)])
    assert not found, [str(problem) for problem in found]
    facts, problems = read_folder(write(folder / "inbox", data), rulebook)
    return Situation(
        municipality="Bygda kommune",
        data=folder / "inbox",
        rulebook=rulebook,
        facts=facts,
        verdicts=evaluate(rulebook, facts, LAST, LAST),
        problems=tuple(problems),
        first=LAST,
        last=LAST,
        today=today,
        scorecards=cards_of(folder, cards),
    )
