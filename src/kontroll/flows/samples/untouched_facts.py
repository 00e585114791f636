"""Untouched facts: whether what stands about a draw is what its plan and the trail say: what it is of, who did what, and why.

Why besides files and work: a draw that says that another reconciled it, or that an item went for another reason, tells a lie that
no hash of a file shows.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from kontroll.domain.draw import Draw, DrawnItem, PopulationVersion
from kontroll.domain.problem import Problem
from kontroll.flows.books.untouched import changed
from kontroll.flows.saker.acting import TEXT
from kontroll.flows.samples.draw_plan import PLAN, SAMPLE, is_of
from kontroll.flows.samples.draw_sample import read_out
from kontroll.flows.samples.draws_on_trail import ToldDraw
from kontroll.flows.samples.population import keys_of
from kontroll.flows.samples.with_draw import choices_of, populations_of
from kontroll.sampling.kup1.blind import checked_twice
from kontroll.sampling.kup1.sample import DRAWN, KEPT, lines_of
from kontroll.store.transaction import Transaction
from kontroll.texts import N_, _

_DEFINITION = N_("det som står om hva den er trukket av, er ikke det som står i planen")
_CHOSEN = N_("hva som summeres, hvilken kontroll den hører til, eller om den er offentlig, er endret")
_ORDER = N_("nummer, trinn eller populasjon for en post er endret")
_PEOPLE = N_("hvem som har gjort hva, eller når, er endret")
_RECORDS = N_("beløp, enhet eller måned på en post er endret")
_REPLACED = N_("hva som er byttet ut, eller hvorfor, er endret")
_SECOND = N_("hvilke poster to skal kontrollere, er endret")
_EVIDENCE = N_("dokumentasjonen er endret eller tatt bort")
_HOURS = N_("timene er endret eller tatt bort")


def changed_facts(tx: Transaction, told: Mapping[str, ToldDraw]) -> Iterator[Problem]:
    """What is another now than plan and trail say. told: of a trail that holds."""
    for draw in sorted(tx.draws.all(), key=lambda one: (one.year, one.number)):
        if draw.id in told:
            for what in _Facts(tx, draw, told[draw.id]).faults():
                yield changed(_("stikkprøve {id}").format(id=draw.id), _(what))


@dataclass(frozen=True, slots=True)
class _Facts:
    tx: Transaction
    draw: Draw
    told: ToldDraw

    def faults(self) -> Iterator[str]:
        populations = populations_of(self.tx, self.draw.id)
        hours = self.tx.work_hours.where(draw=self.draw.id)
        items = {one.identity: one for one in self.tx.drawn_items.where(draw=self.draw.id)}
        if not all(self._is_of_plan(one) for one in populations):
            yield _DEFINITION
        if not self._chosen_holds():
            yield _CHOSEN
        if not self._people_hold(populations):
            yield _PEOPLE
        if not self._order_holds(items):
            yield _ORDER
        if not self._records_hold(items):
            yield _RECORDS
        if not self._replaced_hold(items):
            yield _REPLACED
        if not self._second_holds(items):
            yield _SECOND
        if not self._evidence_holds():
            yield _EVIDENCE
        if sorted(map(repr, self.told.hours)) != sorted(repr((one.by, one.minutes, one.what)) for one in hours):
            yield _HOURS

    def _is_of_plan(self, one: PopulationVersion) -> bool:
        """Nothing is held against a plan that is not the promised one: that is told of the file."""
        content = self.tx.draw_files.get(self.draw.id, one.number, PLAN) or b""
        if not one.commitment or sha256(content).hexdigest() != self.told.commitments.get(one.number):
            return True
        return is_of(json.loads(content), self.draw, one)

    def _chosen_holds(self) -> bool:
        draw = self.draw
        found = {"amount_field": draw.amount_field, "control": draw.control, "public": draw.is_public}
        return all(found[word] == value for word, value in self.told.chosen.items())

    def _order_holds(self, items: Mapping[str, DrawnItem]) -> bool:
        """The number as the newest sample that drew it has it, the population as the first one, the stage as it came in."""
        numbers: dict[str, int] = {}
        first: dict[str, int] = {}
        for number in sorted(self.told.samples):
            content = self.tx.draw_files.get(self.draw.id, number, SAMPLE) or b""
            if sha256(content).hexdigest() != self.told.samples[number]:
                # That is told of the file.
                return True
            lines = lines_of(content)
            drawn = [line for line in lines if line.status != KEPT]
            numbers |= {line.identity: line.number for line in reversed(drawn)}
            first = {line.identity: number for line in drawn} | first
        for id in numbers.keys() & items.keys() - self.told.picked:
            if (items[id].nr, items[id].population) != (numbers[id], first[id]):
                return False
        came = Counter(one.stage for one in items.values() if one.stage > 1 and not one.replaces)
        return came == self.told.stages and all(
            one.replaces not in items or one.stage == items[one.replaces].stage for one in items.values()
        )

    def _people_hold(self, populations: list[PopulationVersion]) -> bool:
        draw, told = self.draw, self.told
        said: list[tuple[object, object]] = [
            # Whoever makes the list anew is who made it, and may not reconcile it.
            (draw.made_by, told.people.get("fryst på nytt", told.people.get("påbegynt"))),
            (draw.made_at, told.times.get("påbegynt")),
            (draw.committed_by, told.people.get("forpliktet")),
            (draw.seed_by, told.people.get("trukket")),
            (draw.drawn_at, told.times.get("trukket")),
            (draw.concluded_by, told.people.get("avsluttet")),
            (draw.concluded_at, told.times.get("avsluttet")),
            (draw.report, told.report),
        ]
        said += [(one.frozen_by, told.frozen.get(one.number, ("", 0))[0]) for one in populations]
        said += [
            (one.reconciled_text, told.reconciled_at.get(one.number, 0)) for one in populations if one.reconciled_by
        ]
        said += [(one.reason, told.frozen.get(one.number, ("", 0))[1]) for one in populations if one.number > 1]
        return all(found == should for found, should in said) and self._place_holds()

    def _place_holds(self) -> bool:
        """Where the seed was read out and who saw it. Deleted on time there is nothing left to hold it against."""
        now = read_out(self.draw.seed_place, self.draw.witnesses.split("\n"))
        told = self.tx.trail.text(self.told.entries.get("trukket", 0), TEXT)
        return not self.draw.seed or told in (None, now)

    def _records_hold(self, items: Mapping[str, DrawnItem]) -> bool:
        """Of every item as the newest list that was drawn from has it."""
        if self.told.pruned or not self.told.samples:
            return True
        left = dict(items)
        for number in sorted(self.told.samples, reverse=True):
            keys = keys_of(self.tx, self.draw, number)
            for id in [id for id in left if id in keys]:
                one, key = left.pop(id), keys[id]
                month = str(one.month) if one.month else ""
                if (one.amount, one.enhet, month) != (key.amount, key.enhet, key.month):
                    return False
        return True

    def _replaced_hold(self, items: Mapping[str, DrawnItem]) -> bool:
        by_hand = {
            id: (
                one.reason,
                next((other.identity for other in items.values() if other.replaces == id), ""),
                one.evidence,
            )
            for id, one in items.items()
            if one.reason and one.evidence not in self.told.redrawn
        }
        replaces = {one.replaces for one in items.values() if one.replaces}
        return by_hand == self.told.replaced and replaces <= self.told.replaced.keys()

    def _second_holds(self, items: Mapping[str, DrawnItem]) -> bool:
        """Of the first sample, whose seed decides it. A later stage and an amendment have their own."""
        content = self.tx.draw_files.get(self.draw.id, 1, SAMPLE)
        if not content or not self.draw.seed:
            return True
        first = {one.identity for one in lines_of(content) if one.status == DRAWN}
        twice = checked_twice(self.draw.draw_id, self.draw.seed, first, choices_of(self.draw).second_share)
        return all(items[id].second == (id in twice) for id in first & items.keys())

    def _evidence_holds(self) -> bool:
        found = {(one.identity, one.digest, one.by) for one in self.tx.evidence.where(draw=self.draw.id)}
        texts = all(
            one.text in (0, self.told.checks[one.identity, one.number].entry)
            for one in self.tx.item_checks.where(draw=self.draw.id)
            if (one.identity, one.number) in self.told.checks
        )
        return texts and found == self.told.evidence
