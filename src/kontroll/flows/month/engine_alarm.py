"""Engine alarm: evaluators that disagree, or one that does not run, are an avvik of kontroll itself; internal control owns it.

One sak for each kind and each time it begins, however many runs it lasts. A person closes it, and says why it happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.domain.rule import Severity
from kontroll.domain.run import DISAGREED, Inference, Run
from kontroll.domain.sak import ENGINE_ALARM, Sak
from kontroll.domain.sakflow import open_sak
from kontroll.flows.month.missed_control import DEADLINE
from kontroll.flows.people.today import Today
from kontroll.flows.telling.tell import owner_of, people_for, tell_of_sak
from kontroll.report.engines import why_reserve
from kontroll.store.transaction import Transaction
from kontroll.texts import N_, _, ngettext, number


class Alarm(Enum):
    DISAGREES = "uenighet"
    STOPPED = "reserve"


_NAMES = {Alarm.DISAGREES: N_("Motorene er uenige"), Alarm.STOPPED: N_("Slutningsmotoren virker ikke")}
_REASONS = {Alarm.DISAGREES: Reason.ENGINE_DISAGREES, Alarm.STOPPED: Reason.ENGINE_STOPPED}
#: Mark: the sak about what is not over yet; "" where nothing is.
_STANDING = "motoralarm:{kind}"


def follow_engines(tx: Transaction, today: Today, run: Run, rules: Sequence[str] = ()) -> int:
    """Raise what a run shows to be wrong with the evaluators, and tell when it is over. Gives how many notices were new.

    run: as it ended. rules: those that the evaluators disagree about.
    """
    made = 0
    if run.failure == DISAGREED:
        made += _raise(tx, today, Alarm.DISAGREES, run, _disagreement(run, rules))
    elif run.inference is not Inference.RESERVE:
        # What durable_rules says is not known while it does not run.
        made += _over(tx, today, Alarm.DISAGREES, run)
    if run.inference is Inference.RESERVE:
        made += _raise(tx, today, Alarm.STOPPED, run, why_reserve(run))
    else:
        made += _over(tx, today, Alarm.STOPPED, run)
    return made


def heading_of(sak: Sak) -> str:
    """What the sak is about."""
    return next((_(name) for kind, name in _NAMES.items() if sak.id.endswith(f"-{kind.value}")), sak.id)


def _raise(tx: Transaction, today: Today, kind: Alarm, run: Run, why: str) -> int:
    mark = _STANDING.format(kind=kind.value)
    if tx.marks.get(mark):
        return 0
    people = people_for(today, [INTERNAL_CONTROL], "")
    owner: Responsible | None = people[0] if people else None
    sak = open_sak(
        id=f"M{run.id}-{kind.value}",
        kind=ENGINE_ALARM,
        rule=None,
        enhet=(owner.enhet if owner else None) or "",
        month=run.period,
        opened=today.day,
        owner=owner.person if owner else None,
        owner_enhet=None,
        deadline=today.deadline(DEADLINE),
        severity=Severity.HIGH,
    )
    tx.saker.add(sak)
    tx.marks.set(mark, sak.id)
    tx.trail.append("motoralarm", {"sak": sak.id, "run": run.id, "differences": run.differences})
    return tell_of_sak(tx, today, _REASONS[kind], sak, people, why=why)


def _over(tx: Transaction, today: Today, kind: Alarm, run: Run) -> int:
    mark = _STANDING.format(kind=kind.value)
    sak = tx.saker.get(tx.marks.get(mark) or "")
    if sak is None:
        return 0
    tx.marks.set(mark, "")
    tx.trail.append("motoralarm over", {"sak": sak.id, "run": run.id})
    return tell_of_sak(tx, today, Reason.ENGINE_WORKS, sak, owner_of(today, sak))


def _disagreement(run: Run, rules: Sequence[str]) -> str:
    told = ngettext("Det gjelder ett svar.", "Det gjelder {count} svar.", run.differences).format(
        count=number(run.differences)
    )
    return " ".join([told, _("Regler: {rules}.").format(rules=", ".join(rules))]) if rules else told
