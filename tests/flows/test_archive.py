"""A package for the archive: in the shape of Noark 5, each document as it is said to be, and the same when asked for again."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree
from sqlalchemy import text

import noark5
from kontroll.domain.archiving import ArchiveKind
from kontroll.domain.bonus import BonusClass, BonusDecision, BonusOutcome, BonusPackage, BonusState
from kontroll.domain.issuing import Issue, IssuedFile, Report
from kontroll.domain.month import Month
from kontroll.domain.sak import Answer
from kontroll.flows.archive.archive_package import (
    NotAsDemanded,
    NotEmpty,
    NothingDecided,
    archive_last_year,
    archive_package,
)
from kontroll.flows.archive.source import Span
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.saker.answer_sak import answer_sak
from kontroll.flows.saker.decide_sak import decide_disagreement_of
from kontroll.policybook import read_policies
from kontroll.settings import shipped_policies

from .small import Kommune, Make, at
from .test_untouched_leadership import bygda as led

pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)

YEAR = Span(Month(2026, 1), Month(2027, 1))
NOW = at(date(2027, 2, 3))
NAMES = {"n": noark5.NAMESPACE, "xsi": "http://www.w3.org/2001/XMLSchema-instance"}
__all__ = ["led"]


@pytest.fixture
def bygda(make: Make, led: Kommune) -> Kommune:
    """Besides an agreement and a decision on pay: a sak that was closed, and bonus that was decided."""

    def build() -> Kommune:
        led.measure("2026-01", date(2026, 2, 20), e1=-2, e2=1, e3=0)
        led.run("2026-01", date(2026, 2, 20))
        (sak,) = led.saker()
        answer_sak(led.desk, sak.id, "ANNE", Answer.DISAGREE, "Avtalen er <fra> i fjor.", [], at(date(2026, 2, 23)))
        decide_disagreement_of(led.desk, sak.id, "KARI", upheld=True, reason="Det stemmer.", now=at(date(2026, 2, 24)))
        _bonus(led)
        return led

    made = make.once("archive", build)
    policies, _problems = read_policies([shipped_policies()])
    folders = {name: made.folder / name for name in ("archive", "schemas")}
    settings = made.desk.settings.model_copy(update=folders)
    chosen = replace(made.desk.policies, archive=policies.archive)
    return replace(made, desk=replace(made.desk, settings=settings, policies=chosen))


def _bonus(here: Kommune) -> None:
    told = {
        "avgjort_av": {"navn": "Tora Topp"}, "begrunnelse": "",
        "utfall": [
            {"enhet": "1", "navn": "Bygda skole", "gis": True, "for": "best resultat", "svar": BonusState.STRUCK.value,
             "mot_grunnlaget": False, "begrunnelse": ""},
        ],
        "forslag": [{"enhet": "2", "av": "Siv Sjef", "begrunnelse": "Nytt opplegg."}],
    }  # fmt: skip
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("avgjorelse.json", json.dumps(told))
    content, when = written.getvalue(), at(date(2027, 1, 15))
    digest = hashlib.sha256(content).hexdigest()
    about = {"year": 2026, "number": 1, "package": digest, "granted": 1, "decided": 1, "against": 0}
    with here.desk.database.transaction("TOPP", when) as tx:
        entry = tx.trail.append("bonus: avgjort", about)
        tx.bonus_outcomes.add(
            BonusOutcome(
                year=2026, number=1, enhet="1", granted=True, klass=BonusClass.RESULT, found=BonusState.STRUCK, against=False,
                trail=0,
            )
        )  # fmt: skip
        tx.bonus_packages.add(BonusPackage(year=2026, number=1, content=content))
        tx.bonus_decisions.add(
            BonusDecision(year=2026, number=1, by="TOPP", at=when, package=digest, granted=1, trail=entry)
        )


def packed(bygda: Kommune, folder: Path, span: Span = YEAR) -> etree._ElementTree:
    archive_package(bygda.desk, span, folder, "KARI", NOW)
    return etree.parse(folder / "arkivstruktur.xml")


def said(tree: etree._ElementTree, path: str) -> list[str]:
    return [str(one) for one in tree.xpath(f"{path}/text()", namespaces=NAMES)]


def test_the_structure_is_as_noark_5_demands(bygda: Kommune, tmp_path: Path):
    tree = packed(bygda, tmp_path / "pakke")

    schema = noark5.schema()
    assert schema.validate(tree), schema.error_log
    assert said(tree, "//n:mappe/n:tittel") == [
        "Bonus til tjenestesteder 2026, avgjørelse 1",
        "Resultatavtale 2026 for Bygda skole, versjon 1",
        "Resultatlønn 2026 for Anne A, Bygda skole",
        "Sak S2026-00001: Regelen merforbruk",
    ]


def test_every_document_is_there_and_is_what_the_structure_says(bygda: Kommune, tmp_path: Path):
    tree = packed(bygda, tmp_path / "pakke")

    files, sums = said(tree, "//n:referanseDokumentfil"), said(tree, "//n:sjekksum")
    sizes = said(tree, "//n:filstoerrelse")
    found = [(tmp_path / "pakke" / name).read_bytes() for name in files]
    assert sums == [hashlib.sha256(content).hexdigest() for content in found]
    assert sizes == [str(len(content)) for content in found]
    main = said(tree, "//n:dokumentbeskrivelse[n:tilknyttetRegistreringSom='Hoveddokument']//n:referanseDokumentfil")
    assert len(main) == 4
    assert all((tmp_path / "pakke" / name).read_bytes().startswith(b"%PDF-1.7") for name in main)
    listed = (tmp_path / "pakke/SHA256SUMS").read_text().splitlines()
    on_disk = {str(one.relative_to(tmp_path / "pakke")) for one in (tmp_path / "pakke").rglob("*") if one.is_file()}
    assert {line.split("  ")[1] for line in listed} == on_disk - {"SHA256SUMS"}


def test_pay_is_shielded_whole_and_its_public_title_names_nobody(bygda: Kommune, tmp_path: Path):
    tree = packed(bygda, tmp_path / "pakke")

    pay = "//n:mappe[starts-with(n:tittel, 'Resultatlønn')]"
    assert said(tree, f"{pay}/n:offentligTittel") == ["Resultatlønn 2026 for *****"]
    assert set(said(tree, f"{pay}//n:skjerming/n:tilgangsrestriksjon")) == {"Unntatt offentlighet"}
    assert len(said(tree, f"{pay}//n:skjermingshjemmel")) == 3
    assert said(tree, "//n:mappe[starts-with(n:tittel, 'Sak')]/n:skjerming/n:tilgangsrestriksjon") == []


def test_a_sak_names_what_it_rests_on(bygda: Kommune, tmp_path: Path):
    tree = packed(bygda, tmp_path / "pakke")

    (name,) = said(
        tree, "//n:mappe[starts-with(n:tittel, 'Sak')]//n:dokumentobjekt[n:format='JSON']/n:referanseDokumentfil"
    )
    basis = json.loads((tmp_path / "pakke" / name).read_text())
    with bygda.desk.database.reading() as tx:
        (book,) = tx.books.rows.all()
        run = tx.runs.get(book.run)
        (delivery,) = [one for one in tx.deliveries.known() if one.kind == "maalinger"]
    assert run is not None
    assert [(one["sha256"], one["regelbok"]) for one in basis["svar"]] == [(book.digest, run.rulebook)]
    assert [one["sha256"] for one in basis["leveranser"]] == [delivery.digest]
    assert basis["regel"]["filer"][0]["fil"] == "regler/merforbruk.yaml"


def test_the_same_months_again_are_the_same_folders_and_documents(bygda: Kommune, tmp_path: Path):
    packed(bygda, tmp_path / "a", Span(Month(2027, 1), Month(2027, 1)))
    packed(bygda, tmp_path / "b")
    packed(bygda, tmp_path / "c")

    def documents(name: str) -> dict[str, bytes]:
        return {
            str(one.relative_to(tmp_path / name)): one.read_bytes() for one in (tmp_path / name).rglob("dokumenter/*/*")
        }

    assert documents("b") == documents("c")
    assert documents("a").items() <= documents("b").items()
    ids = [said(etree.parse(tmp_path / name / "arkivstruktur.xml"), "//n:mappe/n:systemID") for name in "bc"]
    assert ids[0] == ids[1]


def test_what_is_on_the_trail_is_what_was_packed_and_a_change_by_hand_is_found(bygda: Kommune, tmp_path: Path):
    packed(bygda, tmp_path / "pakke")
    assert check_trail(bygda.desk.database).faults == 0
    with bygda.desk.database.reading() as tx:
        (package,) = tx.archive_packages.all()
        told = [one.content["about"] for one in tx.trail.entries() if one.content["kind"] == "arkivpakke"]
    assert package.digest == hashlib.sha256((tmp_path / "pakke/SHA256SUMS").read_bytes()).hexdigest()
    assert [(one["contents"], one["things"], one["sak"]) for one in told] == [(package.digest, 4, 1)]

    for statement, what in (
        ("UPDATE archived_thing SET subject = 'S2026-00002' WHERE kind = 'sak'", "hva som er i pakken, er endret"),
        ("UPDATE archive_package SET last = '2027-12'", "hvem som tok den ut, når, eller hva den er av, er endret"),
        ("DELETE FROM archived_thing WHERE kind = 'resultatlønn'", "hva som er i pakken, er endret"),
    ):
        with bygda.desk.database.engine.connect() as connection, connection.begin():
            assert connection.execute(text(statement)).rowcount
        assert what in {one.what for one in check_trail(bygda.desk.database).problems}


def test_an_issued_report_is_taken_out_with_its_files_as_they_were_given_out(bygda: Kommune, tmp_path: Path):
    when = at(date(2026, 5, 4))
    with bygda.desk.database.transaction("KARI", when) as tx:
        tx.reports.add(Report(id="manedsrapport-2026-03-1", kind="manedsrapport", period="2026-03", edition=1))
        issue = Issue(
            year=2026, number=1, report="manedsrapport-2026-03-1", kind="manedsrapport", period="2026-03",
            title="Månedsrapport for mars 2026", content="a" * 64, grounds="b" * 64, statement="", replaces="", by="KARI",
            at=when, trail=1,
        )  # fmt: skip
        tx.issues.add(issue)
        for name, content in (("rapport.docx", b"PK"), ("rapport.pdf", b"%PDF-1.7 frossen"), ("rapport.xlsx", b"PK2")):
            tx.issued_files.add(IssuedFile(year=2026, number=1, name=name, digest="", is_open=True, content=content))

    tree = packed(bygda, tmp_path / "pakke", Span(Month(2026, 5), Month(2026, 5)))

    assert noark5.schema().validate(tree)
    assert said(tree, "//n:mappe/n:tittel") == ["Rapport 2026/1: Månedsrapport for mars 2026"]
    first, *others = [(tmp_path / "pakke" / name).read_bytes() for name in said(tree, "//n:referanseDokumentfil")]
    assert (first, others) == (b"%PDF-1.7 frossen", [b"PK", b"PK2"])


def test_a_folder_that_holds_something_and_months_without_decisions_give_nothing(bygda: Kommune, tmp_path: Path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full/noe.txt").write_text("her")
    with pytest.raises(NotEmpty):
        archive_package(bygda.desk, YEAR, tmp_path / "full", "KARI", NOW)
    with pytest.raises(NothingDecided):
        archive_package(bygda.desk, Span(Month(2020, 1), Month(2020, 2)), tmp_path / "ny", "KARI", NOW)

    assert [one.name for one in tmp_path.iterdir() if one.name in ("ny", ".ny.lages")] == []
    assert "arkivpakke" not in bygda.trail()


def test_a_series_that_the_kommune_left_out_is_not_taken_and_one_with_a_time_is_destroyed_after_it(
    bygda: Kommune, tmp_path: Path
):
    sak = bygda.desk.policies.archive.of(ArchiveKind.SAK)
    assert sak is not None
    chosen = replace(sak, years=10, discard_basis="arkivplanen", code="216")
    policy = replace(bygda.desk.policies.archive, series=(chosen,), scheme="K-koder")
    desk = replace(bygda.desk, policies=replace(bygda.desk.policies, archive=policy))

    tree = packed(replace(bygda, desk=desk), tmp_path / "pakke")

    assert noark5.schema().validate(tree)
    assert said(tree, "//n:mappe/n:tittel") == ["Sak S2026-00001: Regelen merforbruk"]
    assert said(tree, "//n:klasse/n:klasseID") == ["216"]
    assert said(tree, "//n:mappe/n:kassasjon/n:kassasjonsdato") == ["2037-01-01"]


def test_the_worker_takes_out_the_year_that_is_over_once(bygda: Kommune):
    made = archive_last_year(bygda.desk, NOW)

    assert made is not None
    assert {kind.value: count for kind, count in made.by_kind.items()} == {"resultatavtale": 1, "sak": 1}
    assert (bygda.desk.settings.archive / "2026-1/arkivstruktur.xml").exists()
    assert archive_last_year(bygda.desk, NOW) is None


def test_what_does_not_hold_against_the_official_schema_is_told_and_nothing_is_left(bygda: Kommune, tmp_path: Path):
    schemas = bygda.desk.settings.schemas
    schemas.mkdir(parents=True)
    official = etree.tostring(noark5.described())
    (schemas / "arkivstruktur.xsd").write_bytes(official)
    assert archive_package(bygda.desk, YEAR, tmp_path / "en", "KARI", NOW).official
    (schemas / "arkivstruktur.xsd").write_bytes(official.replace(b'name="saksaar"', b'name="aaret"'))

    with pytest.raises(NotAsDemanded) as refused:
        archive_package(bygda.desk, YEAR, tmp_path / "to", "KARI", NOW)

    assert "saksaar er ikke slik skjemaet arkivstruktur.xsd krever" in {one.what for one in refused.value.problems}
    assert not (tmp_path / "to").exists()
