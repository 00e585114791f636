"""Wanted: every kind of plan that can be asked for in words, and the sample each of them needs.

The words are those of `asked`, and besides: oppdagelse (ja), trinn (how many), presisjon, belop, vesentlighet and forventet_feil
(kroner). Terminal, page and file give the same words and get the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction

from kontroll.sampling.asked import CONFIDENCE, EXPECTED, EXPECTED_COUNT, METHOD, POPULATION, TOLERABLE, asked_plan
from kontroll.sampling.precision import least_for_precision
from kontroll.sampling.rates import Impossible, exact, whole
from kontroll.sampling.size import LARGEST, Plan, least_sample
from kontroll.sampling.staged import least_stages
from kontroll.sampling.tails import Likelihood, hypergeometric_at_most
from kontroll.texts import _

DISCOVERY, STAGES, PRECISION = "oppdagelse", "trinn", "presisjon"
AMOUNT, MATERIALITY, EXPECTED_ERROR = "belop", "vesentlighet", "forventet_feil"
YES = "ja"
_MOST_STAGES = 5


class Kind(Enum):
    """The value is the word in answers to programs."""

    SHARE = "andel"
    DISCOVERY = "oppdagelse"
    STAGES = "trinn"
    PRECISION = "presisjon"
    MONEY = "beløp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to be able to say. amount, materiality, expected_error: øre, only of MONEY."""

    kind: Kind
    plan: Plan
    stages: int = 1
    precision: Fraction = Fraction(0)
    amount: int = 0
    materiality: int = 0
    expected_error: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """n: items in the first stage, or hits of money. allowed: deviations with which the sentence may be said. stages: of n each.

    interval: øre that each hit stands for, 0 without money.
    """

    n: int
    allowed: Fraction
    stages: int = 1
    interval: int = 0

    @property
    def at_most(self) -> int:
        """How many it can come to, all stages together."""
        return self.n * self.stages


def wanted(words: Mapping[str, str | None], largest: int = LARGEST) -> Wanted:
    """Raises Impossible for words that cannot be understood, or do not go together."""
    given = {key: text for key, text in words.items() if text is not None and text.strip()}
    if len([key for key in (DISCOVERY, STAGES, PRECISION, AMOUNT) if _is_chosen(given, key)]) > 1:
        raise Impossible(_("Velg én av oppdagelse, trinn, presisjon og beløp. De gir hver sin plan."))
    if _is_chosen(given, AMOUNT) or MATERIALITY in given or EXPECTED_ERROR in given:
        return _money(given, largest)
    if PRECISION in given:
        plan = asked_plan({**given, TOLERABLE: given.get(TOLERABLE, "1/2")}, largest)
        return Wanted(kind=Kind.PRECISION, plan=plan, precision=exact(given[PRECISION], _("Presisjonen")))
    if _is_chosen(given, STAGES):
        return _stages(given, largest)
    plan = asked_plan(given, largest)
    if _is_chosen(given, DISCOVERY):
        _check_none_expected(given, _("En oppdagelsesprøve venter ingen avvik."))
        return Wanted(kind=Kind.DISCOVERY, plan=plan)
    return Wanted(kind=Kind.SHARE, plan=plan)


