"""Assess a kommune: read its rules and what was delivered, and evaluate a range of months, for the summary and the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kontroll.domain.month import Frequency, Month
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.columnar import evaluate
from kontroll.facts.facts import Facts
from kontroll.flows.deliveries.known_facts import known_facts
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.policybook import read_policies
from kontroll.proving.check import IN_USE
from kontroll.proving.controls import try_rules
from kontroll.report.situation import Situation
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import Settings, shipped_policies, shipped_rules
from kontroll.store.database import Database
from kontroll.texts import _, month_name
from kontroll.wiring import stack

#: Months that are evaluated at most, when nobody says which: as far back as a trend is looked at.
MONTHS = 36

#: Responsible before each stage begins, in bokmål.
Tell = Callable[[str], None]

#: How many stages `assess` tells of.
STAGES = 4


def assess(
    settings: Settings, today: date, tell: Tell, database: Database | None = None
) -> tuple[Situation | None, list[Problem]]:
    """The situation seen from `today`, or None with the problems that stopped it. Stops where a rule cannot be read.

    The months are the latest 36 with figures, none of them unfinished. database: what was delivered to it is judged,
    whichever way it came, as a run does; None, or nothing in it yet: the files of the inbox.
    """
    tell(_("Leser reglene"))
    own = [settings.rules] if settings.rules.is_dir() else []
    rulebook, found = read_rulebook([shipped_rules(), *own])
    problems = list(found)
    if any(problem.gravity is Gravity.STOPS for problem in problems):
        return None, problems
    tell(_("Leser dataene"))
    facts, delivered = _facts(settings, rulebook, database)
    problems += delivered
    if any(problem.gravity is Gravity.STOPS for problem in delivered):
        return None, problems
    months = measured_months(facts, rulebook, today)
    if months is None:
        return None, [*problems, _nothing_measured(settings)]
    first, last = months
    tell(_("Vurderer {first} til {last}").format(first=month_name(first), last=month_name(last)))
    # One call: most of the work is the same however many months there are.
    verdicts = evaluate(rulebook, facts, first, last)
    tell(_("Prøver reglene på deres egne tester"))
    # What is wrong in the choices is told where they are read to be gone by (wiring); here they only say what is shown.
    chosen, _problems = read_policies(stack(shipped_policies(), settings.policies))
    drafts = [rule.id for rule in rulebook.rules.values() if rule.status not in IN_USE]
    situation = Situation(
        municipality=settings.municipality,
        data=settings.inbox,
        rulebook=rulebook,
        facts=facts,
        verdicts=verdicts,
        problems=tuple(problems),
        first=first,
        last=last,
        today=today,
        tried=tuple(try_rules(rulebook, drafts)),
        scorecards=chosen.scorecards,
        disclosure=chosen.disclosure,
    )
    return situation, problems


def _facts(settings: Settings, rulebook: Rulebook, database: Database | None) -> tuple[Facts, list[Problem]]:
    if database is not None:
        with database.reading() as tx:
            if tx.deliveries.newest():
                return known_facts(tx, rulebook)
    return read_folder(settings.inbox, rulebook, schemas=settings.schemas)


def measured_months(facts: Facts, rulebook: Rulebook, today: date) -> tuple[Month, Month] | None:
    """First and last month with monthly figures, at most MONTHS apart; the last has ended. None where there are none."""
    monthly = {i.id for i in rulebook.indicators.values() if i.frequency is Frequency.MONTH}
    ended = Month.of(today).plus(-1).ordinal
    measured = facts.measurements.filter(facts.measurements.get_column("indikator").is_in(monthly))
    periods = [n for n in measured.get_column("period").unique().to_list() if n <= ended]
    if not periods:
        return None
    return Month.from_ordinal(max(min(periods), max(periods) - MONTHS + 1)), Month.from_ordinal(max(periods))


def _nothing_measured(settings: Settings) -> Problem:
    return Problem(
        Place(str(settings.inbox / "maalinger")),
        _("ingen måned er ferdig med tall"),
        _("Uten tall for en måned er det ingenting å vise."),
        _("Lever minst én fil i maalinger, og kjør kommandoen på nytt."),
    )
