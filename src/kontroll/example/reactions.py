"""How Furuvik's people react to a sak: when they answer and what, how internal control decides, and who closes it.

Most leaders answer within days, some near the deadline, some only once it has passed, and a few not until somebody
above them is asked. Who is quick and who is slow is a habit of the person; the rest is luck of the sak. Everything is a
function of the seed and the sak, so that the same life is lived again.

The leader of the planted unit says that it is in order, or that nothing is wrong, and stops answering when asked again;
the superior is slow and believes it. What was never asked in 2006 reaches the top here, and the top acts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from kontroll.domain.sak import MISSING_DATA, Answer, Outcome, Sak
from kontroll.domain.tiltak import Tiltak
from kontroll.example import planted, rulings
from kontroll.example.chance import Weighted, between, chance, pick, stream
from kontroll.example.replies import Replies, replies
from kontroll.workdays import WorkingDays

#: Of a hundred people: how many answer at once, near the deadline, and only after it. The rest do not answer.
_QUICK, _NEAR, _AFTER = 66, 84, 95
#: The share of uenig that gets medhold, of unntak that is granted, and of tiltak that is done in time or late.
_UPHELD, _EXEMPTED, _IN_TIME, _DONE = 0.4, 0.6, 0.7, 0.92


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What a person does with a sak. answer: None for a message only, as about data that come later.

    tiltak: (what will be done, days from `day` until it shall be done), only with the answer tiltak.
    """

    day: date
    by: str
    answer: Answer | None
    text: str
    tiltak: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What internal control decides of uenig or unntak. months: how long an unntak lasts, 0 when none is granted."""

    day: date
    by: str
    granted: bool
    text: str
    months: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A tiltak reported done, or a sak closed, with what shows it."""

    day: date
    by: str
    text: str


def reaction(seed: int, sak: Sak, asked: date, calendar: WorkingDays) -> Reaction | None:
    """What who is asked answers, or None where nobody will: then time passes and the sak is escalated.

    asked: the day the sak was opened, escalated or opened again. Ask once each time; the answer is the same anyway.
    """
    person = sak.escalated_to or sak.owner
    if person is None:
        return None
    rng = stream(seed, "reaction", sak.id, str(sak.level), str(sak.reopened))
    if sak.kind == MISSING_DATA or sak.rule is None:
        day = calendar.after(asked, between(rng, 1, 3))
        return Reaction(day=day, by=person, answer=None, text=pick(rng, rulings.LATE_DATA))
    if sak.enhet == planted.SITE:
        return _planted(rng, sak, person, asked, calendar)
    when = _day(rng, _habit(seed, person, rng), asked, sak.deadline, calendar)
    return None if when is None else _answered(rng, sak, replies(sak.rule), person, when)


def no_figures(seed: int, sak: Sak, asked: date, calendar: WorkingDays) -> Reaction | None:
    """What the owner of data says at last of what still has not come. asked: the day she was asked first, or again."""
    if sak.owner is None:
        return None
    rng = stream(seed, "no-figures", sak.id, str(sak.reopened))
    day = calendar.after(asked, between(rng, 8, 14))
    return Reaction(day=day, by=sak.owner, answer=Answer.DISAGREE, text=pick(rng, rulings.NO_FIGURES))


def _habit(seed: int, person: str, rng: Random) -> int:
    """A place from 0 to 99 on the way from quick to silent; now and then anybody has a bad week."""
    habit = between(stream(seed, "habit", person), 0, 99)
    return between(rng, 0, 99) if chance(rng, 0.12) else habit


def _day(rng: Random, habit: int, asked: date, deadline: date | None, calendar: WorkingDays) -> date | None:
    soonest = calendar.after(asked, 1)
    due = deadline or calendar.after(asked, 5)
    if habit < _QUICK:
        return calendar.after(asked, between(rng, 1, 4))
    if habit < _NEAR:
        return max(calendar.before(due, between(rng, 0, 2)), soonest)
    if habit < _AFTER or chance(rng, 0.3):
        return max(calendar.after(due, between(rng, 1, 6)), soonest)
    return None


def _answered(rng: Random, sak: Sak, texts: Replies, person: str, day: date) -> Reaction:
    answers = dict(zip(("rettet", "tiltak", "uenig", "unntak"), texts.weights, strict=True))
    if sak.reopened:
        # It was tried once and did not hold: something must be done.
        answers |= {"uenig": 0, "unntak": 0, "tiltak": answers["tiltak"] + answers["uenig"]}
    answer = Answer(Weighted(answers).draw(rng))
    if answer is Answer.MEASURE:
        text, measure = pick(rng, texts.tiltak)
        return Reaction(day=day, by=person, answer=answer, text=text, tiltak=(measure, between(rng, 2, 9) * 7))
    library = {Answer.FIXED: texts.rettet, Answer.DISAGREE: texts.uenig, Answer.EXEMPTION: texts.unntak}
    return Reaction(day=day, by=person, answer=answer, text=pick(rng, library[answer]))


