"""Together: saker that say the same are told once, with the enheter below one another.

Why: a leader of purchases who is told of nineteen enheter on a Friday afternoon needs to see that it is one thing, by when,
and where; nineteen times the same five lines hide the twentieth, which is another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from kontroll.domain.notice import Reason
from kontroll.domain.rule import Severity
from kontroll.notices import wording
from kontroll.notices.letter import Item
from kontroll.texts import N_, _, month_name, ngettext, number

#: Fewer than these are told one by one.
LEAST = 3
#: What happened, told of many ("" where the saker's own sentences say it), and what to do where the usual is of one.
_OF_MANY = {
    Reason.NEW_SAK: ("", ""),
    Reason.OVERDUE: (N_("Ingen av sakene er besvart."), ""),
    Reason.REMINDER: (N_("Fristen nærmer seg, og ingen av sakene er besvart."), ""),
    Reason.ESCALATION: (
        N_("Sakene er ikke besvart innen fristen av dem som har ansvaret."),
        N_("Sørg for at hver av dem blir besvart, eller svar selv."),
    ),
    Reason.ANSWERED: (N_("Lederne har svart, og svarene skal avgjøres."), N_("Begrunn hver avgjørelse.")),
    Reason.INFORMED: (N_("Sakene er åpnet, og de som har ansvaret, er bedt om å svare."), ""),
    Reason.CLOSED: (N_("Sakene er lukket. Begrunnelsen står i hver av dem."), ""),
    Reason.RESOLVED: (N_("Vi har kontrollert på nytt, og alt i sakene er i orden."), ""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One of the saker: where, when and which, what was found there, and its address."""

    about: str
    lines: list[str]
    link: str


def together(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Neighbours that say the same in one list; each of the others alone."""
    for _same, found in groupby(items, key=_same_of):
        alike = list(found)
        if len(alike) >= LEAST:
            yield alike
        else:
            yield from ([item] for item in alike)


def meta(items: list[Item]) -> str:
    """How many, and how grave."""
    parts = [ngettext("{count} sak", "{count} saker", len(items)).format(count=number(len(items)))]
    severity = items[0].severity
    if severity is not None:
        parts.append(_("alvor: {severity}").format(severity=wording.severity_name(severity).lower()))
    return " · ".join(parts)


def instead(item: Item) -> str:
    """What to do with each of many; "" = as with one."""
    told = _OF_MANY[item.reason][1]
    return _(told) if told and not item.expected else ""


def told(items: list[Item]) -> list[str]:
    """What is the same of all of them."""
    happened = _OF_MANY[items[0].reason][0]
    return [*([_(happened)] if happened else []), *wording.ground(items[0])]


def places(items: list[Item]) -> list[Place]:
    return [_place(item) for item in items]


def _place(item: Item) -> Place:
    parts = [item.enhet_name, month_name(item.month) if item.month else None]
    about = " · ".join([*(part for part in parts if part), _("sak {id}").format(id=item.sak_id)])
    return Place(about=about, lines=wording.found(item), link=item.link)


def _same_of(item: Item) -> tuple[Reason, str, object, Severity | None, str, str | None] | int:
    """What must be the same; itself alone where it cannot be told of many."""
    if item.reason not in _OF_MANY or item.sak_id is None or item.enhet_name is None or item.deadline is None:
        return id(item)
    return item.reason, item.rule_name, item.deadline, item.severity, item.expected, item.hjemmel
