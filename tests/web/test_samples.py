"""A sample taken from the pages alone, without script, by two who need not trust each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from hashlib import sha256
from html import unescape
from io import BytesIO
from pathlib import Path

import httpx
import openpyxl
import pytest

from flows.samples.invoices import with_invoices
from flows.small import Kommune, Make
from kontroll.domain.access import Role
from kontroll.domain.draw import DrawState
from kontroll.report.summary import Summaries
from kontroll.store.database import Database
from kontroll.texts import NORWAY
from kontroll.web.app import create_app
from served import served
from signed_in import NOW, cookies
from village import village

pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
ONE = "/stikkprove/2026-1"


class Clock:
    """A minute passes each time it is looked at, so that nothing happens at once."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


class Person:
    """One who fills in the forms of the pages as they come."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def sees(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return unescape(answer.text)

    def sends(self, page: str, to: str, status: int = 303, **fields: str) -> str:
        """The form of the page that goes to the address, with its hidden fields."""
        form = re.search(rf'<form[^>]*action="{re.escape(to)}".*?</form>', self.sees(page), re.S)
        assert form is not None, (page, to)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0]))
        answer = self.client.post(to, data={**hidden, **fields})
        assert answer.status_code == status, (to, answer.status_code, answer.text[:2000])
        return unescape(answer.text)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bygda(database: Database, tmp_path: Path) -> Kommune:
    return with_invoices(Make(database, tmp_path, None, {}, tmp_path / "kept", ExitStack()))


@pytest.fixture
def people(bygda: Kommune, clock: Clock, tmp_path: Path) -> Iterator[dict[str, Person]]:
    app = create_app(Summaries(village(tmp_path / "village")), bygda.desk, clock)
    who = {
        "KARI": [Role.INTERNAL_CONTROL],
        "KNUT": [Role.INTERNAL_CONTROL],
        "REV": [Role.AUDITOR],
        "PER": [],
    }
    with ExitStack() as opened:
        address = opened.enter_context(served(app))
        made = {}
        for name, roles in who.items():
            carried = cookies(bygda.desk, name, roles)
            client = httpx.Client(base_url=address, trust_env=False, timeout=60, cookies=carried)
            made[name] = Person(opened.enter_context(client))
        yield made


WHAT = {
    "navn": "Bilag våren", "fra": "2026-01", "til": "2026-03", "blant": "alle", "belopsfelt": "belop",
    "felt1": "ansvar", "er1": "ulik", "verdi1": "9",
}  # fmt: skip
PLAN = {
    "konfidens": "0.9", "tolererbar": "40", "forventet": "0", "metode": "enkel", "trinn": "1", "antall": "3",
    "dobbelt": "0", "kilde": "Tjue kast med tisidet terning",
}  # fmt: skip


def started(kari: Person, **changed: str) -> None:
    kari.sends("/stikkprover/ny?datasett=bilag", "/stikkprover/ny", **{**WHAT, **changed})
    kari.sends(ONE, f"{ONE}/handling/plan", **PLAN)


def promised(people: dict[str, Person]) -> None:
    started(people["KARI"])
    people["KNUT"].sends(ONE, f"{ONE}/handling/avstem", antall="8", sum="8 462,50", tekst="Hovedboken")
    people["KARI"].sends(ONE, f"{ONE}/handling/forplikt")


def seed(clock: Clock, **changed: str) -> dict[str, str]:
    at = clock().astimezone(NORWAY).replace(tzinfo=None).isoformat(timespec="seconds")
    return {"fro": "63454 66039 01031 69462", "tid": at, "sted": "Møtet", "vitner": "Per\nPål", **changed}


def test_from_the_first_form_to_the_locked_report(bygda: Kommune, people: dict[str, Person], clock: Clock) -> None:
    kari, knut = people["KARI"], people["KNUT"]
    promised(people)
    knut.sends(ONE, f"{ONE}/handling/fro", **seed(clock))
    assert "Til kontrollarbeidet" in kari.sees(ONE)

    work = f"{ONE}/arbeid"
    items = [unescape(one) for one in re.findall(rf'href="({ONE}/post\?id=[^"]+)"', kari.sees(work))]
    assert len(items) == 4, "three that were drawn, and the one of which nobody knows its amount"
    for item in items:
        kari.sends(item, item, funn="i orden", minutter="10")
        assert "Godkjenn kontrollen" not in kari.sees(item)
        knut.sends(item, item, handling="godkjenn")
    assert "4 av 4 poster er ferdige" in kari.sees(work)
    knut.sends(ONE, f"{ONE}/handling/avslutt")

    with bygda.desk.database.reading() as tx:
        [draw] = tx.draws.all()
    assert DrawState.CONCLUDED is draw.state
    report = people["REV"].sees(f"{ONE}/rapport")
    assert "Vi kontrollerte 4 av" in report
    assert "Dette er et utkast" not in report
    everybody = people["REV"].sees("/offentlig/stikkprove/2026-1")
    assert "Vi kontrollerte 4 av" in everybody
    assert "3 poster, tilfeldig, der alle har samme sjanse" in everybody


def test_what_is_calculated_while_a_plan_is_made_is_kept_and_changes_nothing(
    bygda: Kommune, people: dict[str, Person]
) -> None:
    kari = people["KARI"]
    kari.sends("/stikkprover/ny?datasett=bilag", "/stikkprover/ny", **WHAT)
    page = kari.sees(ONE)
    hidden = dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.split(f'{ONE}/handling/plan"')[1])
    )

    whole = kari.client.post(f"{ONE}/handling/regn", data={**hidden, **PLAN, "antall": ""})
    part = kari.client.post(
        f"{ONE}/handling/regn", data={**hidden, **PLAN, "tolererbar": "50"}, headers={"hx-request": "true"}
    )

    assert "<main" in whole.text
    assert "<main" not in part.text
    for answer in (whole, part):
        assert "Trekk " in answer.text
    with bygda.desk.database.reading() as tx:
        assert 2 == tx.trials.count()
        assert DrawState.DRAFT is tx.draws.all()[0].state


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"navn": " "}, "Gi stikkprøven et navn"),
        ({"felt1": "belop", "er1": "over", "verdi1": "mye"}, "Skriv et tall"),
        ({"felt1": "belop", "er1": "før", "verdi1": "10"}, "kan ikke sammenlignes slik"),
        ({"felt1": "finnes ikke"}, "Feltet finnes ikke"),
        ({"topp": "-"}, "Skriv beløpet i kroner"),
        ({"fra": "2026-13"}, "Velg en måned"),
        ({"fra": "2026-03", "til": "2026-01"}, "etter"),
    ],
)
def test_what_cannot_be_understood_comes_back_with_what_was_written(
    bygda: Kommune, people: dict[str, Person], changed: dict[str, str], told: str
) -> None:
    form = "/stikkprover/ny?datasett=bilag"

    page = people["KARI"].sends(form, "/stikkprover/ny", 422, **{**WHAT, **changed})

    assert told in page
    with bygda.desk.database.reading() as tx:
        assert 0 == tx.draws.count(), "no number is used"


def test_each_step_is_offered_to_who_may_take_it_and_refused_to_others(people: dict[str, Person], clock: Clock) -> None:
    started(people["KARI"])
    assert "Be en kollega i internkontrollen om å avstemme den" in people["KARI"].sees(ONE)
    assert "Dette gjør internkontrollen" in people["REV"].sees(ONE)
    assert people["PER"].client.get(ONE).status_code == 403

    people["KNUT"].sends(ONE, f"{ONE}/handling/avstem", 422, antall="åtte", sum="1", tekst="Hovedboken")
    people["KNUT"].sends(ONE, f"{ONE}/handling/avstem", antall="8", sum="8462,5", tekst="Hovedboken")
    people["KARI"].sends(ONE, f"{ONE}/handling/forplikt")
    page = people["KNUT"].sends(ONE, f"{ONE}/handling/fro", 422, **seed(clock, vitner="Per"))
    assert "minst to vitner" in page
    assert 'value="63454 66039 01031 69462"' in page


def test_of_two_who_act_on_what_they_saw_the_later_one_must_look_again(people: dict[str, Person]) -> None:
    started(people["KARI"])
    knut = people["KNUT"]
    page = knut.sees(ONE)
    hidden = dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.split(f'{ONE}/handling/avstem"')[1])
    )
    people["KARI"].sends(ONE, f"{ONE}/handling/plan", **PLAN)

    answer = knut.client.post(f"{ONE}/handling/avstem", data={**hidden, "antall": "8", "sum": "1", "tekst": "x"})

    assert answer.status_code == 409
    assert "endret siden du åpnet den" in answer.text


def test_the_files_of_a_draw_are_given_and_what_ids_stand_for_is_not(people: dict[str, Person]) -> None:
    promised(people)

    assert people["REV"].client.get(f"{ONE}/fil/1/plan.json").status_code == 200
    for name in ("nokler.tsv", "hemmelighet", "utvalg.tsv"):
        assert people["KARI"].client.get(f"{ONE}/fil/1/{name}").status_code == 404, name


def test_the_calculator_refuses_in_words_and_keeps_nothing(bygda: Kommune, people: dict[str, Person]) -> None:
    page = people["REV"].sees("/stikkprover/regn?konfidens=0.95&prosent=5&populasjon=1000&forventet_antall=0")
    assert "Trekk 57 av 1\N{NO-BREAK SPACE}000" in page
    assert "Dette går ikke" in people["REV"].sees("/stikkprover/regn?konfidens=0.95&prosent=null&populasjon=1000")
    with bygda.desk.database.reading() as tx:
        assert 0 == tx.trials.count()


# --- the sheet, and documents -------------------------------------------------------------------------------------------


def drawn_by_pages(people: dict[str, Person], clock: Clock, **changed: str) -> list[str]:
    """The addresses of the items."""
    started(people["KARI"])
    people["KARI"].sends(ONE, f"{ONE}/handling/plan", **{**PLAN, **changed})
    people["KNUT"].sends(ONE, f"{ONE}/handling/avstem", antall="8", sum="8462,5", tekst="Hovedboken")
    people["KARI"].sends(ONE, f"{ONE}/handling/forplikt")
    people["KNUT"].sends(ONE, f"{ONE}/handling/fro", **seed(clock))
    return re.findall(rf'href="({ONE}/post\?id=[^"]+)"', people["KARI"].sees(f"{ONE}/arbeid"))


def delivered(person: Person, content: bytes) -> httpx.Response:
    page = person.sees(f"{ONE}/arbeid")
    token = re.search(r'name="skjema" value="([^"]+)"', page)
    assert token is not None
    return person.client.post(
        f"{ONE}/arbeid/ark", data={"skjema": token[1]}, files={"ark": ("ark.xlsx", content, "application/octet-stream")}
    )


def test_the_sheet_goes_out_is_filled_in_and_comes_back(
    bygda: Kommune, people: dict[str, Person], clock: Clock
) -> None:
    drawn_by_pages(people, clock)
    given = people["KARI"].client.get(f"{ONE}/arbeid/ark.xlsx")
    assert given.status_code == 200

    book = openpyxl.load_workbook(BytesIO(given.content))
    sheet = book.worksheets[0]
    found = next(cell.column for cell in sheet[6] if cell.value == "Funn")
    for line in range(7, 11):
        sheet.cell(line, found).value = "i orden"
    changed = BytesIO()
    book.save(changed)

    taken = delivered(people["KARI"], changed.getvalue())
    assert taken.status_code == 303
    told = people["KARI"].client.get(taken.headers["location"]).text
    assert "Arket er tatt inn: 4 nye kontroller." in told
    assert "teller når en annen har godkjent dem" in told
    refused = delivered(people["KARI"], b"no workbook")
    assert refused.status_code == 422
    assert delivered(people["REV"], changed.getvalue()).status_code == 403
    with bygda.desk.database.reading() as tx:
        assert 4 == tx.item_checks.count()


def test_a_document_is_given_to_who_may_see_it_and_not_to_the_second_of_two_before_she_has_looked(
    people: dict[str, Person], clock: Clock
) -> None:
    item = unescape(drawn_by_pages(people, clock, dobbelt="1")[0])
    kari = people["KARI"]
    token = re.search(r'name="skjema" value="([^"]+)"', kari.sees(item))
    assert token is not None
    sent = {"skjema": token[1], "handling": "sjekk", "funn": "i orden", "minutter": "5"}
    kari.client.post(item, data=sent, files={"dokument": ("bilag æ.txt", b"kvittering", "text/plain")})

    path = f"{ONE}/dokument/{sha256(b'kvittering').hexdigest()}"
    answer = kari.client.get(path)

    assert (200, b"kvittering") == (answer.status_code, answer.content)
    assert "attachment" in answer.headers["content-disposition"]
    assert people["KNUT"].client.get(path).status_code == 404
    assert "kvittering" not in people["KNUT"].sees(item)
    assert people["PER"].client.get(path).status_code == 403


def test_of_an_item_for_two_the_other_one_is_next_and_whoever_settles_it_sees_that_it_waits(
    people: dict[str, Person], clock: Clock
) -> None:
    kari, knut = people["KARI"], people["KNUT"]
    item = drawn_by_pages(people, clock, dobbelt="1")[0]
    work = f"{ONE}/arbeid"
    kari.sends(work, f"{work}/handling/fordel", hvem="KARI")
    assert "Venter på deg" not in knut.sees(work)
    kari.sends(item, item, funn="i orden")
    assert "Venter på deg" in knut.sees(work)
    knut.sends(item, item, funn="avvik", tekst="Kvitteringen mangler.")
    for person in (kari, knut):
        rows = person.sees(work).split("<tr>")
        row = next(one for one in rows if "To kontroller er uenige" in one)
        assert "Venter på deg" in row
        assert "og en til" not in row
