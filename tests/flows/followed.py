"""A sak with Anne at Bygda skole, and what people do with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kontroll.domain.notice import Notice, Reason
from kontroll.domain.sak import SILENT_SUPERIOR, Answer, Sak
from kontroll.flows.saker.answer_sak import answer_sak
from kontroll.flows.saker.promises import Promise

from .small import Kommune, Make, at, rule

FEB = date(2026, 2, 20)
DEADLINE = date(2026, 3, 6)  # ten working days later
ID = "S2026-00001"


def with_a_sak(make: Make, then: str = "", day: date = FEB) -> Kommune:
    """The rule `minus` has struck Bygda skole for January. then: more of what follows from it."""

    def struck() -> Kommune:
        bygda = make(rule("minus", then=then))
        bygda.measure("2026-01", day, e1=-2, e2=1, e3=0)
        bygda.run("2026-01", day)
        return bygda

    return make.once(("a sak", then, day), struck)


def the_sak(bygda: Kommune) -> Sak:
    """The one that the rule opened; a superior who does not ask has one of her own."""
    (sak,) = (one for one in bygda.saker() if one.kind != SILENT_SUPERIOR)
    return sak


def answered(
    bygda: Kommune, given: Answer, person: str = "ANNE", *, text: str = "Avtalen er fra i fjor.", day: date = FEB,
    promised: Sequence[Promise] = (), version: int | None = None,
) -> Sak:  # fmt: skip
    return answer_sak(bygda.desk, ID, person, given, text, promised, at(day), version)


def told(bygda: Kommune, *reasons: Reason) -> list[tuple[str, Reason]]:
    """Who was told, and why, of these reasons."""
    return [(n.recipient, n.reason) for n in notices_of(bygda, *reasons)]


def notices_of(bygda: Kommune, *reasons: Reason) -> list[Notice]:
    return [n for n in sorted(bygda.notices(), key=lambda n: (n.created, n.recipient)) if n.reason in reasons]


def cleared(bygda: Kommune, day: date = date(2026, 3, 20)) -> None:
    """The rule no longer strikes in February."""
    bygda.measure("2026-02", day, e1=1, e2=1, e3=0)
    bygda.run("2026-02", day)


def promise(owner: str = "BERIT", deadline: date = date(2026, 4, 15), text: str = "Si opp avtalen.") -> Promise:
    return Promise(owner=owner, deadline=deadline, text=text)
