"""The report of a draw: everything a revisor asks for, frozen when it is concluded, and without what is only the kommune's."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from contextlib import nullcontext
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kontroll.cli import sample_report
from kontroll.cli.main import app
from kontroll.domain.draw import Draw, Finding
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.samples.draw_plan import PLAN, SAMPLE
from kontroll.flows.samples.give_report import given_report
from kontroll.flows.samples.population import LIST
from kontroll.flows.samples.report_draw import REPORT, report_of
from kontroll.flows.samples.trial import tried, try_plan
from kontroll.report.sampling.draw_report import DrawReport
from kontroll.report.sampling.report_files import WRITERS
from kontroll.report.sampling.report_json import report_from, report_text
from kontroll.sampling.kup1.published_verifier import __file__ as VERIFIER

from ..small import Kommune, Make
from .concluded import MAKER, OTHER, SEED, WITNESSES, concluded, drawn, hours, started
from .invoices import with_invoices

pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
FILTER = '{"felt":"art","er":"ulik","verdi":"9999"}'
WORDS = {"konfidens": "0.95", "tolererbar": "0.05", "populasjon": "8"}


@pytest.fixture
def bygda(make: Make) -> Kommune:
    return with_invoices(make)


def report(bygda: Kommune, draw: Draw, *, public: bool = False) -> DrawReport:
    found = given_report(bygda.desk, draw.id, "konto:test", hours(9), public=public)
    assert found is not None
    return found


def everything(found: DrawReport) -> str:
    return report_text(found)


def section(found: DrawReport, id: str) -> str:
    return json.dumps(
        next(one for one in json.loads(report_text(found))["avsnitt"] if one["id"] == id), ensure_ascii=False
    )


def test_the_report_of_a_concluded_draw_has_everything_a_revisor_asks_for(bygda: Kommune):
    done = report(bygda, concluded(bygda, Finding.DEVIATION, text="Ingen har attestert."))
    assert done.quote.startswith("Vi kontrollerte 4 av 8 bilag, 1 avvik; med 95 % sikkerhet har høyst ")
    assert done.conclusion.endswith("Planen sier da: Vi kontrollerer alt.")
    assert [one.id for one in done.sections] == [
        "resultat", "forbehold", "populasjon", "plan", "forpliktelse", "fro", "utvalg", "avvik", "tid", "etterprove",
    ]  # fmt: skip
    assert "fra januar 2026 til mars 2026" in section(done, "populasjon")
    assert "Hovedboken, rapport 12" in section(done, "populasjon")
    assert SEED in section(done, "fro")
    assert all(name in section(done, "fro") for name in WITNESSES)
    assert "Ingen har attestert." in section(done, "avvik")
    assert "40 min" in section(done, "tid")


def test_the_filter_stands_as_a_sentence(bygda: Kommune):
    found = report(bygda, started(bygda, condition=FILTER))
    said = section(found, "populasjon")
    assert "Med er de postene der dette stemmer:" in said
    assert "«Art» er noe annet enn «9999»." in said


def test_the_public_report_has_no_names_no_keys_and_nothing_people_wrote_for_the_kommune(bygda: Kommune):
    draw = concluded(bygda, Finding.DEVIATION, text="Ingen har attestert.")
    inside, public = everything(report(bygda, draw)), everything(report(bygda, draw, public=True))
    for hidden in (*WITNESSES, "Hovedboken, rapport 12", "Ingen har attestert.", '"B1"', '"B5"'):
        if not hidden.startswith('"'):
            assert hidden in inside
        assert hidden not in public
    assert "to vitner" in public


def test_a_key_that_is_personal_stands_in_no_report(bygda: Kommune):
    draw = drawn(bygda)
    assert '"B10"' in section(report(bygda, draw), "utvalg")
    dataset = bygda.desk.rulebook.datasets["bilag"]
    personal = replace(dataset, fields=tuple(replace(one, personal=True) for one in dataset.fields))
    desk = replace(bygda.desk, rulebook=replace(bygda.desk.rulebook, datasets={"bilag": personal}))
    with desk.database.reading() as tx:
        assert '"B10"' not in section(report_of(desk, tx, draw, hours(9)), "utvalg")


def test_a_concluded_report_is_frozen_with_its_hash_on_the_draw(bygda: Kommune):
    draw = concluded(bygda)
    with bygda.desk.database.reading() as tx:
        kept = tx.draw_files.get(draw.id, 0, REPORT) or b""
        now = report_of(bygda.desk, tx, draw, hours(9))
    assert draw.report == sha256(kept).hexdigest()
    assert report(bygda, draw) == report_from(kept.decode())
    assert report_text(now) == report_text(report_of_again(bygda, draw))


def report_of_again(bygda: Kommune, draw: Draw) -> DrawReport:
    with bygda.desk.database.reading() as tx:
        return report_of(bygda.desk, tx, draw, hours(10))


def test_before_anything_is_checked_the_report_says_that_it_is_unknown(bygda: Kommune):
    found = report(bygda, drawn(bygda))
    assert found.holds is None
    assert "Foreløpig er 0 av 4 ferdig kontrollert" in found.quote
    assert "ukjent (ikke kontrollert)" in section(found, "utvalg")


def test_before_the_draw_there_is_no_result(bygda: Kommune):
    found = report(bygda, started(bygda))
    assert found.quote == "Ingenting er trukket."
    assert "resultat" not in [one.id for one in found.sections]


def test_there_is_no_report_of_what_is_no_draw(bygda: Kommune):
    assert given_report(bygda.desk, "2026-9", MAKER, hours(1), public=False) is None


def test_the_line_in_the_report_makes_the_draw_again(bygda: Kommune, tmp_path: Path):
    draw = drawn(bygda)
    with bygda.desk.database.reading() as tx:
        for name in (LIST, PLAN, SAMPLE):
            (tmp_path / name).write_bytes(tx.draw_files.get(draw.id, 1, name) or b"")
    (tmp_path / "etterprov.py").write_bytes(Path(VERIFIER).read_bytes())
    verify = next(one for one in report(bygda, draw).sections if one.id == "etterprove")
    line = next(said.text for said in verify.said if said.text.startswith("python3 etterprov.py"))
    done = subprocess.run([sys.executable, *line.split()[1:]], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "STEMMER"


def test_it_is_written_as_page_json_and_excel(bygda: Kommune):
    found = report(bygda, concluded(bygda))
    page = WRITERS[".html"](found, "Bygda kommune").decode()
    assert found.quote in page
    assert "<script" not in page
    assert report_from(WRITERS[".json"](found, "Bygda kommune").decode()) == found
    sheet = zipfile.ZipFile(BytesIO(WRITERS[".xlsx"](found, "Bygda kommune")))
    assert "xl/worksheets/sheet1.xml" in sheet.namelist()


# --- trial calculations --------------------------------------------------------------------------------------------------


def test_every_trial_calculation_of_a_draft_is_kept_and_reported(bygda: Kommune):
    draw = started(bygda)
    assert try_plan(bygda.desk, draw.id, MAKER, WORDS, hours(1)).is_possible
    second = try_plan(bygda.desk, draw.id, MAKER, {**WORDS, "konfidens": "0.8"}, hours(2))
    assert "beregning nummer 2" in " ".join(second.warnings)
    try_plan(bygda.desk, draw.id, OTHER, {**WORDS, "forventet": "0.5"}, hours(3))
    told = section(report(bygda, draw), "beregninger")
    assert "sikkerhet 80 %" in told
    assert "Du venter like mye avvik som du tåler" in told


def test_the_same_again_is_kept_once(bygda: Kommune):
    draw = started(bygda)
    for _again in range(3):
        assert tried(bygda.desk, draw.id, MAKER, WORDS, {"utvalg": 8}, hours(1)) == 1
    assert tried(bygda.desk, draw.id, OTHER, WORDS, {"utvalg": 8}, hours(1)) == 2


@pytest.mark.parametrize("change", ["DELETE FROM draw_trial", "UPDATE draw_trial SET answered = '{\"utvalg\": 9}'"])
def test_a_calculation_that_is_taken_away_or_changed_is_found_out(bygda: Kommune, change: str):
    try_plan(bygda.desk, started(bygda).id, MAKER, WORDS, hours(1))
    assert check_trail(bygda.desk.database).problems == []
    with bygda.desk.database.transaction(MAKER, hours(2)) as tx:
        tx.trials.connection.exec_driver_sql(change)
    assert [one.what for one in check_trail(bygda.desk.database).problems] == [
        "en prøveberegning er endret eller tatt bort"
    ]


def test_nothing_is_kept_without_a_draft(bygda: Kommune):
    assert tried(bygda.desk, None, MAKER, WORDS, {"utvalg": 8}, hours(1)) == 0
    assert tried(bygda.desk, "2026-9", MAKER, WORDS, {"utvalg": 8}, hours(1)) == 0
    assert tried(bygda.desk, drawn(bygda).id, MAKER, WORDS, {"utvalg": 8}, hours(9)) == 0


def test_the_terminal_writes_the_report_of_a_home(bygda: Kommune, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    # The home is open already: reading every shipped rule once more shows nothing here.
    monkeypatch.setattr(sample_report, "desk_of", lambda _home: nullcontext(bygda.desk))
    draw, file = concluded(bygda, Finding.DEVIATION), tmp_path / "rapport.html"

    done = CliRunner().invoke(app, ["stikkprove", "rapport", draw.id, "--ut", str(file), "--offentlig"])

    assert done.exit_code == 0, done.output
    assert "Vi kontrollerte 4 av 8" in file.read_text("utf-8")
    assert WITNESSES[0] not in file.read_text("utf-8")
    missing = CliRunner().invoke(app, ["stikkprove", "rapport", "2026-9", "--ut", str(file)])
    assert (missing.exit_code, missing.output) == (1, "Det finnes ingen stikkprøve 2026-9.\n")
