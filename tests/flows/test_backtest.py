"""A back-test sees each month as that month's own run saw it, and finds what the monthly run would have found."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kontroll.domain.avvik import Avvik
from kontroll.domain.backtest import BackTest, Basis, Compared, Hit
from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.rulebook import Rulebook
from kontroll.flows.judging import known_then
from kontroll.flows.judging.backtest import Asked, back_test
from kontroll.rulebook.read import read_rulebook
from village import write

from .small import ORGANISATION, POLICIES, REGISTERS, Kommune, Make, rule

FEB, MARCH, APRIL, MAY = date(2026, 2, 20), date(2026, 3, 20), date(2026, 4, 20), date(2026, 5, 20)
DEAR = rule("dyr", dataset="faktura")


def of_one(bygda: Kommune, id: str, first: str, last: str, *, draft: Rulebook | None = None) -> Compared:
    (one,) = lived(bygda, [id], first, last, draft=draft).rules
    return one


def lived(bygda: Kommune, ids: list[str], first: str, last: str, *, draft: Rulebook | None = None) -> BackTest:
    asked = Asked(
        rulebook=draft or bygda.desk.rulebook,
        rules=tuple(ids),
        in_use=bygda.desk.rulebook if draft else None,
        first=Month.parse(first),
        last=Month.parse(last),
    )
    found, problems = back_test(bygda.desk.database, bygda.desk.policies, asked)
    assert not problems
    assert found is not None
    return found


def book(folder: Path, *rules: dict[str, str]) -> Rulebook:
    files = {**REGISTERS, **{name: text for one in rules for name, text in one.items()}}
    rulebook, problems = read_rulebook([write(folder, files)])
    assert not [str(problem) for problem in problems]
    return rulebook


def told(found: Compared) -> dict[tuple[str, str], int]:
    return {(str(one.month), one.person): one.count for one in found.tested.told}


def hits(found: Compared) -> list[tuple[str, str, str, str]]:
    return [(str(hit.month), hit.enhet, hit.post, str(hit.found)) for hit in found.tested.hits]


# --- late and corrected data ------------------------------------------------------------------------------------------


@pytest.fixture
def late(make: Make) -> Kommune:
    """B1 is delivered in time for January's run; B2, which is dated in January too, comes after it."""
    bygda = make(DEAR)
    bygda.invoices("januar", date(2026, 2, 5), "B1;2026-01-10;1;5000")
    bygda.run("2026-01", FEB)
    bygda.invoices("etterslep", date(2026, 3, 5), "B2;2026-01-20;2;7000", "B3;2026-02-03;3;10")
    bygda.run("2026-02", MARCH)
    return bygda


def test_what_came_after_a_months_run_is_not_seen_by_that_month(late: Kommune):
    found = of_one(late, "dyr", "2026-01", "2026-01")

    assert [("2026-01", "1", "B1", "2026-01")] == hits(found)


def test_and_is_seen_by_the_later_run_that_knew_it(late: Kommune):
    found = of_one(late, "dyr", "2026-01", "2026-02")

    assert [("2026-01", "1", "B1", "2026-01"), ("2026-01", "2", "B2", "2026-02")] == hits(found)
    assert [(1, 1, 0), (1, 0, 1)] == [(month.judged, month.struck, month.late) for month in found.tested.months]
    assert {("2026-01", "ANNE"): 1, ("2026-02", "BERIT"): 1} == told(found)


def test_hindsight_is_caught(late: Kommune, monkeypatch: pytest.MonkeyPatch):
    """The fault that this is about, planted: every month is read with all that has come since."""
    right = known_then.known_facts
    monkeypatch.setattr(known_then, "known_facts", lambda tx, rulebook, _upto, kinds: right(tx, rulebook, None, kinds))

    with pytest.raises(AssertionError):
        test_what_came_after_a_months_run_is_not_seen_by_that_month(late)
    with pytest.raises(AssertionError):
        test_and_is_seen_by_the_later_run_that_knew_it(late)


