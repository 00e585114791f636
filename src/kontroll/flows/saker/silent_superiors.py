"""Silent superiors: a superior who does not ask a leader for what was lifted to her is herself an avvik.

One sak for each superior and month, however many saker she has not asked about: she owns it, and whoever is above her is
told. «Avvik sees, påtales og følges opp» is a duty of the line, and not of the last in it alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible, Standing
from kontroll.domain.policy import INTERNAL_CONTROL, SUPERVISORY
from kontroll.domain.rule import Severity
from kontroll.domain.sak import SILENT_SUPERIOR, Sak, SakState
from kontroll.domain.sakflow import open_sak
from kontroll.flows.people.superiors import Superior, superiors_of
from kontroll.flows.people.today import Today
from kontroll.flows.saker.stages import ASKS_WITHIN, Stage, of_leaders, stages
from kontroll.flows.telling.tell import people_for, tell_of_sak
from kontroll.store.transaction import Transaction
from kontroll.texts import _, ngettext, number

#: Working days that she has to ask, or to say why she has not.
DEADLINE = 5
#: Saker that are named; the rest are counted.
_MOST_NAMED = 10


def follow_superiors(tx: Transaction, today: Today) -> int:
    """Open a sak for each superior who has not asked, and has none yet. Gives how many were opened."""
    superiors = superiors_of(today)
    silent = tx.saker.where(stages(tx, today, superiors)[Stage.SILENT], *of_leaders(tx, today.day))
    by: dict[str, list[Sak]] = {}
    for sak in silent:
        by.setdefault(superiors[sak.enhet].key, []).append(sak)
    who = {one.key: one for one in superiors.values()}
    open_ones = tx.saker.where(tx.saker.table.c.state != SakState.CLOSED, kind=SILENT_SUPERIOR)
    has_one = {sak.enhet for sak in open_ones}
    opened = [_open(tx, today, who[key], saker) for key, saker in sorted(by.items()) if key not in has_one]
    return sum(opened)


def heading() -> str:
    """What such a sak is about."""
    return _("Overordnet har ikke spurt")


def _open(tx: Transaction, today: Today, superior: Superior, saker: Sequence[Sak]) -> bool:
    id = f"P{Month.of(today.day)}-{superior.key}"
    if tx.saker.get(id) is not None:
        return False
    sak = open_sak(
        id=id,
        kind=SILENT_SUPERIOR,
        rule=None,
        enhet=superior.key,
        month=Month.of(today.day),
        opened=today.day,
        owner=superior.person,
        owner_enhet=superior.key,
        deadline=today.deadline(DEADLINE),
        severity=Severity.HIGH,
    )
    tx.saker.add(sak)
    tx.trail.append("overordnet har ikke spurt", {"sak": id, "saker": len(saker)})
    owner = Responsible(person=superior.person, enhet=superior.key, standing=Standing.LEADER)
    tell_of_sak(tx, today, Reason.NEW_SAK, sak, [owner], why=_why(saker))
    tell_of_sak(tx, today, Reason.INFORMED, sak, _above(today, superior), why=_why(saker))
    return True


def _above(today: Today, superior: Superior) -> Sequence[Responsible]:
    """Whoever is above her; of the top leader, the kontrollutvalg; nobody found: internal control."""
    if today.directory.led_by_top(superior.key, today.day):
        found = people_for(today, [SUPERVISORY], superior.key)
    else:
        found = today.directory.above(superior.key, today.day)[:1]
    return found or people_for(today, [INTERNAL_CONTROL], superior.key)


def _why(saker: Sequence[Sak]) -> str:
    told = ngettext(
        "{count} sak ble løftet til overordnet for mer enn {days} arbeidsdager siden, uten at overordnet har skrevet i den.",
        "{count} saker ble løftet til overordnet for mer enn {days} arbeidsdager siden, uten at overordnet har skrevet i dem.",
        len(saker),
    ).format(count=number(len(saker)), days=number(ASKS_WITHIN))
    named = ", ".join(sak.id for sak in saker[:_MOST_NAMED])
    more = len(saker) - _MOST_NAMED
    rest = _(" og {count} til").format(count=number(more)) if more > 0 else ""
    return "\n".join([told, _("Det gjelder {saker}{rest}.").format(saker=named, rest=rest)])
