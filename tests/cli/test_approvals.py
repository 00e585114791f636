"""`kontroll regler godkjenn` and `godkjenninger` as they are typed, in a kommune with a draft that has been tried."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kontroll.cli.main import app
from village import write

runner = CliRunner()
ORGANISATION = """enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger
1000;Rådmannen;rådmann;;;TOPP;2020-01;;
1;Bygda skole;tjenestested;1000;skole;LEDER;2020-01;;
"""
PERSONS = """person_id;navn;epost;rolle;enhet;gjelder_fra;gjelder_til
LEDER;Lise Hemmelig;lise@bygda.example;leder;1;2020-01;
KARI;Kari Kontroll;kari@bygda.example;internkontroll;1000;2020-01;
TOPP;Tora Topp;tora@bygda.example;leder;1000;2020-01;
"""
RULE = """id: egen-001
navn: Merforbruk
type: avvik
status: prøve
alvor: lav
hjemmel: [{lov: kommuneloven, paragraf: "25-1"}]
versjoner:
  - {gyldig_fra: 2026-01, hvis: {indikator: okonomi_avvik, er: under, verdi: 0}, saa: {avvik: ja, varsle: [leder]}}
tester:
  - {navn: grensen, serie: {okonomi_avvik: "0 -0.1 _"}, forventet: [usann, sann, ukjent]}
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hjem") / "bygda"
    assert 0 == runner.invoke(app, ["ny", str(made), "--kommune", "Bygda"]).exit_code
    write(
        made, {"inbox/organisasjon.csv": ORGANISATION, "inbox/personer.csv": PERSONS, "rules/egne/egen-001.yaml": RULE}
    )
    assert 0 == kontroll(made, "db", "oppgrader").exit_code
    assert 0 == kontroll(made, "importer", str(made / "inbox")).exit_code
    return made


def kontroll(home: Path, *words: str) -> Result:
    return runner.invoke(app, [*words, "--mappe", str(home)])


def godkjenn(home: Path, person: str) -> Result:
    return kontroll(home, "regler", "godkjenn", "egen-001", "--person", person, "--begrunnelse", "Prøvd over tre år")


def test_a_rule_that_is_not_there_is_wrong_use(home: Path):
    answer = kontroll(home, "regler", "godkjenn", "egen-01", "--person", "KARI", "--begrunnelse", "Prøvd")

    assert 2 == answer.exit_code
    assert "Mente du «egen-001»?" in answer.stderr


def test_two_persons_approve_a_rule_and_the_list_says_so(home: Path):
    refused, one, same, two = (godkjenn(home, person) for person in ("LEDER", "KARI", "KARI", "TOPP"))

    assert [1, 0, 1, 0] == [answer.exit_code for answer in (refused, one, same, two)]
    assert "verken i internkontrollen eller øverste leder" in refused.stderr
    assert "Det mangler 1 godkjenning." in one.stdout
    assert "allerede godkjent" in same.stderr
    assert "Regelen kan tas i bruk" in two.stdout
    listed = {one["regel"]: one for one in json.loads(kontroll(home, "regler", "godkjenninger", "--json").stdout)}
    assert (True, ["KARI", "TOPP"], 2) == tuple(
        listed["egen-001"][key] for key in ("godkjent", "godkjent_av", "trengs")
    )