def needed(asked: Wanted) -> Needed:
    """The least sample that will do. Raises Impossible with the reason when there is none."""
    plan = asked.plan
    if asked.kind is Kind.STAGES:
        stages = least_stages(plan.likelihood, plan.confidence, plan.tolerable, doubt(asked.stages), plan.largest)
        if plan.population is not None and stages.in_all > plan.population:
            raise Impossible(
                _("Trinnene blir {n} til sammen, og det er bare {population} i populasjonen. Kontroller alt.").format(
                    n=stages.in_all, population=plan.population
                )
            )
        return Needed(n=stages.each, allowed=Fraction(0), stages=asked.stages)
    size = least_for_precision(plan, asked.precision) if asked.kind is Kind.PRECISION else least_sample(plan)
    # Rounded down: a shorter interval hits more often than planned, never less.
    return Needed(n=size.n, allowed=size.allowed, interval=asked.amount // size.n)


def doubt(stages: int) -> tuple[int, ...]:
    """One deviation is doubt and leads to the next stage; the last one accepts none."""
    return (*[1] * (stages - 1), 0)


def is_tie(plan: Plan, n: int, allowed: int) -> bool:
    """Whether the risk is exactly what was asked for, so that one more in the population would have changed the size."""
    if plan.likelihood is not Likelihood.HYPERGEOMETRIC or plan.population is None:
        return False
    least = plan.alpha - Fraction(1, 10**40)
    return hypergeometric_at_most(plan.population, plan.bad, n, allowed, plan.alpha) and not hypergeometric_at_most(
        plan.population, plan.bad, n, allowed, least
    )


def _stages(given: Mapping[str, str], largest: int) -> Wanted:
    stages = whole(given[STAGES], _("Antall trinn"))
    if not 2 <= stages <= _MOST_STAGES:
        raise Impossible(_("Antall trinn må være fra 2 til {most}.").format(most=_MOST_STAGES))
    _check_none_expected(given, _("En trinnvis plan bestemmer selv hvor mange avvik som tåles i hvert trinn."))
    # Of a counted population too: reckoned as if it were large, which is never too few.
    method = Likelihood.BINOMIAL.value if _word(given, METHOD) != Likelihood.POISSON.value else Likelihood.POISSON.value
    return Wanted(kind=Kind.STAGES, plan=asked_plan({**given, METHOD: method}, largest), stages=stages)


def _money(given: Mapping[str, str], largest: int) -> Wanted:
    if AMOUNT not in given or MATERIALITY not in given:
        raise Impossible(_("En plan etter beløp trenger både beløpet i alt og vesentlighetsgrensen, i kroner."))
    if any(key in given for key in (TOLERABLE, EXPECTED, EXPECTED_COUNT)):
        raise Impossible(_("En plan etter beløp bruker kroner: oppgi vesentlighet og forventet feil, ikke andeler."))
    if _word(given, METHOD) == Likelihood.HYPERGEOMETRIC.value:
        raise Impossible(_("En plan etter beløp regnes med Poisson eller binomisk."))
    amount, material = ore(given[AMOUNT], _("Beløpet")), ore(given[MATERIALITY], _("Vesentlighetsgrensen"))
    expected = ore(given[EXPECTED_ERROR], _("Forventet feil")) if EXPECTED_ERROR in given else 0
    if not 0 < material < amount:
        raise Impossible(_("Vesentlighetsgrensen må være større enn null og mindre enn beløpet i alt."))
    if not 0 <= expected < material:
        raise Impossible(_("Forventet feil må være mindre enn vesentlighetsgrensen, og minst null."))
    rates = {TOLERABLE: f"{material}/{amount}", EXPECTED: f"{expected}/{amount}"}
    likelihood = {METHOD: given.get(METHOD, Likelihood.POISSON.value)}
    plan = replace(asked_plan({CONFIDENCE: given.get(CONFIDENCE), **rates, **likelihood}, largest), population=None)
    return Wanted(kind=Kind.MONEY, plan=plan, amount=amount, materiality=material, expected_error=expected)


def _check_none_expected(given: Mapping[str, str], why: str) -> None:
    for key in (EXPECTED, EXPECTED_COUNT):
        if key in given and exact(given[key], _("Det forventede")) != 0:
            raise Impossible(_("{why} Ta bort det forventede.").format(why=why))


def _is_chosen(given: Mapping[str, str], key: str) -> bool:
    if key == STAGES:
        return given.get(key, "1").strip() != "1"
    return key in given and (key != DISCOVERY or given[key].strip().lower() == YES)


def _word(given: Mapping[str, str], key: str) -> str:
    return given.get(key, "").strip()


def ore(text: str, name: str) -> int:
    """«13 500 000 kr» in øre."""
    plain = "".join(text.split()).removesuffix("kr").replace(".-", "").replace(",-", "")
    ore = exact(plain, name) * 100
    if ore.denominator != 1:
        raise Impossible(_("{name} kan ikke ha mindre enn øre.").format(name=name))
    return int(ore)


#: Every word a plan may be asked for in.
WORDS = (
    METHOD,
    CONFIDENCE,
    TOLERABLE,
    EXPECTED,
    EXPECTED_COUNT,
    POPULATION,
    DISCOVERY,
    STAGES,
    PRECISION,
    AMOUNT,
    MATERIALITY,
    EXPECTED_ERROR,
)
