"""Lapsing: what rules in use stand on that has ended, or will end within ninety days, with nothing to follow it.

Why so early: a threshold is set by a council or a ministry, and a control measure is evaluated with the unions. When the
day has come, it is too late to ask them, and the answers are unknown until they have met.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from kontroll.domain.month import Month
from kontroll.domain.parameter import Parameter
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.stamp import PARAMETER, read_by
from kontroll.proving.check import IN_USE
from kontroll.texts import _, day, listed

DAYS_AHEAD = 90


class Lapse(Enum):
    """What ends."""

    PARAMETER = "parameter"
    VERSION = "versjon"
    EVALUATION = "evaluering av kontrolltiltak"
    MEASURE = "varighet av kontrolltiltak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapsing:
    """One thing that ends. id: of the parameter or the rule. rules: ids of those it is of use to. place: where it is written.

    on: the day as it is written there: the last one it holds, but of a parameter the first one without a value.
    """

    what: Lapse
    id: str
    name: str
    on: date
    rules: tuple[str, ...]
    place: Place

    @property
    def key(self) -> str:
        """The same thing has the same key on every day; a thing that is prolonged gets a new one."""
        return f"{self.what.value}/{self.id}/{self.on}"

    def is_over(self, today: date) -> bool:
        return today > self.on or (today == self.on and self.what is Lapse.PARAMETER)


def lapsing(rulebook: Rulebook, today: date) -> list[Lapsing]:
    """What has ended, and what ends within DAYS_AHEAD days, the first first. Only what a rule in use or on trial needs."""
    limit = today + timedelta(days=DAYS_AHEAD)
    rules = [rule for _id, rule in sorted(rulebook.rules.items()) if rule.status in IN_USE]
    ends = {id: end for id, p in rulebook.parameters.items() if (end := _end(p, today)) is not None and end <= limit}
    found = [one for rule in rules for one in _of_rule(rule, today) if one.on <= limit]
    if ends:
        found += _parameters(rulebook, rules, ends)
    return sorted(found, key=lambda one: (one.on, one.key))


def _parameters(rulebook: Rulebook, rules: Sequence[Rule], ends: Mapping[str, date]) -> Iterator[Lapsing]:
    readers: dict[str, list[str]] = {}
    for rule in rules:
        for kind, id in read_by(rulebook, rule.id):
            if kind == PARAMETER and id in ends:
                readers.setdefault(id, []).append(rule.id)
    for id, by in readers.items():
        yield Lapsing(
            what=Lapse.PARAMETER,
            id=id,
            name=rulebook.parameters[id].name,
            on=ends[id],
            rules=tuple(by),
            place=Place(f"parametre/{id}"),
        )


def _end(parameter: Parameter, today: date) -> date | None:
    """The first day without a value: the one that has come and lasts, or the next that comes."""
    standing = parameter.in_force(today)
    if standing is not None and standing.value is None:
        return standing.valid_from
    return next((v.valid_from for v in parameter.values if v.value is None and v.valid_from > today), None)


def _of_rule(rule: Rule, today: date) -> Iterator[Lapsing]:
    last = _last_month(rule, Month.of(today))
    if last is not None:
        yield _of(rule, Lapse.VERSION, last.last_day)
    if rule.control_measure is not None:
        yield _of(rule, Lapse.EVALUATION, rule.control_measure.evaluated_by)
        yield _of(rule, Lapse.MEASURE, rule.control_measure.lasts_until)


def _last_month(rule: Rule, month: Month) -> Month | None:
    """The month after which no version holds: the latest that has passed, or the next that comes."""
    ends = [v.valid_to for v in rule.versions if v.valid_to and rule.version_in(v.valid_to.plus(1)) is None]
    if rule.version_in(month) is None:
        return max((end for end in ends if end < month), default=None)
    return next((end for end in sorted(ends) if end >= month), None)


def _of(rule: Rule, what: Lapse, on: date) -> Lapsing:
    return Lapsing(what=what, id=rule.id, name=rule.name, on=on, rules=(rule.id,), place=Place(rule.file))


# --- in words ---------------------------------------------------------------------------------------------------------


def heading(one: Lapsing) -> str:
    if one.what is Lapse.PARAMETER:
        return _("Parameteren «{name}»").format(name=one.name)
    return one.name


def sentence(one: Lapsing, today: date) -> str:
    """What ends and when."""
    over = one.is_over(today)
    when = day(one.on)
    if one.what is Lapse.PARAMETER:
        text = _("Verdien gikk ut {day}.") if over else _("Verdien går ut {day}, og ingen ny er fastsatt.")
    elif one.what is Lapse.VERSION:
        text = (
            _("Regelen gjaldt til og med {day}, og ingen ny versjon tok over.")
            if over
            else _("Regelen gjelder til og med {day}, og ingen ny versjon tar over.")
        )
    elif one.what is Lapse.EVALUATION:
        text = (
            _("Kontrolltiltaket skulle vært evaluert innen {day} (aml. § 9-2).")
            if over
            else _("Kontrolltiltaket skal evalueres innen {day} (aml. § 9-2).")
        )
    else:
        text = (
            _("Kontrolltiltaket varte til {day} (aml. § 9-2).")
            if over
            else _("Kontrolltiltaket varer til {day} (aml. § 9-2).")
        )
    return text.format(day=when)


def follows(one: Lapsing, today: date) -> str:
    """What it leads to."""
    over = one.is_over(today)
    if one.what is Lapse.PARAMETER:
        text = _("Uten verdi svarer {rules} «ukjent».") if over else _("Deretter svarer {rules} «ukjent».")
        return text.format(rules=listed(list(one.rules)))
    if one.what is Lapse.VERSION:
        return _("Ingen blir kontrollert av regelen.") if over else _("Deretter blir ingen kontrollert av regelen.")
    if over:
        return _("Er regelen personrettet, står den på pause.")
    return _("Er regelen personrettet, settes den da på pause.")


def remedy(one: Lapsing) -> str:
    """What to do about it."""
    if one.what is Lapse.PARAMETER:
        return _("Fastsett en ny verdi, eller ta regelen ut av bruk.")
    if one.what is Lapse.VERSION:
        return _("Lag en ny versjon, eller sett status til «utgått».")
    return _("Evaluer tiltaket med de tillitsvalgte, og før opp nye datoer.")


def as_problems(found: list[Lapsing], today: date) -> list[Problem]:
    """For `regler sjekk`: worth knowing, and no bar."""
    return [
        Problem(
            one.place,
            f"{heading(one)} ({one.id}): {_lower_first(sentence(one, today)).rstrip('.')}",
            follows(one, today),
            remedy(one),
            Gravity.NOTICE,
        )
        for one in found
    ]


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
