"""Reporting an avvik by hand: in three clicks, to the right person, and without a name where the kommune allows it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import httpx
import pytest
from sqlalchemy import select

from kontroll.domain.rule import Severity
from kontroll.domain.sak import REPORTED, Answer, Outcome, Sak
from kontroll.flows.saker.answer_sak import answer_sak
from kontroll.flows.saker.close_sak import close_sak
from kontroll.flows.saker.report_avvik import KINDS, Report, followed, report_avvik
from kontroll.report.summary import Summaries
from kontroll.store.tables import METADATA
from kontroll.web.app import create_app
from kontroll.web.day_limit import OF_ONE, DayLimit
from kontroll.web.signed_in import COOKIE
from kontroll.wiring import Desk
from served import served
from signed_in import NOW, token_of

TEXT = "Gulvet i gangen er vått hver morgen."


@pytest.fixture(scope="module")
def open_desk(village_seen: tuple[Summaries, Desk]) -> Desk:
    """The village, where anybody may report without a name."""
    desk = village_seen[1]
    return replace(desk, policies=replace(desk.policies, reporting=replace(desk.policies.reporting, anonymous=True)))


@pytest.fixture(scope="module")
def open_at(village_seen: tuple[Summaries, Desk], open_desk: Desk) -> Iterator[str]:
    with served(create_app(village_seen[0], open_desk, lambda: NOW)) as address:
        yield address


def given(client: httpx.Client, address: str, **fields: str) -> httpx.Response:
    token = re.search(r'name="skjema" value="([0-9a-f]+)"', client.get(address).text)
    assert token is not None
    whole = {"enhet": "1", "slag": "hms", "alvor": "høy", "tekst": TEXT, "skjema": token[1]}
    return client.post(address, data=whole | fields)


def newest(desk: Desk) -> Sak:
    with desk.database.reading() as tx:
        return tx.saker.where(kind=REPORTED)[-1]


def rows_of(desk: Desk) -> str:
    """Everything that the database holds, as text."""
    with desk.database.reading() as tx:
        connection = tx._connection
        return "\n".join(
            repr([bytes(v) if isinstance(v, memoryview) else v for v in row])
            for table in METADATA.tables.values()
            for row in connection.execute(select(table))
        )


def test_whoever_is_signed_in_reports_and_the_leader_of_the_enhet_gets_the_sak(signed_in, desk):
    answer = given(signed_in("BERIT"), "/meld")

    sak = newest(desk)
    assert 200 == answer.status_code
    assert sak.id in answer.text
    with desk.database.reading() as tx:
        assert ("ANNE", "1", Severity.HIGH) == (sak.owner, sak.enhet, sak.severity)
        assert "ANNE" in {notice.recipient for notice in tx.notices.where(sak=sak.id)}
        assert ["BERIT"] == [decision.by for decision in tx.decisions.where(sak=sak.id)]
    assert TEXT in signed_in("ANNE").get(f"/sak/{sak.id}").text


def test_what_is_about_the_leader_goes_to_the_level_above_and_the_leader_does_not_see_it(signed_in, desk):
    given(signed_in("BERIT"), "/meld", leder="ja")

    sak = newest(desk)
    with desk.database.reading() as tx:
        assert sak.owner not in ("ANNE", None)
        assert "1" != sak.enhet
        assert "ANNE" not in {notice.recipient for notice in tx.notices.where(sak=sak.id)}
    assert 404 == signed_in("ANNE").get(f"/sak/{sak.id}").status_code


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("enhet", ""), ("enhet", "77"), ("slag", "x"), ("alvor", ""), ("tekst", " "), ("tekst", "x" * 4001)],
)
def test_a_report_that_lacks_something_comes_back_as_it_was_written(signed_in, desk, field, wrong):
    with desk.database.reading() as tx:
        before = tx.saker.count()

    answer = given(signed_in("BERIT"), "/meld", **{field: wrong})

    with desk.database.reading() as tx:
        assert before == tx.saker.count()
    assert 422 == answer.status_code
    assert 'role="alert"' in answer.text


def test_without_a_name_nothing_is_taken_where_the_kommune_has_not_allowed_it(signed_in):
    nobody = signed_in()
    assert 404 == nobody.get("/meld/anonymt").status_code
    assert "/meld/anonymt" not in signed_in("BERIT").get("/meld").text


def test_of_a_report_without_a_name_nothing_is_kept_but_the_day(open_at, open_desk, capfd):
    # Signed in beforehand, from an address, with a browser of her own: all of it goes with the request.
    token = token_of(open_desk, "BERIT")
    planted = {
        "User-Agent": "Plantet-leser/7.3",
        "X-Forwarded-For": "203.0.113.77",
        "X-Request-ID": "plantetforespoersel",
    }
    before = rows_of(open_desk)
    with httpx.Client(base_url=open_at, trust_env=False, cookies={COOKIE: token}, headers=planted) as client:
        client.get("/meld/anonymt")
        capfd.readouterr()
        answer = given(client, "/meld/anonymt", alvor="kritisk")
    assert 200 == answer.status_code

    new = "\n".join(sorted(set(rows_of(open_desk).splitlines()) - set(before.splitlines())))
    logged = "".join(capfd.readouterr())
    kept = new + logged
    assert TEXT in new
    for trace in ("BERIT", token, "Plantet", "203.0.113.77", "127.0.0.1", "plantetforespoersel", "07:00"):
        assert trace not in kept, trace
    assert "/meld" not in logged
    with httpx.Client(base_url=open_at, trust_env=False) as client:
        assert "/meld/anonymt" not in client.get("/metrikk").text
    # Neither is the code: only what it is known again by.
    code = re.search(r"<strong>([0-9A-Z-]{20,})</strong>", answer.text)
    assert code is not None
    assert code[1] not in new


def test_a_report_without_a_name_stands_on_the_trail_with_the_day_alone(open_desk):
    report_avvik(
        open_desk, Report(enhet="1", kind="annet", severity=Severity.CRITICAL, text=TEXT), NOW + timedelta(hours=3)
    )

    sak = newest(open_desk)
    with open_desk.database.reading() as tx:
        entries = [json.loads(entry.body) for entry in tx.trail.entries()]
        notices = tx.notices.where(sak=sak.id)
    hers = [entry for entry in entries if entry["about"].get("sak") == sak.id]
    assert {("melder", "2026-04-20T00:00:00.000000+02:00")} == {(entry["actor"], entry["at"]) for entry in hers}
    # A message of its own would be sent at once, and tell when.
    assert notices
    assert not any(notice.urgent for notice in notices)


def test_by_the_code_she_sees_what_is_asked_and_answers_without_a_name(open_at, open_desk, signed_in):
    with httpx.Client(base_url=open_at, trust_env=False) as client:
        answer = given(client, "/meld/anonymt")
        code = re.search(r"<strong>([0-9A-Z-]{20,})</strong>", answer.text)
        assert code is not None
        sak = newest(open_desk)
        control = signed_in("KARI")
        shown = control.get(f"/sak/{sak.id}").text
        token, version = re.search(r'name="skjema" value="([0-9a-f]+)"', shown), sak.version
        asked = {"skjema": token[1] if token else "", "versjon": str(version), "tekst": "Hvilken gang?"}
        assert 303 == control.post(f"/sak/{sak.id}/handling/spor-melder", data=asked).status_code

        mine = re.search(r'name="skjema" value="([0-9a-f]+)"', client.get("/meld/folg").text)
        assert mine is not None
        form = {"skjema": mine[1], "kode": code[1].lower()}
        assert "Hvilken gang?" in client.post("/meld/folg", data=form).text
        assert 200 == client.post("/meld/folg", data=form | {"svar": "ja", "tekst": "Den ved kjøkkenet."}).status_code
        assert 404 == client.post("/meld/folg", data=form | {"kode": "FEIL"}).status_code

    assert "Den ved kjøkkenet." in control.get(f"/sak/{sak.id}").text


def test_a_reported_sak_is_closed_as_documented_by_another_than_the_one_who_answered(open_desk):
    report = Report(enhet="1", kind="hms", severity=Severity.LOW, text=TEXT)
    sak, code = report_avvik(open_desk, report, NOW, "BERIT")
    answer_sak(open_desk, sak.id, "ANNE", Answer.FIXED, "Ny matte er lagt.", (), NOW, None)

    closed = close_sak(open_desk, sak.id, "KARI", evidence="Bilde i sak 26/77.", reason="Sett på stedet.", now=NOW)

    assert Outcome.DOCUMENTED is closed.outcome
    with open_desk.database.reading() as tx:
        found = followed(tx, code)
    assert found is not None
    assert Outcome.DOCUMENTED is found.sak.outcome


def test_each_kind_of_report_has_a_heading_of_its_own_in_the_queue(signed_in, open_desk):
    for kind in KINDS:
        report_avvik(open_desk, Report(enhet="1", kind=kind, severity=Severity.LOW, text=TEXT), NOW, "BERIT")
    assert (
        "Meldt avvik: " in signed_in("KARI").get("/ko?ord=A2026").text
        or "Meldt avvik: " in signed_in("KARI").get("/ko").text
    )


def test_what_people_have_reported_can_be_asked_for_alone_in_the_queue(signed_in, open_desk):
    given(signed_in("BERIT"), "/meld")
    listed = signed_in("KARI").get("/ko?slag=meldt").text

    assert "Meldt avvik: " in listed
    assert "Bare det noen har meldt for hånd" in listed
    assert "S2026-00002" not in listed


def test_the_same_browser_may_send_so_many_a_day_and_tomorrow_again():
    limit, today = DayLimit(), date(2026, 4, 20)
    assert all(limit.allows("192.0.2.1", today) for _ in range(OF_ONE))
    assert not limit.allows("192.0.2.1", today)
    assert limit.allows("192.0.2.2", today)
    assert limit.allows("192.0.2.1", today + timedelta(days=1))
    assert "192.0.2.1" not in repr(limit)


def test_the_form_does_not_promise_a_kontrollutvalg_that_is_not_in_the_lists(open_at: str):
    told = " ".join(httpx.get(f"{open_at}/meld/anonymt").text.split())

    assert "kontrollutvalget står ikke i kommunens lister" in told
