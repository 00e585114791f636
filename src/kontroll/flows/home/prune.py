"""Prune: what is older than policies/oppbevaring.yaml says is deleted; that it was there stays on the trail.

Years are counted from the end of the calendar year that something is from, as archives and bookkeeping count them.

Why a file outlives its years while its rows stand: a list of units from long ago may be the one in force.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import polars as pl

from kontroll.domain.dataset import LINE_KEY
from kontroll.domain.delivery import Delivery, Taken
from kontroll.domain.notice import MessageState
from kontroll.domain.policy import Kept, Policies, RetentionRule
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.webhook import CallState
from kontroll.facts.sheet import Sheet, plain_heading
from kontroll.flows.archive.waiting import waiting_texts
from kontroll.flows.deliveries.known_facts import WHOLE_LISTS
from kontroll.flows.deliveries.strangers import DATASETS
from kontroll.flows.home.prune_bonus import prune_bonus
from kontroll.flows.home.prune_persons import OF_PERSONS, prune_persons
from kontroll.flows.home.prune_reports import prune_reports
from kontroll.flows.samples.prune_draws import prune_draws
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY
from kontroll.wiring import Desk

ACTOR = "kontroll"
_ENTRY, _CALL = "slettet", "varsel til system"


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many were deleted. calls: to other systems; they are kept as long as messages to people are.

    draws: of how many finished stikkprøver keys and documents were. grounds: texts and files with what was counted in reports.
    persons: talks, resultatlønn and resultatavtaler. bonus: archives of decisions.
    """

    texts: int = 0
    messages: int = 0
    calls: int = 0
    deliveries: int = 0
    draws: int = 0
    grounds: int = 0
    persons: int = 0
    bonus: int = 0


def prune(desk: Desk, now: datetime) -> Pruned:
    """Delete everything whose time is over, in one transaction."""
    day, rules = now.astimezone(NORWAY).date(), desk.policies.retention
    with desk.database.transaction(ACTOR, now) as tx:
        return Pruned(
            sum(_texts(tx, desk.policies, day, rule.years) for rule in rules if rule.kept is Kept.TEXT),
            sum(_messages(tx, day, rule.years) for rule in rules if rule.kept is Kept.MESSAGE),
            sum(_calls(tx, day, rule.years) for rule in rules if rule.kept is Kept.MESSAGE),
            _deliveries(tx, day, desk.rulebook, [rule for rule in rules if rule.kept is Kept.DELIVERY]),
            sum(_draws(tx, day, rule.years) for rule in rules if rule.kept is Kept.DRAW),
            sum(_grounds(tx, day, rule.years) for rule in rules if rule.kept is Kept.REPORT),
            sum(_persons(tx, desk.policies, day, rule) for rule in rules if rule.kept in OF_PERSONS),
            sum(_bonus(tx, desk.policies, day, rule) for rule in rules if rule.kept is Kept.BONUS),
        )


def is_over(year: int, years: int, day: date) -> bool:
    """Whether so many whole calendar years have gone since the end of that year."""
    return year + years < day.year


def _texts(tx: Transaction, policies: Policies, day: date, years: int) -> int:
    """But not what the archive must have first."""
    old = [
        entry.seq
        for entry in tx.trail.with_texts()
        if is_over(_local_year(datetime.fromisoformat(str(entry.content["at"]))), years, day)
    ]
    kept = waiting_texts(tx, policies) if old else set()
    old = [seq for seq in old if seq not in kept]
    gone = tx.trail.delete_texts(old)
    if gone:
        tx.trail.append(_ENTRY, {"what": Kept.TEXT.value, "count": gone, "first": old[0], "last": old[-1]})
    return gone


def _messages(tx: Transaction, day: date, years: int) -> int:
    """Those that are sent or given up: what is still to be sent is sent first."""
    table = tx.messages.table.c
    kept = tx.messages.where(table.text != "", table.state != MessageState.QUEUED)
    old = [message for message in kept if is_over(message.day.year, years, day)]
    tx.messages.save_all((one, replace(one, subject="", text="", html="")) for one in old)
    if old:
        tx.trail.append(_ENTRY, {"what": Kept.MESSAGE.value, "count": len(old)})
    return len(old)


