"""Proof: what must stand beside every zero: that the control bit when it was tried, and on how much it looked.

Why one sentence for all: «0 avvik» is read as «all is well». Whoever prints a count that may be zero asks here for the rest
of the sentence, and a test looks for those that do not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from kontroll.domain.coverage import Coverage
from kontroll.texts import N_, _, listed, number


class Subject(Enum):
    """What is counted as judged. The value is the word."""

    ENHETER = N_("enheter")
    RECORDS = N_("poster")
    ANSWERS = N_("svar")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Of the rules that had something to judge. Counts; see Coverage. unproven: those that were not shown to work.

    tried: False where nothing is known of any rule: nobody wrote down how its tests came out.
    """

    tried: bool
    rules: int
    unproven: tuple[str, ...]
    tests: int
    held: int
    expected: int
    known: int
    due: int
    received: int
    subject: Subject = Subject.ANSWERS

    @property
    def works(self) -> bool:
        """Never true where nothing was judged: that is not the same as nothing found."""
        return self.rules > 0 and not self.unproven and self.known > 0


def proof(rows: Iterable[Coverage], subject: Subject = Subject.ANSWERS, basis: tuple[int, int] | None = None) -> Proof:
    """Of the rules that were to judge anything.

    basis: figures (due, received) where several rules read the same and their sum would count them again and again.
    """
    kept = list(rows)
    judged = [row for row in kept if row.expected]
    due, received = basis or (sum(row.due for row in judged), sum(row.received for row in judged))
    return Proof(
        tried=bool(kept),
        rules=len(judged),
        unproven=tuple(row.rule for row in judged if not row.works),
        tests=sum(row.tests for row in judged),
        held=sum(row.held for row in judged),
        expected=sum(row.expected for row in judged),
        known=sum(row.known for row in judged),
        due=due,
        received=received,
        subject=subject,
    )


def worked(found: Proof) -> str:
    """`Kontrollen virket: 4 av 4 egne tester holdt, 212 av 220 enheter ble vurdert (96 %), …`, or that it did not."""
    if not found.tried:
        return _("Det er ikke vist at kontrollen virket: reglene er ikke prøvd på sine egne tester.")
    if not found.rules:
        return _("Kontrollen hadde ingenting å vurdere.")
    parts = [
        _("{held} av {tests} egne tester holdt").format(held=number(found.held), tests=number(found.tests)),
        _("{known} av {expected} {subject} ble vurdert ({share} %)").format(
            known=number(found.known),
            expected=number(found.expected),
            subject=_(found.subject.value),
            share=share(found.known, found.expected),
        ),
    ]
    if found.due:
        parts.append(
            _("{share} % av grunnlaget er mottatt ({received} av {due})").format(
                share=share(found.received, found.due), received=number(found.received), due=number(found.due)
            )
        )
    told = _("Kontrollen virket: {parts}.") if found.works else _("Kontrollen er ikke vist å virke: {parts}.")
    sentence = told.format(parts=listed(parts))
    if found.unproven and found.rules > 1:
        sentence += " " + _("Det gjelder {rules}.").format(rules=_some(found.unproven))
    return sentence


def state(found: Proof) -> str:
    """The same in one or two words, for a table."""
    if not found.tried:
        return _("Ikke prøvd")
    if not found.rules:
        return _("Ingenting å vurdere")
    return _("Virket") if found.works else _("Ikke vist å virke")


def own_tests(found: Proof) -> str:
    """`12 av 12`."""
    return _("{held} av {tests}").format(held=number(found.held), tests=number(found.tests))


def share(part: int, whole: int) -> int:
    """Per cent, rounded down: 100 is said of all, and of nothing less."""
    return 100 * part // whole if whole else 0


def _some(rules: tuple[str, ...], most: int = 5) -> str:
    if len(rules) <= most:
        return listed(list(rules))
    return listed([*rules[:most], _("{count} til").format(count=number(len(rules) - most))])
