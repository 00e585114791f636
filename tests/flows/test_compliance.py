"""Compliance with rules counts the saker of an enhet: those about it, and those its leader answers for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kontroll.flows.agreements.compliance import compliance_of

from .followed import the_sak, with_a_sak
from .small import Make, at

FEB, JUNE = date(2026, 2, 20), date(2026, 6, 1)


def test_a_sak_about_another_enhet_is_also_that_of_the_office_that_follows_it_up(make: Make):
    bygda = with_a_sak(make, day=FEB)
    sak = the_sak(bygda)
    with bygda.desk.database.transaction("kontroll", at(FEB)) as tx:
        tx.saker.save(sak, replace(sak, owner_enhet="2"))

    with bygda.desk.database.reading() as tx:
        each = [compliance_of(tx, enheter, 2026, JUNE) for enheter in (["1"], ["2"], ["1", "2"], ["3"])]

    assert [1, 1, 1, 0] == [one.overdue for one in each]
    assert [1, 1, 1, 0] == [one.saker for one in each]
