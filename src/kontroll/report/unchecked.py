"""What was not checked in a month, and why. Unknown is never green: this stands beside every count of utslag."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from kontroll.domain.month import Month
from kontroll.domain.problem import Problem
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import ENHET_RULE
from kontroll.domain.truth import Result
from kontroll.engine.verdicts import CODES
from kontroll.facts.facts import ValueState
from kontroll.facts.states import active_units, states
from kontroll.report.causes import ORDER, Cause, Causes, Reason
from kontroll.report.situation import Situation
from kontroll.texts import _


@dataclass(frozen=True, slots=True)
class SilentRule:
    """A rule that said nothing about anybody in the month."""

    rule: Rule
    why: str


@dataclass(frozen=True, slots=True)
class UnknownAnswers:
    """How many answers are ukjent for one reason, in how many rules and enheter."""

    reason: Reason
    answers: int
    rules: int
    enheter: int


@dataclass(frozen=True, slots=True)
class Settling:
    """One delivery that would settle many answers. source: where it comes from, period: which one, both as written.

    names: the figures or fields that are lacking, for people. enheter: how many have not delivered.
    """

    reason: Reason
    source: str
    period: str
    names: tuple[str, ...]
    enheter: int
    answers: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Rows of the delivery with the same thing wrong: what it led to, how many, and one of them to open."""

    why: str
    rows: int
    example: Problem


@dataclass(frozen=True, slots=True)
class UnknownAnswer:
    """One answer that is ukjent, with everything that would settle it."""

    rule: Rule
    enhet: str
    post: str
    causes: frozenset[Cause]

    @property
    def reason(self) -> Reason:
        """The first of its reasons. An answer must have one; one that has none is MISSING, and a test says which."""
        ranks = [cause.rank for cause in self.causes]
        return ORDER[min(ranks)] if ranks else Reason.MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchecked:
    """answers: all that are ukjent. waiting: values per state.

    silent_units: id and name of the active enheter that never delivered a figure.
    """

    silent_rules: list[SilentRule]
    answers: list[UnknownAnswer]
    unknown: list[UnknownAnswers]
    settling: list[Settling]
    waiting: dict[ValueState, int]
    silent_units: dict[str, str]
    faults: list[Fault]


def unchecked(situation: Situation, month: Month) -> Unchecked:
    waiting = states(situation.facts, situation.rulebook.indicators.values(), month, situation.today)
    counted = dict(waiting.get_column("state").value_counts().iter_rows())
    answers = unknown_answers(situation, month)
    return Unchecked(
        silent_rules=silent_rules(situation, month),
        answers=answers,
        unknown=by_reason(answers),
        settling=settling(situation, answers),
        waiting={state: counted.get(state.value, 0) for state in ValueState},
        silent_units=_silent_units(situation, month),
        faults=_faults(situation),
    )


# --- rules that said nothing ----------------------------------------------------------------------------------


def silent_rules(situation: Situation, month: Month) -> list[SilentRule]:
    """Rules without one answer in the month, each with the reason, by id."""
    heard = set(
        situation.judged_in(month)
        .filter(pl.col("resultat") != CODES[Result.NOT_IN_FORCE])
        .get_column("regel")
        .unique()
        .to_list()
    )
    return [
        SilentRule(rule, situation.left_out(rule) or _why_silent(situation, rule, month))
        for id, rule in sorted(situation.rulebook.rules.items())
        if id not in heard
    ]


def by_why(silent: list[SilentRule]) -> dict[str, list[Rule]]:
    """The rules under each reason, the commonest reason first."""
    found: dict[str, list[Rule]] = {}
    for one in silent:
        found.setdefault(one.why, []).append(one.rule)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def _why_silent(situation: Situation, rule: Rule, month: Month) -> str:
    if rule.version_in(month) is None:
        return _("Ingen versjon gjelder denne måneden.")
    if rule.dataset is None:
        return _("Ingen aktiv enhet hører inn under regelen.")
    name = situation.rulebook.dataset(rule.dataset).name
    if not situation.facts.table(rule.dataset).delivered:
        return _("Datasettet «{name}» er ikke levert.").format(name=name)
    return _("Datasettet «{name}» har ingen poster denne måneden.").format(name=name)


# --- answers that are unknown ---------------------------------------------------------------------------------


