"""Avvik: what the months say, and the occurrences that follow from it."""

from __future__ import annotations

import pytest

from kontroll.domain.avvik import MonthSeen, Occurrence, Phase, Seen, lived, seen
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule, RuleType, Severity, Status
from kontroll.domain.truth import Result

JANUARY = Month(2026, 1)
LETTERS = {"X": Seen.STRUCK, ".": Seen.CLEAR, "?": Seen.UNKNOWN, "-": Seen.GONE}


def months(text: str, wait: int = 0, hold: int = 0) -> list[MonthSeen]:
    """From January: X utslag, . without, ? unknown, - gone."""
    return [MonthSeen(JANUARY.plus(i), LETTERS[letter], wait, hold) for i, letter in enumerate(text)]


def life(text: str, wait: int = 0, hold: int = 0) -> str:
    """Each occurrence as number:phase first/opened/resolved, months by number."""
    return " ".join(told(occurrence) for occurrence in lived(months(text, wait, hold)))


def told(occurrence: Occurrence) -> str:
    at = [str(m.number) if m else "" for m in (occurrence.first, occurrence.opened, occurrence.resolved)]
    return f"{occurrence.number}:{occurrence.phase.value} {'/'.join(at)}"


# --- what a month says ----------------------------------------------------------------------------------------------


def rule(type: RuleType = RuleType.DEVIATION) -> Rule:
    return Rule(
        id="R1", name="", area="", type=type, status=Status.IN_USE, severity=Severity.LOW, hjemmel=(), versions=()
    )


@pytest.mark.parametrize(
    ("type", "result", "expected"),
    [
        (RuleType.DEVIATION, Result.TRUE, Seen.STRUCK),
        (RuleType.DEVIATION, Result.FALSE, Seen.CLEAR),
        (RuleType.REQUIREMENT, Result.TRUE, Seen.CLEAR),
        (RuleType.REQUIREMENT, Result.FALSE, Seen.STRUCK),
        (RuleType.REQUIREMENT, Result.UNKNOWN, Seen.UNKNOWN),
        (RuleType.REQUIREMENT, Result.NOT_RELEVANT, Seen.CLEAR),
        (RuleType.DEVIATION, Result.NOT_RELEVANT, Seen.CLEAR),
        (RuleType.DEVIATION, Result.NOT_IN_FORCE, Seen.GONE),
        (RuleType.DEVIATION, None, Seen.GONE),
    ],
)
def test_a_result_says_what_was_seen(type: RuleType, result: Result | None, expected: Seen):
    assert expected is seen(rule(type), result, stopped=False)


@pytest.mark.parametrize("result", [Result.TRUE, Result.FALSE, Result.NOT_RELEVANT, Result.UNKNOWN])
def test_a_rule_stopped_by_maks_utslag_has_seen_nothing(result: Result):
    assert Seen.UNKNOWN is seen(rule(), result, stopped=True)


@pytest.mark.parametrize("result", [None, Result.NOT_IN_FORCE])
def test_what_is_gone_is_gone_also_when_the_rule_is_stopped(result: Result | None):
    assert Seen.GONE is seen(rule(), result, stopped=True)


# --- venter ---------------------------------------------------------------------------------------------------------


def test_without_venter_the_first_utslag_opens():
    assert "1:utløst 1/1/" == life("X", wait=0)


def test_venter_one_opens_at_the_second_utslag_and_not_at_the_first():
    assert "1:venter 1//" == life("X", wait=1)
    assert "1:utløst 1/2/" == life("XX", wait=1)


def test_venter_two_opens_at_the_third_utslag_and_not_at_the_second():
    assert "1:venter 1//" == life("XX", wait=2)
    assert "1:utløst 1/3/" == life("XXX", wait=2)


def test_a_month_without_utslag_ends_the_waiting_and_leaves_nothing():
    assert "" == life("X.", wait=1)
    assert "1:venter 3//" == life("X.X", wait=1)


def test_an_unknown_month_does_not_count_in_venter_and_does_not_end_it():
    assert "1:venter 1//" == life("X?", wait=1)
    assert "1:utløst 1/3/" == life("X?X", wait=1)


