"""How Furuvik answers: mostly in time, in fitting words, the same every time, and differently about the planted unit."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kontroll.domain.month import Month
from kontroll.domain.rule import Severity
from kontroll.domain.sak import MISSING_DATA, Answer, Outcome, Sak, SakState
from kontroll.domain.tiltak import Tiltak
from kontroll.example import names, planted, replies, rulings
from kontroll.example.reactions import (
    Reaction,
    closing,
    decision,
    no_figures,
    reaction,
    tiltak_done,
    tiltak_taken_over,
)
from kontroll.workdays import WorkingDays

SEED = 2007
OPENED = date(2025, 3, 17)
AREAS = ("okonomi", "faktura", "innkjop", "fravaer", "medarbeidere", "hms", "opplaering", "overtid", "vedtak", "etikk")
CONTROLLERS = ("P11050", "P11051", "P11052")


CALENDAR = WorkingDays()


def a_sak(number: int = 1, **changes: object) -> Sak:
    sak = Sak(
        id=f"S{number:05d}",
        kind="oppfolging",
        rule=f"{AREAS[number % len(AREAS)]}-001",
        enhet="2105",
        month=Month(2025, 2),
        opened=OPENED,
        owner=f"P{10_000 + number % 220}",
        owner_enhet="2105",
        deadline=OPENED + timedelta(days=14),
        state=SakState.OPEN,
        severity=Severity.MEDIUM,
    )
    return replace(sak, **changes)  # type: ignore[arg-type]


def answered(sak: Sak) -> Reaction | None:
    return reaction(SEED, sak, OPENED, CALENDAR)


@pytest.fixture(scope="module")
def many() -> list[tuple[Sak, Reaction | None]]:
    return [(sak, answered(sak)) for sak in map(a_sak, range(4000))]


def test_the_answers_are_mixed_as_in_a_kommune(many: list[tuple[Sak, Reaction | None]]) -> None:
    given = Counter(r.answer for _, r in many if r)
    share = {answer: count / given.total() for answer, count in given.items()}

    assert 0.35 < share[Answer.FIXED] < 0.55
    assert 0.25 < share[Answer.MEASURE] < 0.45
    assert 0.08 < share[Answer.DISAGREE] < 0.20
    assert 0.04 < share[Answer.EXEMPTION] < 0.15


def test_most_answer_in_time_some_late_and_a_few_never(many: list[tuple[Sak, Reaction | None]]) -> None:
    in_time = sum(r is not None and sak.deadline is not None and r.day <= sak.deadline for sak, r in many) / len(many)
    silent = sum(r is None for _, r in many) / len(many)

    assert 0.70 < in_time < 0.92
    assert 0.01 < silent < 0.10
    assert 0.03 < 1 - in_time - silent < 0.20


def test_nobody_answers_before_being_asked_or_on_a_free_day(many: list[tuple[Sak, Reaction | None]]) -> None:
    days = [r.day for _, r in many if r]

    assert min(days) > OPENED
    assert all(CALENDAR.is_working_day(day) for day in days)


def test_a_deadline_of_one_day_is_answered_after_it_was_asked_all_the_same() -> None:
    due = CALENDAR.after(OPENED, 1)

    assert all(r.day > OPENED for n in range(300) if (r := answered(a_sak(n, deadline=due))))


def test_a_measure_is_promised_with_the_answer_tiltak_and_no_other(many: list[tuple[Sak, Reaction | None]]) -> None:
    for _, r in many:
        if r:
            assert (r.tiltak is not None) == (r.answer is Answer.MEASURE)
            assert r.tiltak is None or (r.tiltak[0] and 14 <= r.tiltak[1] <= 63)


def test_the_same_sak_is_answered_the_same_way_and_another_seed_answers_differently() -> None:
    saker = [a_sak(n) for n in range(60)]

    assert [answered(s) for s in saker] == [answered(s) for s in saker]
    assert [answered(s) for s in saker] != [reaction(SEED + 1, s, OPENED, CALENDAR) for s in saker]


def test_who_is_slow_once_is_slow_most_often() -> None:
    slow: list[float] = []
    for person in range(150):
        saker = [a_sak(n * 1000 + person, owner=f"P{person}") for n in range(12)]
        late = [r is None or r.day > OPENED + timedelta(days=8) for r in map(answered, saker)]
        slow.append(sum(late) / len(late))

    assert sum(0.3 < share < 0.7 for share in slow) < 0.1 * len(slow)


def test_the_one_it_was_escalated_to_answers() -> None:
    given = [answered(a_sak(n, level=1, escalated_to="P10002")) for n in range(20)]

    assert {r.by for r in given if r} == {"P10002"}


def test_nobody_answers_a_sak_without_an_owner() -> None:
    assert answered(a_sak(owner=None)) is None
    assert answered(a_sak(owner="P10002")) is not None


def test_what_came_back_is_not_answered_with_uenig_or_unntak_again() -> None:
    again = Counter(r.answer for n in range(500) if (r := answered(a_sak(n, reopened=1))))

    assert set(again) == {Answer.FIXED, Answer.MEASURE}


def test_about_missing_data_there_is_a_message_and_no_answer() -> None:
    told = answered(a_sak(kind=MISSING_DATA, rule=None))

    assert told is not None
    assert told.answer is None
    assert told.text in rulings.LATE_DATA


def test_of_data_that_never_come_the_owner_says_in_the_end_that_there_are_none() -> None:
    said = no_figures(SEED, a_sak(kind=MISSING_DATA, rule=None), OPENED, CALENDAR)

    assert said is not None
    assert Answer.DISAGREE is said.answer
    assert 8 <= CALENDAR.between(OPENED, said.day) <= 14
    assert no_figures(SEED, a_sak(kind=MISSING_DATA, owner=None), OPENED, CALENDAR) is None


# --- the planted unit -------------------------------------------------------------------------------------------------


def test_the_planted_leader_says_it_is_in_order_or_that_nothing_is_wrong_and_promises_nothing() -> None:
    given = [answered(a_sak(n, enhet=planted.SITE)) for n in range(200)]

    assert {r.answer for r in given if r} == {Answer.FIXED, Answer.DISAGREE}
    assert {r.text for r in given if r} == {*rulings.PLANTED_FIXED, *rulings.PLANTED_DISAGREES}


def test_asked_again_the_planted_leader_is_silent_and_the_superior_too_but_the_top_acts() -> None:
    again = a_sak(enhet=planted.SITE, reopened=1)
    top = answered(replace(again, level=2, escalated_to="P10002"))

    assert answered(again) is None
    assert answered(replace(again, level=1, escalated_to="P10500")) is None
    assert top is not None
    assert top.answer is Answer.MEASURE


def test_the_superior_of_the_planted_unit_is_slow() -> None:
    given = [answered(a_sak(n, enhet=planted.SITE, level=1, escalated_to="P10500")) for n in range(200)]

    assert 40 < sum(r is None for r in given) < 120
    assert all(r.day >= CALENDAR.after(OPENED, 9) for r in given if r)


# --- what internal control does ---------------------------------------------------------------------------------------


def decided(sak: Sak) -> list[bool]:
    found = []
    for number in range(1000):
        made = decision(SEED, replace(sak, id=f"S{number}"), OPENED, CONTROLLERS, CALENDAR)
        assert made is not None
        assert made.day > OPENED
        assert (made.months in range(3, 7)) == (made.granted and sak.answer is Answer.EXEMPTION)
        found.append(made.granted)
    return found


def test_two_of_five_who_disagree_are_right_and_three_of_five_exemptions_are_granted() -> None:
    assert 0.35 < sum(decided(a_sak(answer=Answer.DISAGREE, answered_by="P1"))) / 1000 < 0.45
    assert 0.55 < sum(decided(a_sak(answer=Answer.EXEMPTION, answered_by="P1"))) / 1000 < 0.65


def test_the_planted_unit_never_gets_medhold() -> None:
    assert not any(decided(a_sak(enhet=planted.SITE, answer=Answer.DISAGREE, answered_by="P1")))


def test_nothing_is_decided_of_what_is_not_internal_controls_to_decide() -> None:
    assert decision(SEED, a_sak(answer=Answer.FIXED, answered_by="P1"), OPENED, CONTROLLERS, CALENDAR) is None
    assert decision(SEED, a_sak(answer=Answer.DISAGREE, answered_by="P1"), OPENED, ("P1",), CALENDAR) is None
    assert decision(SEED, a_sak(answer=Answer.DISAGREE, answered_by="P1"), OPENED, ("P1", "P2"), CALENDAR) is not None


def test_who_answered_never_closes() -> None:
    for number in range(100):
        done = closing(SEED, a_sak(number, owner="P2", answered_by="P1"), OPENED, ("P1", "P2", "P3"), CALENDAR)
        assert done is not None
        assert done.by == "P3"
        assert done.day > OPENED
    assert closing(SEED, a_sak(owner="P1", answered_by="P1"), OPENED, ("P1",), CALENDAR) is None


def test_what_cannot_be_undone_is_closed_with_other_words() -> None:
    sak = a_sak(answered_by="P1")
    over = closing(SEED, sak, OPENED, CONTROLLERS, CALENDAR)
    past = closing(SEED, sak, OPENED, CONTROLLERS, CALENDAR, Outcome.DOCUMENTED)

    assert over is not None
    assert past is not None
    assert over.text in rulings.EVIDENCE
    assert past.text in rulings.DOCUMENTED


def test_most_tiltak_are_done_in_time_some_late_and_a_few_never() -> None:
    due = OPENED + timedelta(days=28)
    done = [
        tiltak_done(SEED, Tiltak(id=f"T{n}", sak="S1", owner="P1", deadline=due), OPENED, CALENDAR) for n in range(1000)
    ]
    in_time, late = (sum(d is not None and (d.day <= due) == early for d in done) for early in (True, False))

    assert 650 < in_time < 750
    assert 170 < late < 270
    assert all(d.day > OPENED for d in done if d)


def test_a_tiltak_that_its_owner_never_does_is_seen_to_by_whoever_was_asked_instead() -> None:
    tiltak = Tiltak(id="T1", sak="S1", owner="P1", deadline=OPENED)

    done = tiltak_taken_over(SEED, tiltak, "P2", OPENED, CALENDAR)

    assert ("P2", True) == (done.by, done.day > OPENED)


# --- the texts --------------------------------------------------------------------------------------------------------


def _texts() -> list[str]:
    found: list[str] = []
    for library in {
        id(r): r for r in map(replies.replies, [f"{a}-001" for a in (*replies.BY_AREA, "vedtak")])
    }.values():
        found += [*library.rettet, *library.uenig, *library.unntak, *(t for pair in library.tiltak for t in pair)]
    for name, value in vars(rulings).items():
        if name.isupper():
            found += value
    return found


def test_no_text_names_anybody() -> None:
    people = {*names.FEMALE, *names.MALE, *names.SURNAMES}
    for text in _texts():
        assert not people & set(re.findall(r"\w+", text)), text
        assert not re.search(r"@|P\d{5}|\d{6}", text), text


def test_what_is_an_answer_is_written_as_sentences() -> None:
    for text in _texts():
        assert text[0].isupper(), text
        assert text == text.strip()


def test_every_area_has_texts_for_what_it_may_answer() -> None:
    for area in (*replies.BY_AREA, "vedtak"):
        library = replies.replies(f"{area}-001")
        texts = (library.rettet, library.tiltak, library.uenig, library.unntak)
        assert sum(library.weights) == 100
        assert all(bool(t) == bool(w) for t, w in zip(texts, library.weights, strict=True)), area
