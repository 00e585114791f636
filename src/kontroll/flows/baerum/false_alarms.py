"""False alarms: what the people of a kommune where nothing is wrong would have been told of, month by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from kontroll.domain.backtest import Basis, RuleTested, Sight, Told
from kontroll.domain.directory import Directory
from kontroll.domain.month import Month
from kontroll.domain.policy import INTERNAL_CONTROL, Policies
from kontroll.domain.rule import Rule, Status
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.trial import Alarms
from kontroll.engine.columnar import evaluate
from kontroll.facts.directory import directory
from kontroll.facts.facts import Facts
from kontroll.flows.judging.live_through import Life
from kontroll.flows.month.scheduled_month import due_day

#: More avvik than this in a month are more than a leader reads.
ENOUGH = 3


def twin_verdicts(rulebook: Rulebook, facts: Facts, first: Month, last: Month) -> pl.DataFrame:
    """What `false_alarms` is counted from. The month before is judged too, so that what stood already is not new."""
    return evaluate(rulebook, facts, first.plus(-1), last).frame


def false_alarms(
    rulebook: Rulebook, policies: Policies, facts: Facts, first: Month, last: Month, verdicts: pl.DataFrame
) -> Alarms:
    """All rules in use, through the real routing. verdicts: `twin_verdicts`."""
    asked = [rule for rule in rulebook.rules.values() if rule.status is Status.IN_USE and rule.type.opens_avvik]
    life = Life(rulebook, asked, policies.notices, first.plus(-1))
    for month, frame in life.by_month(verdicts, first.plus(-1), last).items():
        day = due_day(policies, month) + timedelta(days=1)
        life.step(Sight(month=month, basis=Basis.FOLDER, day=day), facts, {month: frame})
    return _counted(rulebook, policies, directory(facts), life.tested(), first, last)


def _counted(
    rulebook: Rulebook, policies: Policies, people: Directory, tested: Sequence[RuleTested], first: Month, last: Month
) -> Alarms:
    day = due_day(policies, last)
    officers = _holders(policies, people, day)
    control = _control(policies, people, day)
    told = [(one.rule, t) for one in tested for t in one.told if t.month >= first]
    to_leaders = [(rule, t) for rule, t in told if t.person not in officers]
    to_control = [(rule, t) for rule, t in told if t.person in control]
    leaders, leader_avvik = _worst(to_leaders), _worst(to_leaders, avvik=True)
    return Alarms(
        months=last.ordinal - first.ordinal + 1,
        leaders=len({t.person for _rule, t in to_leaders}),
        told=sum(t.count for _rule, t in to_leaders),
        worst_leader=max(leaders.values(), default=0),
        worst_leader_avvik=max(leader_avvik.values(), default=0),
        over_three=sum(count > ENOUGH for count in leaders.values()),
        to_control=max(_worst(to_control).values(), default=0),
        to_control_avvik=max(_worst(to_control, avvik=True).values(), default=0),
        by_rule=_by_rule(to_leaders),
    )


def _worst(told: Sequence[tuple[Rule, Told]], *, avvik: bool = False) -> Counter[tuple[str, Month]]:
    found: Counter[tuple[str, Month]] = Counter()
    for _rule, one in told:
        found[one.person, one.month] += one.avvik if avvik else one.count
    return found


def _by_rule(told: Sequence[tuple[Rule, Told]]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for rule, one in told:
        found[rule.id] += one.count
    return dict(found.most_common())


def _holders(policies: Policies, people: Directory, day: date) -> frozenset[str]:
    """Those who are told by the role they have, and not because they lead."""
    roles = [recipient.role for recipient in policies.notices.recipients.values() if recipient.role is not None]
    return frozenset(person for role in roles for person in people.holders(role, day))


def _control(policies: Policies, people: Directory, day: date) -> frozenset[str]:
    recipient = policies.notices.recipients.get(INTERNAL_CONTROL)
    return frozenset(people.holders(recipient.role, day)) if recipient is not None and recipient.role else frozenset()
