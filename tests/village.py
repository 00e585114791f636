"""A village: the smallest kommune that has something of everything the summary and the pages tell of.

Three units, three months (January to March 2026), seen from 20 April 2026. Each line of data is there for a test.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kontroll.domain.month import Month
from kontroll.engine.columnar import evaluate
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.report.situation import Situation
from kontroll.rulebook.read import read_rulebook

JANUARY, FEBRUARY, MARCH = Month(2026, 1), Month(2026, 2), Month(2026, 3)
TODAY = date(2026, 4, 20)

_HJEMMEL = "hjemmel: [{lov: kommuneloven, paragraf: '25-1'}]"
_IN_USE = "versjoner: [{gyldig_fra: 2020-01, %s, saa: {avvik: ja}}]"

RULES = {
    "indikatorer/alle.yaml": """
indikatorer:
  - {id: balanse, navn: Regnskap mot budsjett, maaleenhet: prosent, bedre_er: høyere, frekvens: måned, desimaler: 1,
     kilde: Økonomisystemet, forfaller: 10}
  - {id: trivsel, navn: Trivsel, maaleenhet: poeng, bedre_er: høyere, frekvens: måned, desimaler: 1, kilde: Spørreskjema,
     min_antall: 5, forfaller: 40}
""",
    "parametre/grense.yaml": """
id: grense
navn: Grense for kjøp
maaleenhet: kr
verdier: [{gyldig_fra: 2020-01-01, verdi: 1000}, {gyldig_fra: 2026-03-01, verdi: null}]
""",
    "datasett/faktura.yaml": """
id: faktura
navn: Faktura
nokkel: bilag
dato: dato
enhet: ansvar
felter:
  - {id: bilag, type: tekst}
  - {id: dato, type: dato}
  - {id: ansvar, type: tekst}
  - {id: belop, type: kr}
  - {id: attestant, type: tekst, personlig: ja}
  - {id: anviser, type: tekst, personlig: ja}
""",
    "datasett/befaring.yaml": """
id: befaring
navn: Befaring
nokkel: nr
dato: dato
enhet: ansvar
felter: [{id: nr, type: tekst}, {id: dato, type: dato}, {id: ansvar, type: tekst}]
""",
    "okonomi/merforbruk.yaml": f"""
id: merforbruk
navn: Merforbruk
type: avvik
status: i_bruk
alvor: høy
{_HJEMMEL}
{_IN_USE % "hvis: {indikator: balanse, er: under, verdi: 0}"}
""",
    "okonomi/trives.yaml": f"""
id: trives
navn: Folk skal trives
type: skal
status: i_bruk
alvor: lav
{_HJEMMEL}
{_IN_USE % "skal: {indikator: trivsel, er: minst, verdi: 4}"}
""",
    "faktura/to-personer.yaml": f"""
id: to-personer
navn: To personer skal godkjenne
type: skal
status: i_bruk
alvor: kritisk
grunnlag: faktura
kontrolltiltak: {{formaal: Hindre at én person styrer en utbetaling, droftet: 2025-01-01, informert: 2025-01-01,
                 varighet_til: 2030-01-01, evalueres: 2030-01-01}}
{_HJEMMEL}
{_IN_USE % "skal: {felt: attestant, er: ulik, verdi: {felt: anviser}}"}
""",
    "faktura/stort-kjop.yaml": f"""
id: stort-kjop
navn: Stort kjøp
type: avvik
status: i_bruk
alvor: middels
grunnlag: faktura
{_HJEMMEL}
{_IN_USE % "hvis: {felt: belop, er: over, verdi: {parameter: grense}}"}
""",
    "hms/befaring.yaml": f"""
id: befaring
navn: Befaring er gjort
type: skal
status: i_bruk
alvor: middels
grunnlag: befaring
{_HJEMMEL}
{_IN_USE % "skal: {felt: nr, mangler: nei}"}
""",
    "belonning/bonus.yaml": f"""
id: bonus
navn: Bonus til den beste
type: bonus
status: i_bruk
alvor: lav
{_HJEMMEL}
versjoner: [{{gyldig_fra: 2020-01, hvis: {{indikator: balanse, best_blant: {{samme: alle}}}}}}]
""",
    "okonomi/utkast.yaml": f"""
id: utkast
navn: Et utkast
type: avvik
status: utkast
alvor: kritisk
{_HJEMMEL}
{_IN_USE % "hvis: {indikator: balanse, er: over, verdi: -1000}"}
""",
}

DATA = {
    "organisasjon.csv": """enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger
1;Bygda skole;tjenestested;;skole;L-HEMMELIG;2020-01;;
2;Lia skole;tjenestested;;skole;L-HEMMELIG;2020-01;;
3;Grenda barnehage;tjenestested;;barnehage;L-HEMMELIG;2020-01;2026-02;
""",
    "maalinger/tall.csv": """enhet;indikator;periode;verdi;antall
1;balanse;2026-01;-1,5;
1;balanse;2026-02;-2,0;
1;balanse;2026-03;-0,5;
2;balanse;2026-01;1,0;
2;balanse;2026-02;tull;
2;balanse;2026-03;;
3;balanse;2026-01;0,0;
3;balanse;2026-02;0,0;
1;trivsel;2026-02;5,0;20
2;trivsel;2026-02;5,0;3
9;balanse_gammel;2026-02;5,0;3
""",
    "datasett/faktura/faktura.csv": """bilag;dato;ansvar;belop;attestant;anviser
B1;2026-03-02;1;1500,00;P-HEMMELIG;P-HEMMELIG
B2;2026-03-03;1;250,50;P-HEMMELIG;P-HEMMELIG
B3;2026-03-04;2;90,00;P-HEMMELIG;
B4;2026-02-04;2;5000,00;P-HEMMELIG;Q-HEMMELIG
B5;en gang;2;5000,00;P-HEMMELIG;Q-HEMMELIG
B6;2026-03-09;77;10,00;P-HEMMELIG;Q-HEMMELIG
""",
}

#: No page and no line of the log may hold this.
PERSONAL = "HEMMELIG"


def rule(id: str, condition: str, dataset: str | None = None) -> dict[str, str]:
    """The file of a rule of type avvik that strikes where the condition holds."""
    about = f"grunnlag: {dataset}\n" if dataset else ""
    head = f"id: {id}\nnavn: {id}\ntype: avvik\nstatus: i_bruk\nalvor: lav\n{about}{_HJEMMEL}\n"
    return {f"okonomi/{id}.yaml": head + _IN_USE % f"hvis: {condition}" + "\n"}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def village(folder: Path, *, today: date = TODAY, rules: dict[str, str] | None = None, **changed: str) -> Situation:
    """The village, evaluated. rules: more rule files. changed: a data file by its stem, instead of the one above."""
    data = {name: changed.pop(Path(name).stem, content) for name, content in DATA.items()}
    assert not changed, changed
    rule_folder = write(folder / "rules", {**RULES, **(rules or {})})
    inbox = write(folder / "inbox", data)
    rulebook, found = read_rulebook([rule_folder])
    assert not [str(problem) for problem in found]
    facts, problems = read_folder(inbox, rulebook)
    return Situation(
        municipality="Bygda kommune",
        data=inbox,
        rulebook=rulebook,
        facts=facts,
        verdicts=evaluate(rulebook, facts, JANUARY, MARCH),
        problems=tuple(problems),
        first=JANUARY,
        last=MARCH,
        today=today,
    )
