"""A talk from ground to end, and resultatlønn from figures to decision, as those it is between see them on the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from starlette.testclient import TestClient

from friday import set_aside, untouched
from kontroll.domain.access import Role
from kontroll.domain.month import Month
from kontroll.domain.pay import Judgement, Matter, PayOutcome, PayRefusal, PayRefused, PayReview
from kontroll.domain.sak import Answer, Outcome, SakState
from kontroll.domain.truth import Result
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.mail.outbox import compose_digests
from kontroll.flows.pay.reviews import LeaderPay, decide, judge, one_pay
from kontroll.flows.people.gathered import gather
from kontroll.flows.people.looking import looking
from kontroll.flows.people.viewing import viewer_of
from kontroll.flows.saker.acting import Unknown
from kontroll.flows.saker.answer_sak import answer_sak
from kontroll.report.summary import Summaries
from kontroll.web.pay_file import pay_workbook
from routes_of import app_of
from signed_in import NOW, cookies
from walked import asked, walked
from web.test_confined import Kommune, kommune

JANUARY = datetime(2027, 1, 12, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kommune]:
    made = kommune(tmp_path_factory.mktemp("samtale"), "under")
    set_aside(made.desk)
    yield made
    made.desk.database.close()


@pytest.fixture
def client(one: Kommune) -> Iterator[TestClient]:
    with walked(one.app) as client:
        yield client


def reads(one: Kommune, client: TestClient, who: str, at: str) -> tuple[int, str]:
    return asked(client, "GET", at, one.held[who])


def does(one: Kommune, client: TestClient, who: str, at: str, **fields: str) -> tuple[int, str]:
    return asked(client, "POST", at, one.held[who], **fields)


def viewer(one: Kommune, person: str | None, *roles: Role):  # type: ignore[no-untyped-def]
    with one.desk.database.reading() as tx:
        return viewer_of(person or "hr", person, "", roles, known_directory(tx), one.desk.policies, NOW.date())


def talks(one: Kommune):  # type: ignore[no-untyped-def]
    with one.desk.database.reading() as tx:
        return tx.talks.all()


def test_a_talk_from_its_ground_to_its_end(one: Kommune, client: TestClient):
    # Only the one above sees the ground, and no page of saker holds it.
    status, text = reads(one, client, "topp", "/samtaler")
    assert (200, True) == (status, "Bygda skole" in text and "Regelen egen-samtale" in text)
    assert "Bygda skole" not in reads(one, client, "leder", "/samtaler")[1]
    assert (
        404 == reads(one, client, "leder", "/samtaler/1")[0] == reads(one, client, "internkontroll", "/samtaler/1")[0]
    )
    assert 404 == reads(one, client, "topp", "/sak/T2026-00001")[0]
    with pytest.raises(Unknown):
        answer_sak(one.desk, "T2026-00001", "TOPP", Answer.DISAGREE, "Nei.", [], NOW)

    # She calls in: without a text it comes back; nobody else can.
    assert 404 == does(one, client, "leder", "/samtaler/1/kall-inn", dato="2026-05-04", tekst="Hei")[0]
    assert 422 == does(one, client, "topp", "/samtaler/1/kall-inn", dato="2026-05-04", tekst=" ")[0]
    assert 422 == does(one, client, "topp", "/samtaler/1/kall-inn", dato="2026-04-01", tekst="Hei")[0]
    assert 303 == does(one, client, "topp", "/samtaler/1/kall-inn", dato="2026-05-04", tekst="La oss se på det.")[0]
    (talk,) = talks(one)
    at = f"/samtale/{talk.id}"
    assert "La oss se på det." in reads(one, client, "leder", at)[1]
    assert {404} == {reads(one, client, who, at)[0] for who in ("annen leder", "internkontroll", "dataeier")}
    assert 403 == reads(one, client, "administrator", at)[0]

    # It is held: what they agreed on, who does it, and when they look again.
    form = {"versjon": "0", "dato": "2026-04-20", "tekst": "Vi er enige.", "oppfolging": "2026-06-15"}
    promise = {"tiltak-1": "Lage en plan", "hvem-1": "leder", "frist-1": "2026-05-29"}
    assert 422 == does(one, client, "topp", f"{at}/holdt", **{**form, "oppfolging": "2026-04-20"})[0]
    assert 422 == does(one, client, "leder", f"{at}/holdt", **form)[0]
    assert 303 == does(one, client, "topp", f"{at}/holdt", **form, **promise)[0]
    assert 422 == does(one, client, "topp", f"{at}/avslutt", versjon="1", tekst="Ferdig.")[0]  # not done yet
    assert 422 == does(one, client, "topp", f"{at}/enig", versjon="1")[0]  # hers to confirm
    assert 303 == does(one, client, "leder", f"{at}/enig", versjon="1", tekst="Ja.")[0]
    assert 422 == does(one, client, "leder", f"{at}/gjort", versjon="1", nr="1")[0]  # changed since
    assert 303 == does(one, client, "leder", f"{at}/gjort", versjon="2", nr="1")[0]
    assert 303 == does(one, client, "topp", f"{at}/avslutt", versjon="3", tekst="Det gikk bra.")[0]

    with one.desk.database.reading() as tx:
        sak = tx.saker.get("T2026-00001")
        assert sak is not None
        assert (SakState.CLOSED, Outcome.DOCUMENTED) == (sak.state, sak.outcome)
        assert [True] * 5 == [notice.confined for notice in tx.notices.where(subject_key=talk.id)][:5]
    assert "Det gikk bra." in reads(one, client, "leder", at)[1]


def test_a_letter_of_it_says_nothing_of_what_it_is_and_is_opened_by_nobody_else(one: Kommune, client: TestClient):
    compose_digests(one.desk, NOW)
    with one.desk.database.reading() as tx:
        (first,) = {n.message for n in tx.notices.where(sak="T2026-00001", recipient="TOPP")}
        message = tx.messages.get(first or "")
    assert message is not None
    assert not re.search("Bygda skole|egen-samtale|balanse", message.text)
    assert "Egen samtale" in message.text
    at = "/melding/" + message.id.replace("@", "%40")
    assert (200, 404) == (reads(one, client, "topp", at)[0], reads(one, client, "internkontroll", at)[0])


def test_where_there_is_no_reason_the_leader_is_told_nothing(one: Kommune, tmp_path: Path):
    desk = untouched(one.desk, tmp_path)
    one = replace(one, desk=desk, app=app_of(Summaries(one.situation), desk))
    with walked(one.app) as client:
        assert 303 == does(one, client, "topp", "/samtaler/1/ikke-aktuelt", tekst="Hun er ny.")[0]
        (talk,) = talks(one)
        assert (200, 404) == tuple(reads(one, client, who, f"/samtale/{talk.id}")[0] for who in ("topp", "leder"))
        assert "Bygda skole" not in reads(one, client, "leder", "/samtaler")[1]
    with one.desk.database.reading() as tx:
        assert [] == tx.notices.where(subject_key=talk.id)
    one.desk.database.close()


def test_pay_is_judged_by_the_one_above_and_decided_once_the_year_is_over(one: Kommune, client: TestClient):
    at = "/resultatlonn/2026/1"
    assert "Gir grunnlag" in reads(one, client, "leder", at)[1]
    assert {404} == {reads(one, client, who, at)[0] for who in ("annen leder", "internkontroll", "dataeier")}
    assert {200} == {reads(one, client, who, at)[0] for who in ("topp", "hr", "revisor")}

    said = {"versjon": "0", "valg": "taler for", "tekst": "Ser hele kommunen."}
    assert 403 == does(one, client, "hr", f"{at}/helhetstenking", **said)[0]
    assert 422 == does(one, client, "leder", f"{at}/helhetstenking", **said)[0]  # it is hers, and not hers to judge
    assert 422 == does(one, client, "topp", f"{at}/helhetstenking", **{**said, "tekst": ""})[0]
    assert 303 == does(one, client, "topp", f"{at}/helhetstenking", **said)[0]
    assert "Ser hele kommunen." not in reads(one, client, "leder", at)[1]
    status, text = does(one, client, "topp", f"{at}/avgjor", versjon="1", valg="innvilget", tekst="Godt år.")
    assert (422, True) == (status, "Året er ikke over" in text)

    top = viewer(one, "TOPP")
    with pytest.raises(PayRefused) as refused:
        decide(one.desk, one.situation, top, 2026, "1", 1, PayOutcome.GRANTED, "Godt år.", JANUARY)
    assert PayRefusal.NOT_JUDGED is refused.value.why
    judge(
        one.desk, one.situation, top, 2026, "1", 1, Matter.DEVELOPMENT, Judgement.NEUTRAL, "Som før.", JANUARY
    )  # fmt: skip
    made = decide(one.desk, one.situation, top, 2026, "1", 2, PayOutcome.GRANTED, "Godt år.", JANUARY)
    assert (PayOutcome.GRANTED, Result.TRUE, "TOPP") == (made.outcome, made.measured, made.decided_by)
    with pytest.raises(PayRefused):
        judge(one.desk, one.situation, top, 2026, "1", made.version, Matter.WHOLE, Judgement.AGAINST, "Nei.", JANUARY)
    with looking(one.desk, date(2027, 1, 12)) as look:
        told = one_pay(look.tx, look.today, viewer(one, "ANNE"), one.situation, 2026, "1")
        assert told is not None
        assert ("Ser hele kommunen.", "Godt år.") == (told.reasons[Matter.WHOLE], told.decision)
        assert one_pay(look.tx, look.today, viewer(one, "BERIT"), one.situation, 2026, "1") is None


def test_whoever_pays_takes_the_list_out_and_it_holds_what_its_page_shows_and_no_reasons(
    one: Kommune, client: TestClient
):
    def listed(who: str) -> list[list[object]]:
        client.cookies.clear()
        client.cookies.update(one.held[who])
        answer = client.get("/resultatlonn.xlsx?aar=2026")
        assert (200, "resultatlonn-2026-") == (answer.status_code, answer.headers["content-disposition"][22:40])
        (sheet,) = openpyxl.load_workbook(BytesIO(answer.content)).worksheets
        return [list(row) for row in sheet.iter_rows(values_only=True)]

    rows = listed("hr")
    of_anne = next(row for row in rows if row[2] == "ANNE")
    assert ["1", "Bygda skole", "ANNE"] == [str(cell) for cell in of_anne[:3]]
    assert of_anne[4] in ("Gir grunnlag", "Gir ikke grunnlag", "Ukjent")
    assert rows == listed("revisor")
    assert not re.search("Ser hele kommunen|Godt år|Som før", str(rows))
    assert {403} == {
        reads(one, client, who, "/resultatlonn.xlsx")[0] for who in ("leder", "internkontroll", "dataeier")
    }
    assert 404 == reads(one, client, "hr", "/resultatlonn.xlsx?aar=1999")[0]


def test_the_list_tells_what_was_decided_and_where_it_differs_from_what_was_measured():
    found = LeaderPay(
        year=2026, month=Month(2026, 12), enhet="1", name="Bygda skole", leader="ANNE", leader_name="=Anne", rules=(),
        measured=Result.TRUE, decides=False, own=False,
        review=PayReview(
            id="2026/1", year=2026, enhet="1", leader="ANNE", whole=Judgement.SUPPORTS, development=Judgement.AGAINST,
            outcome=PayOutcome.GRANTED, measured=Result.UNKNOWN, decided_by="TOPP", decided_at=JANUARY,
        ),
    )  # fmt: skip
    draft = replace(found, own=True, review=replace(found.review, outcome=None, decided_at=None))  # type: ignore[type-var]

    (sheet,) = openpyxl.load_workbook(BytesIO(pay_workbook("Bygda", 2026, [], [found, draft]))).worksheets
    first, second = [list(row) for row in sheet.iter_rows(values_only=True)][-2:]

    assert ["=Anne", "Ukjent", "Taler for", "Taler imot", "Innvilget"] == first[3:8]
    assert (JANUARY.date(), "ja") == (first[8].date(), first[9])  # type: ignore[union-attr]
    assert ["Gir grunnlag", None, None, "Ikke avgjort", None, None] == second[4:]


def test_the_pages_are_found_from_the_start_page_by_those_they_are_for(one: Kommune, client: TestClient):
    assert "/samtaler" in reads(one, client, "leder", "/")[1]
    assert "/samtaler" not in asked(client, "GET", "/", cookies(one.desk, None, [Role.POLITICIAN]))[1]


def test_who_is_handed_what_is_held_of_her_is_handed_her_own_talk_and_no_others(one: Kommune):
    with one.desk.database.reading() as tx:
        (talk,) = tx.talks.all() or [None]
        hers, theirs = (gather(tx, one.desk, person, NOW) for person in ("ANNE", "TOPP"))
    assert hers is not None
    assert theirs is not None
    assert (talk is not None) == any(line.category == "samtaler" for line in hers.lines)
    assert not any(line.category == "samtaler" for line in theirs.lines)
    told = "\n".join(" ".join(line.values.values()) for line in theirs.lines)
    assert not re.search(r"T2026-0000\d|SA2026|egen samtale|Vi er enige", told)
