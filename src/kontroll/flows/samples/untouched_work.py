"""Untouched work: whether what is checked is what was drawn, and what was answered is what counts, as the trail says.

Why besides the files: the sample may be whole while the item that is checked is another, or was taken out without a reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from kontroll.domain.draw import Draw, ItemState, PopulationVersion
from kontroll.domain.problem import Problem
from kontroll.flows.books.untouched import changed
from kontroll.flows.samples.check_item import ANSWERED, answered
from kontroll.flows.samples.draw_plan import PLAN, SAMPLE, is_promised
from kontroll.flows.samples.draws_on_trail import ToldDraw
from kontroll.flows.samples.population import KEYS, keys_of
from kontroll.flows.samples.with_draw import choices_of, populations_of
from kontroll.sampling.kup1.sample import DRAWN, KEPT, lines_of
from kontroll.store.transaction import Transaction
from kontroll.texts import N_, _

_TIMES = N_("tidspunktet for forpliktelsen eller frøet er endret")
_POPULATION = N_("det som står om populasjonen og avstemmingen, er endret")
_KEYS = N_("hva numrene i populasjonen står for, er endret")
_CHOICES = N_("det som er valgt, er ikke det som står i planen")
_ITEMS = N_("det som kontrolleres, er ikke det som ble trukket")
_CHECKS = N_("svar eller godkjenning ved en kontroll er endret")


def changed_work(tx: Transaction, told: Mapping[str, ToldDraw]) -> Iterator[Problem]:
    """What is another now than the trail says. told: of a trail that holds. What has no file of its own is not told twice."""
    for draw in sorted(tx.draws.all(), key=lambda one: (one.year, one.number)):
        if draw.id in told:
            for what in _Held(tx, draw, told[draw.id]).faults():
                yield changed(_("stikkprøve {id}").format(id=draw.id), _(what))


@dataclass(frozen=True, slots=True)
class _Held:
    """A draw against what the trail says of it."""

    tx: Transaction
    draw: Draw
    told: ToldDraw

    def faults(self) -> Iterator[str]:
        populations = populations_of(self.tx, self.draw.id)
        known = {one.number for one in populations} == self.told.lists.keys()
        if not self._times_hold():
            yield _TIMES
        if not known or not all(self._is_as_told(one) for one in populations):
            yield _POPULATION
        if known and not all(self._keys_hold(number) for number in self.told.keys):
            yield _KEYS
        if not self._choices_hold():
            yield _CHOICES
        if not self._items_hold():
            yield _ITEMS
        if not self._checks_hold():
            yield _CHECKS

    def _times_hold(self) -> bool:
        """A commitment that is said to be older than it is would let an older seed in."""
        seed_at = datetime.fromisoformat(str(self.told.seed_at)) if self.told.seed_at else self.draw.seed_at
        return (self.draw.committed_at, self.draw.seed_at) == (self.told.committed_at, seed_at)

    def _is_as_told(self, one: PopulationVersion) -> bool:
        told = self.told
        reconciled = (one.reconciled_by, one.ledger_count, one.ledger_amount) if one.reconciled_by else None
        found = (one.digest, one.commitment, one.seed, reconciled)
        return found == (
            told.lists[one.number],
            told.commitments.get(one.number, ""),
            told.later_seeds.get(one.number, ""),
            told.reconciled.get(one.number),
        )

    def _keys_hold(self, number: int) -> bool:
        # None: frozen before the trail was told of them.
        return self.told.pruned or self.told.keys[number] in (None, sha256(self._file(number, KEYS)).hexdigest())

    def _choices_hold(self) -> bool:
        """Of the newest plan. That it is the one that was promised is held by its file."""
        told = self.told.commitments
        content = self._file(max(told), PLAN) if told else b""
        if not told or sha256(content).hexdigest() != told[max(told)]:
            return True
        return is_promised(content, choices_of(self.draw))

    def _items_hold(self) -> bool:
        samples = {number: self._file(number, SAMPLE) for number in sorted(self.told.samples)}
        if any(sha256(content).hexdigest() != self.told.samples[number] for number, content in samples.items()):
            # That is told of the file.
            return True
        lines = [lines_of(content) for content in samples.values()]
        items = {one.identity: one for one in self.tx.drawn_items.where(draw=self.draw.id)}
        drawn = {id for id, one in items.items() if one.state is not ItemState.TARGETED}
        if drawn != {line.identity for sample in lines for line in sample}:
            return False
        known = [] if self.told.pruned else [number for number in samples if self._keys_hold(number)]
        posts = {number: self._posts(number) for number in known}
        if any(one.post != posts[one.population].get(id) for id, one in items.items() if one.population in posts):
            return False
        away = [one for one in items.values() if one.state is ItemState.REPLACED]
        if any(one.identity not in self.told.replaced and one.evidence not in self.told.redrawn for one in away):
            return False
        hits: dict[str, int] = {}
        for sample in lines:
            hits |= Counter(line.identity for line in sample if line.status != KEPT)
        return all(
            (items[one.identity].stratum, items[one.identity].hits) == (one.stratum, hits[one.identity])
            and not (one.status in (DRAWN, KEPT) and items[one.identity].state is ItemState.RESERVE)
            for one in (lines[-1] if lines else [])
        )

    def _posts(self, number: int) -> dict[str, str]:
        return {id: key.key for id, key in keys_of(self.tx, self.draw, number).items()}

    def _checks_hold(self) -> bool:
        """Of those that the trail knows; that one is gone or put in is told of the findings."""
        found = {(one.identity, one.number): one for one in self.tx.item_checks.where(draw=self.draw.id)}
        texts = self.tx.trail.texts(sorted(told.entry for told in self.told.checks.values()))
        for key in found.keys() & self.told.checks.keys():
            one, told = found[key], self.told.checks[key]
            # Deleted on time there is nothing left to hold it against.
            now = answered(one.answers, one.audited)
            said = (one.by, one.round, one.approved_by or "", texts.get((told.entry, ANSWERED), now))
            if said != (told.by, told.round, told.approved_by, now):
                return False
        return True

    def _file(self, population: int, name: str) -> bytes:
        return self.tx.draw_files.get(self.draw.id, population, name) or b""
