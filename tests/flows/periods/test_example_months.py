"""The example kommune's report of a month, every figure counted again by plain SQL: a month of it lived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from flows.test_live_example import TODAY, lived
from kontroll.domain.month import Month, Period
from kontroll.flows.judging.assess import assess
from kontroll.flows.people.looking import looking
from kontroll.flows.periods.period_report import PeriodReport, period_report
from kontroll.report.document.kinds import ReportKind
from kontroll.report.situation import Situation
from kontroll.report.summary import Summaries
from kontroll.wiring import Desk
from recounted.periods import AskedMonth, AskedTheme, recounted_months
from recounted.plain import Plain

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def furuvik(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Summaries, Desk]]:
    desk = lived(tmp_path_factory.mktemp("furuvik") / "demo", months=1)
    situation, _problems = assess(desk.settings, TODAY, lambda *_told: None, desk.database)
    assert situation is not None
    yield Summaries(situation), desk
    desk.database.close()


def report_of(summaries: Summaries, desk: Desk, month: Month, today: date) -> PeriodReport:
    with looking(desk, today) as look:
        found = period_report(look.tx, look.today, summaries, ReportKind.MONTH, Period.parse(str(month)))
    assert found is not None
    return found


def again(situation: Situation, desk: Desk, month: Month, today: date) -> Mapping[str, float | None]:
    monthly, indicators = desk.policies.monthly, situation.rulebook.indicators
    enheter = situation.facts.organisation.get_column("enhet").unique().to_list()
    asked = AskedMonth(
        month=str(month),
        today=today,
        themes=[
            AskedTheme(
                id=one.id, indicator=one.indicator, sign=indicators[one.indicator].better.sign, kroner=one.kroner,
                limit=situation.rulebook.parameters[one.parameter].value_on(month.last_day) if one.parameter else one.limit,
                covers=situation.scorecards.covers_below(one.kroner),
            )
            for one in monthly.themes
        ],
        types=frozenset(monthly.unit_types),
        shown={one.indicator: _published(situation, one.indicator, month, enheter) for one in monthly.themes},
        joined={},
    )  # fmt: skip
    plain = Plain(desk.settings.home / "kontroll.db", desk.rule_folders)
    found = recounted_months(plain, asked)
    plain.close()
    return found


def _published(situation: Situation, indicator: str, month: Month, enheter: list[str]) -> frozenset[str]:
    """Those whose value stands on the målekart that everybody may see."""
    period = Period.containing(month, situation.rulebook.indicators[indicator].frequency)
    return frozenset(one for one in enheter if situation.published.value(indicator, one, period).is_shown)


def differing(report: PeriodReport, second: Mapping[str, float | None]) -> dict[str, tuple[object, object]]:
    wrong: dict[str, tuple[object, object]] = {}
    for id, grounds in report.behind.items():
        if not id.startswith("maalekart") and "-tall-" not in id:
            has, counted = float(sum(one.value for one in grounds.records)), second.get(id, "nobody counts it again")
            if has != counted:
                wrong[id] = has, counted
    return wrong


def test_every_figure_of_the_example_is_what_a_second_count_gives(furuvik):
    summaries, desk = furuvik
    month = summaries.situation.last

    assert {} == differing(report_of(summaries, desk, month, TODAY), again(summaries.situation, desk, month, TODAY))


def test_the_counts_of_the_maalekart_are_their_parts(furuvik):
    summaries, desk = furuvik
    behind = report_of(summaries, desk, summaries.situation.last, TODAY).behind
    count = {id: len(one.records) for id, one in behind.items() if id.startswith("maalekart") and "-tall-" not in id}
    areas = [id.removesuffix("-alle") for id in count if id.endswith("-alle")]
    assert areas
    for area in areas:
        assert count[f"{area}-alle"] == sum(count[f"{area}-{colour}"] for colour in ("gronne", "gule", "rode", "graa"))
