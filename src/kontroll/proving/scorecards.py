"""Check scorecards: do the målekart name figures and focus areas that there are?"""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.condition import IndicatorLeaf
from kontroll.domain.indicator import Indicator
from kontroll.domain.policy import Policies
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.rule import RuleType, Status
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.scorecard import COUNT, Covers, Joined, RollUp, Scorecards
from kontroll.domain.spelling import nearest
from kontroll.texts import _


def check_scorecards(policies: Policies, rulebook: Rulebook) -> Iterator[Problem]:
    """Every name that nothing answers to, where it is written; a figure that stands on a map and in no focus area."""
    cards, indicators = policies.scorecards, rulebook.indicators
    for joined in cards.joined.values():
        yield from _unknown(joined.indicator, rulebook, joined.place)
        if joined.roll_up is RollUp.WEIGHTED and joined.weight != COUNT:
            yield from _unknown(joined.weight, rulebook, joined.place)
        if joined.indicator in indicators:
            if not _hides(indicators[joined.indicator], joined):
                yield _recoverable(joined)
            if joined.covers is Covers.ALL_BELOW and _of_few(indicators[joined.indicator]):
                yield _covers_few(joined)
    known_areas = {area.name for area in cards.areas}
    for chart in cards.charts:
        for id in chart.indicators:
            yield from _unknown(id, rulebook, chart.place)
            if id in indicators and indicators[id].focus_area not in known_areas:
                yield Problem(
                    chart.place,
                    _("«{id}» er i fokusområdet «{area}», som ikke er forklart").format(
                        id=id, area=indicators[id].focus_area
                    ),
                    _("Tallet har ingen plass på målekartet, og blir ikke vist."),
                    _("Før opp fokusområdet i maalekart.yaml, eller rett «fokusomrade» hos indikatoren."),
                    Gravity.INCOMPLETE,
                )
    for id in cards.own_leadership:
        yield from _unknown(id, rulebook, cards.place)
    yield from _other_leadership(cards, rulebook)


def _other_leadership(cards: Scorecards, rulebook: Rulebook) -> Iterator[Problem]:
    """Whether the rules of pay that are not drafts read what is called the leader's own, and of surveys nothing else."""
    rules = [
        rule
        for rule in rulebook.rules.values()
        if rule.type is RuleType.PAY and rule.status in (Status.TRIAL, Status.IN_USE)
    ]
    surveys = {id for id, joined in cards.joined.items() if joined.spread is not None}
    read = {
        leaf.indicator: rule.id for rule in rules for leaf in rule.leaves() if isinstance(leaf, IndicatorLeaf)
    }  # fmt: skip
    why = _("Målekartet og resultatlønnen sier ikke det samme om hva som er lederens eget.")
    fix = _("Rett «eget_lederskap» i maalekart.yaml, eller regelen om resultatlønn.")
    if not rules:
        return
    for id in cards.own_leadership:
        if id in rulebook.indicators and id not in read:
            what = _("«{id}» er eget lederskap, men ingen regel om resultatlønn leser det").format(id=id)
            yield Problem(cards.place, what, why, fix, Gravity.INCOMPLETE)
    for id in sorted((read.keys() & surveys) - set(cards.own_leadership)):
        what = _("regelen {rule} leser «{id}», som ikke er ført opp som eget lederskap").format(rule=read[id], id=id)
        yield Problem(cards.place, what, why, fix, Gravity.INCOMPLETE)


def _hides(indicator: Indicator, joined: Joined) -> bool:
    """Whether what few persons stand behind cannot be worked out of the joined figure: only one way is tried."""
    if not _of_few(indicator) or joined.roll_up is RollUp.OWN:
        return True
    return joined.roll_up is RollUp.WEIGHTED and joined.weight == COUNT


def _of_few(indicator: Indicator) -> bool:
    return max(indicator.min_count, indicator.shown_from_count) > 0


def _covers_few(joined: Joined) -> Problem:
    return Problem(
        joined.place,
        _("«{id}» kan bygge på få personer, og kan ikke omfatte alt under").format(id=joined.indicator),
        _("Hva som kan vises av det, er bare prøvd når hver enhets tall er dens eget."),
        _("Fjern «omfatter»."),
    )


def _recoverable(joined: Joined) -> Problem:
    return Problem(
        joined.place,
        _("«{id}» samles på en måte som kan røpe få personer").format(id=joined.indicator),
        _("Det er bare for veid snitt med antall at det er prøvd at ingen kan regne seg fram til skjulte tall."),
        _("Skriv «samles: veid snitt» og «veies_med: antall», eller «samles: egen verdi»."),
        Gravity.STOPS,
    )


def _unknown(id: str, rulebook: Rulebook, place: Place) -> Iterator[Problem]:
    if id in rulebook.indicators:
        return
    near = nearest(id, rulebook.indicators)
    fix = (
        _("Mente du «{guess}»?").format(guess=near)
        if near
        else _("Før opp tallet i rules/indikatorer, eller fjern det.")
    )
    yield Problem(
        place,
        _("det finnes ikke noe tall «{id}»").format(id=id),
        _("Målekartet ville manglet det uten at noen så det."),
        fix,
        Gravity.INCOMPLETE,
    )
