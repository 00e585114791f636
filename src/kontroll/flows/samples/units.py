"""Units: the chosen records as what may be drawn, each in its part of the population.

came in with an amended population   «tillegg 2», drawn with a seed of its own
*ukjent* by the filter               «ukjent om de hører med»: they may belong, so they can be drawn
no amount that can be read           «uten lesbart beløp»
amount 0 or less, drawn by amount    «kreditnota og null»
amount at or above the limit         «toppstratum»
the rest                             by the value of a field, by how many rules struck, or one «hovedstratum»
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kontroll.domain.dataset import DataSet, FieldType
from kontroll.domain.draw import Draw
from kontroll.domain.drawplan import PlanChoices, StrataRule
from kontroll.domain.month import Month
from kontroll.domain.problem import Place, Problem
from kontroll.domain.strata import (
    BY_RULES,
    MAIN,
    NONPOSITIVE,
    STRUCK,
    TOP,
    UNCERTAIN,
    WITHOUT_AMOUNT,
    supplement,
    without,
)
from kontroll.facts.canonical import in_ore, record_json
from kontroll.facts.facts import ENHET, KEY
from kontroll.facts.sheet import FILE, LINE
from kontroll.flows.samples.chosen import MONTH, SURE, Chosen, NotFrozen
from kontroll.flows.samples.chosen import STRUCK as RULES_STRUCK
from kontroll.sampling.frozen import Unit, stratum_name, unfit
from kontroll.texts import _

BY_AMOUNT, BY_WEIGHT = "belop", "vekt"
#: A field with more values than this divides nothing.
_MOST_STRATA = 40
#: So many records that cannot be drawn are named.
_NAMED = 20


def units_of(
    found: Chosen, draw: Draw, choices: PlanChoices, before: Mapping[str, str] | None, population: int
) -> list[Unit]:
    """before: key -> stratum in the population that this one takes the place of; None where there is none. Raises NotFrozen."""
    problems = [*_undividing(found.table.dataset, choices.rule.by_field), *_unfit(found)]
    if problems:
        raise NotFrozen(problems)
    dataset, decimals = found.table.dataset, found.table.decimals
    weighed = uses(choices, BY_WEIGHT)
    strata = _Strata(draw, choices.rule, uses(choices, BY_AMOUNT))
    units = []
    for row in found.rows.iter_rows(named=True):
        amount = in_ore(row[draw.amount_field], decimals.get(draw.amount_field, 0)) if draw.amount_field else None
        unit = Unit(
            key=row[KEY],
            stratum=strata.of(row, amount),
            amount=amount or 0,
            weight=1 + row[RULES_STRUCK] if weighed else 1,
            record=record_json(dataset, decimals, row),
            enhet=row[ENHET] or "",
            month=str(Month.from_ordinal(row[MONTH])),
            file=row[FILE],
            line=row[LINE],
        )
        units.append(_amended(unit, before, population))
    names = {unit.stratum for unit in units}
    if not units:
        problems.append(_empty())
    if len(names) > _MOST_STRATA:
        problems.append(_too_many(choices.rule.by_field, len(names)))
    if problems:
        raise NotFrozen(problems)
    return units


def _amended(unit: Unit, before: Mapping[str, str] | None, population: int) -> Unit:
    """What came in after the first seed was known is in a stratum of its own, and stays in it."""
    if before is None:
        return unit
    was = before.get(unit.key)
    supplements = [supplement(number) for number in range(2, population)]
    if was is None:
        return replace(unit, stratum=supplement(population))
    return replace(unit, stratum=was) if was in supplements else unit


@dataclass(frozen=True, slots=True)
class _Strata:
    """Which part a record is in."""

    draw: Draw
    rule: StrataRule
    by_amount: bool

    def of(self, row: Mapping[str, Any], amount: int | None) -> str:
        if row[SURE] is None:
            return UNCERTAIN
        if self.draw.amount_field and amount is None:
            return WITHOUT_AMOUNT
        if amount is not None and amount <= 0 and self.by_amount:
            return self.rule.nonpositive or NONPOSITIVE
        if amount is not None and self.rule.top_amount is not None and amount >= self.rule.top_amount:
            return TOP
        if self.rule.by_field == BY_RULES:
            return STRUCK[min(row[RULES_STRUCK], len(STRUCK) - 1)]
        if self.rule.by_field:
            return stratum_name(_word(row[self.rule.by_field])) or without(self.rule.by_field)
        return MAIN


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nei"
    return "" if value is None else str(value)


def uses(choices: PlanChoices, method: str) -> bool:
    """Whether any stratum is drawn so."""
    return any(stratum.method == method for stratum in choices.strata)


# --- what cannot be drawn -----------------------------------------------------------------------------------------------


def _unfit(found: Chosen) -> list[Problem]:
    """Of every record, with its place, but no more than can be read."""
    problems: list[Problem] = []
    for key, file, line in found.rows.select(KEY, FILE, LINE).iter_rows():
        why = unfit(key)
        if why is not None and len(problems) < _NAMED:
            problems.append(_cannot_be_id(Place(file, line), why))
    return problems


def _cannot_be_id(place: Place, why: str) -> Problem:
    otherwise = _("To nøkler som ser like ut, kunne da være to poster.")
    return Problem(place, why, otherwise, _("Rett nøkkelen i kildesystemet og lever filen på nytt."))


def _undividing(dataset: DataSet, by: str) -> list[Problem]:
    """The names of strata stand in the plan, which is published."""
    if by in ("", BY_RULES):
        return []
    field = dataset.field(by)
    place, fix = Place("strata"), _("Velg et felt av typen tekst eller janei som ikke er personlig.")
    if field is None:
        what = _("«{field}» er ikke et felt i {dataset}").format(field=by, dataset=dataset.name)
        return [Problem(place, what, _("Populasjonen kan ikke deles etter det."), fix)]
    if field.personal:
        what = _("«{field}» er personlig").format(field=by)
        return [Problem(place, what, _("Navnene på strata blir kunngjort med planen."), fix)]
    if field.type not in (FieldType.TEXT, FieldType.YES_NO):
        what = _("«{field}» har for mange verdier til å dele etter").format(field=by)
        return [Problem(place, what, _("Navnene på strata må være ord."), fix)]
    return []


def _empty() -> Problem:
    why = _("Det er ingen poster å trekke fra.")
    return Problem(Place("populasjon"), _("ingen poster er valgt"), why, _("Velg flere måneder, eller endre filteret."))


def _too_many(field: str, count: int) -> Problem:
    what = _("«{field}» gir {n} strata").format(field=field, n=count)
    why = _("I så små deler kan ingenting sies om hver av dem.")
    return Problem(Place("strata"), what, why, _("Velg et felt med høyst {n} verdier.").format(n=_MOST_STRATA))
