"""Stored avvik against the replay: which is which, what changed, and how it is kept."""

from __future__ import annotations

from dataclasses import fields

import pytest

from domain.ledger import JANUARY, LETTERS, Ledger, new
from kontroll.domain.avvik import Avvik, MonthSeen, Occurrence, Seen, lived
from kontroll.domain.avvikchange import Change, ChangeKind, begun, in_order, renewed
from kontroll.domain.rule import Severity

# --- life in time ---------------------------------------------------------------------------------------------------


def test_the_first_utslag_makes_an_avvik():
    ledger = Ledger().run("X")

    assert ["1:utløst 1"] == ledger.state()
    assert [(1, ChangeKind.OPENED)] == ledger.kinds()


def test_its_identity_is_rule_subject_and_number():
    (avvik,) = Ledger().run("X").stored

    assert "R1/B1#1" == avvik.key


def test_the_subject_of_a_record_is_its_key():
    (occurrence,) = lived([MonthSeen(JANUARY, Seen.STRUCK, 0, 0)])

    avvik = begun(occurrence, rule="R1", enhet="B1", post="7001", severity=Severity.HIGH, trial=False)

    assert "R1/7001#1" == avvik.key


def test_one_more_month_of_utslag_is_nothing_to_tell_but_is_kept():
    before = Ledger().run("X")

    after = before.run("XX")

    assert () == after.told
    assert JANUARY.plus(1) == after.stored[0].last_struck


def test_a_waiting_that_ends_is_kept_but_does_not_count():
    ledger = Ledger(wait=1).run("X").run("X.")

    assert ["(1:løst 1)"] == ledger.state()
    assert [(1, ChangeKind.WAITING_ENDED)] == ledger.kinds()
    assert () == in_order(ledger.stored)


def test_the_next_waiting_takes_up_the_number_that_never_opened():
    ledger = Ledger(wait=1).run("X").run("X.").run("X.X")

    assert ["1:venter 3"] == ledger.state()
    assert [(1, ChangeKind.WAITING)] == ledger.kinds()


def test_the_number_of_a_sak_is_not_taken_up_by_another_time():
    """It opened with a sak, a correction made it a waiting one, and that ended."""
    ledger = Ledger(wait=1).run("XX").with_saker().run("?X").run("?X.").run("?X.XX")

    assert ["(1:løst 2)", "2:utløst 4"] == ledger.state()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "X.", [ChangeKind.OPENED, ChangeKind.RESOLVED]),
        ("X", "X.", [ChangeKind.RESOLVED]),
        ("X", "X-", [ChangeKind.GONE]),
        ("X-", "X--", []),
        ("X-", "X-X", [ChangeKind.BACK]),
        ("X-", "X-.", [ChangeKind.RESOLVED, ChangeKind.BACK]),
        ("", "X-", [ChangeKind.OPENED, ChangeKind.GONE]),
        ("X?", "X?", []),
        ("X", "X?", []),
    ],
)
def test_what_happens_in_time_is_told(before: str, after: str, expected: list[ChangeKind]):
    ledger = Ledger().run(before).run(after)

    assert [(1, kind) for kind in expected] == ledger.kinds()


def test_a_new_time_gets_the_next_number():
    ledger = Ledger().run("X").run("X.").run("X.X")

    assert ["1:løst 1", "2:utløst 3"] == ledger.state()


# --- corrections ----------------------------------------------------------------------------------------------------


def test_a_correction_moves_the_first_month_and_the_avvik_stays_the_same():
    ledger = Ledger().run(".XX").run("XXX")

    assert ["1:utløst 1"] == ledger.state()
    moved = Change(kind=ChangeKind.FIRST_MOVED, before=JANUARY.plus(1), after=JANUARY)
    assert (1, moved) in ledger.told


def test_an_avvik_that_a_correction_takes_away_is_withdrawn_and_never_deleted():
    ledger = Ledger().run("X").run(".")

    assert ["(1:løst 1)"] == ledger.state()
    assert [(1, ChangeKind.WITHDRAWN)] == ledger.kinds()


def test_unknown_instead_of_utslag_is_a_correction_too():
    assert ["(1:løst 1)"] == Ledger().run("X").run("?").state()


