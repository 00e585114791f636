"""What is reported about whoever leads the administration is the kontrollutvalg's, and she never sees it."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from databases import address_of
from kontroll.domain.access import Role, Viewer
from kontroll.domain.refusal import Refused
from kontroll.domain.rule import Severity
from kontroll.domain.sak import REPORTED, REPORTED_OF_TOP, Answer, Sak
from kontroll.domain.webhook import Event
from kontroll.flows.month.daily import daily_deadlines
from kontroll.flows.people.looking import looking
from kontroll.flows.people.viewing import viewer_of
from kontroll.flows.saker.answer_sak import answer_sak
from kontroll.flows.saker.casework import assign_to, comment_on
from kontroll.flows.saker.decide_sak import decide_disagreement_of
from kontroll.flows.saker.offered import may_act, offered
from kontroll.flows.saker.report_avvik import Report, reply, report_avvik
from kontroll.flows.saker.seen_saker import seen_saker, sees_sak
from kontroll.flows.showing.queue import QueueAsked, queue_page
from kontroll.flows.showing.steering_asked import About, SteeringAsked, saker_behind
from kontroll.flows.systems.hooks import new_hook
from kontroll.texts import NORWAY

from .small import Kommune, Make, at, rule

DAY = date(2026, 3, 2)


@pytest.fixture(params=["sqlite"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return address_of(request.param, request, tmp_path)


def reported(bygda: Kommune, enhet: str, about_leader: bool = True, by: str | None = None) -> Sak:
    report = Report(enhet=enhet, kind="okonomi", severity=Severity.HIGH, text="Noe er galt", about_leader=about_leader)
    return report_avvik(bygda.desk, report, at(DAY), by)[0]


def viewer(bygda: Kommune, person: str, *given: Role) -> Viewer:
    with looking(bygda.desk, DAY) as look:
        return viewer_of("U1", person, person, given, look.today.directory, bygda.desk.policies, DAY)


def seen(bygda: Kommune, person: str) -> set[str]:
    """Ids of all saker that she is shown, by every way there is to a list of them."""
    her = viewer(bygda, person)
    with looking(bygda.desk, DAY) as look:
        everywhere = {sak.id for sak in look.tx.saker.where(*seen_saker(look.tx, her))}
        everywhere |= {sak.id for sak in look.tx.saker.all() if sees_sak(look.tx, her, sak)}
        everywhere |= {one.sak.id for one in queue_page(look.tx, look.today, her, QueueAsked(), 1).items}
        behind = saker_behind(look.tx, look.today, her, SteeringAsked(about=About.OPEN), 1)
        return everywhere | {one.sak.id for one in behind.items}


@pytest.mark.parametrize(
    ("enhet", "about_leader", "kind", "owner"),
    [
        ("0", True, REPORTED_OF_TOP, "UTVALG"), ("0", False, REPORTED, "TOPP"), ("9", True, REPORTED, "TOPP"),
        ("1", True, REPORTED, "SJEF"),
    ],
)  # fmt: skip
def test_only_what_is_about_the_top_is_the_kontrollutvalgs(make: Make, enhet, about_leader, kind, owner):
    sak = reported(make(rule("merforbruk")), enhet, about_leader)

    assert (kind, owner) == (sak.kind, sak.owner)


def test_she_sees_every_other_report_and_never_the_one_about_her(make: Make):
    bygda = make(rule("merforbruk"))
    of_her, of_another = reported(bygda, "0"), reported(bygda, "9")

    assert {of_another.id} == seen(bygda, "TOPP")
    assert of_her.id in seen(bygda, "UTVALG")
    # Internal control is under her.
    assert of_another.id in seen(bygda, "KARI")
    assert of_her.id not in seen(bygda, "KARI")


def test_the_kontrollutvalg_decides_in_it_and_may_give_it_to_one_of_internal_control(make: Make):
    bygda = make(rule("merforbruk"))
    sak = reported(bygda, "0")
    kari, una = viewer(bygda, "KARI"), viewer(bygda, "UTVALG")
    with looking(bygda.desk, DAY) as look:
        assert not may_act(look.tx, kari, sak)
        assert offered(look.tx, look.today, una, sak).assign
    with pytest.raises(Refused):
        comment_on(bygda.desk, sak.id, "KARI", "Jeg vil også", at(DAY))

    given = assign_to(bygda.desk, sak.id, "UTVALG", "KARI", at(DAY))

    assert sak.id in seen(bygda, "KARI")
    with looking(bygda.desk, DAY) as look:
        assert may_act(look.tx, kari, given)
    answer_sak(bygda.desk, sak.id, "UTVALG", Answer.DISAGREE, "Ikke slik", [], at(DAY))
    decided = decide_disagreement_of(bygda.desk, sak.id, "KARI", upheld=True, reason="Vurdert", now=at(DAY))
    assert "UTVALG" == decided.owner


def test_another_of_the_kontrollutvalg_and_the_auditor_are_shown_it_and_a_system_is_not(make: Make):
    bygda = make(rule("merforbruk"))
    of_her = reported(bygda, "0")

    for role, sees in (
        (Role.SUPERVISORY, True),
        (Role.AUDITOR, True),
        (Role.READING, False),
        (Role.INTERNAL_CONTROL, False),
    ):
        somebody = Viewer(user="U9", person="ANNEN", name="", places={role: None})
        with looking(bygda.desk, DAY) as look:
            assert sees == sees_sak(look.tx, somebody, of_her), role
            assert sees == (of_her.id in {sak.id for sak in look.tx.saker.where(*seen_saker(look.tx, somebody))}), role


def test_whoever_acts_for_her_and_whoever_controls_besides_is_not_shown_it_either(make: Make):
    bygda = make(rule("merforbruk"))
    of_her = reported(bygda, "0")

    both = viewer(bygda, "TOPP", Role.INTERNAL_CONTROL, Role.AUDITOR)
    with looking(bygda.desk, DAY) as look:
        assert not sees_sak(look.tx, both, of_her)
        assert of_her.id not in {sak.id for sak in look.tx.saker.where(*seen_saker(look.tx, both))}


def test_she_is_told_nothing_of_it_on_any_later_day(make: Make):
    bygda = make(rule("merforbruk"))
    sak = reported(bygda, "0")
    # Past the deadline, and past every step up the line after it.
    for days in (1, 15, 30, 45, 60):
        daily_deadlines(bygda.desk, at(DAY + timedelta(days=days)))

    with bygda.desk.database.reading() as tx:
        told = {notice.recipient for notice in tx.notices.where(sak=sak.id)}
        now = tx.saker.get(sak.id)
    assert "TOPP" not in told
    assert "UTVALG" in told
    assert now is not None
    assert ("UTVALG", None) == (now.owner, now.escalated_to)


def test_internal_control_which_is_under_her_is_not_told_of_it_at_once(make: Make):
    bygda = make(rule("merforbruk"))
    report = Report(enhet="0", kind="annet", severity=Severity.LOW, text="Noe er galt", about_leader=True)
    sak, code = report_avvik(bygda.desk, report, at(DAY))

    assert reply(bygda.desk, code, "Mer om det", at(DAY))
    with bygda.desk.database.reading() as tx:
        assert {"UTVALG"} == {notice.recipient for notice in tx.notices.where(sak=sak.id)}


# --- other systems ----------------------------------------------------------------------------------------------------


def a_system_listens(bygda: Kommune) -> None:
    new_hook(
        bygda.desk.database, bygda.desk.settings, "https://mottak.example/", Event.NEW_AVVIK, by="test", now=at(DAY)
    )


def calls(bygda: Kommune) -> list[tuple[dict[str, object], datetime | None]]:
    with bygda.desk.database.reading() as tx:
        return [(json.loads(call.body), call.next_try) for call in tx.calls.all()]


def test_a_system_is_told_that_there_is_a_report_and_nothing_of_what_it_says(make: Make):
    bygda = make(rule("merforbruk"))
    a_system_listens(bygda)
    sak = reported(bygda, "1", about_leader=False, by="BERIT")

    ((body, when),) = calls(bygda)

    assert ("avvik.nytt", None, "1", sak.id, 1) == tuple(
        body[k] for k in ("hendelse", "regel", "enhet", "sak", "antall")
    )
    assert str(body["lenke"]).endswith(f"/sak/{sak.id}")
    assert when is None
    assert not [word for word in ("Noe er galt", "BERIT", "Berit") if word in json.dumps(body)]


def test_of_one_without_a_name_the_system_is_called_the_next_morning(make: Make):
    bygda = make(rule("merforbruk"))
    a_system_listens(bygda)
    reported(bygda, "1", about_leader=False)

    ((body, when),) = calls(bygda)

    assert datetime.combine(DAY + timedelta(days=1), time(6), NORWAY) == when
    assert "2026-03-02T00:00:00+01:00" == body["tidspunkt"]


def test_no_system_is_told_of_what_is_about_the_top(make: Make):
    bygda = make(rule("merforbruk"))
    a_system_listens(bygda)
    reported(bygda, "0")

    assert [] == calls(bygda)
