"""Change: one small change of one part of a condition, and which test would notice it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from kontroll.domain.condition import Condition, Window
from kontroll.domain.operand import Op
from kontroll.domain.parameter import Parameter
from kontroll.texts import N_


class Lacking:
    """What to add where nobody notices; marked for translation, translated where it is told."""

    LIMIT = N_(
        "Legg til en test med verdien på grensen, og en ett steg til hver side, der resten av regelen ikke avgjør."
    )
    SIDES = N_("Legg til en test på hver side av grensen, der resten av regelen ikke avgjør.")
    NEEDED = N_("Legg til en test der bare dette vilkåret mangler på at regelen svarer som ellers.")
    DENIED = N_("Legg til en test der vilkåret avgjør svaret alene.")
    WINDOW = N_("Legg til en test der det mangler én periode på at vilkåret er nådd, og en der det akkurat er nådd.")
    COLOUR = N_("Legg til en test for hver av fargene.")
    MEMBER = N_("Legg til en test for hver av verdiene, og en for en verdi som ikke er med.")
    DAY = N_("Legg til en test for dagen eller minuttet på hver side av grensen.")
    BEST = N_(
        "Legg til tester med likhet på topp, med for få enheter, med en enhet fra en annen tjeneste og med en uten tall."
    )
    DEVELOPMENT = N_("Legg til en test der metodene er uenige, og en der en periode mer eller mindre ville avgjort.")
    PERIOD = N_("Legg til en test der periodene før og etter har andre tall.")
    ROWS = N_("Legg til en test med en rad som bare dette kravet holder utenfor.")
    COUNT = N_("Legg til en test med akkurat nok poster, og en med én for lite.")


@dataclass(frozen=True, slots=True)
class Change:
    """after: what stands there instead. named: an operator flipped or a limit moved one step, which bars the rule.

    lacking: what to add when no test notices.
    """

    after: Condition
    lacking: str
    named: bool = False


#: On the other side of the limit itself: only a test exactly on it can tell the two apart.
_NEIGHBOUR = {
    Op.OVER: Op.AT_LEAST,
    Op.AT_LEAST: Op.OVER,
    Op.UNDER: Op.AT_MOST,
    Op.AT_MOST: Op.UNDER,
    Op.BEFORE: Op.NO_LATER,
    Op.NO_LATER: Op.BEFORE,
    Op.AFTER: Op.NO_EARLIER,
    Op.NO_EARLIER: Op.AFTER,
}
_OPPOSITE = {
    Op.OVER: Op.AT_MOST,
    Op.AT_MOST: Op.OVER,
    Op.UNDER: Op.AT_LEAST,
    Op.AT_LEAST: Op.UNDER,
    Op.BEFORE: Op.NO_EARLIER,
    Op.NO_EARLIER: Op.BEFORE,
    Op.AFTER: Op.NO_LATER,
    Op.NO_LATER: Op.AFTER,
    Op.EQUAL: Op.UNEQUAL,
    Op.UNEQUAL: Op.EQUAL,
}
_MIRROR = {
    Op.OVER: Op.UNDER,
    Op.UNDER: Op.OVER,
    Op.AT_LEAST: Op.AT_MOST,
    Op.AT_MOST: Op.AT_LEAST,
    Op.BEFORE: Op.AFTER,
    Op.AFTER: Op.BEFORE,
    Op.NO_LATER: Op.NO_EARLIER,
    Op.NO_EARLIER: Op.NO_LATER,
}


def flipped(op: Op, *, reachable: bool) -> list[tuple[Op, bool]]:
    """The operators that may be written by mistake, and whether it is one that bars the rule.

    op: without direction words. reachable: something can be exactly on the limit; else the neighbour is the same rule.
    """
    found = [(_OPPOSITE[op], True)]
    if op in _NEIGHBOUR and reachable:
        found.append((_NEIGHBOUR[op], True))
    if op in _MIRROR:
        found.append((_MIRROR[op], False))
    return found


def windows(window: Window | None) -> Iterator[Window | None]:
    """One period more and one less, and for «k av de siste n» also one more and one less that must hold."""
    if window is None:
        return
    if window.in_a_row:
        found = [Window(n, n) for n in (window.periods + 1, window.periods - 1)]
    else:
        at_least, periods = window.at_least, window.periods
        found = [Window(k, n) for k, n in ((at_least + 1, periods), (at_least - 1, periods))]
        found += [Window(at_least, n) for n in (periods + 1, periods - 1)]
    for one in found:
        if 1 <= one.at_least <= one.periods:
            yield one


def on_grid(values: list[Decimal], step: Decimal) -> bool:
    """True if something measured in whole steps can be exactly on one of the limits."""
    return any(Fraction(value) % Fraction(step) == 0 for value in values)


# --- moved parameters -----------------------------------------------------------------------------------------

_MOVED = "\N{NULL}"


def moved_id(parameter: str, by: Decimal) -> str:
    """The id of the parameter as it would be with every value `by` higher; no file can hold such an id."""
    return f"{parameter}{_MOVED}{by}"


def moved(parameters: dict[str, Parameter], id: str) -> Parameter:
    """The parameter that a moved id stands for. parameters: those of the rulebook."""
    original, by = id.split(_MOVED)
    parameter = parameters[original]
    values = tuple(
        replace(one, value=None if one.value is None else one.value + Decimal(by)) for one in parameter.values
    )
    return replace(parameter, id=id, values=values)


def is_moved(id: str) -> bool:
    return _MOVED in id
