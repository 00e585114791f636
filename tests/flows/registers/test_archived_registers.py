"""The registers in a package for the archive: what is ended, as it was followed, and no text of it is deleted before."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

import noark5
from flows.small import PERSONS, Kommune, Make, at
from kontroll.domain.archiving import ArchiveKind
from kontroll.domain.finding import Finding
from kontroll.domain.month import Month
from kontroll.domain.political import PoliticalDecision
from kontroll.domain.preparation import Preparation
from kontroll.flows.archive.archive_package import Made, NothingDecided, archive_package
from kontroll.flows.archive.source import Span
from kontroll.flows.archive.waiting import waiting, waiting_texts
from kontroll.flows.registers import decisions, findings, preparations
from kontroll.policybook import read_policies
from kontroll.settings import shipped_policies

from .kept import answers, bygda_with, decided, found, laid, viewer

pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
MARCH = Span(Month(2026, 3), Month(2026, 3))
NAMES = {"n": noark5.NAMESPACE}
DONE = date(2026, 3, 10)


@pytest.fixture
def bygda(make: Make) -> Kommune:
    made = bygda_with(make)
    policies, _problems = read_policies([shipped_policies()])
    return replace(made, desk=replace(made.desk, policies=replace(made.desk.policies, archive=policies.archive)))


def carried_out(bygda: Kommune) -> PoliticalDecision:
    """Carried out in February, and told of in March."""
    one = decided(bygda)
    hers, theirs = viewer(bygda, "ANNE"), viewer(bygda, "KARI", DONE)
    one = decisions.carry_out(bygda.desk, one.id, hers, one.version, on=date(2026, 2, 20), now=at(date(2026, 2, 20)))
    return decisions.report_back(bygda.desk, one.id, theirs, one.version, on=DONE, reference="RS 26/31", now=at(DONE))


def mended(bygda: Kommune) -> Finding:
    one, hers = found(bygda), viewer(bygda, "ANNE", DONE)
    one = findings.add_measure(
        bygda.desk, one.id, hers, one.version, text="Planene skrives nå.", deadline=DONE, now=at(DONE)
    )
    one = findings.finish_measure(bygda.desk, one.id, hers, one.version, number=1, on=DONE, now=at(DONE))
    one = findings.mend(bygda.desk, one.id, hers, one.version, on=DONE, evidence="26/88-4", now=at(DONE))
    return findings.close_finding(bygda.desk, one.id, viewer(bygda, "KARI", DONE), one.version, now=at(DONE))


def controlled(bygda: Kommune) -> Preparation:
    one = laid(bygda)
    one = preparations.fill_in(
        bygda.desk, one.id, viewer(bygda, "ANNE"), one.version, said=answers(), finish=True, now=at(date(2026, 2, 10))
    )
    return preparations.check(bygda.desk, one.id, viewer(bygda, "SJEF", DONE), one.version, now=at(DONE))


def taken(bygda: Kommune, folder: Path, span: Span = MARCH) -> Made:
    return archive_package(bygda.desk, span, folder, "KARI", at(date(2026, 4, 8)))


def paper(folder: Path) -> str:
    """The text of its one document."""
    tree = etree.parse(folder / "arkivstruktur.xml")
    assert noark5.schema().validate(tree)
    (name,) = tree.xpath("//n:referanseDokumentfil/text()", namespaces=NAMES)
    read = subprocess.run(["pdftotext", "-layout", str(folder / name), "-"], capture_output=True, check=True, text=True)
    return " ".join(read.stdout.split())


@pytest.mark.parametrize(
    ("end", "kind", "title", "told"),
    [
        (carried_out, ArchiveKind.DECISION, "Vedtak {id}: Kommunestyret, PS 26/14",
         ("Det bygges ny skolegård.", "Iverksatt og meldt", "RS 26/31", "Anne A", "Kari K")),
        (mended, ArchiveKind.FINDING, "Funn {id}: Statsforvalteren, skolemiljø",
         ("Planene mangler.", "Planene skrives nå.", "opplæringslova § 12-4", "26/88-4", "Kari K")),
        (controlled, ArchiveKind.PREPARATION, "Saksutredning {id}: Formannskapet, 26/101",
         ("Ny skolegård", "Habilitet", "Saken gjelder bare regnskapet.", "Siv Sjef")),
    ],
)  # fmt: skip
def test_what_is_ended_is_taken_out_with_what_was_done(
    bygda: Kommune,
    tmp_path: Path,
    end: Callable[[Kommune], PoliticalDecision | Finding | Preparation],
    kind: ArchiveKind,
    title: str,
    told: tuple[str, ...],
):
    one = end(bygda)

    made = taken(bygda, tmp_path / "pakke")

    assert made.by_kind == {kind: 1}
    shown = paper(tmp_path / "pakke")
    assert [each for each in (title.format(id=one.id), *told) if each not in shown] == []


def test_what_is_not_ended_is_not_taken_out_and_its_texts_are_kept_for_the_archive(bygda: Kommune, tmp_path: Path):
    one = decided(bygda)

    with pytest.raises(NothingDecided):
        taken(bygda, tmp_path / "pakke", Span(Month(2026, 1), Month(2026, 12)))

    with bygda.desk.database.reading() as tx:
        assert one.text in waiting_texts(tx, bygda.desk.policies)


def test_what_the_archive_has_taken_waits_no_more(bygda: Kommune, tmp_path: Path):
    one = mended(bygda)
    with bygda.desk.database.reading() as tx:
        written = {one.text, *(measure.trail for measure in tx.finding_measures.where(finding=one.id))}
        assert waiting(tx, bygda.desk.policies, ArchiveKind.FINDING) == {one.id}
        assert written <= waiting_texts(tx, bygda.desk.policies)

    taken(bygda, tmp_path / "pakke")

    with bygda.desk.database.reading() as tx:
        assert waiting(tx, bygda.desk.policies, ArchiveKind.FINDING) == set()
        assert not written & waiting_texts(tx, bygda.desk.policies)


def test_it_belongs_to_the_month_in_which_its_end_was_entered_so_that_a_late_entry_is_in_a_package_too(
    bygda: Kommune, tmp_path: Path
):
    one = decided(bygda)
    hers, april = viewer(bygda, "ANNE"), date(2026, 4, 7)
    one = decisions.carry_out(bygda.desk, one.id, hers, one.version, on=date(2026, 2, 20), now=at(date(2026, 2, 20)))
    decisions.report_back(
        bygda.desk, one.id, viewer(bygda, "KARI", april), one.version, on=DONE, reference="RS 26/31", now=at(april)
    )

    with pytest.raises(NothingDecided):
        taken(bygda, tmp_path / "mars")

    assert taken(bygda, tmp_path / "april", Span(Month(2026, 4), Month(2026, 4))).by_kind == {ArchiveKind.DECISION: 1}


def test_people_are_named_as_when_it_ended_so_that_the_paper_is_the_same_each_time(bygda: Kommune, tmp_path: Path):
    carried_out(bygda)
    taken(bygda, tmp_path / "for")
    before = "ANNE;Anne A;anne@bygda.example;leder;1;2020-01;"
    after = "ANNE;Anne Gift;anne@bygda.example;leder;1;2026-04;"
    bygda.deliver("personer.csv", PERSONS.replace(before, f"{before}2026-03\n{after}"), date(2026, 4, 10))

    archive_package(bygda.desk, MARCH, tmp_path / "etter", "KNUT", at(date(2026, 5, 8)))

    assert "Anne A" in paper(tmp_path / "etter")
    first, again = (
        [one.read_bytes() for one in (tmp_path / name / "dokumenter").rglob("*.pdf")] for name in ("for", "etter")
    )
    assert first == again


def test_a_decision_that_is_opened_again_is_not_ended(bygda: Kommune, tmp_path: Path):
    one = carried_out(bygda)
    decisions.reopen_decision(
        bygda.desk, one.id, viewer(bygda, "KARI", DONE), one.version, text="Ikke ferdig likevel.", now=at(DONE)
    )

    with pytest.raises(NothingDecided):
        taken(bygda, tmp_path / "pakke")


def test_what_is_opened_again_after_it_was_handed_over_waits_anew_when_it_ends(bygda: Kommune, tmp_path: Path):
    one, may = carried_out(bygda), date(2026, 5, 4)
    taken(bygda, tmp_path / "pakke")
    keeper = viewer(bygda, "KARI", may)

    one = decisions.reopen_decision(bygda.desk, one.id, keeper, one.version, text="Ikke ferdig.", now=at(may))

    with bygda.desk.database.reading() as tx:
        (reopened,) = tx.register_events.where(what="gjenapne")
        assert waiting(tx, bygda.desk.policies, ArchiveKind.DECISION) == set()
        assert reopened.trail in waiting_texts(tx, bygda.desk.policies)
    one = decisions.carry_out(bygda.desk, one.id, keeper, one.version, on=may, now=at(may))
    decisions.report_back(bygda.desk, one.id, keeper, one.version, on=may, reference="RS 26/50", now=at(may))
    with bygda.desk.database.reading() as tx:
        assert waiting(tx, bygda.desk.policies, ArchiveKind.DECISION) == {one.id}
        assert reopened.trail in waiting_texts(tx, bygda.desk.policies)
    archive_package(bygda.desk, Span(Month.of(may), Month.of(may)), tmp_path / "ny", "KARI", at(date(2026, 6, 2)))
    with bygda.desk.database.reading() as tx:
        assert waiting(tx, bygda.desk.policies, ArchiveKind.DECISION) == set()
        assert reopened.trail not in waiting_texts(tx, bygda.desk.policies)
