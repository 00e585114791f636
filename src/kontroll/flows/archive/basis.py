"""Basis: what a sak rests on, by name and SHA-256: the rule as it was, the months' answers, and the files they came of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from kontroll.domain.avvik import Avvik
from kontroll.domain.delivery import Delivery, Taken
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule
from kontroll.domain.run import Book, Run
from kontroll.domain.sak import Sak
from kontroll.flows.deliveries.strangers import DATASETS, MEASUREMENTS
from kontroll.flows.people.looking import Looking
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY


class Basis:
    """Reads what is common to all saker once."""

    def __init__(self, look: Looking) -> None:
        self._tx: Transaction = look.tx
        self._rulebook = look.today.desk.rulebook

    def of(self, sak: Sak, avvik: Sequence[Avvik]) -> dict[str, Any]:
        """As plain values, for whoever reads it with a program."""
        rule = self._rulebook.rules.get(sak.rule or "")
        books = list(self._books_of(_months(sak, avvik)))
        runs = [self._runs[one.run] for one in books if one.run in self._runs]
        return {
            "sak": sak.id,
            "regel": self._rule(rule, sak, runs) if rule is not None else None,
            "avvik": [_avvik(one) for one in avvik],
            "svar": [
                {
                    "maaned": str(one.month), "bok": one.number, "kjoring": one.run, "sha256": one.digest,
                    "regelbok": self._runs[one.run].rulebook if one.run in self._runs else "",
                }
                for one in books
            ],
            "leveranser": [_delivery(one) for one in self._deliveries_of(rule, books, runs)],
        }  # fmt: skip

    def _rule(self, rule: Rule, sak: Sak, runs: Sequence[Run]) -> dict[str, Any]:
        version = rule.version_in(sak.month)
        kept = self._tx.rulebooks.get(runs[0].rulebook) if runs else None
        named = f"{rule.id}.yaml"
        files = [(path, own) for _level, path, own in kept.listed if path.rpartition("/")[2] == named] if kept else []
        return {
            "id": rule.id,
            "navn": rule.name,
            "hjemmel": [str(one) for one in rule.hjemmel],
            "gyldig_fra": str(version.valid_from) if version is not None else "",
            "filer": [{"fil": path, "sha256": own} for path, own in files],
        }

    # --- what is read once ------------------------------------------------------------------------------------------

    @cached_property
    def _runs(self) -> dict[str, Run]:
        return {one.id: one for one in self._tx.runs.all()}

    @cached_property
    def _books(self) -> dict[Month, list[Book]]:
        found: dict[Month, list[Book]] = defaultdict(list)
        for one in self._tx.books.rows.all():
            found[one.month].append(one)
        return found

    @cached_property
    def _deliveries(self) -> dict[str, list[Delivery]]:
        found: dict[str, list[Delivery]] = defaultdict(list)
        for one in self._tx.deliveries.known():
            if one.taken is Taken.TAKEN and not one.is_file:
                found[one.kind].append(one)
        return found

    def _books_of(self, months: Iterable[Month]) -> Iterator[Book]:
        for month in months:
            yield from sorted(self._books.get(month, ()), key=lambda one: one.number)

    def _deliveries_of(self, rule: Rule | None, books: Sequence[Book], runs: Sequence[Run]) -> list[Delivery]:
        """Those of the kinds that the rule reads, about the months, that had come when the answers were computed."""
        if rule is None or not books:
            return []
        kinds = {f"{DATASETS}/{dataset.id}" for dataset, _field in self._rulebook.fields_read(rule)} or {MEASUREMENTS}
        upto = max((run.upto for run in runs), default=0)
        first, last = books[0].month, books[-1].month
        found = (one for kind in sorted(kinds) for one in self._deliveries.get(kind, ()))
        return [
            one
            for one in found
            if one.seq <= upto and (one.first is None or one.first <= last) and (one.last is None or one.last >= first)
        ]


def _months(sak: Sak, avvik: Sequence[Avvik]) -> list[Month]:
    """From the first in which something was found to the last."""
    first = min([sak.month, *(one.first for one in avvik)])
    last = max([sak.month, *(one.last_struck for one in avvik)])
    return [first.plus(n) for n in range(last.ordinal - first.ordinal + 1)]


def _avvik(one: Avvik) -> dict[str, Any]:
    return {
        "regel": one.rule,
        "gjelder": one.subject,
        "nummer": one.number,
        "enhet": one.enhet,
        "post": one.post,
        "fra": str(one.first),
        "apnet": str(one.opened or ""),
        "sist": str(one.last_struck),
        "lost": str(one.resolved or ""),
        "alvor": one.severity.value,
    }


def _delivery(one: Delivery) -> dict[str, Any]:
    return {
        "nummer": one.seq,
        "slag": one.kind,
        "fil": one.name,
        "mottatt": one.received.astimezone(NORWAY).isoformat(timespec="seconds"),
        "sha256": one.digest,
    }
