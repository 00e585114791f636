"""Decide: one named person decides on the bonus of a year, and all that it was decided on is archived with it.

Never by itself: the rules give grounds. Whoever has a ground and is not given, and whoever is given without one, is so with
a reason. What was decided before stays; another decision has the reason why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from kontroll.domain.access import Act, Thing, Viewer, may_enter
from kontroll.domain.bonus import (
    BonusDecision,
    BonusOutcome,
    BonusPackage,
    BonusRefusal,
    BonusRefused,
    Choice,
    Nomination,
    is_against,
    refused,
)
from kontroll.domain.conflict import Conflict
from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.rule import RuleType
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.trail import Fact
from kontroll.flows.audit.rules_as_json import rules_as_json
from kontroll.flows.bonus.nominate import REASON, standing_nominations
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import today_of
from kontroll.flows.telling.tell import tell_of
from kontroll.report.bonus.package import Decided, Material, package, rule_files_of
from kontroll.report.bonus.year import BonusYear
from kontroll.store.chance import salt
from kontroll.store.transaction import Transaction
from kontroll.texts import N_, NORWAY, _
from kontroll.wiring import Desk

DECIDED = "bonus: avgjort"
_ROLE = N_("kommunedirektør")


class ChoicesRefused(BonusRefused):
    """Several at once: enhet -> why not. Nothing was changed."""

    def __init__(self, by_enhet: Mapping[str, BonusRefusal]) -> None:
        first = next(iter(by_enhet))
        super().__init__(by_enhet[first], first)
        self.by_enhet = dict(by_enhet)


def must_be_chosen(year: BonusYear, nominations: Sequence[Nomination]) -> list[str]:
    """The enheter that a decision must say something of: those with a ground, and those who are put forward."""
    return sorted(
        {sheet.enhet for sheet in year.struck} | {one.enhet for one in nominations if one.enhet in year.sheets}
    )


def decide_bonus(
    desk: Desk,
    rulebook: Rulebook,
    year: BonusYear,
    choices: Sequence[Choice],
    by: Viewer,
    now: datetime,
    *,
    seen: int,
    reason: str = "",
) -> BonusDecision:
    """rulebook, year: what whoever decides was shown. seen: how many decisions of the year she had seen.

    Raises BonusRefused (ChoicesRefused of enheter), and Conflict where another has decided meanwhile.
    """
    if not may_enter(by, Act.DO, Thing.BONUS_DECISION) or by.person is None:
        raise BonusRefused(BonusRefusal.NOT_HERS)
    with desk.database.transaction(by.person, now) as tx:
        earlier = tx.bonus_decisions.where(year=year.year)
        if len(earlier) != seen:
            raise Conflict("BonusDecision", str(year.year))
        if earlier and not reason.strip():
            raise BonusRefused(BonusRefusal.AGAIN_WITHOUT_REASON)
        nominations = standing_nominations(tx, year.year)
        decided = _decided(year, choices, nominations)
        content = package(_material(desk, tx, rulebook, year, decided, by, now, len(earlier) + 1, reason.strip()))
        made = _kept(tx, year.year, len(earlier) + 1, decided, content, by.person, now, reason.strip())
        _tell_leaders(tx, today_of(desk, tx, now), year, made, told=by.person)
        return made


def _tell_leaders(tx: Transaction, today: Today, year: BonusYear, made: BonusDecision, told: str) -> None:
    """Each who leads a tjenestested that could be given it, once, and without a figure. told: who knows already."""
    found = (today.directory.responsible_for(enhet, today.day) for enhet in sorted(year.sheets))
    leaders = {one.person: one for one in found if one is not None and one.person != told}
    tell_of(tx, today, Reason.BONUS_DECIDED, str(year.year), leaders.values(), number=made.number)


def waiting_year(tx: Transaction, today: Today, by: Viewer) -> int | None:
    """The year that is over and judged to its end, and that she who decides has not decided; None = nothing waits."""
    if not may_enter(by, Act.DO, Thing.BONUS_DECISION):
        return None
    year = today.day.year - 1
    rules = [rule for rule in today.desk.rulebook.rules.values() if rule.type is RuleType.BONUS]
    is_judged = tx.books.rows.count(month=Month(year, 12)) > 0
    is_asked = any(rule.version_in(Month(year, 12)) is not None for rule in rules)
    return year if is_asked and is_judged and not tx.bonus_decisions.count(year=year) else None


def _decided(year: BonusYear, choices: Sequence[Choice], nominations: Sequence[Nomination]) -> list[Decided]:
    """Every enhet that must be chosen is, and each with the reason it must have."""
    chosen = {one.enhet: one for one in choices}
    stray = [enhet for enhet in chosen if enhet not in year.sheets]
    faults = dict.fromkeys(stray, BonusRefusal.NOT_A_SITE)
    found = []
    for enhet in sorted({*must_be_chosen(year, nominations), *chosen} - set(stray)):
        choice, sheet = chosen.get(enhet, Choice(enhet=enhet, granted=None)), year.sheets[enhet]
        why = refused(choice, sheet.state, sheet.classes)
        if why is not None:
            faults[enhet] = why
            continue
        granted = bool(choice.granted)
        klass = choice.klass if granted else None
        found.append(
            Decided(
                enhet=enhet, granted=granted, klass=klass, found=sheet.state, grounds=sheet.classes,
                against=is_against(granted, klass, sheet.state, sheet.classes), reason=choice.reason.strip(),
            )
        )  # fmt: skip
    if faults:
        raise ChoicesRefused(faults)
    return found


def _material(
    desk: Desk,
    tx: Transaction,
    rulebook: Rulebook,
    year: BonusYear,
    decided: Sequence[Decided],
    by: Viewer,
    now: datetime,
    number: int,
    reason: str,
) -> Material:
    nominations = tx.nominations.where(year=year.year)
    texts = tx.trail.texts([one.trail for one in nominations])
    directory, day = known_directory(tx), now.astimezone(NORWAY).date()
    people = {one.by: directory.person(one.by, day) for one in nominations}
    assert by.person is not None
    return Material(
        municipality=desk.settings.municipality,
        rulebook=rulebook,
        year=year,
        rule_files=desk.rule_files,
        rules=rules_as_json(rule_files_of(desk.rule_files, rulebook, year)),
        number=number,
        by=by.person,
        name=by.name,
        role=_(_ROLE),
        at=now,
        reason=reason,
        decided=decided,
        nominations=nominations,
        reasons={one.trail: texts.get((one.trail, REASON), "") for one in nominations},
        names={id: person.name for id, person in people.items() if person is not None},
        salt=salt(),
    )


def _kept(
    tx: Transaction,
    year: int,
    number: int,
    decided: Sequence[Decided],
    content: bytes,
    by: str,
    now: datetime,
    why: str,
) -> BonusDecision:
    digest, granted = sha256(content).hexdigest(), sum(one.granted for one in decided)
    texts = {one.enhet: one.reason for one in decided if one.reason}
    about: dict[str, Fact] = {
        "year": year, "number": number, "package": digest, "granted": granted, "decided": len(decided),
        "against": sum(one.against for one in decided),
    }  # fmt: skip
    entry = tx.trail.append(DECIDED, about, texts | ({REASON: why} if why else {}))
    tx.bonus_outcomes.add_all(
        [
            BonusOutcome(
                year=year, number=number, enhet=one.enhet, granted=one.granted, klass=one.klass, found=one.found,
                against=one.against, trail=entry if one.reason else 0,
            )
            for one in decided
        ]
    )  # fmt: skip
    tx.bonus_packages.add(BonusPackage(year=year, number=number, content=content))
    return tx.bonus_decisions.add(
        BonusDecision(year=year, number=number, by=by, at=now, package=digest, granted=granted, trail=entry)
    )
