"""Pages for HR, verneombud and personvernombud: what they need, and nobody in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from friday import Friday, friday_of
from kontroll.domain.access import TABLE, Act, Role, Thing
from kontroll.domain.rule import Severity
from kontroll.flows.people.hand_out import hand_out
from kontroll.flows.saker.report_avvik import Report, report_avvik
from kontroll.flows.showing.privacy_pages import THINGS, access
from kontroll.flows.showing.working_life import rule_numbers
from kontroll.report.few import LEAST
from served import text_of
from signed_in import NOW, cookies

PAGES = ("/personal", "/hms", "/personvern")


@pytest.fixture
def friday(village_seen, tmp_path) -> Iterator[Friday]:
    summaries, desk = village_seen
    with friday_of(summaries.situation, desk, tmp_path) as friday:
        yield friday


@pytest.mark.parametrize(("role", "page"), [(Role.HR, "/personal"), (Role.SAFETY, "/hms"), (Role.UNION, "/hms")])
def test_the_page_is_marked_in_the_menu(signed_in, role: Role, page: str):
    shown = signed_in(None, [role]).get(page).text

    assert [page] == re.findall(r'<a href="([^"?]+)[^"]*" aria-current="page"', shown)


def read(friday: Friday, page: str, role: Role = Role.SAFETY) -> httpx.Response:
    held = cookies(friday.desk, None, [role])
    with httpx.Client(base_url=friday.address, trust_env=False, timeout=60, cookies=held) as client:
        return client.get(page)


@pytest.mark.parametrize("role", [Role.HR, Role.UNION, Role.SAFETY, Role.PRIVACY, Role.AUDITOR])
def test_those_who_speak_for_the_employees_read_all_three_and_nobody_stands_there(signed_in, role: Role):
    client = signed_in(None, [role])

    for page in PAGES:
        told = text_of(client.get(page))
        assert not [word for word in ("ANNE", "BERIT", "Anne A", "Berit B", "Bygda skole", "B1") if word in told], page


@pytest.mark.parametrize("role", [Role.POLITICIAN, Role.ADMIN])
def test_others_are_refused(signed_in, role: Role):
    client = signed_in(None, [role])

    assert {403} == {client.get(page).status_code for page in PAGES}


def test_few_reports_are_not_counted_and_many_are(friday: Friday):
    for n in range(LEAST - 1):
        _report(friday, n)
    few = _reports(read(friday, "/hms"))
    for n in range(LEAST, LEAST + 3):
        _report(friday, n)
    many = _reports(read(friday, "/hms"))

    assert (["færre enn 5", "færre enn 5", "vises ikke"], str(LEAST + 2)) == (few, many[-1])


def _report(friday: Friday, n: int) -> None:
    """A leader's text must never stand on a page of numbers."""
    about = Report(enhet="1", kind="hms", severity=Severity.LOW, text=f"Trappa er glatt {n}")
    report_avvik(friday.desk, about, NOW)


def _reports(answer: httpx.Response) -> list[str]:
    assert "Trappa" not in answer.text
    table = answer.text.split("Meldte HMS-avvik etter tilstand")[-1].split("</table>")[0]
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r'<td class="num">(.*?)</td>', table)]


def test_a_number_that_could_be_worked_out_of_the_others_is_hidden_too():
    (told,) = rule_numbers([("r", "Regelen", 40, 2, 8)])

    hidden = [one.name for one in told.answers.shown.parts if one.value is None]
    assert {"struck"} == told.answers.small
    assert ["struck", "unknown"] == hidden


def test_personvernombudet_sees_who_may_see_what_as_it_is_decided(signed_in):
    told = text_of(signed_in(None, [Role.PRIVACY]).get("/personvern"))

    assert [one.thing for one in access()] == list(THINGS)
    assert all(set(one.roles) == TABLE[one.thing].roles(Act.SEE) for one in access())
    for role in TABLE[Thing.PERSONAL].roles(Act.SEE):
        assert role.value in told


def test_every_data_set_with_a_personal_field_is_listed_with_what_reads_it(signed_in):
    told = signed_in(None, [Role.PRIVACY]).get("/personvern").text

    for name in ("Faktura", "Organisasjon", "Personer"):
        assert re.search(rf'<th scope="row">{name}</th>', told), name
    assert "Befaring" not in told
    assert 'href="/kontrolltiltak/to-personer"' in told
    assert "Hindre at én person styrer en utbetaling" in told


def test_an_innsyn_is_counted_and_nobody_is_told_whose(friday: Friday, tmp_path):
    before = text_of(read(friday, "/personvern", Role.PRIVACY))
    hand_out(friday.desk, "ANNE", tmp_path / "ut", "konto:jurist", NOW)
    after = text_of(read(friday, "/personvern", Role.PRIVACY))

    assert "Ingen har fått innsyn ennå." in before
    assert "20. april 2026" in after.split("Innsyn som er gitt")[-1]
    assert not [word for word in ("ANNE", "jurist") if word in after]


def test_what_is_hidden_on_their_own_pages_is_hidden_among_the_rules_too(friday: Friday):
    def cells(page: str, role: Role) -> list[str]:
        return re.findall(r'<td class="num[^"]*">(.*?)</td>', read(friday, page, role).text)

    numbers = {int(cell) for cell in cells("/regler", Role.AUDITOR) if cell.isdigit()}
    assert numbers & set(range(1, LEAST))
    for page in ("/regler", "/regel/to-personer"):
        for role in (Role.HR, Role.SAFETY, Role.UNION, Role.PRIVACY):
            assert not {int(cell) for cell in cells(page, role) if cell.isdigit()} & set(range(LEAST))
            assert f"Tall under {LEAST} vises ikke" in read(friday, page, role).text
    assert "Tall under" not in read(friday, "/regler", Role.SUPERVISORY).text
    # How many were assessed, of how many, would tell how many are unknown.
    assert "ble vurdert" in read(friday, "/regel/to-personer", Role.AUDITOR).text
    assert "ble vurdert" not in read(friday, "/regel/to-personer", Role.HR).text
    assert "Ingen utslag og ingen ukjente svar" not in read(friday, "/regel/to-personer", Role.HR).text