def _calls(tx: Transaction, day: date, years: int) -> int:
    """As messages: what it said goes, and its id stays, so that nobody is told of the same again."""
    table = tx.calls.table.c
    kept = tx.calls.where(table.body != "", table.state != CallState.QUEUED)
    old = [call for call in kept if is_over(_local_year(call.made), years, day)]
    tx.calls.save_all((one, replace(one, body="")) for one in old)
    if old:
        tx.trail.append(_ENTRY, {"what": _CALL, "count": len(old)})
    return len(old)


def _draws(tx: Transaction, day: date, years: int) -> int:
    return prune_draws(tx, lambda ended: is_over(_local_year(ended), years, day))


def _grounds(tx: Transaction, day: date, years: int) -> int:
    return prune_reports(tx, lambda at: is_over(_local_year(at), years, day))


def _persons(tx: Transaction, policies: Policies, day: date, rule: RetentionRule) -> int:
    return prune_persons(tx, policies, rule.kept, lambda year: is_over(year, rule.years, day))


def _bonus(tx: Transaction, policies: Policies, day: date, rule: RetentionRule) -> int:
    return prune_bonus(tx, policies, lambda at: is_over(_local_year(at), rule.years, day))


# --- deliveries -------------------------------------------------------------------------------------------------------


def _deliveries(tx: Transaction, day: date, rulebook: Rulebook, rules: Sequence[RetentionRule]) -> int:
    known = tx.deliveries.known()
    deleted = {delivery.seq for delivery in tx.deliveries.deleted(known)}
    left = [delivery for delivery in known if delivery.seq not in deleted]
    old = [d for d in _of_old_years(left, rules, day) if not _stands(tx, d, left, rulebook)]
    for delivery in old:
        tx.deliveries.delete_content(delivery.seq)
        tx.trail.append(
            _ENTRY, {"what": Kept.DELIVERY.value, "delivery": delivery.seq, "of": delivery.kind, "rows": delivery.rows}
        )
    return len(old)


def _of_old_years(left: Sequence[Delivery], rules: Sequence[RetentionRule], day: date) -> Iterator[Delivery]:
    """Received, and about months, so long ago that their rule lets them go."""
    by_kind = {rule.kind: rule.years for rule in rules}
    for delivery in left:
        years = by_kind.get(delivery.kind, by_kind.get(None))
        newest = max(_local_year(delivery.received), delivery.last.year if delivery.last is not None else 0)
        if years is not None and is_over(newest, years, day):
            yield delivery


def _stands(tx: Transaction, delivery: Delivery, left: Sequence[Delivery], rulebook: Rulebook) -> bool:
    """Whether something in it may still be in force: it is about no month, and has not all come again."""
    if delivery.taken is Taken.REFUSED or delivery.last is not None or delivery.is_file:
        return False
    later = [d for d in left if d.kind == delivery.kind and d.seq > delivery.seq and d.taken is Taken.TAKEN]
    if delivery.kind in WHOLE_LISTS:
        return not later
    dataset = rulebook.datasets.get(delivery.kind.removeprefix(f"{DATASETS}/"))
    if dataset is None or dataset.key == LINE_KEY:
        return True
    heading = next(field.heading for field in dataset.fields if field.id == dataset.key)
    sheets = tx.deliveries.sheets([delivery, *later])
    came_again = {key for one in later for key in _column(sheets[one.seq], heading)}
    return not set(_column(sheets[delivery.seq], heading)) <= came_again


def _column(sheet: Sheet, heading: str) -> pl.Series:
    own = next((own for own in sheet.headings if plain_heading(own) == plain_heading(heading)), None)
    return (
        sheet.frame.get_column(own).str.strip_chars().drop_nulls()
        if own is not None
        else pl.Series([], dtype=pl.String)
    )


def _local_year(moment: datetime) -> int:
    return moment.astimezone(NORWAY).year
