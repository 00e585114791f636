"""What everybody may know: nothing of the subject before the draw, and after it all that makes the draw again."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from kontroll.domain.draw import Draw, DrawnItem, DrawState, ItemState, PopulationVersion
from kontroll.domain.drawplan import StratumChoice
from kontroll.flows.samples.population import freeze
from kontroll.flows.samples.published import changes, public_draw, public_files, public_series
from kontroll.report.sampling.public_draw import VERIFIER
from kontroll.sampling.kup1.draw import draw as drawn
from kontroll.sampling.kup1.plan import read_plan, write_plan
from kontroll.sampling.kup1.sample import written

from ..small import Kommune, Make
from .invoices import NOW, choices, deliver, draw, with_invoices

SEED, LATER = "04815162342123456789", "99815162342123456789"
SUBJECT = ("bilag", "faktura", "belop", "B1", "hovedstratum")
pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)


@pytest.fixture
def kommune(make: Make) -> Kommune:
    return with_invoices(make)


def promised(kommune: Kommune, made: Draw, population: int = 1, **later: str) -> Draw:
    """Frozen and committed, as the flows do it."""
    strata = [
        StratumChoice(name="hovedstratum", method="enkel", n=2, reserve=1),
        StratumChoice(name="uten lesbart beløp", method="alle", n=0),
    ]
    if population > 1:
        strata.append(StratumChoice(name="tillegg 2", method="enkel", n=1))
    chosen = choices(*strata)
    made = replace(made, plan=chosen.as_json())
    with kommune.desk.database.transaction("KARI", NOW) as tx:
        if population == 1:
            tx.draws.add(made)
        frozen = freeze(kommune.desk, tx, made, chosen, population)
        plan = write_plan({
            "protokoll": "KUP-1", "trekning_id": made.draw_id, "populasjon_sha256": frozen.digest,
            "antall": frozen.count, "sum_ore": frozen.amount,
            "strata": [{"stratum": s.name, "metode": s.method, "n": s.n, "reserve": s.reserve} for s in strata],
        })  # fmt: skip
        tx.draw_files.put(made.id, population, "plan.json", plan)
        tx.populations.add(
            PopulationVersion(
                draw=made.id, number=population, digest=frozen.digest, count=frozen.count, amount=frozen.amount,
                frozen_by="KARI", frozen_at=NOW, commitment=sha256(plan).hexdigest(), committed_at=NOW, **later,
            )
        )  # fmt: skip
        return tx.draws.save(made, replace(made, state=DrawState.COMMITTED, committed_at=NOW))


def sampled(kommune: Kommune, made: Draw, population: int = 1, later: dict[str, str] | None = None) -> Draw:
    """Drawn with SEED."""
    with kommune.desk.database.transaction("KARI", NOW) as tx:
        plan = read_plan(tx.draw_files.get(made.id, population, "plan.json") or b"")
        listed = BytesIO(tx.draw_files.get(made.id, population, "populasjon.tsv") or b"")
        sample = written(drawn(plan, listed, SEED, plan.commitment, later))
        tx.draw_files.put(made.id, population, "utvalg.tsv", sample)
        after = replace(
            made, state=DrawState.DRAWN, seed=SEED, seed_at=NOW + timedelta(hours=1), drawn_at=NOW + timedelta(hours=2),
            seed_place="Formannskapssalen, lest opp av Kari K", witnesses="Per Vitne\nPål Vitne",
        )  # fmt: skip
        return tx.draws.save(made, after)


def shown(kommune: Kommune, made: Draw) -> dict[str, bytes]:
    with kommune.desk.database.reading() as tx:
        return public_files(tx, public_draw(tx, tx.draws.get(made.id)))


def put(files: dict[str, bytes], folder: Path) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def commands(files: dict[str, bytes]) -> list[str]:
    """The lines of LESMEG.txt that are to be typed."""
    return [line[4:] for line in files["LESMEG.txt"].decode().splitlines() if line.startswith("    ")]


@pytest.mark.parametrize("is_public", [True, False])
def test_nothing_of_the_subject_is_shown_before_the_draw(kommune: Kommune, is_public: bool):
    made = draw(is_public=is_public)
    with kommune.desk.database.transaction("KARI", NOW) as tx:
        tx.draws.add(made)
    draft = shown(kommune, made)
    assert set(draft) == {"LESMEG.txt", "SHA256SUMS.txt"}
    with kommune.desk.database.transaction("KARI", NOW) as tx:
        tx.draws.delete(id=made.id)
    made = promised(kommune, made)
    committed = shown(kommune, made)
    assert set(committed) == {"LESMEG.txt", "SHA256SUMS.txt", "forpliktelse.txt"}
    text = committed["LESMEG.txt"].decode()
    assert committed["forpliktelse.txt"].decode().strip() in text
    assert "20 kast med tisidet terning" in text
    assert "Det kan ikke være eldre enn 1. mai 2026 kl. 10.00." in text
    for word in SUBJECT:
        assert word not in text + draft["LESMEG.txt"].decode()


@pytest.mark.parametrize("is_public", [True, False])
def test_what_is_shown_after_the_draw_makes_it_again(kommune: Kommune, is_public: bool, tmp_path: Path):
    made = sampled(kommune, promised(kommune, draw(is_public=is_public)))
    files = shown(kommune, made)
    folder = put(files, tmp_path / "offentlig")
    line = next(one for one in commands(files) if one.startswith("python3 "))
    isolated = line.replace("python3 ", f"{sys.executable} -I -S -O ", 1)
    assert _shell(isolated, folder) == "STEMMER"
    assert _shell("sha256sum --check --quiet SHA256SUMS.txt && echo alle", folder) == "alle"
    everything = b"".join(content for name, content in files.items() if name != VERIFIER)
    assert b"Vitne" not in everything
    assert b"Kari K" not in everything
    assert b"nokler" not in everything
    assert (b"B1\t" in files["populasjon.tsv"]) == is_public


def test_one_ticket_is_made_again_with_the_lines_of_the_text_alone(kommune: Kommune, tmp_path: Path):
    if subprocess.run(["sh", "-c", "command -v bc rev sha256sum"], capture_output=True, check=False).returncode:
        pytest.skip("bc, rev or sha256sum is not on this machine")
    made = sampled(kommune, promised(kommune, draw(draw_id="Nord-Aurdal kommune/2026/1/kafé's «bilag» $HOME")))
    typed = commands(shown(kommune, made))
    at = next(n for n, line in enumerate(typed) if line.startswith("S="))
    lines, should = typed[at : at + 3], typed[at + 3]
    assert len(should) >= 64
    assert _shell("\n".join(lines), tmp_path) == should


def test_a_file_that_was_touched_no_longer_agrees(kommune: Kommune, tmp_path: Path):
    files = shown(kommune, sampled(kommune, promised(kommune, draw())))
    line = next(one for one in commands(files) if one.startswith("python3 "))
    swapped = files["utvalg.tsv"].replace(b"\t1\tutvalg", b"\t2\tutvalg")
    folder = put({**files, "utvalg.tsv": swapped}, tmp_path / "rørt")
    assert _shell(line.replace("python3", sys.executable, 1), folder).startswith("AVVIK")


def test_an_amended_population_is_shown_with_every_line_that_changed(kommune: Kommune, tmp_path: Path):
    made = sampled(kommune, promised(kommune, draw()))
    deliver(kommune, "glemt", "B7;2026-01-07;1;7;0400;ANNE;A;7", "B6;2026-01-07;1;8;0400;ANNE;A;6")
    with kommune.desk.database.transaction("KARI", NOW) as tx:
        reason = tx.trail.append("populasjon endret", texts={"text": "To bilag var glemt av Kari K i eksporten"})
    made = promised(kommune, made, population=2, seed=LATER, reason=reason)
    hidden = shown(kommune, made)
    assert not [name for name in hidden if name.startswith("v2/") and name != "v2/forpliktelse.txt"]
    made = sampled(kommune, made, population=2, later={"tillegg 2": LATER})
    files = shown(kommune, made)
    changed = files["v2/endringer.tsv"].decode().splitlines()
    assert [line.split("\t")[:3] for line in changed] == [
        ["+", "bilag:B6", "tillegg 2"], ["+", "bilag:B7", "tillegg 2"],
    ]  # fmt: skip
    folder = put(files, tmp_path / "offentlig")
    checks = [one for one in commands(files) if one.startswith("python3 ")]
    assert [_shell(one.replace("python3", sys.executable, 1), folder) for one in checks] == ["STEMMER", "STEMMER"]
    text = files["LESMEG.txt"].decode()
    assert "To bilag var glemt av […] i eksporten" in text
    before, after = b"id\nA\t1\nB\t2\nC\t3\n", b"id\nA\t1\nB\t9\nD\t4\n"
    assert changes(before, after) == b"-\tB\t2\n+\tB\t9\n-\tC\t3\n+\tD\t4\n"


def test_one_that_was_given_up_keeps_its_number_and_tells_why(kommune: Kommune):
    made = promised(kommune, draw())
    with kommune.desk.database.transaction("KARI", NOW) as tx:
        entry = tx.trail.append("stikkprøve avbrutt", texts={"text": "Berit B meldte at januar manglet"})
        tx.draws.save(made, replace(made, state=DrawState.ABORTED, aborted=entry))
        tx.draws.add(draw(id="2026-3", number=3))
    files = shown(kommune, made)
    assert set(files) == {"LESMEG.txt", "SHA256SUMS.txt", "forpliktelse.txt"}
    text = files["LESMEG.txt"].decode()
    assert "[…] meldte at januar manglet" in text
    assert "Berit" not in text
    with kommune.desk.database.reading() as tx:
        series = public_series(tx)
    # Number 2 is nowhere: that is shown, and not closed up.
    assert [(one.id, one.draw and one.draw.state) for one in series] == [
        ("2026-3", DrawState.DRAFT), ("2026-2", None), ("2026-1", DrawState.ABORTED),
    ]  # fmt: skip


def test_what_was_replaced_is_shown_with_its_reason_and_what_was_picked_by_hand_is_not(kommune: Kommune):
    made = sampled(kommune, promised(kommune, draw()))
    sample = [row.split("\t") for row in shown(kommune, made)["utvalg.tsv"].decode().splitlines()[1:]]
    first, _second, reserve = (row[3] for row in sample if row[0] == "hovedstratum")
    item = DrawnItem(draw=made.id, identity=first, stratum="hovedstratum", nr=1, state=ItemState.REPLACED,
                     reason="annullert før perioden")  # fmt: skip
    with kommune.desk.database.transaction("KARI", NOW) as tx:
        tx.drawn_items.add(item)
        tx.drawn_items.add(replace(item, identity=reserve, nr=3, state=ItemState.DRAWN, reason="", replaces=first))
        tx.drawn_items.add(replace(item, identity="bilag:B13", nr=1, state=ItemState.TARGETED, reason=""))
    assert shown(kommune, made)["hendelser.tsv"].decode() == (
        f"id\thva\ti_stedet\tgrunn\n{first}\terstattet\t{reserve}\tannullert før perioden\n"
    )


def _shell(text: str, folder: Path) -> str:
    run = subprocess.run(["sh", "-c", text], cwd=folder, capture_output=True, text=True, check=False)
    return re.sub(r"\s+$", "", run.stdout) or run.stderr
