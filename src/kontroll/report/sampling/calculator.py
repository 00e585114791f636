"""Calculator: words in, and out comes the sample they need, the sentence it allows, what to beware of, and the curve.

Terminal, planning page and log share it, so that they never say different things of the same words. Whatever it answers may be
kept with `asked` and `answered`, also what was refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from kontroll.report.sampling.curve import Curve, curve_of
from kontroll.report.sampling.plan_sentences import plan_sentence
from kontroll.report.sampling.sentences import as_percent
from kontroll.sampling.rates import Impossible
from kontroll.sampling.size import LARGEST, least_sample
from kontroll.sampling.tails import Likelihood
from kontroll.sampling.wanted import WORDS, Kind, Needed, Wanted, is_tie, needed, wanted
from kontroll.texts import _, amount, number

#: What auditors seldom go beyond without a reason that they write down.
_LEAST_CONFIDENCE, _MOST_TOLERABLE = Fraction(9, 10), Fraction(1, 10)
#: A sample of so much of a population is nearly all of it.
_MOST_OF_ALL = Fraction(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """asked: the words that were given. refusal: why nothing can be planned; then all the rest is empty.

    n: in the first stage, or hits. stages: of n each. interval: øre for each hit, 0 without money. curve: None where it is not
    of number and share.
    """

    asked: Mapping[str, str]
    refusal: str = ""
    kind: Kind = Kind.SHARE
    n: int = 0
    allowed: Fraction = Fraction(0)
    stages: int = 1
    interval: int = 0
    sentence: str = ""
    warnings: tuple[str, ...] = ()
    curve: Curve | None = None

    @property
    def is_possible(self) -> bool:
        return not self.refusal

    def as_json(self) -> dict[str, Any]:
        """The answer to a program: `utvalg`, `tillatte_avvik` …, or `feil`."""
        if self.refusal:
            return {"feil": self.refusal}
        said: dict[str, Any] = {"utvalg": self.n, "tillatte_avvik": _whole_or_text(self.allowed)}
        if self.stages > 1:
            said |= {"trinn": self.stages, "utvalg_i_alt": self.n * self.stages}
        if self.interval:
            said |= {"intervall_ore": self.interval}
        if self.curve is not None:
            said |= {"kurve": self.curve.as_json()}
        return said

    @property
    def asked_json(self) -> str:
        """What is kept of a trial calculation: the words."""
        return json.dumps(dict(self.asked), ensure_ascii=False, sort_keys=True)

    @property
    def answered_json(self) -> str:
        """What is kept of its answer: without the curve, which follows from the words."""
        said = {key: value for key, value in self.as_json().items() if key != "kurve"}
        return json.dumps(said, ensure_ascii=False, sort_keys=True)


def calculated(words: Mapping[str, str | None], *, curve: bool = True, largest: int = LARGEST) -> Calculation:
    """Never raises for words: what cannot be planned is answered with the reason."""
    asked = {key: text.strip() for key in WORDS if (text := words.get(key)) is not None and text.strip()}
    try:
        want = wanted(asked, largest)
        need = needed(want)
    except Impossible as impossible:
        return Calculation(asked=asked, refusal=impossible.sentence)
    return Calculation(
        asked=asked,
        kind=want.kind,
        n=need.n,
        allowed=need.allowed,
        stages=need.stages,
        interval=need.interval,
        sentence=plan_sentence(want, need),
        warnings=tuple(_warnings(want, need)),
        curve=curve_of(want.plan, need.n) if curve and want.kind in (Kind.SHARE, Kind.DISCOVERY) else None,
    )


def _warnings(want: Wanted, need: Needed) -> Iterator[str]:
    plan = want.plan
    if plan.confidence < _LEAST_CONFIDENCE:
        yield _(
            "Sikkerheten er {confidence} %. Revisorer bruker sjelden mindre enn 90 %. Velg den etter risikoen, ikke for å få et "
            "lite utvalg, og skriv hvorfor."
        ).format(confidence=as_percent(plan.confidence))
    if want.kind is not Kind.PRECISION and plan.tolerable > _MOST_TOLERABLE:
        yield _(
            "Det tolererbare er {tolerable} %. Da kan mer enn hver tiende være feil uten at prøven slår ut. Skriv hvorfor det er "
            "godt nok."
        ).format(tolerable=as_percent(plan.tolerable))
    if plan.population is not None and Fraction(need.at_most, plan.population) >= _MOST_OF_ALL:
        yield _(
            "Utvalget er minst halvparten av populasjonen på {population}. Kontroller heller alt: da er svaret eksakt."
        ).format(population=number(plan.population))
    if want.kind in (Kind.SHARE, Kind.DISCOVERY):
        yield from _about_share(want, need)
    if want.kind is Kind.STAGES and plan.population is not None:
        yield _("Trinnene er regnet som om populasjonen var stor. For en liten populasjon er det heller for mange.")
    if want.kind is Kind.MONEY:
        yield _(
            "Beløp på {interval} og mer treffes uansett. Legg dem i toppstratumet, der alt kontrolleres. Kreditnotaer og "
            "beløp på null må også stå for seg: de kan ikke trekkes etter beløp."
        ).format(interval=amount(need.interval))


def _about_share(want: Wanted, need: Needed) -> Iterator[str]:
    plan = want.plan
    if is_tie(plan, need.n, int(need.allowed)):
        yield _(
            "Risikoen blir nøyaktig {risk} %, verken mer eller mindre. Andre programmer kan svare {more}, fordi de regner med "
            "avrundede tall."
        ).format(risk=as_percent(plan.alpha), more=number(need.n + 1))
    if need.allowed == 0 and want.kind is Kind.SHARE:
        yield _("Planen tåler ingen avvik. Finner du ett, holder den ikke, og du må kunne si hva du gjør da.")
    if plan.population is not None and plan.likelihood is not Likelihood.HYPERGEOMETRIC and _is_small(want, need):
        yield _("Populasjonen er liten. Hypergeometrisk metode regner med det, og gir et mindre utvalg.")


def _is_small(want: Wanted, need: Needed) -> bool:
    try:
        return least_sample(replace(want.plan, likelihood=Likelihood.HYPERGEOMETRIC)).n < need.n
    except Impossible:
        return False


def _whole_or_text(value: Fraction) -> int | str:
    """A whole number as it is; parts of a deviation as a decimal, rounded down, in a text."""
    if value.denominator == 1:
        return int(value)
    return f"{int(value * 10**4) / 10**4:.4f}".rstrip("0")
