"""Faults: what could be wrong in how late and corrected data are taken up, planted one at a time. None may go unseen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kontroll.domain.avvik import Seen
from kontroll.flows.books import histories, replay
from kontroll.flows.deliveries import known_facts
from kontroll.flows.month import begin_run, monthly_run

Plant = Callable[[pytest.MonkeyPatch], None]


def late_data_is_not_judged(patch: pytest.MonkeyPatch) -> None:
    """Nothing that comes changes an earlier month."""
    patch.setattr(begin_run, "first_affected", lambda *_given: None)


def corrections_leave_no_month(patch: pytest.MonkeyPatch) -> None:
    """A record whose date was corrected is looked for in its new month only."""
    real = begin_run.first_affected
    patch.setattr(begin_run, "first_affected", lambda rules, new, _corrected, judged: real(rules, new, (), judged))


def matched_by_place(patch: pytest.MonkeyPatch) -> None:
    """The n-th avvik of a subject is its n-th occurrence, whatever came to light before it."""

    def matched(stored, lived, *, dated_record=False):
        by_number = {avvik.number: avvik for avvik in stored}
        pairs = [(by_number.pop(one.number, None), one) for one in lived]
        return pairs + [(avvik, None) for avvik in by_number.values()]

    patch.setattr(replay, "matched", matched)


def unknown_is_clear(patch: pytest.MonkeyPatch) -> None:
    """A month without an answer is one without utslag."""
    real = histories._seen
    patch.setattr(histories, "_seen", lambda row: Seen.CLEAR if row.struck is None else real(row))


def what_changed_is_not_looked_at(patch: pytest.MonkeyPatch) -> None:
    """Only what strikes now, or is open, is replayed."""
    real = replay._wanted
    patch.setattr(
        replay, "_wanted", lambda tx, rules, judged, standing, _changed: real(tx, rules, judged, standing, ())
    )


def file_names_decide(patch: pytest.MonkeyPatch) -> None:
    """The row of the last file name stands, not the one that came last."""
    real = known_facts._Delivered.__init__

    def init(self, tx, deliveries, *rest):
        real(self, tx, sorted(deliveries, key=lambda delivery: delivery.name), *rest)

    patch.setattr(known_facts._Delivered, "__init__", init)


def lists_add_up(patch: pytest.MonkeyPatch) -> None:
    """The first list of enheter stays beside the one that replaced it."""
    patch.setattr(known_facts._Delivered, "_of", _first_list_too(known_facts._Delivered._of))


def _first_list_too(real):
    def of(self, kind):
        found = real(self, kind)
        all_of_kind = [d for d in self._deliveries if d.kind == kind and d.seq in self._sheets]
        return [self._sheets[all_of_kind[0].seq]] if kind == "organisasjon" and all_of_kind else found

    return of


def a_moved_record_stays_in_its_sak(patch: pytest.MonkeyPatch) -> None:
    """The leader it was wrongly delivered for goes on answering for it."""
    real = replay.at_its_enhet
    patch.setattr(replay, "at_its_enhet", lambda avvik, history: replace(real(avvik, history), sak=avvik.sak))


def only_the_month_itself_may_lack(patch: pytest.MonkeyPatch) -> None:
    """What a correction takes away from an earlier month is not asked for."""
    real = monthly_run.missing_data
    patch.setattr(monthly_run, "missing_data", lambda tx, today, facts, month, _anew: real(tx, today, facts, month, ()))


#: The three that would be the easiest to make. They are planted in every test run.
FIRST: tuple[Plant, ...] = (late_data_is_not_judged, matched_by_place, unknown_is_clear)
OTHERS: tuple[Plant, ...] = (
    corrections_leave_no_month,
    what_changed_is_not_looked_at,
    file_names_decide,
    lists_add_up,
    a_moved_record_stays_in_its_sak,
    only_the_month_itself_may_lack,
)
