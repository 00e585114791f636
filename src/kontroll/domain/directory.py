"""Directory: who leads what, who answers where nobody does, and who stands above, on any day.

Why climbing: a notice that nobody receives is the same as none. Where a post is vacant, or its leader is away and has no
deputy, the next level up answers; a closed enhet is answered for by its successor. Nobody is her own superior.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from kontroll.domain.month import Month
from kontroll.domain.organisation import Organisation, is_top, plain
from kontroll.domain.organisation import is_of_type as is_of_type
from kontroll.domain.people import (
    EnhetSpan,
    LeadKind,
    Person,
    PersonSpan,
    Responsible,
    RoleHeld,
    Standing,
    Tenure,
)

#: Roles in personer.csv that say that a person is away, from one enhet or (without enhet) from all.
ABSENT = ("fravær", "fraværende", "permisjon")
_ABSENT = {plain(word) for word in ABSENT}


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found out about one day, by enhet and by person."""

    day: date
    leaders: dict[str, Responsible | None] = field(default_factory=dict)
    answered: dict[str, frozenset[str]] = field(default_factory=dict)
    of_top: dict[str, bool] = field(default_factory=dict)
    places: dict[str, frozenset[str]] = field(default_factory=dict)


class Directory(Organisation):
    """The organisation with its people. Built once from everything that was delivered; asked about one day at a time."""

    def __init__(
        self,
        spans: Iterable[EnhetSpan] = (),
        persons: Iterable[PersonSpan] = (),
        tenures: Iterable[Tenure] = (),
        roles: Iterable[RoleHeld] = (),
    ) -> None:
        super().__init__(spans)
        # Latest begun first: who came last is the one, where two rows cover the same day.
        self._persons: dict[str, list[PersonSpan]] = {}
        for row in sorted(persons, key=lambda p: p.began, reverse=True):
            self._persons.setdefault(row.person, []).append(row)
        self._tenures: dict[str, list[Tenure]] = {}
        for tenure in sorted(tenures, key=lambda t: t.began, reverse=True):
            self._tenures.setdefault(tenure.enhet, []).append(tenure)
        self._roles: dict[str, list[RoleHeld]] = {}
        self._absences: dict[str, list[RoleHeld]] = {}
        for held in roles:
            role = plain(held.role)
            if role in _ABSENT:
                self._absences.setdefault(held.person, []).append(held)
            else:
                self._roles.setdefault(role, []).append(held)
        # The same day is asked about again and again, and nothing in here changes after this.
        self._found = _Found(date.min)

    def _found_on(self, day: date) -> _Found:
        # Taken and given as a whole: others may be asking about another day meanwhile.
        found = self._found
        if found.day != day:
            found = self._found = _Found(day)
        return found

    # --- who answers for what -------------------------------------------------------------------------------------

    def leader_of(self, enhet: str, day: date) -> Responsible | None:
        """Who leads the enhet itself that day: acting leader, else leader, else the deputy of one who is away.

        None where the post is vacant, all are away or the enhet was not there.
        """
        known = self._found_on(day).leaders
        if enhet not in known:
            known[enhet] = self._leader(enhet, day)
        return known[enhet]

    def _leader(self, enhet: str, day: date) -> Responsible | None:
        span = self.enhet_on(enhet, day)
        if span is None:
            return None
        in_office = self._in_office(span, day)
        # A deputy stands in for somebody: a vacant post needs an acting leader.
        deputies = self._leading(enhet, LeadKind.DEPUTY, day) if in_office else []
        candidates = in_office + [(person, Standing.DEPUTY) for person in deputies]
        for person, standing in candidates:
            if not self.is_absent(person, enhet, day):
                return Responsible(person=person, enhet=enhet, standing=standing)
        return None

    def responsible_for(self, enhet: str, day: date) -> Responsible | None:
        """Who answers for the enhet: its leader, else the nearest above it. None where nobody does, not even at the top."""
        return next(self._answering(enhet, day), None)

    def above(self, enhet: str, day: date) -> list[Responsible]:
        """Those above the one who answers for the enhet, nearest first, each person once and never herself."""
        persons: dict[str, Responsible] = {}
        for responsible in self._answering(enhet, day):
            persons.setdefault(responsible.person, replace(responsible, standing=Standing.SUPERIOR))
        return list(persons.values())[1:]

    def led_by_top(self, enhet: str, day: date) -> bool:
        """Whether it is the top leader's own area: the top unit, or one that she herself answers for or leads.

        Whoever acts for her counts as she does, and she does while somebody acts for her.
        """
        known = self._found_on(day).of_top
        if enhet not in known:
            known[enhet] = self._led_by_top(enhet, day)
        return known[enhet]

    def _led_by_top(self, enhet: str, day: date) -> bool:
        line = self.line(enhet, day)
        if not line or not is_top(line[-1]):
            return False
        answering = self.responsible_for(enhet, day)
        if len(line) == 1 or answering is None:
            return True
        own = {answering.person} | self._persons_of(line[0], day)
        return not own.isdisjoint(self._persons_of(line[-1], day))

    def answered_for_by(self, person: str, day: date) -> frozenset[str]:
        """All units that the person answers for: her own, those where nobody below does, and closed ones they took over."""
        known = self._found_on(day).answered
        # All at once: whoever is asked about on a day, others are too.
        if not known:
            by: dict[str, list[str]] = {}
            for enhet in self._spans:
                if (responsible := self.responsible_for(enhet, day)) is not None:
                    by.setdefault(responsible.person, []).append(enhet)
            known.update({one: frozenset(enheter) for one, enheter in by.items()})
        return known.get(person, frozenset())

    def _answering(self, enhet: str, day: date) -> Iterator[Responsible]:
        """The leader of each unit of the line that has one; seen from the enhet, only its own leads it."""
        own = self._heir(enhet, day)
        for span in self.line(enhet, day):
            leader = self.leader_of(span.enhet, day)
            if leader is not None:
                yield leader if span is own else replace(leader, standing=Standing.NEXT_UP)

    def _persons_of(self, span: EnhetSpan, day: date) -> set[str]:
        """Who holds the unit's post, and who leads it that day."""
        leader = self.leader_of(span.enhet, day)
        in_office = {person for person, _ in self._in_office(span, day)}
        return in_office | ({leader.person} if leader is not None else set())

    def _in_office(self, span: EnhetSpan, day: date) -> list[tuple[str, Standing]]:
        """Whose post it is that day: whoever acts as leader, else the leader."""
        acting = [(person, Standing.ACTING) for person in self._leading(span.enhet, LeadKind.ACTING, day)]
        leader = None if acting else self._post_holder(span, day)
        return acting if leader is None else [(leader, Standing.LEADER)]

    def _post_holder(self, span: EnhetSpan, day: date) -> str | None:
        """The leader that the organisation names; where it names none, the post is vacant.

        The organisation is kept by month. A leader whose own row says that she came or went on another day of that
        month leads from or until that day, and personer.csv says who did before or does after.
        """
        if span.leader is None or not self._came_or_went(span.leader, span.enhet, day):
            return span.leader
        return next(iter(self._leading(span.enhet, LeadKind.LEADER, day)), None)

    def _came_or_went(self, person: str, enhet: str, day: date) -> bool:
        """Whether the day is outside her rows as (acting) leader, in a month in which one of them begins or ends."""
        rows = [t for t in self._tenures.get(enhet, ()) if t.kind is not LeadKind.DEPUTY and t.person == person]
        bounds = {Month.of(bound) for t in rows for bound in (t.first, t.last) if bound is not None}
        return Month.of(day) in bounds and not any(t.covers(day) for t in rows)

    # --- persons --------------------------------------------------------------------------------------------------

    def person(self, id: str, day: date) -> Person | None:
        """Her name and address that day, else the latest known. None for an unknown id; the id where no name is known."""
        rows = self._persons.get(id)
        if rows is None:
            return None
        now = [row for row in rows if row.covers(day)]
        before = sorted((r for r in rows if r.last is not None and r.last < day), key=_ended, reverse=True)
        otherwise = before + [row for row in reversed(rows) if row.began > day]
        name = next((row.name for row in now + otherwise if row.name), id)
        # An address that was taken from her may be somebody else's by now.
        email = next((row.email for row in now or otherwise if row.email), None)
        return Person(id=id, name=name, email=email)

    def places_on(self, day: date) -> Mapping[str, frozenset[str]]:
        """Everybody who is there that day, with the enheter that she leads or has a role in; none: in the whole kommune."""
        if known := self._found_on(day).places:
            return known
        there = {id for id, rows in self._persons.items() if any(row.covers(day) for row in rows)}
        found: dict[str, set[str]] = {id: set() for id in sorted(there)}
        held: list[RoleHeld | Tenure] = [role for roles in self._roles.values() for role in roles]
        held += [tenure for tenures in self._tenures.values() for tenure in tenures]
        for one in held:
            if one.enhet is not None and one.person in found and one.covers(day):
                found[one.person].add(one.enhet)
        for enhet in self._spans:
            leader = self.leader_of(enhet, day)
            if leader is not None and leader.person in found:
                found[leader.person].add(enhet)
        known.update({person: frozenset(enheter) for person, enheter in found.items()})
        return known

    def holders(self, role: str, day: date, enhet: str | None = None) -> list[str]:
        """Who hold the role that day, each once. enhet: for that enhet, or for the whole kommune. Case is not told apart."""
        held = [h for h in self.roles_held(role, day) if enhet is None or h.enhet in (enhet, None)]
        return list(dict.fromkeys(h.person for h in held))

    def roles_held(self, role: str, day: date) -> list[RoleHeld]:
        """The same, with the enhet each holds it for."""
        return [held for held in self._roles.get(plain(role), ()) if held.covers(day)]

    def is_absent(self, person: str, enhet: str, day: date) -> bool:
        """Whether she is away from the enhet that day."""
        return any(a.covers(day) and a.enhet in (enhet, None) for a in self._absences.get(person, ()))

    def _leading(self, enhet: str, kind: LeadKind, day: date) -> list[str]:
        """Latest begun first."""
        return [t.person for t in self._tenures.get(enhet, ()) if t.kind is kind and t.covers(day)]


def _ended(row: PersonSpan) -> date:
    return row.last or date.max