def unknown_answers(
    situation: Situation,
    month: Month,
    *,
    rule: str | None = None,
    enhet: str | None = None,
    among: Collection[tuple[str, str]] | None = None,
) -> list[UnknownAnswer]:
    """Every answer that is ukjent in the month, by rule, enhet and record; or those of one rule, one enhet, some subjects.

    among: (enhet, record).
    """
    causes = Causes(situation.evaluator, situation.rulebook, situation.facts, situation.today)
    rows = situation.of_month(month).filter(pl.col("resultat") == CODES[Result.UNKNOWN])
    if rule is not None:
        rows = rows.filter(pl.col("regel") == rule)
    if enhet is not None:
        rows = rows.filter(pl.col("enhet") == enhet)
    return [
        UnknownAnswer(situation.shown[regel], whose, post, _causes(situation, causes, regel, whose, post, month))
        for regel, whose, post in rows.select("regel", "enhet", "post").sort("regel", "enhet", "post").iter_rows()
        if regel != ENHET_RULE and (among is None or (whose, post) in among)
    ]


def _causes(situation: Situation, causes: Causes, rule: str, enhet: str, post: str, month: Month) -> frozenset[Cause]:
    evaluator = situation.evaluator
    answer = evaluator.record_answer(rule, post, month) if post else evaluator.answer(rule, enhet, month)
    return frozenset() if answer is None else causes.of(answer)


def by_reason(answers: list[UnknownAnswer]) -> list[UnknownAnswers]:
    """Each answer counted once, under the first of its reasons; every reason stands there, also with none."""
    found: dict[Reason, list[UnknownAnswer]] = {reason: [] for reason in ORDER}
    for answer in answers:
        found[answer.reason].append(answer)
    return [
        UnknownAnswers(reason, len(under), len({a.rule.id for a in under}), len({a.enhet for a in under}))
        for reason, under in found.items()
    ]


def settling(situation: Situation, answers: list[UnknownAnswer]) -> list[Settling]:
    """The deliveries that are part of most unknown answers, most first. What is not due yet is left to come."""
    groups: dict[tuple[Reason, str, str], list[tuple[int, Cause]]] = {}
    for number, answer in enumerate(answers):
        for cause in answer.causes:
            reason = Reason(cause.reason)
            if reason is not Reason.NOT_DUE:
                # A rival's missing figure and the enhet's own come in the same file.
                reason = Reason.MISSING if reason is Reason.OTHERS else reason
                key = (reason, _source(situation, cause), cause.period)
                groups.setdefault(key, []).append((number, cause))
    found = [
        Settling(
            reason,
            source,
            period,
            tuple(sorted({cause_name(situation, cause) for _number, cause in lacking})),
            len({cause.enhet for _number, cause in lacking if cause.enhet}),
            len({number for number, _cause in lacking}),
        )
        for (reason, source, period), lacking in groups.items()
    ]
    return sorted(found, key=lambda s: (-s.answers, ORDER.index(s.reason), s.source, s.period))


def _source(situation: Situation, cause: Cause) -> str:
    """Who delivers it: an indicator's source system; otherwise the thing itself."""
    if cause.reason == Reason.AMBITION.value:
        return "ambisjoner.csv"
    indicator = situation.rulebook.indicators.get(cause.name) if cause.period else None
    return indicator.source or indicator.name if indicator else cause_name(situation, cause)


def cause_name(situation: Situation, cause: Cause) -> str:
    """What is lacking, for people: the indicator's, parameter's or data set's name; a field by its id."""
    book = situation.rulebook
    if cause.period and cause.name in book.indicators:
        return book.indicators[cause.name].name
    if cause.reason == Reason.PARAMETER.value and cause.name in book.parameters:
        return book.parameters[cause.name].name
    if cause.reason == Reason.NOT_DELIVERED.value:
        return book.dataset(cause.name).name
    return cause.name


# --- deliveries -----------------------------------------------------------------------------------------------


def _silent_units(situation: Situation, month: Month) -> dict[str, str]:
    """Active enheter that some rule about figures covers, and that have never delivered one."""
    delivered = situation.facts.measurements.select(pl.col("enhet").unique())
    silent = active_units(situation.facts, month).join(delivered, on="enhet", how="anti")
    covered = situation.of_month(month).filter(pl.col("post") == "").select(pl.col("enhet").unique())
    found = silent.join(covered, on="enhet", how="semi").get_column("enhet").sort().to_list()
    return {enhet: situation.unit_name(enhet, month) for enhet in found}


def _faults(situation: Situation) -> list[Fault]:
    """Problems that say the same of what they led to, most rows first."""
    counted = Counter(problem.why for problem in situation.problems)
    first: dict[str, Problem] = {}
    for problem in situation.problems:
        first.setdefault(problem.why, problem)
    return [Fault(why, rows, first[why]) for why, rows in counted.most_common()]
