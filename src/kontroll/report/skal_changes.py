"""What is said of changed skal-sentences, and of the rules that rest on them."""

from __future__ import annotations

from kontroll.domain.reglement import Reglementer
from kontroll.domain.reglementreview import ChangeKind, RuleReview, SentenceChange
from kontroll.texts import _

_LONGEST = 200


def change_sentence(change: SentenceChange, reglementer: Reglementer) -> str:
    """`Økonomireglementet punkt 3.2 er endret: «…» er blitt «…».`"""
    said = {
        ChangeKind.CHANGED: _("{reglement} punkt {number} er endret: «{before}» er blitt «{after}»"),
        ChangeKind.NEW: _("{reglement} har fått punkt {number}: «{after}»"),
        ChangeKind.GONE: _("{reglement} punkt {number} er borte: «{before}»"),
        ChangeKind.MOVED: _("{reglement} punkt {was} har fått nummer {number}: «{after}»"),
    }[change.kind]
    return said.format(
        reglement=reglementer.name(change.reglement),
        number=change.number,
        was=change.moved_from,
        before=_short(change.before),
        after=_short(change.after),
    )


def review_sentence(review: RuleReview, reglementer: Reglementer) -> str:
    """`Regelen faktura-001 må gjennomgås: den bygger på økonomireglementet punkt 6.1.`"""
    name = reglementer.name(review.reglement)
    if not review.point:
        return _("Regelen {rule} må gjennomgås: den bygger på {reglement}.").format(rule=review.rule, reglement=name)
    return _("Regelen {rule} må gjennomgås: den bygger på {reglement} punkt {point}.").format(
        rule=review.rule, reglement=name, point=review.point
    )


def _short(text: str | None) -> str:
    said = text or ""
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1].rstrip() + "…"
