"""Skal-register: every skal-sentence of the kommune, what controls it, who owns it, and when it was last shown to hold.

Why drafts do not count: a rule that is not run controls nothing. It is named beside the sentence, and the sentence stands
as not controlled. A mark that nothing controls a sentence gives way to a rule that does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kontroll.domain.coverage import Coverage
from kontroll.domain.policy import NoticePolicy
from kontroll.domain.reglement import Reglement, Reglementer, SkalSentence, Standing
from kontroll.domain.rule import Rule, Status
from kontroll.domain.rulebook import Rulebook
from kontroll.report.proof import share
from kontroll.report.words import status_name
from kontroll.texts import N_, _, listed, month_name, number

#: Rules that are run every month.
_RUN = (Status.TRIAL, Status.IN_USE)


@dataclass(frozen=True, slots=True)
class Controlling:
    """A rule whose hjemmel points at a sentence. evidence: what its last run covered; None: it has never been run."""

    rule: Rule
    evidence: Coverage | None

    @property
    def is_run(self) -> bool:
        return self.rule.status in _RUN


@dataclass(frozen=True, slots=True)
class SkalRow:
    """One sentence with what is known of its control. review: rules that await review since the sentence was changed."""

    sentence: SkalSentence
    reglement: Reglement
    standing: Standing
    rules: tuple[Controlling, ...]
    review: frozenset[str] = frozenset()

    @property
    def evidence(self) -> Coverage | None:
        """The newest of its rules' coverage; of the same month, the one that judged most."""
        found = [one.evidence for one in self.rules if one.evidence is not None and one.is_run]
        return max(found, key=lambda one: (one.month, one.known), default=None)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many sentences stand how."""

    total: int
    machine: int
    sample: int
    none: int

    @property
    def none_share(self) -> int:
        """Per cent that nothing controls, rounded up: what is left out is never made smaller than it is."""
        return -(-100 * self.none // self.total) if self.total else 0


def skal_register(
    reglementer: Reglementer,
    rulebook: Rulebook,
    latest: Mapping[str, Coverage] | None = None,
    review: frozenset[str] = frozenset(),
) -> list[SkalRow]:
    """Every sentence, by reglement and place. latest: of each rule, its newest coverage. review: rules that await it."""
    pointing = _pointing(reglementer, rulebook)
    rows = []
    for reglement in reglementer.all:
        for sentence in reglement.sentences:
            rules = pointing.get((reglement.id, sentence.number), [])
            found = tuple(Controlling(rule, (latest or {}).get(rule.id)) for rule in rules)
            awaited = frozenset(rule.id for rule in rules) & review
            rows.append(SkalRow(sentence, reglement, _standing(sentence, found), found, awaited))
    return rows


def counts(rows: Iterable[SkalRow]) -> Counts:
    by = Counter(row.standing for row in rows)
    return Counts(by.total(), by[Standing.MACHINE], by[Standing.SAMPLE], by[Standing.NONE])


def evidence_told(row: SkalRow) -> str:
    """`oktober 2026: 212 av 220 (96 %)`, or that there is none."""
    found = row.evidence
    if found is None:
        return _("aldri")
    told = _("{month}: {known} av {expected} vurdert ({share} %)").format(
        month=month_name(found.month),
        known=number(found.known),
        expected=number(found.expected),
        share=share(found.known, found.expected),
    )
    return told if found.works else _("{told}, men kontrollen er ikke vist å virke").format(told=told)


def _pointing(reglementer: Reglementer, rulebook: Rulebook) -> Mapping[tuple[str, str], Sequence[Rule]]:
    """(reglement, number of the sentence) -> the rules that rest on it, by id."""
    found: dict[tuple[str, str], list[Rule]] = {}
    for _id, rule in sorted(rulebook.rules.items()):
        meant = {(s.reglement, s.number) for hjemmel in rule.hjemmel for s in reglementer.meant_by(hjemmel)}
        for key in meant:
            found.setdefault(key, []).append(rule)
    return found


def _standing(sentence: SkalSentence, rules: Iterable[Controlling]) -> Standing:
    if any(one.is_run for one in rules):
        return Standing.MACHINE
    return Standing.SAMPLE if sentence.sample else Standing.NONE


#: Words of varsling.yaml that may stand for the leader of one unit, and then have no role to be called by.
_WORDS = {
    "okonomi": N_("økonomi"),
    "innkjop": N_("innkjøp"),
    "hr": N_("HR"),
    "kommunedirektor": N_("kommunedirektør"),
}


def owner_name(word: str, notices: NoticePolicy) -> str:
    """The owner as people call her: the role that the word stands for in varsling.yaml; the word where it is not there."""
    found = notices.recipients.get(word)
    meant = None if found is None else found.role or found.unit_type
    return meant or (_(_WORDS[word]) if word in _WORDS else word) or _("ingen")


def standing_told(row: SkalRow) -> str:
    """`Kontrolleres maskinelt av faktura-001 (i bruk)`, `Stikkprøve (halvårlig)`, `Ikke kontrollert: krever skjønn`."""
    if row.standing is Standing.MACHINE:
        rules = listed([f"{one.rule.id} ({status_name(one.rule.status).lower()})" for one in row.rules])
        return _("Kontrolleres maskinelt av {rules}").format(rules=rules)
    if row.standing is Standing.SAMPLE:
        return _("Stikkprøve ({how_often})").format(how_often=row.sentence.sample)
    waiting = [one.rule.id for one in row.rules]
    if waiting:
        return _("Ikke kontrollert: {rules} er ikke i bruk").format(rules=listed(waiting))
    if row.sentence.unchecked:
        return _("Ikke kontrollert: {why}").format(why=row.sentence.unchecked)
    return _("Ikke kontrollert")