def test_unknown_opens_nothing():
    assert "" == life("???")


def test_the_venter_of_the_month_decides_when_the_rule_has_got_a_new_version():
    shortened = [*months("XX", wait=9), MonthSeen(JANUARY.plus(2), Seen.STRUCK, 2, 0)]

    assert ["1:utløst 1/3/"] == [told(occurrence) for occurrence in lived(shortened)]


# --- hold -----------------------------------------------------------------------------------------------------------


def test_without_hold_the_first_month_without_utslag_resolves():
    assert "1:løst 1/1/2" == life("X.", hold=0)


def test_hold_one_resolves_at_the_second_month_without_utslag_and_not_at_the_first():
    assert "1:utløst 1/1/" == life("X.", hold=1)
    assert "1:løst 1/1/3" == life("X..", hold=1)


def test_a_new_utslag_starts_the_hold_anew():
    assert "1:utløst 1/1/" == life("X.X.", hold=1)
    assert "1:løst 1/1/5" == life("X.X..", hold=1)


def test_unknown_closes_nothing_and_does_not_count_in_hold():
    assert "1:utløst 1/1/" == life("X????", hold=0)
    assert "1:utløst 1/1/" == life("X.?", hold=1)
    assert "1:løst 1/1/4" == life("X.?.", hold=1)


# --- numbers --------------------------------------------------------------------------------------------------------


def test_an_utslag_after_it_is_resolved_is_the_next_occurrence():
    assert "1:løst 1/1/2 2:utløst 3/3/" == life("X.X")


def test_the_next_occurrence_waits_again():
    assert "1:løst 1/2/3 2:venter 4//" == life("XX.X", wait=1)


def test_a_waiting_that_ended_unopened_takes_no_number():
    assert "1:løst 1/2/3 2:utløst 6/7/" == life("XX.X.XX", wait=1)


# --- gone -----------------------------------------------------------------------------------------------------------


def test_a_month_in_which_it_is_gone_is_marked_and_changes_nothing():
    (occurrence,) = lived(months("X--"))

    assert "1:utløst 1/1/" == told(occurrence)
    assert JANUARY.plus(1) == occurrence.gone_since


@pytest.mark.parametrize("back", ["X", "?"])
def test_the_mark_is_taken_away_when_it_is_back(back: str):
    (occurrence,) = lived(months(f"X-{back}"))

    assert occurrence.gone_since is None


def test_the_mark_is_taken_away_also_by_a_month_within_the_hold():
    (occurrence,) = lived(months("X-.", hold=1))

    assert occurrence.gone_since is None


def test_one_that_is_resolved_cannot_be_gone():
    assert [None] == [occurrence.gone_since for occurrence in lived(months("X-.-"))]


def test_one_that_waits_may_be_gone():
    assert [JANUARY.plus(1)] == [occurrence.gone_since for occurrence in lived(months("X-", wait=1))]


# --- records with a date --------------------------------------------------------------------------------------------


def test_a_record_with_a_date_waits_for_nothing():
    (occurrence,) = lived(months("X", wait=3, hold=3), dated_record=True)

    assert Phase.OPEN is occurrence.phase


def test_a_record_with_a_date_is_not_gone_because_other_months_do_not_hold_it():
    (occurrence,) = lived(months("-X--"), dated_record=True)

    assert occurrence.gone_since is None


# --- what else is told ----------------------------------------------------------------------------------------------


def test_the_last_month_and_the_count_of_utslag_are_kept():
    (occurrence,) = lived(months("XX?X.", hold=1))

    assert JANUARY.plus(3) == occurrence.last_struck
    assert 3 == occurrence.struck_months


@pytest.mark.parametrize("order", [(0, 0), (1, 0)])
def test_months_that_do_not_rise_are_refused(order: tuple[int, int]):
    with pytest.raises(ValueError, match="rise strictly"):
        lived(MonthSeen(JANUARY.plus(i), Seen.CLEAR, 0, 0) for i in order)