def _planted(rng: Random, sak: Sak, person: str, asked: date, calendar: WorkingDays) -> Reaction | None:
    if sak.level == 0:
        if sak.reopened:
            return None
        day = calendar.after(asked, between(rng, 2, 5))
        if chance(rng, 0.6):
            return Reaction(day=day, by=person, answer=Answer.FIXED, text=pick(rng, rulings.PLANTED_FIXED))
        return Reaction(day=day, by=person, answer=Answer.DISAGREE, text=pick(rng, rulings.PLANTED_DISAGREES))
    if sak.level == 1:
        if sak.reopened or chance(rng, 0.4):
            return None
        day = calendar.after(asked, between(rng, 9, 18))
        return Reaction(day=day, by=person, answer=Answer.FIXED, text=pick(rng, rulings.PLANTED_SUPERIOR))
    text, measure = rulings.PLANTED_TOP
    day = calendar.after(asked, between(rng, 1, 3))
    return Reaction(day=day, by=person, answer=Answer.MEASURE, text=text, tiltak=(measure, 28))


def decision(seed: int, sak: Sak, answered: date, controllers: Sequence[str], calendar: WorkingDays) -> Decision | None:
    """What internal control says to the answer that stands, uenig or unntak; None where no other person may decide."""
    others = [person for person in controllers if person != sak.answered_by]
    if not others or sak.answer not in (Answer.DISAGREE, Answer.EXEMPTION):
        return None
    rng = stream(seed, "decision", sak.id, str(sak.reopened))
    day, by = calendar.after(answered, between(rng, 1, 6)), pick(rng, others)
    exemption = sak.answer is Answer.EXEMPTION
    granted = chance(rng, _EXEMPTED if exemption else _UPHELD) and sak.enhet != planted.SITE
    if exemption:
        text = pick(rng, rulings.EXEMPTED if granted else rulings.NOT_EXEMPTED)
        return Decision(day=day, by=by, granted=granted, text=text, months=between(rng, 3, 6) if granted else 0)
    return Decision(day=day, by=by, granted=granted, text=pick(rng, rulings.AGREED if granted else rulings.NOT_AGREED))


def tiltak_done(seed: int, tiltak: Tiltak, begun: date, calendar: WorkingDays) -> Done | None:
    """When its owner reports the tiltak done: most in time, some late, a few never."""
    rng, owner, deadline = stream(seed, "tiltak", tiltak.id), tiltak.owner, tiltak.deadline
    share = rng.random()
    if share < _IN_TIME:
        day = max(calendar.before(deadline, between(rng, 0, 8)), calendar.after(begun, 1))
        return Done(day=day, by=owner, text=pick(rng, rulings.DONE))
    if share < _DONE:
        return Done(day=calendar.after(deadline, between(rng, 1, 15)), by=owner, text=pick(rng, rulings.DONE_LATE))
    return None


def tiltak_taken_over(seed: int, tiltak: Tiltak, by: str, asked: date, calendar: WorkingDays) -> Done:
    """When whoever was asked over the head of its owner has seen to it. asked: the day she was."""
    rng = stream(seed, "taken-over", tiltak.id, by)
    return Done(day=calendar.after(asked, between(rng, 4, 12)), by=by, text=pick(rng, rulings.TAKEN_OVER))


_CLOSING_TEXTS = {Outcome.DOCUMENTED: rulings.DOCUMENTED, Outcome.MOOT: rulings.GONE}


def closing(
    seed: int, sak: Sak, ready: date, closers: Sequence[str], calendar: WorkingDays, outcome: Outcome = Outcome.RESOLVED
) -> Done | None:
    """Who closes the sak that may be closed from `ready` on, with evidence; None where only who answered could.

    closers: who may close, as internal control and the superior.
    """
    others = [person for person in closers if person not in (sak.answered_by, sak.owner)]
    if not others:
        return None
    rng = stream(seed, "closing", sak.id, str(sak.reopened))
    text = pick(rng, _CLOSING_TEXTS.get(outcome, rulings.EVIDENCE))
    return Done(day=calendar.after(ready, between(rng, 1, 5)), by=pick(rng, others), text=text)
