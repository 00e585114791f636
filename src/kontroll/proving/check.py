"""Check a rule: does it hold what its own tests say, and do they say enough?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kontroll.domain.condition import AllOf, AnyOf, Condition, IndicatorLeaf, NoneOf, Not, RuleLeaf, children
from kontroll.domain.indicator import Aggregate, FromRecords, WeightedIndex
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.rule import Rule, RuleType, Status
from kontroll.domain.rulebook import ENHET_RULE, Rulebook, referred_rules
from kontroll.domain.truth import Result
from kontroll.proving.reach import can_be_unknown
from kontroll.proving.run import TestRun, run_tests
from kontroll.proving.thresholds import numeric_thresholds, unproven
from kontroll.texts import _

IN_USE = (Status.TRIAL, Status.IN_USE)


def check_rule(rulebook: Rulebook, rule: Rule, today: date) -> Iterator[Problem]:
    """What keeps the rule from going into use, and what is worth knowing. today: for lapsed records."""
    yield from check_runs(rulebook, rule, run_tests(rulebook, rule), today)


def check_runs(rulebook: Rulebook, rule: Rule, runs: list[TestRun], today: date) -> Iterator[Problem]:
    """The same, of tests that are run already."""
    yield from _failing(rule, runs)
    if rule.status in IN_USE:
        yield from _unproven_results(rulebook, rule, runs)
        yield from _unproven_thresholds(rulebook, rule, runs)
    yield from _person_directed(rulebook, rule, today)
    yield from _granting_the_uncovered(rulebook, rule)
    yield from _broken_by_digits(rulebook, rule)


# --- tests ----------------------------------------------------------------------------------------------------


def _failing(rule: Rule, runs: list[TestRun]) -> Iterator[Problem]:
    for run in runs:
        wrong = [outcome for outcome in run.outcomes if not outcome.holds]
        if not run.outcomes:
            yield _problem(
                rule,
                run.test.line,
                _("testen «{name}» venter ingenting").format(name=run.test.name),
                _("En test som ikke kan feile, viser ingenting."),
                _("Skriv hva som er forventet under «forventet»."),
            )
        for outcome in wrong:
            got = _("ingen rad") if outcome.got is None else outcome.got.value
            yield _problem(
                rule,
                run.test.line,
                _("testen «{name}» holder ikke: {subject} ble {got}, ventet {expected}").format(
                    name=run.test.name, subject=outcome.subject, got=got, expected=outcome.expected.value
                ),
                _("Regelen gjør noe annet enn den som skrev testen, mente."),
                _("Rett vilkåret, eller rett testen hvis det var den som tok feil."),
            )


def _unproven_results(rulebook: Rulebook, rule: Rule, runs: list[TestRun]) -> Iterator[Problem]:
    seen = {outcome.expected for run in runs for outcome in run.outcomes}
    wanted = [Result.TRUE, Result.FALSE]
    if can_be_unknown(rulebook, rule):
        wanted.append(Result.UNKNOWN)
    if rule.exemptions:
        wanted.append(Result.NOT_RELEVANT)
    for result in wanted:
        if result not in seen:
            yield _problem(
                rule,
                0,
                _("ingen test viser at regelen kan svare «{result}»").format(result=result.value),
                _("En regel som aldri er vist å slå ut og å la være, kan ikke tas i bruk."),
                _("Legg til en test der svaret er «{result}».").format(result=result.value),
            )


def _unproven_thresholds(rulebook: Rulebook, rule: Rule, runs: list[TestRun]) -> Iterator[Problem]:
    compared = [comparison for run in runs for comparison in run.comparisons]
    for threshold in numeric_thresholds(rulebook, rule):
        lacking = unproven(threshold, compared)
        if lacking:
            yield _problem(
                rule,
                0,
                _("grensen for «{name}» er ikke prøvd {lacking}").format(
                    name=threshold.name, lacking=_(" og ").join(lacking)
                ),
                _("Uten en test på hver side av grensen kan «over» og «minst» forveksles uten at noen ser det."),
                _("Legg til en test med verdien nøyaktig på grensen, og en med minste steg forbi den."),
            )


# --- persons, and what is granted -----------------------------------------------------------------------------


def _person_directed(rulebook: Rulebook, rule: Rule, today: date) -> Iterator[Problem]:
    # aml. § 9-2: discuss, inform on purpose and duration, and evaluate regularly the need for a control measure.
    if rule.status is not Status.IN_USE or not rulebook.is_person_directed(rule):
        return
    if rule.control_measure is None:
        yield _problem(
            rule,
            0,
            _("regelen er personrettet og mangler et fullstendig kontrolltiltak"),
            _("Regelen leser personopplysninger og er et kontrolltiltak etter arbeidsmiljøloven § 9-2."),
            _("Fyll ut kontrolltiltak med formaal, droftet, informert, varighet_til og evalueres."),
        )
    elif rule.control_measure.lapsed(today):
        yield _problem(
            rule,
            0,
            _("regelen er satt på pause: fristen for å evaluere kontrolltiltaket er gått ut"),
            _("Arbeidsmiljøloven § 9-2 krever at behovet evalueres jevnlig."),
            _("Evaluer tiltaket med de tillitsvalgte, og før opp nye datoer."),
            Gravity.NOTICE,
        )


def _granting_the_uncovered(rulebook: Rulebook, rule: Rule) -> Iterator[Problem]:
    """`ikke: {utslag: X}` is sann for a unit that X never covered."""
    if rule.type not in (RuleType.BONUS, RuleType.PAY):
        return
    for condition in rule.conditions():
        for id in sorted(_denied(condition, False)):
            if id == ENHET_RULE or rulebook.rules[id].scope == rule.scope:
                continue
            yield _problem(
                rule,
                0,
                _("regelen gir noe når «{id}» ikke slår ut, og «{id}» gjelder andre enheter").format(id=id),
                _("En enhet som «{id}» aldri har vurdert, teller som om den ikke hadde utslag.").format(id=id),
                _("La begge reglene gjelde de samme enhetene, eller prøv grunnlaget direkte."),
                Gravity.NOTICE,
            )


def _denied(condition: Condition, denied: bool) -> set[str]:
    """Ids of rules whose lack of utslag makes the condition true."""
    if isinstance(condition, RuleLeaf):
        return {condition.rule} if denied else set()
    if isinstance(condition, Not | NoneOf):
        denied = not denied
    if isinstance(condition, AllOf | AnyOf | NoneOf | Not):
        return {id for child in children(condition) for id in _denied(child, denied)}
    return set()


def _broken_by_digits(rulebook: Rulebook, rule: Rule) -> Iterator[Problem]:
    """First digits are an indication: nothing is broken by them, by way of an index or another rule either."""
    digits = sorted(_digits(rulebook, rule, set())) if rule.type is RuleType.REQUIREMENT else []
    for indicator in digits:
        yield _problem(
            rule,
            0,
            _("en skal-regel bygger på «{indicator}», som regnes ut etter Benfords lov").format(indicator=indicator),
            _("Uvanlige første siffer er et tegn å se nærmere på, aldri et brudd."),
            _("Bruk en regel av typen avvik eller samtale."),
        )


def _digits(rulebook: Rulebook, rule: Rule, seen: set[str]) -> set[str]:
    """Ids of the indicators of first digits that the rule rests on."""
    seen.add(rule.id)
    found: set[str] = set()
    waiting = [leaf.indicator for leaf in rule.leaves() if isinstance(leaf, IndicatorLeaf)]
    while waiting:
        computed = rulebook.indicators[id := waiting.pop()].computed
        if isinstance(computed, WeightedIndex):
            waiting += computed.parts
        elif isinstance(computed, FromRecords) and computed.aggregate is Aggregate.BENFORD:
            found.add(id)
    for other in referred_rules(rule) - seen:
        if other in rulebook.rules:
            found |= _digits(rulebook, rulebook.rules[other], seen)
    return found


def _problem(rule: Rule, line: int, what: str, why: str, fix: str, gravity: Gravity = Gravity.INCOMPLETE) -> Problem:
    return Problem(Place(rule.file, line), what, why, fix, gravity)