def test_a_figure_that_came_late_is_ukjent_to_its_own_run_and_known_to_the_next(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", FEB, e1=1, e2=1)
    bygda.run("2026-01", FEB)
    bygda.measure("2026-01", date(2026, 3, 1), e3=-5)
    bygda.measure("2026-02", date(2026, 3, 1), e1=1, e2=1, e3=1)
    bygda.run("2026-02", MARCH)

    january, february = of_one(bygda, "minus", "2026-01", "2026-02").tested.months

    # Two enheter above the schools deliver nothing.
    assert (3, 0) == (january.unknown, january.struck)
    assert (2, 0, 1) == (february.unknown, february.struck, february.late)


def test_a_corrected_row_is_a_find_that_does_not_stand(make: Make):
    bygda = make(DEAR)
    bygda.invoices("januar", date(2026, 2, 5), "B1;2026-01-10;1;5000")
    bygda.run("2026-01", FEB)
    bygda.invoices("rettet", date(2026, 3, 5), "B1;2026-01-10;1;500")
    bygda.run("2026-02", MARCH)

    (before,) = of_one(bygda, "dyr", "2026-01", "2026-01").tested.hits
    (after,) = of_one(bygda, "dyr", "2026-01", "2026-02").tested.hits

    assert before.stands
    assert not after.stands
    assert 1 == of_one(bygda, "dyr", "2026-01", "2026-02").tested.opened, "it was opened, and its leader was told"


def test_a_month_that_was_run_again_is_seen_by_its_first_run(make: Make):
    bygda = make(DEAR)
    bygda.invoices("januar", date(2026, 2, 5), "B1;2026-01-10;1;5000")
    bygda.run("2026-01", FEB)
    bygda.invoices("mer", date(2026, 2, 25), "B2;2026-01-20;2;7000")
    bygda.run("2026-01", MARCH)

    assert [("2026-01", "1", "B1", "2026-01")] == hits(of_one(bygda, "dyr", "2026-01", "2026-01"))


# --- months without a run ---------------------------------------------------------------------------------------------


def test_a_month_without_a_run_is_seen_at_the_deadline_of_the_one_that_was_due(make: Make):
    """The deadline for January is 13 February."""
    bygda = make(DEAR)
    bygda.invoices("i-tide", date(2026, 2, 13), "B1;2026-01-10;1;5000")
    bygda.invoices("for-sent", date(2026, 2, 14), "B2;2026-01-20;2;7000")

    found = lived(bygda, ["dyr"], "2026-01", "2026-01")

    assert [Basis.DUE] == [sight.basis for sight in found.sights]
    assert [("2026-01", "1", "B1", "2026-01")] == hits(found.rules[0])


def test_history_from_before_anything_was_delivered_is_seen_with_what_the_first_run_knew(make: Make):
    """The organisation came on 1 January 2026: November 2025 was due before that."""
    bygda = make(DEAR)
    bygda.invoices("historikk", date(2026, 1, 15), "B0;2025-11-10;3;4000")
    bygda.invoices("januar", date(2026, 2, 5), "B1;2026-01-10;1;5000")
    bygda.run("2026-01", FEB)
    bygda.invoices("glemt", MARCH, "B9;2025-11-11;3;9000")

    found = lived(bygda, ["dyr"], "2025-11", "2026-01")

    assert [Basis.HISTORY, Basis.DUE, Basis.RUN] == [sight.basis for sight in found.sights]
    assert ["B0", "B1"] == [hit.post for hit in found.rules[0].tested.hits]


def test_a_month_that_was_run_after_the_next_takes_nothing_back(make: Make):
    bygda = make(DEAR)
    bygda.invoices("begge", date(2026, 3, 5), "B1;2026-01-10;1;5000", "B2;2026-02-10;2;5000")
    bygda.run("2026-02", MARCH)
    bygda.invoices("mer", date(2026, 4, 1), "B3;2026-02-11;2;5000")
    bygda.run("2026-01", APRIL)

    found = of_one(bygda, "dyr", "2026-01", "2026-02")

    assert {("B1", "2026-01"), ("B2", "2026-02"), ("B3", "2026-01")} == {
        (hit.post, str(hit.found)) for hit in found.tested.hits
    }


# --- people, avvik and kroner -----------------------------------------------------------------------------------------


def test_whoever_led_the_enhet_then_would_have_been_told(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", FEB, e1=-20, e2=1, e3=1)
    bygda.run("2026-01", FEB)
    bygda.deliver("organisasjon.csv", ORGANISATION.replace("skole;ANNE", "skole;CARL"), date(2026, 3, 1))
    bygda.measure("2026-02", MARCH, e1=20, e2=1, e3=1)
    bygda.run("2026-02", MARCH)
    bygda.measure("2026-03", APRIL, e1=-20, e2=1, e3=1)
    bygda.run("2026-03", APRIL)

    found = lived(bygda, ["minus"], "2026-01", "2026-03")

    assert {("2026-01", "ANNE"): 1, ("2026-03", "CARL"): 1} == told(found.rules[0])
    assert {"ANNE": "Anne A", "CARL": "Carl C"} == found.names


@pytest.mark.parametrize(("wait", "opened"), [(0, {"2026-01": 1}), (1, {"2026-02": 1}), (2, {})])
def test_an_avvik_opens_when_it_has_waited(make: Make, wait: int, opened: dict[str, int]):
    bygda = make(rule("minus", then=f"venter: {wait}"))
    for month, day in (("2026-01", FEB), ("2026-02", MARCH)):
        bygda.measure(month, day, e1=-20, e2=1, e3=1)
        bygda.run(month, day)

    found = of_one(bygda, "minus", "2026-01", "2026-02").tested

    assert opened == {str(month.month): month.opened for month in found.months if month.opened}
    assert 2 == found.months_struck


def test_a_rule_that_strikes_too_widely_is_stopped_and_tells_nobody(make: Make):
    bygda = make(rule("minus", then="maks_utslag: 1"))
    bygda.measure("2026-01", FEB, e1=-20, e2=-20, e3=1)
    bygda.run("2026-01", FEB)

    found = of_one(bygda, "minus", "2026-01", "2026-01").tested

    assert (True, 2, 0, 0) == (found.months[0].stopped, found.months[0].struck, found.opened, found.notices)


def test_the_first_find_and_the_kroner_of_its_enhet_until_then(make: Make):
    bygda = make(DEAR)
    bygda.invoices("desember", date(2026, 1, 10), "B0;2025-12-31;1;900")
    bygda.invoices("januar", date(2026, 2, 5), "B1;2026-01-10;1;400", "B2;2026-01-12;2;300")
    bygda.run("2026-01", FEB)
    bygda.invoices("februar", date(2026, 3, 5), "B3;2026-02-10;1;5000,50", "B4;2026-02-11;1;", "B5;2026-03-01;1;70")
    bygda.run("2026-02", MARCH)
    bygda.invoices("glemt", APRIL, "B6;2026-02-12;1;111")

    first = of_one(bygda, "dyr", "2026-01", "2026-02").tested.first

    assert first is not None
    assert Hit(month=Month(2026, 2), found=Month(2026, 2), enhet="1", post="B3") == first.hit
    assert (MARCH, 540050) == (first.day, first.ore)


def test_a_rule_on_figures_has_no_kroner(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", FEB, e1=-20, e2=1, e3=1)
    bygda.run("2026-01", FEB)

    first = of_one(bygda, "minus", "2026-01", "2026-01").tested.first

    assert first is not None
    assert first.ore is None


# --- held against the version in use ----------------------------------------------------------------------------------


def test_a_draft_is_held_against_the_version_in_use(make: Make, tmp_path: Path):
    bygda = make(DEAR)
    bygda.invoices("januar", FEB, "B1;2026-01-10;1;5000", "B2;2026-01-10;2;600", "B3;2026-01-12;3;20000")
    bygda.run("2026-01", FEB)
    both = "{alle: [{felt: belop, er: over, verdi: 500}, {felt: belop, er: under, verdi: 10000}]}"
    draft = book(tmp_path / "draft", rule("dyr", dataset="faktura", condition=both, status="utkast", tested=False))

    found = of_one(bygda, "dyr", "2026-01", "2026-01", draft=draft)

    assert found.in_use is not None
    assert (["B1", "B2"], ["B1", "B3"]) == ([h.post for h in found.tested.hits], [h.post for h in found.in_use.hits])
    assert (["B2"], ["B3"]) == ([hit.post for hit in found.new], [hit.post for hit in found.lost])


def test_a_draft_that_says_the_same_is_the_same_whatever_its_status_and_tests(make: Make, tmp_path: Path):
    bygda = make(DEAR)
    draft = book(tmp_path / "draft", rule("dyr", dataset="faktura", status="utkast", tested=False))

    found = of_one(bygda, "dyr", "2026-01", "2026-01", draft=draft)

    assert found.same
    assert found.in_use is None


def test_a_rule_is_another_when_a_rule_that_it_asks_about_is(make: Make, tmp_path: Path):
    asks = rule("spor", condition="{utslag: minus}", tested=False)
    bygda = make(rule("minus"), asks)
    bygda.measure("2026-01", FEB, e1=-1, e2=1, e3=1)
    bygda.run("2026-01", FEB)
    looser = rule("minus", condition="{indikator: balanse, er: under, verdi: -5}", tested=False)

    found = of_one(bygda, "spor", "2026-01", "2026-01", draft=book(tmp_path / "draft", looser, asks))

    assert ([], ["1"]) == ([hit.enhet for hit in found.new], [hit.enhet for hit in found.lost])


def test_a_new_rule_is_held_against_nothing(make: Make, tmp_path: Path):
    bygda = make(rule("minus"))
    draft = book(tmp_path / "draft", rule("minus"), DEAR)

    found = of_one(bygda, "dyr", "2026-01", "2026-01", draft=draft)

    assert (None, False, ()) == (found.in_use, found.same, found.new)


# --- against the monthly run itself -----------------------------------------------------------------------------------

RULES = (rule("minus", then="venter: 1, hold: 1"), rule("straks"), DEAR)
MONTHS = [Month(2026, 1).plus(n) for n in range(5)]


def live(bygda: Kommune, chance: random.Random) -> None:
    """Months as they come: some figures and invoices late, some corrected, and the organisation sent anew at times."""
    late: list[str] = []
    for n, month in enumerate(MONTHS):
        day = month.plus(1).first_day + timedelta(days=19)
        values = {f"e{e}": chance.choice([-9, -1, 1, 9]) for e in (1, 2, 3) if chance.random() < 0.8}
        bygda.measure(str(month), day, **values)
        if n and chance.random() < 0.6:
            bygda.measure(str(month.plus(-1)), day, **{f"e{chance.choice([1, 2, 3])}": chance.choice([-5, 5])})
        rows = [f"B{n}{i};{month}-10;{chance.choice([1, 2, 3])};{chance.choice([10, 5000])}" for i in range(4)]
        kept = [row for row in rows if chance.random() < 0.7]
        bygda.invoices(f"m{n}", day, *kept, *late)
        late = [row for row in rows if row not in kept] + [
            row.rsplit(";", 2)[0] + f";{chance.choice([1, 2, 3])};{chance.choice([10, 5000])}"
            for row in kept
            if chance.random() < 0.3
        ]
        if chance.random() < 0.4:
            leader = chance.choice(["ANNE", "CARL"])
            bygda.deliver("organisasjon.csv", ORGANISATION.replace("skole;ANNE", f"skole;{leader}"), day)
        bygda.run(str(month), day)


@pytest.mark.parametrize("seed", range(3))
def test_a_back_test_of_the_rules_in_use_finds_what_the_runs_found(make: Make, seed: int):
    bygda = make(*RULES)
    live(bygda, random.Random(seed))

    found = lived(bygda, ["minus", "straks", "dyr"], "2026-01", "2026-05")

    assert opened(bygda.avvik()) == {one.tested.rule.id: one.tested.opened for one in found.rules if one.tested.opened}
    assert new_saker(bygda) == {
        (one.tested.rule.id, *key): count for one in found.rules for key, count in told(one).items()
    }


def opened(avvik: list[Avvik]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in avvik:
        if one.opened is not None:
            counts[one.rule] = counts.get(one.rule, 0) + 1
    return counts


def new_saker(bygda: Kommune) -> dict[tuple[str, str, str], int]:
    counts: dict[tuple[str, str, str], int] = {}
    for notice in bygda.notices():
        if notice.reason in (Reason.NEW_SAK, Reason.INFORMED):
            key = (notice.rule or "", str(notice.month), notice.recipient)
            counts[key] = counts.get(key, 0) + 1
    return counts


@pytest.mark.parametrize("seed", range(3))
def test_months_that_are_read_together_give_what_each_gives_alone(
    make: Make, seed: int, monkeypatch: pytest.MonkeyPatch
):
    bygda = make(*RULES, policies=replace(POLICIES))
    live(bygda, random.Random(seed))
    together = lived(bygda, ["minus", "straks", "dyr"], "2026-01", "2026-05")

    monkeypatch.setattr(
        known_then.DatabaseHistory, "first_late", lambda _self, _before, _sight, judged, _rulebook: min(judged)
    )

    assert lived(bygda, ["minus", "straks", "dyr"], "2026-01", "2026-05") == together
