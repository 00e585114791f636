"""A sound data folder and the rule registers that describe it: what a broken delivery is a change of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kontroll.facts.facts import SUPERSEDED, Facts
from kontroll.facts.sheet import FILE, LINE

from .case import NOTICE, Case

REGISTERS = {
    "indikatorer/alle.yaml": """\
indikatorer:
  - {id: okonomi_avvik, bedre_er: høyere, frekvens: måned, desimaler: 1}
  - {id: sykefravaer, bedre_er: lavere, frekvens: måned, desimaler: 1}
  - {id: ventetid, bedre_er: lavere, frekvens: tertial, desimaler: 0}
  - {id: svarprosent, bedre_er: høyere, frekvens: år, desimaler: 0, min_antall: 5}
  - {id: fakturasum, bedre_er: lavere, frekvens: måned, desimaler: 2, beregnet: {sum: faktura, felt: belop}}
""",
    "datasett/faktura.yaml": """\
id: faktura
nokkel: bilag
dato: fakturadato
enhet: ansvar
felter:
  - {id: bilag, type: tekst}
  - {id: fakturadato, type: dato}
  - {id: registrert, type: tidspunkt}
  - {id: ansvar, type: tekst}
  - {id: belop, type: kr}
  - {id: antall, type: heltall}
  - {id: kreditt, type: janei}
  - {id: attestant, type: tekst, personlig: ja}
  - {id: attestert, type: dato, personlig: ja}
""",
    "datasett/kjop.yaml": """\
id: kjop
nokkel: linje
dato: dato
enhet: {fast: A}
datoformat: "%d/%m/%Y"
tallformat: {desimal: ",", tusen: ".", foran: "$"}
felter:
  - {id: dato, type: dato, kolonne: TRANSAKSJONSDATO}
  - {id: belop, type: kr, kolonne: BELØP}
  - {id: kjoper, type: tekst, personlig: ja, kolonne: KJØPER}
""",
    "datasett/fullmakt.yaml": """\
id: fullmakt
nokkel: id
bestand: {fra: gjelder_fra, til: gjelder_til}
felter:
  - {id: id, type: tekst}
  - {id: person, type: tekst, personlig: ja}
  - {id: gjelder_fra, type: dato}
  - {id: gjelder_til, type: dato}
""",
}

ORGANISATION = """\
enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger
A;Solbakken skole;tjenestested;;skole;P1;2024-01;;
B;Fjordgløtt barnehage;tjenestested;;barnehage;P2;2024-01;2026-06;
"""
PERSONS = """\
person_id;navn;epost;rolle;enhet;gjelder_fra;gjelder_til
P1;Kari Nordmann;kari@kommune.no;leder;A;2024-01;
P2;Ola Hansen;ola@kommune.no;leder;B;2024-01-15;2026-06-30
"""
VALUES = """\
enhet;indikator;periode;verdi;antall
A;okonomi_avvik;2026-09;-1,5;
A;sykefravaer;2026-09;7.3;40
A;ventetid;2026-T2;12;
A;svarprosent;2026;71;35
"""
AMBITIONS = """\
enhet;indikator;aar;gronn;gul
*;okonomi_avvik;2026;1;0
tjeneste:skole;sykefravaer;2026;6,5;8
A;sykefravaer;2026;6;7
"""
INVOICES = """\
bilag;fakturadato;registrert;ansvar;belop;antall;kreditt;attestant;attestert
B1;2026-09-01;2026-09-02T08:15;A;12 000,50;2;nei;P2;2026-09-03
B2;2026-09-04;2026-09-05 09:00;A;-300;1;ja;P1;2026-09-06
"""
PURCHASES = """\
TRANSAKSJONSDATO,BELØP,KJØPER
31/08/2026,"$1.083,65",Kari Nordmann
01/09/2026,"$12,00",Ola Hansen
"""
AUTHORITIES = """\
id;person;gjelder_fra;gjelder_til
F1;P1;2025-01-01;2026-12-31
F2;P2;2025-02-01;
"""

UNITS_FILE, PERSONS_FILE, AMBITIONS_FILE = "organisasjon.csv", "personer.csv", "ambisjoner.csv"
VALUES_FILE = "maalinger/2026-09.csv"
INVOICE_FILE, PURCHASE_FILE = "datasett/faktura/2026-09.csv", "datasett/kjop/2026-09.csv"
AUTHORITY_FILE = "datasett/fullmakt/alle.csv"

SOUND = {
    UNITS_FILE: ORGANISATION,
    PERSONS_FILE: PERSONS,
    VALUES_FILE: VALUES,
    AMBITIONS_FILE: AMBITIONS,
    INVOICE_FILE: INVOICES,
    PURCHASE_FILE: PURCHASES,
    AUTHORITY_FILE: AUTHORITIES,
}


def write_files(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def rows_added(name: str, file: str, rows: str, *says: str, hides: tuple[str, ...] = ()) -> Case:
    """The rows are added to the sound file. Without a mark, each of them must be told."""
    marked = rows if "▸" in rows else "\n".join("▸" + row for row in rows.split("\n"))
    return Case(name, file, SOUND[file] + marked + "\n", says, NOTICE, by_line=True, unmentioned=hides)


def read_rows(facts: Facts) -> dict[str, set[tuple[Any, ...]]]:
    """Every row of every table by what it says, without where it stood."""
    frames = {
        "organisasjon": facts.organisation,
        "personer": facts.persons.frame,
        "maalinger": facts.measurements,
        "ambisjoner": facts.ambitions,
        **{name: table.frame for name, table in facts.records.items()},
    }
    found = {}
    for name, frame in frames.items():
        kept = frame.drop(FILE, LINE, SUPERSEDED, "superseded", "_key", strict=False)
        decimals = facts.records[name].decimals if name in facts.records else {}
        found[name] = {
            tuple(_unscaled(value, decimals.get(column)) for column, value in row.items()) for row in kept.to_dicts()
        }
    return found


def _unscaled(value: Any, decimals: int | None) -> Any:
    """A number as delivered: its scale depends on what else stands in the column."""
    return value if value is None or decimals is None else value / 10**decimals
