"""/arkiv: what was taken out and what waits, as counts; and nothing of what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import httpx
import pytest

from friday import Friday, friday_of
from kontroll.domain.access import Role
from kontroll.domain.archiving import ArchivedThing, ArchiveKind, ArchivePackage
from kontroll.domain.month import Month
from kontroll.domain.sak import REPORTED_OF_TOP, Outcome, SakState
from kontroll.policybook import read_policies
from kontroll.settings import shipped_policies
from served import text_of
from signed_in import NOW, cookies


@pytest.fixture
def friday(village_seen, tmp_path) -> Iterator[Friday]:
    """Two closed saker, one of them in a package; a third is about the top leader, and is counted nowhere."""
    summaries, desk = village_seen
    shipped, _problems = read_policies([shipped_policies()])
    chosen = replace(desk, policies=replace(desk.policies, archive=shipped.archive))
    with friday_of(summaries.situation, chosen, tmp_path) as friday:
        _closed(friday)
        yield friday


def _closed(friday: Friday) -> None:
    ended = {"state": SakState.CLOSED, "outcome": Outcome.RESOLVED, "closed_on": date(2026, 4, 17), "deadline": None}
    with friday.desk.database.transaction("test", NOW) as tx:
        first, second, third = tx.saker.all()[:3]
        for one in (first, second, third):
            kind = REPORTED_OF_TOP if one is third else one.kind
            tx.saker.save(one, replace(one, **ended, kind=kind, version=one.version + 1))
        tx.archive_packages.add(
            ArchivePackage(
                number=1, by="KARI", at=NOW, first=Month(2026, 1), last=Month(2026, 4), digest="a" * 64, files=5, size=10,
                things=1, trail=1,
            )
        )  # fmt: skip
        tx.archived_things.add(
            ArchivedThing(package=1, kind=ArchiveKind.SAK, subject=first.id, year=2026, number=1, digest="b")
        )


def read(friday: Friday, *roles: Role) -> httpx.Response:
    held = cookies(friday.desk, None, roles) if roles else cookies(friday.desk)
    with httpx.Client(base_url=friday.address, trust_env=False, timeout=60, cookies=held) as client:
        return client.get("/arkiv")


def test_those_who_keep_and_revise_see_what_was_taken_and_what_waits_and_not_what_it_was(friday: Friday):
    page = read(friday, Role.AUDITOR)

    told = text_of(page)
    assert "Saker om avvik 2 1 1" in told
    assert "1 januar 2026 april 2026 20. april 2026 Kari Kontroll 1 5" in told
    assert "a" * 64 in told
    with friday.desk.database.reading() as tx:
        assert not [one.id for one in tx.saker.all() if one.id in page.text]


def test_whoever_only_speaks_for_the_employees_is_refused(friday: Friday):
    assert read(friday, Role.UNION).status_code == 403
