"""Planned words: what the plan of a draw promised, in sentences for whoever never took a sample."""

from __future__ import annotations

from collections.abc import Mapping

from kontroll.domain.draw import Arm
from kontroll.domain.drawplan import PlanChoices
from kontroll.report.sampling.part_words import part_name
from kontroll.report.sampling.promise_sections import too_few
from kontroll.report.sampling.sentences import as_percent
from kontroll.sampling.kup1.plan import Method
from kontroll.sampling.rates import exact
from kontroll.texts import N_, _, number

_WAYS = {
    Method.SIMPLE.value: N_("{part}: {n} poster, tilfeldig, der alle har samme sjanse."),
    Method.SYSTEMATIC.value: N_("{part}: {n} poster, med fast avstand i listen fra et tilfeldig sted."),
    Method.AMOUNT.value: N_("{part}: {n} treff etter beløp, der store beløp har større sjanse."),
    Method.WEIGHT.value: N_("{part}: {n} treff etter vekt, der tunge poster har større sjanse."),
    Method.ALL.value: N_("{part}: alle postene."),
}


def planned_words(choices: PlanChoices, arm: Arm, sizes: Mapping[str, int]) -> tuple[str, ...]:
    """sizes: records of each part of the list that was drawn from last."""
    count = sum(sizes.values())
    said = [_("Listen det ble trukket fra, har {n} poster. Planen sa at dette skulle trekkes:").format(n=number(count))]
    parts = len(choices.strata)
    said += [_(_WAYS[one.method]).format(part=part_name(one.name, parts), n=number(one.n)) for one in choices.strata]
    if arm is Arm.FLAGGED:
        said.append(_("Bare poster som en regel hadde slått ut på, er med. Prøven viser hvor ofte reglene har rett."))
        return tuple(said)
    if arm is Arm.UNFLAGGED:
        said.append(_("Bare poster som ingen regel hadde slått ut på, er med. Prøven viser hva reglene overser."))
    sure, most = (as_percent(exact(one, "")) for one in (choices.confidence, choices.tolerable))
    told = _("Målet er å kunne si, med {sure} % sikkerhet, at høyst {most} % har feil.")
    return (*said, told.format(sure=sure, most=most), *too_few(choices, arm, sizes))
