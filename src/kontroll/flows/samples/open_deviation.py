"""Open a deviation: what a check found wrong becomes a sak with whoever leads the enhet whose record it is.

Why one sak for each enhet and draw: a leader answers once for what was wrong in her own, with all of it before her. What is found
after she has closed it is a new one.
"""

from __future__ import annotations

from kontroll.domain.draw import DrawnItem, Finding, ItemCheck
from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.domain.rule import Severity
from kontroll.domain.run import Decision
from kontroll.domain.sak import SAMPLED, Sak, SakState
from kontroll.domain.sakflow import open_sak
from kontroll.flows.saker.acting import TEXT
from kontroll.flows.samples.with_draw import WithDraw
from kontroll.flows.telling.tell import people_for, tell_of_sak
from kontroll.texts import _

KIND = "stikkprøve"
_SEVERITIES = {1: Severity.LOW, 2: Severity.LOW, 3: Severity.MEDIUM, 4: Severity.HIGH, 5: Severity.HIGH}


def sak_of_deviation(act: WithDraw, item: DrawnItem, check: ItemCheck) -> str:
    """The id of the sak that the deviation stands in."""
    sak = _open(act, item.enhet) or _opened(act, item.enhet)
    entry = act.tx.trail.append(
        f"sak: {KIND}",
        {"sak": sak.id, "draw": act.draw.id, "outcome": check.finding.value},
        {TEXT: _told(act, item, check)},
    )
    number = act.tx.decisions.count(sak=sak.id) + 1
    act.tx.decisions.add(
        Decision(
            id=f"{sak.id}/{number}",
            sak=sak.id,
            kind=KIND,
            outcome=check.finding.value,
            by=act.by,
            at=act.now,
            trail=entry,
        )
    )
    return sak.id


def _open(act: WithDraw, enhet: str) -> Sak | None:
    """The one that is not closed."""
    saker = act.tx.saker.where(kind=SAMPLED, enhet=enhet)
    of_draw = [sak for sak in saker if sak.id.startswith(f"K{act.draw.id}-") and sak.state is not SakState.CLOSED]
    return of_draw[-1] if of_draw else None


def _opened(act: WithDraw, enhet: str) -> Sak:
    today = act.today
    owner = today.directory.responsible_for(enhet, today.day) if enhet else None
    times = sum(sak.id.startswith(f"K{act.draw.id}-") for sak in act.tx.saker.where(kind=SAMPLED, enhet=enhet))
    sak = open_sak(
        id="-".join([f"K{act.draw.id}", enhet or "uten", *([str(times + 1)] if times else [])]),
        kind=SAMPLED,
        rule=None,
        enhet=enhet,
        month=Month.of(today.day),
        opened=today.day,
        owner=owner.person if owner else None,
        owner_enhet=owner.enhet if owner else None,
        deadline=today.deadline(None),
        severity=_SEVERITIES[act.draw.risk],
    )
    act.tx.saker.add(sak)
    people = [*([owner] if owner else []), *people_for(today, [INTERNAL_CONTROL], enhet)]
    once = {one.person: one for one in reversed(people) if one.person != act.by}
    why = _("Funnet ved en stikkprøve. Hva som var galt, står i saken.")
    tell_of_sak(act.tx, today, Reason.NEW_SAK, sak, once.values(), why=why)
    return sak


def _told(act: WithDraw, item: DrawnItem, check: ItemCheck) -> str:
    """The record by its number in the source system, and what whoever checked it wrote."""
    what = _("dokumentasjonen mangler") if check.finding is Finding.UNDOCUMENTED else _("avvik")
    said = _("Stikkprøve {id}, {name}. Post {post}: {what}.").format(
        id=act.draw.id, name=act.draw.name, post=item.post, what=what
    )
    wrote = act.tx.trail.text(check.text, TEXT) if check.text else ""
    return "\n\n".join(filter(None, [said, wrote]))
