"""Internal control's list: rare beats common, grave beats light, more beats less, and every figure can be counted again."""

from __future__ import annotations

from math import comb, log2
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontroll.domain.month import Month
from kontroll.engine.columnar import evaluate
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.report.watchlist import Watched, at_least, place_of, watchlist
from kontroll.rulebook.read import read_rulebook
from village import write

MARCH = Month(2025, 3)
_DATASET = """
id: faktura
navn: Faktura
nokkel: bilag
dato: fakturadato
enhet: ansvar
felter:
  - {id: bilag, type: tekst}
  - {id: fakturadato, type: dato}
  - {id: ansvar, type: tekst}
  - {id: leverandor, type: tekst}
  - {id: belop, type: kr}
  - {id: papir, type: tekst}
"""


def _rule(id: str, condition: str, severity: str = "middels") -> str:
    return (
        f"id: {id}\nnavn: Regel {id}\ntype: avvik\nstatus: i_bruk\nalvor: {severity}\ngrunnlag: faktura\n"
        "hjemmel: [{lov: kommuneloven, paragraf: '25-1'}]\n"
        f"versjoner: [{{gyldig_fra: 2020-01, hvis: {condition}, saa: {{avvik: ja}}}}]\n"
    )


def listed(folder: Path, rows: list[str], *, severity: str = "middels") -> list[Watched]:
    rules = {
        "datasett/faktura.yaml": _DATASET,
        "faktura/papir.yaml": _rule("papir", "{felt: papir, mangler: ja}", severity),
        "faktura/stor.yaml": _rule("stor", "{felt: belop, er: minst, verdi: 1000}"),
    }
    rulebook, problems = read_rulebook([write(folder / "rules", rules)])
    assert not list(problems)
    organisation = (
        "enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger\n1;G;r;;;P;2020-01;;\n"
    )
    invoices = "\n".join(["bilag;fakturadato;ansvar;leverandor;belop;papir", *rows]) + "\n"
    data = write(folder / "data", {"organisasjon.csv": organisation, "datasett/faktura/f.csv": invoices})
    facts, _problems = read_folder(data, rulebook)
    verdicts = evaluate(rulebook, facts, MARCH.plus(-11), MARCH).frame
    return watchlist(rulebook, facts, verdicts, MARCH)


def bill(key: int, supplier: str, *, paper: str = "V", amount: int = 10, day: str = "2025-03-05") -> str:
    return f"B{key};{day};1;{supplier};{amount};{paper}"


def everyday() -> list[str]:
    """Sixteen suppliers with four invoices each; half of them have been large once."""
    return [bill(n * 4 + k, f"S{n}", amount=2000 if n % 2 == 0 and k == 0 else 10) for n in range(16) for k in range(4)]


def test_the_rare_stands_before_the_common(tmp_path: Path):
    rows = listed(tmp_path, [*everyday(), *[bill(100 + n, "S99", paper="") for n in range(4)]])

    assert "S99" == rows[0].who
    assert "papir" == rows[0].evidence[0].rule.id
    assert (4, 4, 1, 17) == (
        rows[0].evidence[0].count,
        rows[0].evidence[0].judged,
        rows[0].evidence[0].as_many,
        rows[0].evidence[0].of,
    )


def test_each_row_opens_its_records(tmp_path: Path):
    rows = listed(tmp_path, [*everyday(), bill(100, "S99", paper=""), bill(101, "S99", paper="")])

    assert ("B100", "B101") == rows[0].evidence[0].posts


def test_the_points_can_be_counted_again_by_hand(tmp_path: Path):
    """One of seventeen rows has two invoices without a paper; by lot it would be rarer, for none of the others' 64 lacks one."""
    rows = listed(tmp_path, [*everyday(), bill(100, "S99", paper=""), bill(101, "S99", paper="")])
    by_lot = ((0 + 0.01 * 10) / (64 + 10)) ** 2

    assert 0.75 * -log2(max(1 / 17, by_lot)) == pytest.approx(rows[0].evidence[0].points)


def test_one_utslag_alone_counts_half_of_what_its_rarity_gives_and_the_second_half_of_the_rest(tmp_path: Path):
    once = listed(tmp_path / "a", [*everyday(), bill(100, "S99", paper="")])[0].evidence[0]
    twice = listed(tmp_path / "b", [*everyday(), *[bill(100 + n, "S99", paper="") for n in range(2)]])[0].evidence[0]

    assert (1, 17) == (once.as_many, once.of) == (twice.as_many, twice.of)
    assert 0.5 * log2(17) == pytest.approx(once.points)
    assert 0.75 * log2(17) == pytest.approx(twice.points)


def test_a_grave_rule_counts_twice_a_middling_one(tmp_path: Path):
    rows = [*everyday(), bill(100, "S99", paper="")]
    middling = listed(tmp_path / "a", rows)[0].evidence[0].points
    critical = listed(tmp_path / "b", rows, severity="kritisk")[0].evidence[0].points

    assert 2 * middling == pytest.approx(critical)


def test_what_is_more_than_a_year_old_does_not_count(tmp_path: Path):
    old = listed(tmp_path / "a", [*everyday(), bill(100, "S99", paper="", day="2024-03-31")])
    new = listed(tmp_path / "b", [*everyday(), bill(100, "S99", paper="", day="2024-04-01")])

    assert place_of(old, ["S99"]) is None
    assert place_of(new, ["S99"]) is not None


def test_who_has_no_utslag_is_not_on_the_list(tmp_path: Path):
    rows = listed(tmp_path, [bill(1, "S1"), bill(2, "S2", paper="")])

    assert ["S2"] == [row.who for row in rows]


@given(of=st.integers(1, 40), data=st.data())
def test_the_odds_by_lot_are_those_of_counting_all_outcomes(of: int, data: st.DataObject):
    count = data.draw(st.integers(1, of))
    rate = data.draw(st.floats(0.001, 0.999))
    exact = sum(comb(of, n) * rate**n * (1 - rate) ** (of - n) for n in range(count, of + 1))

    assert max(exact, 1e-12) == pytest.approx(at_least(count, of, rate), rel=1e-6)
