"""The work on drawn items: check-lists, another pair of eyes, two who do not see each other, documents, saker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kontroll.domain.draw import Draw, DrawnItem, Finding, ItemState
from kontroll.domain.drawflow import DrawRefusal, DrawRefused
from kontroll.domain.itemcheck import shown_to
from kontroll.domain.notice import Reason
from kontroll.domain.sak import SAMPLED
from kontroll.flows.saker.said import said_in
from kontroll.flows.samples.approve_check import approve_check
from kontroll.flows.samples.assign_items import assign_items
from kontroll.flows.samples.check_item import Document, check_item
from kontroll.flows.samples.conclude_draw import conclude_draw
from kontroll.flows.samples.evaluate_draw import evaluation_of
from kontroll.flows.samples.log_hours import log_hours
from kontroll.flows.samples.pick_item import pick_item
from kontroll.report.sampling.settled import settled

from ..small import Kommune, Make
from .invoices import with_invoices
from .test_draw_life import CHOICES, KARI, KIM, KNUT, drawn, hours, in_sample, items

POINT = "okonomireglementet/6.2"
LISTED = replace(CHOICES, checklist=(POINT,))
BLIND = replace(CHOICES, second_share="1")
PDF = b"%PDF-1.7 liten"


@pytest.fixture
def bygda(make: Make) -> Kommune:
    return with_invoices(make)


def refused(why: DrawRefusal, act: Callable[[], object]) -> None:
    with pytest.raises(DrawRefused) as told:
        act()
    assert why is told.value.why


def check(
    bygda: Kommune, draw: Draw, identity: str, by: str = KARI, found: Finding = Finding.RIGHT, **words: object
) -> None:
    asked = {"answers": {}, "text": "" if found is Finding.RIGHT else "Attestert av samme person", **words}
    answers = asked.pop("answers")
    check_item(bygda.desk, draw.id, identity, by, found, answers, hours(5), **asked)  # type: ignore[arg-type]


def approve(bygda: Kommune, draw: Draw, identity: str, by: str = KNUT) -> None:
    approve_check(bygda.desk, draw.id, identity, by, hours(6))


def state_of(bygda: Kommune, draw: Draw, identity: str) -> str:
    """What counts of the item, or why nothing does."""
    with bygda.desk.database.reading() as tx:
        item = tx.drawn_items.get(draw.id, identity)
        assert item is not None
        [one] = settled([item], tx.item_checks.where(draw=draw.id))
    return one.check.finding.value if one.check is not None else one.why_unknown


# --- one who checks and one who approves --------------------------------------------------------------------------------


def test_a_check_counts_when_another_has_approved_it(bygda: Kommune) -> None:
    draw = drawn(bygda)
    identity = in_sample(bygda, draw)[0]
    assert "ikke kontrollert" == state_of(bygda, draw, identity)

    check(bygda, draw, identity)
    assert "venter på godkjenning" == state_of(bygda, draw, identity)
    refused(DrawRefusal.OWN_CHECK, lambda: approve(bygda, draw, identity, KARI))
    approve(bygda, draw, identity)

    assert "i orden" == state_of(bygda, draw, identity)
    refused(DrawRefusal.NOTHING_TO_APPROVE, lambda: approve(bygda, draw, identity))


def test_a_correction_is_a_new_check_that_must_be_approved_anew(bygda: Kommune) -> None:
    draw = drawn(bygda)
    identity = in_sample(bygda, draw)[0]
    check(bygda, draw, identity)
    approve(bygda, draw, identity)

    check(bygda, draw, identity, found=Finding.DEVIATION)

    assert "venter på godkjenning" == state_of(bygda, draw, identity)
    with bygda.desk.database.reading() as tx:
        assert [1, 2] == [one.number for one in tx.item_checks.where(draw=draw.id)]


@pytest.mark.parametrize(
    ("answers", "text", "why"),
    [
        ({}, "", DrawRefusal.ANSWERS_MISSING),
        ({POINT: "kanskje"}, "", DrawRefusal.ANSWERS_MISSING),
        ({POINT: "ja", "annet/1": "ja"}, "", DrawRefusal.ANSWERS_MISSING),
        ({POINT: "nei"}, "", DrawRefusal.NO_WITHOUT_WORDS),
    ],
)
def test_every_point_of_the_check_list_is_answered(
    bygda: Kommune, answers: dict[str, str], text: str, why: DrawRefusal
) -> None:
    draw = drawn(bygda, LISTED)
    identity = in_sample(bygda, draw)[0]

    refused(why, lambda: check(bygda, draw, identity, answers=answers, text=text))
    check(bygda, draw, identity, answers={POINT: "nei"}, text="Gjelder ikke kreditnota")


def test_a_deviation_is_explained_and_only_what_is_drawn_is_checked(bygda: Kommune) -> None:
    draw = drawn(bygda)
    reserve = next(id for id, one in items(bygda, draw).items() if one.state is ItemState.RESERVE)

    refused(
        DrawRefusal.DEVIATION_WITHOUT_WORDS,
        lambda: check(bygda, draw, in_sample(bygda, draw)[0], found=Finding.UNDOCUMENTED, text=" "),
    )
    refused(DrawRefusal.NOT_DRAWN, lambda: check(bygda, draw, reserve))
    refused(DrawRefusal.NOT_DRAWN, lambda: check(bygda, draw, "finnes ikke"))


# --- two who do not see each other --------------------------------------------------------------------------------------


def test_of_an_item_for_two_each_is_blind_until_both_have_looked(bygda: Kommune) -> None:
    draw = drawn(bygda, BLIND)
    identity = in_sample(bygda, draw)[0]
    check(bygda, draw, identity, KARI)
    assert "venter på blind kontroll nummer to" == state_of(bygda, draw, identity)
    refused(DrawRefusal.NOTHING_TO_APPROVE, lambda: approve(bygda, draw, identity))

    with bygda.desk.database.reading() as tx:
        item, checks = items(bygda, draw)[identity], tx.item_checks.where(draw=draw.id)
    assert [] == shown_to(item, checks, KNUT)
    assert 1 == len(shown_to(item, checks, KARI))

    check(bygda, draw, identity, KNUT)
    with bygda.desk.database.reading() as tx:
        assert 2 == len(shown_to(item, tx.item_checks.where(draw=draw.id), KNUT))


def test_where_two_disagree_a_third_check_settles_it(bygda: Kommune) -> None:
    draw = drawn(bygda, BLIND)
    identity = in_sample(bygda, draw)[0]
    check(bygda, draw, identity, KARI)
    check(bygda, draw, identity, KNUT, Finding.DEVIATION)
    assert "to kontroller er uenige" == state_of(bygda, draw, identity)
    refused(DrawRefusal.NOTHING_TO_APPROVE, lambda: approve(bygda, draw, identity, KIM))

    check(bygda, draw, identity, KIM, Finding.DEVIATION)
    refused(DrawRefusal.OWN_CHECK, lambda: approve(bygda, draw, identity, KIM))
    approve(bygda, draw, identity, KNUT)

    assert "avvik" == state_of(bygda, draw, identity)
    with bygda.desk.database.reading() as tx:
        assert (1, 0) == (
            evaluation_of(bygda.desk, tx, draw).second.items,
            evaluation_of(bygda.desk, tx, draw).second.agreed,
        )


# --- documents, hours, and who checks what ------------------------------------------------------------------------------


def test_a_document_lies_with_the_draw_by_its_hash(bygda: Kommune) -> None:
    draw = drawn(bygda)
    identity = in_sample(bygda, draw)[0]

    check(bygda, draw, identity, documents=[Document("faktura.pdf", PDF), Document("samme.pdf", PDF)])

    with bygda.desk.database.reading() as tx:
        [kept] = tx.evidence.where(draw=draw.id)
        assert PDF == tx.draw_files.get(draw.id, 0, kept.digest)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", DrawRefusal.DOCUMENT_TOO_LARGE),
        (PDF + b"0" * 10 * 2**20, DrawRefusal.DOCUMENT_TOO_LARGE),
        (b"MZ\x90\x00\x03", DrawRefusal.DOCUMENT_OF_NO_KIND),
        (b"PK\x03\x04\xff\xfe", DrawRefusal.DOCUMENT_OF_NO_KIND),
    ],
)
def test_what_can_be_run_or_is_too_large_is_refused_and_nothing_is_kept(
    bygda: Kommune, content: bytes, why: DrawRefusal
) -> None:
    draw = drawn(bygda)
    identity = in_sample(bygda, draw)[0]

    refused(why, lambda: check(bygda, draw, identity, documents=[Document("a.pdf", PDF), Document("b", content)]))

    with bygda.desk.database.reading() as tx:
        assert ([], []) == (tx.evidence.where(draw=draw.id), tx.item_checks.where(draw=draw.id))


def test_items_are_dealt_out_in_turn_and_time_is_noted(bygda: Kommune) -> None:
    draw = drawn(bygda)
    assert 3 == assign_items(bygda.desk, draw.id, KARI, [KARI, KNUT], hours(5))

    given = [one.checker for one in items(bygda, draw).values() if one.state is ItemState.DRAWN]
    assert [KARI, KARI, KNUT] == sorted(filter(None, given))
    assert 90 == log_hours(bygda.desk, draw.id, KARI, 90, "planlegging", hours(5)).minutes
    refused(DrawRefusal.MINUTES, lambda: log_hours(bygda.desk, draw.id, KARI, 0, "annet", hours(5)))


# --- what was picked by hand, and what becomes a sak --------------------------------------------------------------------


def test_what_is_picked_by_hand_is_checked_and_never_enters_the_bound(bygda: Kommune) -> None:
    draw = drawn(bygda)
    with bygda.desk.database.reading() as tx:
        before = evaluation_of(bygda.desk, tx, draw)
    posts = {one.post for one in items(bygda, draw).values()}
    other = next(post for post in ("B1", "B2", "B3", "B5", "B8", "B9", "B10", "B13") if post not in posts)

    picked = pick_item(bygda.desk, draw.id, other, KARI, "Tips fra en ansatt", hours(5))
    check(bygda, draw, picked.identity, found=Finding.DEVIATION)
    approve(bygda, draw, picked.identity)

    with bygda.desk.database.reading() as tx:
        after = evaluation_of(bygda.desk, tx, draw)
    assert (before.drawn, before.deviations) == (after.drawn, after.deviations)
    assert (1, 1) == (after.targeted.items, after.targeted.deviations)
    refused(DrawRefusal.ALREADY_THERE, lambda: pick_item(bygda.desk, draw.id, other, KARI, "igjen", hours(5)))
    refused(DrawRefusal.NO_SUCH_RECORD, lambda: pick_item(bygda.desk, draw.id, "B99", KARI, "tips", hours(5)))


def test_an_approved_deviation_becomes_a_sak_and_the_next_of_the_same_enhet_is_added_to_it(bygda: Kommune) -> None:
    draw = drawn(bygda, replace(CHOICES, strata=(replace(CHOICES.strata[0], n=7, reserve=0),)))
    by_enhet: dict[str, list[DrawnItem]] = {}
    for one in items(bygda, draw).values():
        if one.state is ItemState.DRAWN:
            by_enhet.setdefault(one.enhet, []).append(one)
    first, second = next(some for some in by_enhet.values() if len(some) > 1)[:2]

    for item in (first, second):
        check(bygda, draw, item.identity, found=Finding.DEVIATION)
        with bygda.desk.database.reading() as tx:
            assert item is second or [] == tx.saker.where(kind=SAMPLED), "not before it is approved"
        approve(bygda, draw, item.identity)

    with bygda.desk.database.reading() as tx:
        [sak] = tx.saker.where(kind=SAMPLED)
        said = said_in(tx, sak.id)
        told = tx.notices.where(reason=Reason.NEW_SAK, sak=sak.id)
        assert {sak.id} == {one.sak for one in tx.item_checks.where(draw=draw.id)}
    assert (f"K{draw.id}-{first.enhet}", first.enhet) == (sak.id, sak.enhet)
    assert 2 == len(said)
    assert first.post in said[0].text
    assert "Attestert av samme person" in said[0].text
    assert sak.owner in {one.recipient for one in told}


def test_when_all_is_checked_and_approved_it_can_be_concluded(bygda: Kommune) -> None:
    draw = drawn(bygda)
    for identity in in_sample(bygda, draw):
        check(bygda, draw, identity)
    refused(DrawRefusal.WORK_UNFINISHED, lambda: conclude_draw(bygda.desk, draw.id, KNUT, hours(7)))
    for identity in in_sample(bygda, draw):
        approve(bygda, draw, identity)

    assert conclude_draw(bygda.desk, draw.id, KNUT, hours(7)).report
    refused(DrawRefusal.NOT_WHILE_CONCLUDED, lambda: check(bygda, draw, in_sample(bygda, draw)[0]))