def test_a_withdrawn_avvik_is_taken_up_again_when_the_correction_is_corrected():
    ledger = Ledger().run("X").with_saker().run(".").run("X")

    assert ["1:utløst 1"] == ledger.state()
    assert [(1, ChangeKind.REOPENED)] == ledger.kinds()
    assert "S1" == ledger.stored[0].sak


def test_a_withdrawn_avvik_is_not_taken_up_by_another_time():
    ledger = Ledger().run("X").run("..").run("..X")

    assert ["(1:løst 1)", "2:utløst 3"] == ledger.state()
    assert [3] == [avvik.first.number for avvik in in_order(ledger.stored)]


def test_a_correction_opens_a_resolved_one_again():
    ledger = Ledger().run("X.").run("XX")

    assert ["1:utløst 1"] == ledger.state()
    assert [(1, ChangeKind.REOPENED)] == ledger.kinds()


def test_a_correction_makes_an_open_one_wait():
    ledger = Ledger(wait=1).run("XX").run("?X")

    assert ["1:venter 2"] == ledger.state()
    assert [(1, ChangeKind.UNOPENED), (1, ChangeKind.FIRST_MOVED)] == ledger.kinds()


def test_a_correction_splits_one_and_the_first_half_keeps_the_number():
    ledger = Ledger().run("XXX").with_saker().run("X.X")

    assert ["1:løst 1", "2:utløst 3"] == ledger.state()
    assert [(1, ChangeKind.RESOLVED), (2, ChangeKind.OPENED)] == ledger.kinds()
    assert ["S1", None] == [avvik.sak for avvik in ledger.stored]


def test_a_correction_merges_two_and_the_second_is_withdrawn():
    ledger = Ledger().run("X.X").run("XXX")

    assert ["1:utløst 1", "(2:løst 3)"] == ledger.state()
    assert [(1, ChangeKind.REOPENED), (2, ChangeKind.WITHDRAWN)] == ledger.kinds()


def test_an_earlier_time_that_comes_to_light_gets_the_next_number_and_is_the_first_in_order():
    ledger = Ledger().run("??X").with_saker().run("X.X")

    assert ["1:utløst 3", "2:løst 1"] == ledger.state()
    assert [2, 1] == [avvik.number for avvik in in_order(ledger.stored)]
    assert "S1" == ledger.stored[0].sak


def test_the_later_time_keeps_its_number_when_the_earlier_one_is_taken_away():
    ledger = Ledger().run("X.X").with_saker().run("..X")

    assert ["(1:løst 1)", "2:utløst 3"] == ledger.state()
    assert "S2" == ledger.stored[1].sak


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [("X.?.", "XX?.", ChangeKind.RESOLVED_MOVED), ("?X.", "XX.", ChangeKind.OPENED_MOVED)],
)
def test_a_month_that_a_correction_moves_is_told(before: str, after: str, kind: ChangeKind):
    assert (1, kind) in Ledger().run(before).run(after).kinds()


def test_a_record_with_a_date_stays_the_same_avvik_in_another_month():
    ledger = Ledger(dated_record=True).run("X--").run("--X")

    assert ["1:utløst 3"] == ledger.state()
    assert [(1, ChangeKind.FIRST_MOVED), (1, ChangeKind.OPENED_MOVED)] == ledger.kinds()


def test_the_occurrence_of_another_number_is_refused():
    first, second = lived([MonthSeen(JANUARY.plus(i), LETTERS[letter], 0, 0) for i, letter in enumerate("X.X")])

    with pytest.raises(ValueError, match="occurrence 2 is not R1/B1#1"):
        renewed(new(first), second)


def test_an_avvik_takes_every_month_of_its_occurrence():
    shared = {field.name for field in fields(Occurrence)} & {field.name for field in fields(Avvik)}

    (avvik,) = Ledger(hold=1).run("X.?-").stored
    (occurrence,) = lived([MonthSeen(JANUARY.plus(i), LETTERS[letter], 0, 1) for i, letter in enumerate("X.?-")])

    assert {name: getattr(occurrence, name) for name in shared} == {name: getattr(avvik, name) for name in shared}
