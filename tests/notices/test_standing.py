"""Why the recipient is the one who is told."""

from __future__ import annotations

from kontroll.domain.people import Standing
from kontroll.notices.standing import clause


def test_every_standing_can_be_told():
    told = [clause(standing, role="internkontroll") for standing in Standing]

    assert len(Standing) == len(set(told))
    assert "du har rollen internkontroll" in told


def test_a_superior_is_told_whether_the_leader_is_away_or_silent():
    assert "ingen leder" in clause(Standing.SUPERIOR)
    assert "du er overordnet leder" == clause(Standing.SUPERIOR, raised=True)
