"""Onlookers: who outside the administration follows what becomes of a finding, and what she is told of it.

The auditor follows her own. The kontrollutvalg follows its own and the auditor's: what the auditor pointed at, and what the
council decided of it, must be followed up, and the kontrollutvalg sees to it (kommuneloven § 23-2). What state supervision
found it reads in the register.

Why by the roles and not by the name that stands as the source: `Fylkesrevisjonen` is no person, and who revises the kommune
today reads on where another began.
"""

from __future__ import annotations

from collections.abc import Mapping

from kontroll.domain.access import Role, Viewer
from kontroll.domain.finding import Finding, FindingState, SourceKind, is_late, source_kind
from kontroll.domain.people import Responsible, Standing
from kontroll.domain.policy import SUPERVISORY
from kontroll.flows.people.controllers import given_to
from kontroll.flows.people.looking import Looking
from kontroll.flows.people.today import Today
from kontroll.flows.telling.tell import people_for
from kontroll.store.transaction import Transaction

_FOLLOWED: Mapping[Role, frozenset[SourceKind]] = {
    Role.AUDITOR: frozenset({SourceKind.AUDITOR}),
    Role.SUPERVISORY: frozenset({SourceKind.AUDITOR, SourceKind.COMMITTEE}),
}
#: The word of varsling.yaml for each, where the kommune explains it.
_WORDS = {Role.AUDITOR: "revisor", Role.SUPERVISORY: SUPERVISORY}


def onlookers_of(tx: Transaction, today: Today, finding: Finding) -> list[Responsible]:
    """Once each, by id: whom varsling.yaml means, who holds the role by tilgang.yaml, and who was given it."""
    persons: set[str] = set()
    for role, kinds in _FOLLOWED.items():
        if source_kind(finding.source) in kinds:
            persons |= _holding(tx, today, role, finding.enhet)
    return [Responsible(person=one, enhet=finding.enhet, standing=Standing.OUTSIDE) for one in sorted(persons)]


def to_read(look: Looking, viewer: Viewer) -> int:
    """How many findings that she follows are over their deadline, or mended as somebody says and not closed."""
    kinds = {kind for role, kinds in _FOLLOWED.items() if role in viewer.roles for kind in kinds}
    if not kinds:
        return 0
    still = look.tx.findings.where(look.tx.findings.table.c.state != FindingState.CLOSED)
    return sum(1 for one in still if source_kind(one.source) in kinds and _is_news(one, look.today))


def _is_news(one: Finding, today: Today) -> bool:
    return one.state is FindingState.MENDED or is_late(one.deadline, one.closed, today.day)


def _holding(tx: Transaction, today: Today, role: Role, enhet: str) -> set[str]:
    persons: set[str] = set()
    if _WORDS[role] in today.desk.policies.notices.recipients:
        persons |= {one.person for one in people_for(today, [_WORDS[role]], enhet)}
    for word in today.desk.policies.access.words:
        if word.role is role:
            persons |= {held.person for held in today.directory.roles_held(word.word, today.day)}
    given = (one for one in given_to(tx, role) if today.directory.person(one, today.day) is not None)
    return persons | set(given)
