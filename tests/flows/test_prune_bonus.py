"""The archive of a decision on bonus goes when its time is over, and not before the kommune's archive has it."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from kontroll.domain.month import Month
from kontroll.domain.policy import Kept, RetentionRule
from kontroll.flows.archive.archive_package import archive_package
from kontroll.flows.archive.source import Span
from kontroll.flows.bonus.decide_bonus import _kept
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.home.prune import prune
from kontroll.policybook import read_policies
from kontroll.report.bonus.package import DECISION
from kontroll.settings import shipped_policies

from .small import Kommune, Make, at, rule

pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
DECIDED, LAST_DAY, FIRST_DAY = date(2026, 3, 2), date(2036, 12, 31), date(2037, 1, 1)


def bygda_in(make: Make, *, archived: bool = False) -> Kommune:
    """Bonus for 2025 is decided, and kept for ten years. archived: decisions are handed over to the kommune's archive first."""
    here = make(rule("minus"))
    said = {"avgjort_av": {"id": "TOPP", "navn": "Tora Topp"}, "begrunnelse": "", "utfall": [], "forslag": []}
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(DECISION, json.dumps(said))
    with here.desk.database.transaction("TOPP", at(DECIDED)) as tx:
        _kept(tx, 2025, 1, [], written.getvalue(), "TOPP", at(DECIDED), "")
    policies = replace(here.desk.policies, retention=(RetentionRule(kept=Kept.BONUS, years=10),))
    if archived:
        policies = replace(policies, archive=read_policies([shipped_policies()])[0].archive)
    return replace(here, desk=replace(here.desk, policies=policies))


def left(here: Kommune) -> tuple[int, int]:
    with here.desk.database.reading() as tx:
        return tx.bonus_decisions.count(), tx.bonus_packages.count()


def test_it_goes_when_its_years_are_over_and_that_it_was_decided_stays(make: Make):
    here = bygda_in(make)

    assert (0, (1, 1)) == (prune(here.desk, at(LAST_DAY)).bonus, left(here))
    assert (1, (1, 0)) == (prune(here.desk, at(FIRST_DAY)).bonus, left(here))
    assert 0 == prune(here.desk, at(FIRST_DAY)).bonus
    checked = check_trail(here.desk.database)
    assert ([], []) == (checked.problems, checked.breaks)


def test_one_that_is_taken_away_before_its_time_is_missed(make: Make):
    here = bygda_in(make)
    with here.desk.database.transaction("test", at(FIRST_DAY)) as tx:
        tx.bonus_packages.delete(year=2025, number=1)

    assert ["arkivet er ikke lenger slik det var"] == [one.what for one in check_trail(here.desk.database).problems]


def test_it_waits_until_it_is_handed_over(make: Make, tmp_path: Path):
    here = bygda_in(make, archived=True)

    assert 0 == prune(here.desk, at(FIRST_DAY)).bonus
    archive_package(here.desk, Span(Month(2026, 1), Month(2026, 12)), tmp_path / "pakke", "KARI", at(FIRST_DAY))
    assert 1 == prune(here.desk, at(FIRST_DAY)).bonus
    assert [] == check_trail(here.desk.database).problems


def test_the_shipped_choice_keeps_it_for_ten_years(address: str):
    policies, _problems = read_policies([shipped_policies()])

    assert [10] == [one.years for one in policies.retention if one.kept is Kept.BONUS]
