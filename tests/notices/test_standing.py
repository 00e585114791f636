"""Why the recipient is the one who is told."""

from __future__ import annotations

from kontroll.domain.people import Standing
from kontroll.notices.standing import clause


def test_every_standing_can_be_told():
    told = [clause(standing, role="internkontroll") for standing in Standing]

    assert len(Standing) == len(set(told))
    assert "du har rollen internkontroll" in told


def test_a_superior_is_told_whether_she_answers_for_the_leader_or_stands_above_her():
    assert "ingen leder" in clause(Standing.NEXT_UP)
    assert "du er overordnet leder" == clause(Standing.SUPERIOR)


def test_who_holds_the_role_no_longer_is_not_told_of_a_role_without_a_name():
    assert "du hadde en rolle som skulle varsles" == clause(Standing.ROLE)
