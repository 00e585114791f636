"""Engines: how a run's answers were tried by other evaluators than the one that gave them, in sentences."""

from __future__ import annotations

from kontroll.domain.disagreement import DURABLE, PLAIN, Disagreement
from kontroll.domain.run import STOPPED, TOO_WIDE, Inference, Run, RunState
from kontroll.texts import N_, _, ngettext, number

#: The evaluators as people call them.
_NAMES = {DURABLE: N_("slutningsmotoren"), PLAIN: N_("celle for celle")}


def tried(run: Run) -> list[str]:
    """How they were tried, and what came of it; nothing of runs that are from before kontroll did so."""
    return [one for one in (_disagreement(run), _again(run), _inference(run)) if one]


def reserve(run: Run) -> str:
    """`motor: reserve`; "" where every evaluator did its part."""
    return _("motor: reserve") if run.inference is Inference.RESERVE else ""


def why_reserve(run: Run) -> str:
    """A sentence on why inference was left to the reserve; "" where it was not, or where that is not known any more."""
    word, _colon, rule = run.failure.partition(":")
    if word == TOO_WIDE:
        return _("Regelen «{rule}» er videre enn slutningsmotoren kan stoles på.").format(rule=rule)
    return _("En prosess stanset, brukte for lang tid eller svarte galt.") if word == STOPPED else ""


def engine_name(one: Disagreement) -> str:
    return _(_NAMES[one.engine])


def said(word: str) -> str:
    """A result as it stands in the answers; a dash where there is none."""
    return word or "–"


def _disagreement(run: Run) -> str:
    if run.state is not RunState.FAILED:
        return ""
    return ngettext(
        "Motorene er uenige om ett svar. Måneden er ikke vurdert, og ingenting er endret.",
        "Motorene er uenige om {count} svar. Måneden er ikke vurdert, og ingenting er endret.",
        run.differences,
    ).format(count=number(run.differences))


def _again(run: Run) -> str:
    if not run.checked:
        return ""
    told = ngettext(
        "Ett svar er regnet ut på nytt fra de leverte radene, celle for celle{alike}.",
        "{count} svar er regnet ut på nytt fra de leverte radene, celle for celle{alike}.",
        run.checked,
    )
    return told.format(count=number(run.checked), alike=_(", og kom likt ut") if not run.differences else "")


def _inference(run: Run) -> str:
    if run.inference is Inference.RESERVE:
        parts = [_("motor: reserve."), why_reserve(run), _("Svarene er ikke prøvd av slutningsmotoren.")]
        return " ".join(part for part in parts if part)
    if run.inference is not Inference.DONE:
        return ""
    told = ngettext(
        "Slutningsmotoren har funnet ett svar på nytt{alike}.",
        "Slutningsmotoren har funnet {count} svar på nytt{alike}.",
        run.inferred,
    )
    return told.format(count=number(run.inferred), alike=_(", alle like") if not run.differences else "")
