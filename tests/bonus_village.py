"""A village with bonus: three skoler and one barnehage that is alone, measured by their users in 2024 and 2025.

Skole 1 has the best result and 2 the best progress; 4 is better than both, and three of its users answered.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from kontroll.domain.month import Month
from kontroll.domain.rule import RuleType
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.columnar import evaluate
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.policybook import read_policies
from kontroll.report.bonus.year import parts_of
from kontroll.report.situation import Situation
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import shipped_policies, shipped_rules
from village import write

DECEMBER = Month(2025, 12)
PARTS = (
    "brukertilfredshet", "bruker_resultat", "bruker_medvirkning", "bruker_respekt", "bruker_tilgjengelighet",
    "bruker_informasjon",
)  # fmt: skip
ORGANISATION = """enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger
0;Kommunedirektøren;kommunedirektør;;;TOPP;2020-01;;
1;Bygda skole;tjenestested;0;skole;ANNE;2020-01;;
2;Lia skole;tjenestested;0;skole;BERIT;2020-01;;
3;Grenda barnehage;tjenestested;0;barnehage;CARL;2020-01;;
4;Veslehaugen skole;tjenestested;0;skole;DINA;2020-01;;
"""
AMBITIONS = """enhet;indikator;aar;gronn;gul
*;okonomi_avvik;2025;1;0
*;kontroll_indeks;2025;75;65
"""
#: enhet: (2024, 2025, how many answered in 2025)
ANSWERS = {"1": ("80,0", "81,0", 40), "2": ("70,0", "74,0", 30), "3": ("75,0", "77,7", 20), "4": ("60,0", "98,7", 3)}
ECONOMY = {"1": "0,5", "2": "1,5", "3": "0,0", "4": "2,0"}


def bonus_rulebook() -> Rulebook:
    """The shipped bonus rules, and what they read."""
    whole, problems = read_rulebook([shipped_rules()])
    assert not list(problems)
    read = parts_of(whole, {"okonomi_avvik", "brukere_indeks"})
    rules = {id: rule for id, rule in whole.rules.items() if rule.type is RuleType.BONUS}
    indicators = {id: one for id, one in whole.indicators.items() if id in read}
    return replace(whole, rules=rules, indicators=indicators, datasets={})


def bonus_village(folder: Path, answers: dict[str, tuple[str, str, int]] | None = None, **economy: str) -> Situation:
    """answers: instead of those above, by enhet. economy: `enhet_1="-0,1"`."""
    said = ANSWERS | (answers or {})
    money = ECONOMY | {name.removeprefix("enhet_"): value for name, value in economy.items()}
    rows = [
        f"{enhet};{part};{year};{value};{count}"
        for enhet, (before, now, count) in said.items()
        for year, value in (("2024", before), ("2025", now))
        if value
        for part in PARTS
    ]
    rows += [f"{enhet};okonomi_avvik;2025-12;{value};" for enhet, value in money.items()]
    heading = "enhet;indikator;periode;verdi;antall"
    data = {
        "organisasjon.csv": ORGANISATION,
        "personer.csv": "person_id;navn;epost;rolle;enhet;gjelder_fra;gjelder_til\n",
        "ambisjoner.csv": AMBITIONS,
        "maalinger/alle.csv": "\n".join([heading, *rows, ""]),
    }
    rulebook = bonus_rulebook()
    facts, _problems = read_folder(write(folder, data), rulebook)
    return Situation(
        municipality="Bygda kommune",
        data=folder,
        rulebook=rulebook,
        facts=facts,
        verdicts=evaluate(rulebook, facts, DECEMBER, DECEMBER),
        problems=(),
        first=DECEMBER,
        last=DECEMBER,
        today=date(2026, 4, 20),
        scorecards=read_policies([shipped_policies()])[0].scorecards,
    )
