"""What was known when a month was run: nothing from files that came later, and no day that had not come."""

from __future__ import annotations

from datetime import date

import pytest

from kontroll.domain.month import Month
from kontroll.facts.facts import Facts
from kontroll.flows.baerum.known_on import known_by_date, known_on
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.rulebook.read import read_rulebook
from village import write

DATASETS = {
    "datasett/faktura.yaml": """
id: faktura
navn: Faktura
nokkel: bilag
dato: fakturadato
enhet: ansvar
felter:
  - {id: bilag, type: tekst}
  - {id: fakturadato, type: dato}
  - {id: ansvar, type: tekst}
  - {id: attestant, type: tekst, personlig: ja}
  - {id: attestert_dato, type: dato}
""",
    "datasett/leverandor_rolle.yaml": """
id: leverandor_rolle
navn: Rolle
nokkel: rolle_id
bestand: {fra: gjelder_fra, til: gjelder_til}
enhet: enhet
felter:
  - {id: rolle_id, type: tekst}
  - {id: enhet, type: tekst}
  - {id: gjelder_fra, type: dato}
  - {id: gjelder_til, type: dato}
""",
}
HEAD = "bilag;fakturadato;ansvar;attestant;attestert_dato\n"
ROLE = "rolle_id;enhet;gjelder_fra;gjelder_til\n"
FILES = {
    "organisasjon.csv": "enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger\n"
    "1;Grenda;rådmann;;;P1;2020-01;;\n",
    "datasett/faktura/faktura-2025-03.csv": HEAD
    + "B1;2025-03-01;1;P7;2025-04-15\nB2;2025-03-02;1;P7;2025-04-16\nB3;2025-02-27;1;P7;2025-03-01\n",
    "datasett/faktura/faktura-2025-04.csv": HEAD + "B1;2025-03-01;1;P9;2025-03-03\nB4;2025-03-30;1;P7;2025-04-01\n",
    "datasett/leverandor_rolle/leverandor_rolle-2025.csv": ROLE + "R1;1;2025-03-31;\nR2;1;2025-04-01;\n",
    "datasett/leverandor_rolle/leverandor_rolle-x-2025-06.csv": ROLE + "R3;1;2025-01-01;\n",
}
MARCH, APRIL, JUNE = Month(2025, 3), Month(2025, 4), Month(2025, 6)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    folder = tmp_path_factory.mktemp("grenda")
    rulebook, problems = read_rulebook([write(folder / "rules", DATASETS)])
    assert not list(problems)
    found, _problems = read_folder(write(folder / "data", FILES), rulebook)
    return found


def standing(facts: Facts, dataset: str) -> dict[str, dict[str, object]]:
    return {str(row["_key"]): row for row in facts.records[dataset].standing().iter_rows(named=True)}


def test_a_later_file_has_not_come(facts: Facts):
    assert {"B1", "B2", "B3"} == set(standing(known_on(facts, MARCH, date(2025, 4, 15)), "faktura"))
    assert {"B1", "B2", "B3", "B4"} == set(standing(known_on(facts, APRIL, date(2025, 5, 15)), "faktura"))


def test_before_a_record_was_corrected_the_first_version_stands(facts: Facts):
    assert "P7" == standing(known_on(facts, MARCH, date(2025, 4, 15)), "faktura")["B1"]["attestant"]
    assert "P9" == standing(known_on(facts, APRIL, date(2025, 5, 15)), "faktura")["B1"]["attestant"]


def test_who_attested_is_known_on_the_day_and_not_the_day_before(facts: Facts):
    then = standing(known_on(facts, MARCH, date(2025, 4, 15)), "faktura")

    assert "P7" == then["B1"]["attestant"]
    assert then["B2"]["attestant"] is None
    assert then["B2"]["attestert_dato"] is None


def test_a_role_is_known_from_the_month_it_began_in(facts: Facts):
    assert {"R1"} == set(standing(known_on(facts, MARCH, date(2025, 4, 15)), "leverandor_rolle"))
    assert {"R1", "R2"} == set(standing(known_on(facts, APRIL, date(2025, 5, 15)), "leverandor_rolle"))


def test_what_a_case_told_late_is_known_late_whenever_it_began(facts: Facts):
    assert "R3" not in standing(known_on(facts, Month(2025, 5), date(2025, 6, 15)), "leverandor_rolle")
    assert "R3" in standing(known_on(facts, JUNE, date(2025, 7, 15)), "leverandor_rolle")


def test_of_sources_that_nobody_described_a_record_is_known_from_its_month(facts: Facts):
    assert {"B3"} == set(standing(known_by_date(facts, Month(2025, 2)), "faktura"))
    assert {"B1", "B2", "B3", "B4"} == set(standing(known_by_date(facts, MARCH), "faktura"))
