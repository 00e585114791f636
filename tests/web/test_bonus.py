"""Bonus on the pages: who sees why, who puts forward, and that one named person decides with reasons, and it is archived."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from bonus_village import DECEMBER, bonus_rulebook, bonus_village
from friday import Friday, friday_of
from kontroll.domain.notice import Reason
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.people.looking import looking
from kontroll.flows.people.viewing import viewer_of
from kontroll.flows.showing.start import start_of
from served import text_of
from signed_in import NOW
from village import TODAY

YEAR = "/bonus/2025"
#: Skole 4 has too few answers to be shown, and enough to be the best; the three others are known.
ANSWERS = {"4": ("60,0", "70,0", 9)}


@pytest.fixture(scope="module")
def situation(tmp_path_factory):
    return bonus_village(tmp_path_factory.mktemp("bonus"), ANSWERS)


@pytest.fixture
def friday(situation, village_seen, tmp_path) -> Iterator[Friday]:
    with friday_of(situation, village_seen[1], tmp_path) as friday:
        yield friday


def send(client: httpx.Client, address: str, **fields: str) -> httpx.Response:
    token = re.findall(r'name="skjema" value="([^"]+)"', client.get("/").text)[0]
    return client.post(address, data={"skjema": token, **fields})


def test_a_leader_reads_why_of_her_own_and_of_no_other(friday: Friday):
    berit = friday.leader("BERIT")

    own = text_of(berit.get(f"{YEAR}/2"))
    assert "Best av 3 i tjenesten skole er Bygda skole med 81,0 poeng, 7,0 poeng foran." in own
    assert "Best fremgang" in own
    assert 404 == berit.get(f"{YEAR}/1").status_code
    listed = berit.get(YEAR).text
    assert f'href="{YEAR}/2"' in listed
    assert f'href="{YEAR}/1"' not in listed
    assert 403 == berit.get(f"{YEAR}/avgjorelse").status_code
    assert 403 == berit.get(f"{YEAR}/pakke/1").status_code
    assert 404 == berit.get("/bonus/2024").status_code


def test_a_leader_puts_her_own_forward_with_a_reason_and_takes_it_back(friday: Friday):
    berit = friday.leader("BERIT")

    empty = send(berit, f"{YEAR}/2/forslag", tekst=" ")
    assert [422, 303] == [
        empty.status_code,
        send(berit, f"{YEAR}/2/forslag", tekst="De <b>løftet</b> seg.").status_code,
    ]
    assert "De &lt;b&gt;løftet" in berit.get(f"{YEAR}/2").text
    assert 404 == send(berit, f"{YEAR}/1/forslag", tekst="De også.").status_code
    assert "De &lt;b&gt;løftet" in friday.leader("TOPP").get(f"{YEAR}/avgjorelse").text
    assert 422 == send(friday.leader("TOPP"), f"{YEAR}/2/trekk").status_code
    assert 303 == send(berit, f"{YEAR}/2/trekk").status_code
    assert "De &lt;b&gt;løftet" not in berit.get(f"{YEAR}/2").text


def decide(friday: Friday, seen: int = 0, **fields: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in fields.items() if name != "tekst"}
    text = {"tekst": fields["tekst"]} if "tekst" in fields else {}
    return send(friday.leader("TOPP"), f"{YEAR}/avgjorelse", sett=str(seen), **named, **text)


def test_what_is_not_chosen_or_goes_another_way_without_a_reason_is_not_decided(friday: Friday):
    chosen = {"valg_1": "best resultat", "valg_4": "best fremgang"}

    assert "Velg om bonus gis eller ikke." in decide(friday, valg_1="best resultat").text
    assert "annen vei enn" in decide(friday, **chosen | {"valg_1": "nei"}).text
    assert "annen vei enn" in decide(friday, **chosen, valg_2="best resultat").text
    assert "særskilt begrunnelse" in decide(friday, **chosen, valg_3="åpen klasse").text
    assert "Året ble avgjort mens" in decide(friday, 1, **chosen).text
    assert "ikke avgjort" in friday.leader("BERIT").get(YEAR).text
    with friday.desk.database.reading() as tx:
        assert [] == tx.bonus_decisions.all()


def waiting(friday: Friday, person: str) -> list[str]:
    """Where the first page sends her about bonus."""
    desk = replace(friday.desk, rulebook=bonus_rulebook())
    with looking(desk, TODAY) as look:
        viewer = viewer_of(person, person, "", (), known_directory(look.tx), desk.policies, TODAY)
        return [one.href for one in start_of(look.tx, look.today, viewer).waits if "bonus" in one.href]


def test_a_decision_is_told_to_all_is_archived_and_is_followed_by_another_with_its_reason(
    friday: Friday, tmp_path: Path
):
    chosen = {"valg_1": "best resultat", "valg_4": "nei", "grunn_4": "Fremgangen er tilfeldig."}
    assert ([], []) == (waiting(friday, "TOPP"), waiting(friday, "BERIT"))  # the year is not judged to its end
    with friday.desk.database.transaction("TOPP", NOW) as tx:
        tx.books.rows.add(replace(tx.books.rows.all()[0], month=DECEMBER, number=1))
    assert ([f"{YEAR}/avgjorelse"], []) == (waiting(friday, "TOPP"), waiting(friday, "BERIT"))

    assert 303 == decide(friday, **chosen, valg_3="åpen klasse", grunn_3="De <i>tok imot</i> flest nye.").status_code
    assert [] == waiting(friday, "TOPP")
    with friday.desk.database.reading() as tx:
        notices = tx.notices.where(reason=Reason.BONUS_DECIDED)
    assert "BERIT" in {one.recipient for one in notices}
    assert {("2025", "", None)} == {(one.subject_key, one.why, one.enhet) for one in notices}
    seen = friday.leader("BERIT").get(YEAR).text
    assert "Bygda skole" in seen
    assert "Grenda barnehage" in seen
    assert "Tora Topp" in seen
    assert "Får ikke bonus." in friday.leader("BERIT").get(f"{YEAR}/2").text
    assert "Fremgangen er tilfeldig." not in friday.leader("BERIT").get(f"{YEAR}/2").text
    assert "Fremgangen er tilfeldig." in friday.leader("TOPP").get(f"{YEAR}/4").text
    again = decide(friday, 1, **chosen, valg_3="nei")
    assert "Skriv hvorfor det avgjøres på nytt." in again.text
    assert 303 == decide(friday, 1, **chosen, valg_3="nei", tekst="Barnehagen var ikke foreslått.").status_code
    assert "Grenda barnehage" not in friday.leader("BERIT").get(YEAR).text

    archive = friday.leader("KARI").get(f"{YEAR}/pakke/1").content
    with friday.desk.database.reading() as tx:
        first, second = tx.bonus_decisions.where(year=2025)
        assert not list(tx.trail.check())
        entries = {one.seq: one.content["about"] for one in tx.trail.entries()}
    assert sha256(archive).hexdigest() == first.package == entries[first.trail]["package"]
    assert (2, 1) == (first.granted, second.granted)
    assert verified(archive, tmp_path / "hel") == (0, 3)
    assert verified(tampered(archive, "grunnlag/verdier.csv", b"81.0", b"61.0"), tmp_path / "tall")[0] == 1
    assert verified(tampered(archive, "avgjorelse.json", b"Fremgangen er tilfeldig.", b""), tmp_path / "ord")[0] == 1


#: One on top of the other: what is changed, and what is then told besides what was told before.
BY_HAND = (
    ("UPDATE bonus_outcome SET granted = 1 - granted WHERE enhet IN ('1', '4')", "hvem som får bonus, er ikke det"),
    ("UPDATE bonus_nomination SET by = 'KIM'", "hvem som er foreslått til åpen klasse"),
    ("UPDATE bonus_decision SET by = 'KIM'", "hvem som avgjorde, når, eller hva loggen viser til"),
    ("UPDATE bonus_package SET content = x'00'", "arkivet er ikke lenger slik det var"),
    ("DELETE FROM bonus_decision", "avgjørelsen er tatt bort"),
)


def test_a_decision_that_somebody_changes_in_the_database_is_told(friday: Friday):
    send(friday.leader("BERIT"), f"{YEAR}/2/forslag", tekst="De løftet seg.")
    chosen = {"valg_1": "best resultat", "valg_4": "nei", "grunn_4": "Fremgangen er tilfeldig.", "valg_2": "nei"}
    assert 303 == decide(friday, **chosen).status_code

    told: list[str] = []
    assert told == [one.what for one in check_trail(friday.desk.database).problems]
    for statement, what in BY_HAND:
        with friday.desk.database.engine.connect() as connection, connection.begin():
            assert connection.execute(text(statement)).rowcount
        before, told = told, [one.what for one in check_trail(friday.desk.database).problems]
        assert [True] == [one.startswith(what) for one in told if one not in before]


def verified(archive: bytes, folder: Path) -> tuple[int, int]:
    """Exit code of the program in the archive, run by a Python that sees nothing of kontroll, and how many times STEMMER."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        opened.extractall(folder)
    command = [sys.executable, "-I", "-S", str(folder / "etterprov.py"), str(folder)]
    found = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert not found.stderr, found.stderr
    return found.returncode, found.stdout.count("STEMMER")


def tampered(archive: bytes, name: str, was: bytes, now: bytes) -> bytes:
    """The archive with something else in one file, and sums that say it is as it should be."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        files = {one: opened.read(one) for one in opened.namelist()}
    assert was in files[name]
    files[name] = files[name].replace(was, now)
    sums = (f"{sha256(files[one]).hexdigest()}  {one}\n" for one in sorted(files) if one != "SHA256SUMS")
    files["SHA256SUMS"] = "".join(sums).encode()
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        for one, content in files.items():
            made.writestr(one, content)
    return written.getvalue()
