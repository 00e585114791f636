"""Shown: what is kept of a bonus year, with names and words, as pages and lists show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kontroll.domain.access import Viewer
from kontroll.domain.bonus import BonusDecision, BonusOutcome, Nomination
from kontroll.flows.bonus.nominate import REASON, is_decided_on
from kontroll.flows.people.looking import Looking


@dataclass(frozen=True, slots=True)
class ShownNomination:
    """reason: None where it is deleted after its time. may_withdraw: whether she who looks may take it back."""

    nomination: Nomination
    by: str
    reason: str | None
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class ShownOutcome:
    """reason: "" where none was given; None where it is deleted after its time."""

    outcome: BonusOutcome
    reason: str | None


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """by: the name of whoever decided. reason: why it was decided anew; "" of the first. outcomes: by enhet."""

    decision: BonusDecision
    by: str
    reason: str | None
    outcomes: Mapping[str, ShownOutcome]


@dataclass(frozen=True, slots=True)
class KeptYear:
    """nominations: those that stand, by enhet. decisions: the newest first; that one holds."""

    year: int
    nominations: Mapping[str, ShownNomination] = field(default_factory=dict)
    decisions: tuple[ShownDecision, ...] = ()

    @property
    def decision(self) -> ShownDecision | None:
        return self.decisions[0] if self.decisions else None

    def outcome(self, enhet: str) -> ShownOutcome | None:
        """What the decision that holds says of it; None where it says nothing: then it is not given."""
        return self.decision.outcomes.get(enhet) if self.decision is not None else None


def kept_year(look: Looking, viewer: Viewer, year: int) -> KeptYear:
    decisions = look.tx.bonus_decisions.where(year=year)
    nominations = [one for one in look.tx.nominations.where(year=year) if one.withdrawn_at is None]
    outcomes = look.tx.bonus_outcomes.where(year=year)
    seqs = {one.trail for one in nominations} | {one.trail for one in decisions} | {one.trail for one in outcomes}
    texts = look.tx.trail.texts(sorted(seqs - {0}))
    times = [one.at for one in decisions]
    return KeptYear(
        year,
        {one.enhet: _nomination(look, viewer, one, texts, is_decided_on(one, times)) for one in nominations},
        tuple(
            _decision(look, one, [o for o in outcomes if o.number == one.number], texts)
            for one in sorted(decisions, key=lambda one: -one.number)
        ),
    )


_Texts = Mapping[tuple[int, str], str]


def _nomination(look: Looking, viewer: Viewer, one: Nomination, texts: _Texts, decided: bool) -> ShownNomination:
    hers = one.by == (viewer.person or viewer.user)
    return ShownNomination(one, name_of(look, one.by), texts.get((one.trail, REASON)), hers and not decided)


def _decision(look: Looking, one: BonusDecision, outcomes: list[BonusOutcome], texts: _Texts) -> ShownDecision:
    # The first of a year has no reason; a later one that has none has had it deleted.
    reason = texts.get((one.trail, REASON), "" if one.number == 1 else None)
    shown = {o.enhet: ShownOutcome(o, texts.get((o.trail, o.enhet)) if o.trail else "") for o in outcomes}
    return ShownDecision(one, name_of(look, one.by), reason, shown)


def name_of(look: Looking, by: str) -> str:
    """Of a person in the lists, or of a user who is in none."""
    person = look.today.directory.person(by, look.today.day)
    if person is not None:
        return person.name
    user = look.tx.users.get(by)
    return user.name if user is not None else by
