"""Draws by amount, by weight and in order, to the locked report; and what an amendment may not do to them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kontroll.domain.draw import DrawState, Finding, ItemState
from kontroll.domain.drawflow import DrawRefusal, DrawRefused
from kontroll.domain.drawplan import StratumChoice
from kontroll.domain.strata import MAIN, NONPOSITIVE, WITHOUT_AMOUNT
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.samples.amend_draw import amend_draw, commit_amendment, seed_amendment
from kontroll.flows.samples.conclude_draw import conclude_draw
from kontroll.flows.samples.population import listed
from kontroll.flows.samples.public_folder import public_folder, write_folder
from kontroll.flows.samples.reconcile_draw import reconcile_draw
from kontroll.flows.samples.with_draw import populations_of
from kontroll.sampling.kup1.sample import lines_of

from ..small import Kommune, Make
from .concluded import CHOICES, MAKER, OTHER, WITNESSES, check_all, drawn, hours
from .invoices import deliver, with_invoices

WHOLE = [StratumChoice(name=WITHOUT_AMOUNT, method="alle", n=1)]
CREDIT = [StratumChoice(name=NONPOSITIVE, method="alle", n=1)]


@pytest.fixture
def bygda(make: Make) -> Kommune:
    return with_invoices(make)


@pytest.mark.parametrize("method", ["belop", "vekt", "systematisk"])
def test_after_an_amendment_two_persons_conclude_it_and_nothing_drawn_slips_out(
    bygda: Kommune, method: str, tmp_path: Path
) -> None:
    main = StratumChoice(name=MAIN, method=method, n=3)
    strata = (main, *WHOLE, *(CREDIT if method == "belop" else []))
    draw = drawn(bygda, replace(CHOICES, strata=strata))
    check_all(bygda, draw, *[Finding.DEVIATION] * 9, text="Feil.")

    # One invoice leaves the months and another comes in: every later hit of the intervals moves.
    deliver(bygda, "retting", "B2;2026-07-04;1;2000;0301;ANNE;A;2", "B20;2026-03-05;1;900;0301;ANNE;A;20")
    amend_draw(bygda.desk, draw.id, OTHER, "B2 var feilført", hours(9))
    with pytest.raises(DrawRefused) as refused:
        reconcile_draw(bygda.desk, draw.id, OTHER, 8, 736250, "Hovedboken", hours(10))
    assert refused.value.why is DrawRefusal.OWN_POPULATION
    reconcile_draw(bygda.desk, draw.id, MAKER, 8, 736250, "Hovedboken", hours(10))
    commit_amendment(bygda.desk, draw.id, OTHER, hours(11))
    with pytest.raises(DrawRefused):
        seed_amendment(bygda.desk, draw.id, OTHER, "12345678901234567890", hours(12), "Møte", WITNESSES, hours(13))
    seed_amendment(bygda.desk, draw.id, MAKER, "12345678901234567890", hours(12), "Møte", WITNESSES, hours(13))

    with bygda.desk.database.reading() as tx:
        items = tx.drawn_items.where(draw=draw.id)
        there = listed(tx, draw, 2)
        assert populations_of(tx, draw.id)[-1].number == 2
        sample, before = (lines_of(tx.draw_files.get(draw.id, number, "utvalg.tsv") or b"") for number in (2, 1))
    # All that is checked is in the file; what only the earlier draw hit is marked, and cannot be struck out of it.
    to_check = {one.identity for one in items if one.state is ItemState.DRAWN}
    assert to_check == {one.identity for one in sample if one.status in ("utvalg", "beholdt")}
    kept = {one.identity for one in sample if one.status == "beholdt"}
    assert kept == {one.identity for one in before} & there.keys() - {
        one.identity for one in sample if one.status == "utvalg"
    }
    write_folder(tmp_path, public_folder(bygda.desk, draw.id))
    folder = tmp_path / draw.id
    text = (folder / "LESMEG.txt").read_text("utf-8")
    check = next(line.strip() for line in text.splitlines() if "--forrige=utvalg.tsv" in line)
    assert verdict(check, folder) == "STEMMER"
    if kept:
        file = folder / "v2" / "utvalg.tsv"
        whole = file.read_text()
        file.write_text("".join(line for line in whole.splitlines(keepends=True) if "beholdt" not in line))
        assert verdict(check, folder).startswith("AVVIK")
        file.write_text(f"{whole}{MAIN}\t9\tbeholdt\tukjent\n")
        assert verdict(check, folder).startswith("AVVIK")
    # Only that checks were put in by hand is told: by this test.
    told = {problem.what for problem in check_trail(bygda.desk.database).problems}
    assert told == {"det som ble funnet om en post, er endret"}
    away = {one.identity for one in items if one.state is ItemState.REPLACED}
    assert not away & there.keys()
    with bygda.desk.database.transaction(MAKER, hours(14)) as tx:
        known = {one.identity: one for one in tx.item_checks.where(draw=draw.id)}
        like = next(iter(known.values()))
        new = [one.identity for one in items if one.state is ItemState.DRAWN and one.identity not in known]
        tx.item_checks.add_all([replace(like, identity=one, finding=Finding.RIGHT, text=0) for one in new])
    assert conclude_draw(bygda.desk, draw.id, OTHER, hours(15)).state is DrawState.CONCLUDED


def verdict(line: str, folder: Path) -> str:
    line = line.replace("python3", sys.executable, 1)
    return subprocess.run(["sh", "-c", line], cwd=folder, capture_output=True, text=True, check=False).stdout.strip()
