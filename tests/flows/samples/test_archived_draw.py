"""A concluded stikkprøve in a package for the archive: its report to be read, and as it was frozen."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree

import noark5
from kontroll.domain.archiving import ArchiveKind
from kontroll.domain.draw import Draw, Finding
from kontroll.domain.month import Month
from kontroll.flows.archive.archive_package import NothingDecided, archive_package
from kontroll.flows.archive.of_samples import draw_sheet
from kontroll.flows.archive.source import Span
from kontroll.flows.archive.waiting import waiting
from kontroll.flows.samples.report_draw import frozen_report
from kontroll.policybook import read_policies
from kontroll.report.sampling.draw_report import DrawReport
from kontroll.settings import shipped_policies

from ..small import Kommune, Make
from .concluded import concluded, drawn, hours
from .invoices import with_invoices

pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
MONTH = Span(Month.of(hours(8).date()), Month.of(hours(8).date()))
NAMES = {"n": noark5.NAMESPACE}


@pytest.fixture
def bygda(make: Make) -> Kommune:
    made = with_invoices(make)
    policies, _problems = read_policies([shipped_policies()])
    return replace(made, desk=replace(made.desk, policies=replace(made.desk.policies, archive=policies.archive)))


def frozen(bygda: Kommune, draw: Draw) -> DrawReport:
    with bygda.desk.database.reading() as tx:
        found = frozen_report(tx, draw)
    assert found is not None
    return found


def text_of(path: Path) -> str:
    """Of a PDF, without spaces and hyphens: lines end where there is room."""
    return bare(subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True, text=True).stdout)


def bare(text: str) -> str:
    return "".join(text.split()).replace("-", "")


def documents(folder: Path) -> dict[str, Path]:
    """Format -> the file, as the structure names them."""
    tree = etree.parse(folder / "arkivstruktur.xml")
    assert noark5.schema().validate(tree)
    found = tree.xpath("//n:dokumentobjekt", namespaces=NAMES)
    return {
        one.findtext("n:format", namespaces=NAMES): folder / one.findtext("n:referanseDokumentfil", namespaces=NAMES)
        for one in found
    }


def test_a_concluded_draw_is_taken_out_with_its_report_to_be_read_and_as_it_was_frozen(bygda: Kommune, tmp_path: Path):
    draw = concluded(bygda, Finding.DEVIATION, text="Ingen har attestert.")

    made = archive_package(bygda.desk, MONTH, tmp_path / "pakke", "KARI", hours(9))

    assert made.by_kind == {ArchiveKind.SAMPLE: 1}
    kept = documents(tmp_path / "pakke")
    assert sha256(kept["JSON"].read_bytes()).hexdigest() == draw.report
    paper, report = text_of(kept["PDF/A"]), frozen(bygda, draw)
    assert "Konklusjon" in paper
    said = [one.text for section in report.sections for one in section.said]
    assert [one for one in (report.quote, *said) if bare(one) not in paper] == []
    assert bare("Ingen har attestert.") in paper


def test_whoever_reads_the_paper_sees_each_list_under_the_sentence_that_leads_to_it(bygda: Kommune, tmp_path: Path):
    report = frozen(bygda, concluded(bygda))

    parts = {part.title: part for part in draw_sheet(report).parts}

    for section in report.sections:
        assert [(one.level, one.text) for one in section.said] == list(parts[section.title].lines)


def test_it_is_shielded_since_it_names_people_and_its_public_title_names_nobody(bygda: Kommune, tmp_path: Path):
    draw = concluded(bygda)
    archive_package(bygda.desk, MONTH, tmp_path / "pakke", "KARI", hours(9))

    tree = etree.parse(tmp_path / "pakke/arkivstruktur.xml")

    assert tree.xpath("//n:mappe/n:skjerming/n:tilgangsrestriksjon/text()", namespaces=NAMES) == [
        "Unntatt offentlighet"
    ]
    assert tree.xpath("//n:mappe/n:offentligTittel/text()", namespaces=NAMES) == [f"Stikkprøve {draw.id}"]


def test_one_that_is_not_concluded_is_not_taken_out_and_one_that_waits_is_not_deleted_first(
    bygda: Kommune, tmp_path: Path
):
    drawn(bygda)
    with pytest.raises(NothingDecided):
        archive_package(bygda.desk, MONTH, tmp_path / "tom", "KARI", hours(9))

    done = concluded(bygda)

    with bygda.desk.database.reading() as tx:
        assert waiting(tx, bygda.desk.policies, ArchiveKind.SAMPLE) == {done.id}
    archive_package(bygda.desk, MONTH, tmp_path / "pakke", "KARI", hours(9))
    with bygda.desk.database.reading() as tx:
        assert waiting(tx, bygda.desk.policies, ArchiveKind.SAMPLE) == set()
