"""A population is what was delivered: nothing that is unknown is left out silently, and the same records are the same bytes."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from kontroll.domain.draw import Arm, DrawnItem, ItemState
from kontroll.domain.drawplan import StratumChoice
from kontroll.domain.month import Month
from kontroll.domain.strata import MAIN, TOP, UNCERTAIN, WITHOUT_AMOUNT
from kontroll.flows.samples.chosen import NotFrozen
from kontroll.flows.samples.opened import opened
from kontroll.flows.samples.population import Proof, freeze, keys_of, listed, proof_of, record_of
from kontroll.flows.samples.remarks import remarks_of
from kontroll.flows.samples.start_draw import start_draw
from kontroll.sampling.kup1.population import Population

from ..small import Kommune, Make
from .invoices import NOW, ROWS, choices, deliver, draw, with_invoices

#: One kind of database is enough here: what differs between them is not the population.
pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)


@pytest.fixture
def kommune(make: Make) -> Kommune:
    return with_invoices(make)


def _frozen(kommune: Kommune, made=None, chosen=None, population: int = 1):
    made = made or draw()
    with kommune.desk.database.transaction("KARI", NOW) as tx:
        if tx.draws.get(made.id) is None:
            tx.draws.add(made)
        return freeze(kommune.desk, tx, made, chosen or choices(), population)


def _strata(kommune: Kommune, made=None, population: int = 1) -> dict[str, str]:
    with kommune.desk.database.reading() as tx:
        return {identity: line.stratum for identity, line in listed(tx, made or draw(), population).items()}


def test_everything_of_the_months_is_in_and_what_cannot_be_is_told(kommune: Kommune):
    frozen = _frozen(kommune)
    assert _strata(kommune) == {
        "bilag:B1": MAIN, "bilag:B10": WITHOUT_AMOUNT, "bilag:B2": MAIN, "bilag:B3": MAIN, "bilag:B5": MAIN,
        "bilag:B8": MAIN, "bilag:B9": MAIN,
    }  # fmt: skip
    assert (frozen.count, frozen.amount, frozen.total) == (7, 845050, 845050)
    assert frozen.left_out == 2
    # 4 was cancelled and is told of elsewhere, so 6 and 7 are what is missing; 11 has no date, 12 no key.
    assert (frozen.gaps, frozen.gap_examples.explained) == (2, 1)
    assert [(gap.first, gap.last) for gap in frozen.gap_examples.examples] == [(6, 7)]
    assert (frozen.duplicates, frozen.duplicate_examples.examples) == (1, (("B5", "B8"),))
    assert [sentence.split(" ")[:2] for sentence in frozen.told] == [
        ["1", "post"], ["1", "post"], ["1", "post"], ["2", "numre"], ["1", "post"],
    ]  # fmt: skip


def test_what_is_told_lies_beside_it_with_examples_for_whoever_reconciles(kommune: Kommune):
    frozen = _frozen(kommune)
    with kommune.desk.database.reading() as tx:
        remarks = remarks_of(tx, "2026-1")
        assert remarks_of(tx, "2026-1", 2) is None
    assert remarks is not None
    assert remarks.told == list(frozen.told)
    assert [(str(month), one.count, one.amount, one.unreadable) for month, one in remarks.months] == [
        ("2026-01", 5, 345050, 0), ("2026-02", 3, 501100, 1),
    ]  # fmt: skip
    assert tuple(remarks.gaps) == frozen.gap_examples.examples
    assert remarks.alike == [["B5", "B8"]]
    assert [place.rpartition("/")[2] for place in remarks.places] == ["alle.csv:9", "alle.csv:10"]


def test_the_list_is_one_that_can_be_drawn_from(kommune: Kommune):
    frozen = _frozen(kommune)
    read = Population(BytesIO(frozen.tsv))
    assert sum(len(piece.rows) for piece in read.pieces()) == frozen.count
    assert (read.hash, read.amount) == (frozen.digest, frozen.amount)


def test_the_same_records_are_the_same_bytes_however_they_were_delivered(kommune: Kommune):
    frozen = _frozen(kommune)
    again = _frozen(kommune)
    assert (again.tsv, again.keys) == (frozen.tsv, frozen.keys)
    deliver(kommune, "en-gang-til", *reversed(ROWS))
    assert _frozen(kommune).tsv == frozen.tsv


def test_what_the_filter_is_unknown_of_is_in_a_part_of_its_own(kommune: Kommune):
    filtered = draw(condition='{"felt":"belop","er":"over","verdi":699.99}')
    frozen = _frozen(kommune, filtered)
    assert _strata(kommune) == {
        "bilag:B10": UNCERTAIN, "bilag:B2": MAIN, "bilag:B5": MAIN, "bilag:B8": MAIN, "bilag:B9": MAIN,
    }  # fmt: skip
    assert frozen.uncertain == 1


def test_large_amounts_credit_notes_and_the_values_of_a_field_are_parts(kommune: Kommune):
    by_amount = StratumChoice(name=MAIN, method="belop", n=2, reserve=0)
    _frozen(kommune, chosen=choices(by_amount, top_amount=200000, nonpositive="kreditnota og null", by_field="art"))
    assert _strata(kommune) == {
        "bilag:B1": "0301", "bilag:B10": WITHOUT_AMOUNT, "bilag:B2": TOP, "bilag:B3": "kreditnota og null",
        "bilag:B5": "0400", "bilag:B8": "0400", "bilag:B9": TOP,
    }  # fmt: skip


def test_a_list_that_is_not_public_tells_neither_keys_nor_amounts(kommune: Kommune):
    secret = draw(is_public=False)
    frozen = _frozen(kommune, secret)
    text = frozen.tsv.decode()
    assert not any(row.split(";")[0] + "\t" in text for row in ROWS if row[0] == "B")
    assert (frozen.amount, frozen.total) == (0, 845050)
    with kommune.desk.database.reading() as tx:
        keys = keys_of(tx, secret)
    assert {key.key for key in keys.values()} == {"B1", "B2", "B3", "B5", "B8", "B9", "B10"}
    assert all(re.fullmatch("p-[0-9a-f]{24}", identity) for identity in keys)
    assert [(key.month, key.enhet) for key in keys.values() if key.key == "B9"] == [("2026-02", "3")]


def test_two_draws_call_the_same_record_differently(kommune: Kommune):
    first, second = draw(is_public=False), draw(is_public=False, id="2026-2", number=2)
    _frozen(kommune, first)
    _frozen(kommune, second)
    assert not _strata(kommune, first).keys() & _strata(kommune, second).keys()


def test_the_arms_are_by_what_rules_found(kommune: Kommune):
    kommune.run("2026-01", date(2026, 3, 3))
    kommune.run("2026-02", date(2026, 3, 4))
    flagged, unflagged = draw(arm=Arm.FLAGGED), draw(id="2026-2", number=2, arm=Arm.UNFLAGGED, rules="dyr")
    _frozen(kommune, flagged)
    assert _strata(kommune, flagged) == {"bilag:B2": MAIN, "bilag:B9": MAIN}
    late = "B14;2026-02-14;3;9000;0400;CARL;A;14"
    deliver(kommune, "sent", late)
    frozen = _frozen(kommune, unflagged)
    # B10 has no amount: no rule has struck. B14 came after the month was run, and no rule has seen it.
    assert set(_strata(kommune, unflagged)) == {f"bilag:B{n}" for n in (1, 3, 5, 8, 10, 14)}
    assert frozen.unjudged == 1


def test_a_record_that_was_mended_after_it_was_drawn_is_found(kommune: Kommune):
    made = draw()
    _frozen(kommune, made)
    deliver(kommune, "rettet", "B2;2026-01-04;1;2000.01;0301;ANNE;A;2", "B1;2026-01-03;1;100.5;0301;ANNE;A;1")
    with kommune.desk.database.reading() as tx:
        assert proof_of(kommune.desk, tx, made, "bilag:B1") is Proof.SAME
        assert proof_of(kommune.desk, tx, made, "bilag:B2") is Proof.MENDED
        assert record_of(kommune.desk, tx, made, "bilag:B2")["art"] == "0301"


def test_a_drawn_record_is_opened_and_hashed_in_any_shell(kommune: Kommune, tmp_path: Path):
    made = draw()
    _frozen(kommune, made)
    item = DrawnItem(draw=made.id, identity="bilag:B1", stratum=MAIN, nr=1, state=ItemState.DRAWN)
    with kommune.desk.database.transaction("KARI", NOW) as tx:
        tx.drawn_items.add(item)
        found = opened(kommune.desk, tx, made, "bilag:B1")
        assert opened(kommune.desk, tx, made, "bilag:B2") is None
    assert found is not None
    (tmp_path / "post.json").write_text(found.record, "utf-8")
    shell = subprocess.run(["sh", "-c", found.line], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert shell.stdout.split()[0] == found.digest
    assert json.loads(found.record)["felter"]["belop"] == "100.5"


def test_an_amended_population_calls_everybody_what_they_were_called(kommune: Kommune):
    made = draw(is_public=False)
    first = _frozen(kommune, made)
    deliver(kommune, "glemt", "B7;2026-01-07;1;7;0400;ANNE;A;7")
    second = _frozen(kommune, made, population=2)
    came = set(second.tsv.splitlines()) - set(first.tsv.splitlines())
    assert [line.split(b"\t")[1] for line in came] == [b"tillegg 2"]
    assert set(first.tsv.splitlines()) < set(second.tsv.splitlines())
    third = _frozen(kommune, made, population=3)
    assert third.tsv == second.tsv


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"dataset": "linjer"}, "«Linjer» har ikke noe nummer fra kildesystemet"),
        ({"dataset": "finnes-ikke"}, "datasettet «finnes-ikke» finnes ikke"),
        ({"amount_field": "art"}, "«art» er ikke et tallfelt i Bilag"),
        ({"condition": "{felt: beløpp, er: over, verdi: 1}"}, "feltet «beløpp» finnes ikke"),
        ({"condition": "{felt: anviser, er: lik, verdi: ANNE}"}, "filteret peker ut noen i feltet «anviser»"),
        ({"condition": "{felt: belop, er: over, verdi: 99999}", "amount_field": ""}, ""),
        ({"arm": Arm.FLAGGED}, "måneden er ikke kjørt"),
        ({"rules": "ukjent"}, "«ukjent» er ikke en regel om bilag"),
        ({"first": Month(2025, 1), "last": Month(2025, 2)}, "ingen poster er valgt"),
        ({"first": Month(2026, 2), "last": Month(2026, 1)}, "siste måned er før første måned"),
    ],
)
def test_what_cannot_be_frozen_is_refused_with_its_reason(kommune: Kommune, changed: dict[str, object], what: str):
    if not what:  # only the record whose amount is missing is left, and it is in: ukjent is not left out
        assert _frozen(kommune, draw(**changed)).count == 1
        return
    with pytest.raises(NotFrozen) as refused:
        _frozen(kommune, draw(**changed))
    assert [problem.what for problem in refused.value.problems if problem.what.startswith(what)]


def test_a_key_that_cannot_be_read_alike_by_everybody_is_refused_with_its_place(kommune: Kommune):
    deliver(kommune, "usynlig", "B\u200b20;2026-01-07;1;7;0400;ANNE;A;20")
    with pytest.raises(NotFrozen) as refused:
        _frozen(kommune)
    (problem,) = refused.value.problems
    assert str(problem.place).endswith("usynlig.csv:2")


def test_a_filter_that_was_written_as_yaml_is_stored_as_one_text_and_drawn_by(kommune: Kommune):
    written = "# dyre\nfelt: belop\ner: over\nverdi: 699.50"
    said = {"name": "x", "dataset": "bilag", "amount_field": "belop", "first": Month(2026, 1), "last": Month(2026, 2)}
    made = start_draw(kommune.desk, "KARI", NOW, condition=written, **said)  # type: ignore[arg-type]
    assert made.condition == '{"er":"over","felt":"belop","verdi":699.5}'
    assert len(_strata(kommune, made)) == 5
    with pytest.raises(NotFrozen):
        start_draw(kommune.desk, "KARI", NOW, condition="felt: finnes-ikke", **said)  # type: ignore[arg-type]
