"""arkivstruktur.xml: nothing that Noark demands is left out, and what it has no room for is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import noark5
from kontroll.domain.archiving import ArchivedThing, ArchiveKind, ArchivePolicy, ArchiveSeries, Numbers, Shielded
from kontroll.domain.month import Month
from kontroll.report.archive.model import Content, Decided, Format
from kontroll.report.archive.official import held_against_official
from kontroll.report.archive.read_me import catalogue_table
from kontroll.report.archive.structure import Archive, Filed, NotWhole, _element, write_structure

#: Where whoever has Nasjonalarkivet's own schemas may put them; they are not given out here.
OFFICIAL = Path(__file__).parents[4] / "shared" / "data" / "noark5"
AT = datetime(2026, 2, 20, 9, 0, tzinfo=UTC)
SCHEMA = noark5.schema()


def written(folder: Path, title: str, *series: ArchiveSeries) -> etree._ElementTree:
    one = Decided(
        kind=ArchiveKind.SAK, subject="S1", year=2026, title=title, public_title="Sak *****", opened=AT, closed=AT, unit="",
        responsible="", by="", is_of_person=True, own=(("sak", title),),
        documents=(Content(title=title, kind="Sak", format=Format.PDF, content=b"%PDF"),),
    )  # fmt: skip
    policy = ArchivePolicy(title="Arkivet", series=series or (ArchiveSeries(kind=ArchiveKind.SAK, title="Saker"),))
    archive = Archive(municipality="Bygda", policy=policy, first=Month(2026, 1), last=Month(2026, 12), made=AT)
    filed = Filed(decided=one, year=2026, number=1, files=(("dokumenter/2026-00001/01.pdf", "a" * 64),))
    write_structure(archive, lambda _series: [filed], folder / "arkivstruktur.xml")
    return etree.parse(folder / "arkivstruktur.xml")


@given(title=st.text(min_size=1, max_size=40))
@settings(max_examples=40, deadline=None)
def test_whatever_a_title_holds_the_structure_stays_one_that_noark_takes(
    title: str, tmp_path_factory: pytest.TempPathFactory
):
    assert SCHEMA.validate(written(tmp_path_factory.mktemp("s"), title)), SCHEMA.error_log


def test_the_official_schema_takes_it_too(tmp_path: Path):
    if not (OFFICIAL / "arkivstruktur.xsd").exists():
        pytest.skip(
            "Nasjonalarkivet's arkivstruktur.xsd is not in ../shared/data/noark5: only our own reading of it is held"
        )
    shielded = ArchiveSeries(
        kind=ArchiveKind.SAK, title="Saker", shielded=Shielded.ALL, basis="lov", years=10, code="216"
    )
    written(tmp_path, "Sak", shielded)

    assert held_against_official(tmp_path / "arkivstruktur.xml", OFFICIAL)[1] == []


@pytest.mark.parametrize(("shielded", "times"), [(Shielded.NONE, 0), (Shielded.PERSONS, 3), (Shielded.ALL, 3)])
def test_what_is_shielded_says_by_what_law_on_each_level(shielded: Shielded, times: int, tmp_path: Path):
    series = ArchiveSeries(kind=ArchiveKind.SAK, title="Saker", shielded=shielded, basis="offentleglova § 13")

    tree = written(tmp_path, "Sak om Anne", series)

    assert SCHEMA.validate(tree)
    found = tree.xpath("//n:skjermingshjemmel/text()", namespaces={"n": noark5.NAMESPACE})
    assert found == ["offentleglova § 13"] * times


@pytest.mark.parametrize(
    ("shielded", "how"),
    [(Shielded.PERSONS, "Skjerming av deler av dokumentet"), (Shielded.ALL, "Skjerming av hele dokumentet")],
)
def test_of_what_is_about_somebody_only_parts_of_the_document_are_shielded(
    shielded: Shielded, how: str, tmp_path: Path
):
    tree = written(
        tmp_path, "Sak om Anne", ArchiveSeries(kind=ArchiveKind.SAK, title="S", shielded=shielded, basis="lov")
    )

    assert set(tree.xpath("//n:skjermingDokument/text()", namespaces={"n": noark5.NAMESPACE})) == {how}


def test_the_format_of_a_document_is_told_with_its_number_in_pronom(tmp_path: Path):
    tree = written(tmp_path, "Sak")

    (details,) = tree.xpath("//n:formatDetaljer/text()", namespaces={"n": noark5.NAMESPACE})
    assert details == "PDF/A-2a og PDF/UA-1; application/pdf; PRONOM fmt/476"


def test_what_noark_demands_is_never_left_out_and_what_it_does_not_know_is_refused():
    with pytest.raises(NotWhole, match="kassasjonsdato"):
        _element("kassasjon", {"kassasjonsvedtak": "Kasseres", "bevaringstid": 10})
    with pytest.raises(NotWhole, match="grunn"):
        _element("kassasjon", {"kassasjonsvedtak": "Kasseres", "bevaringstid": 10, "kassasjonsdato": AT, "grunn": "x"})


def test_the_catalogue_gives_each_metadata_one_number():
    rows = [line.split(";") for line in catalogue_table().decode("utf-8-sig").splitlines()[1:]]

    numbers: dict[str, set[str]] = {}
    for number, name, _unit in rows:
        numbers.setdefault(name, set()).add(number)
    assert all(len(found) == 1 for found in numbers.values())
    assert {name: min(numbers[name]) for name in ("systemID", "tittel", "sjekksum", "skjermingshjemmel")} == {
        "systemID": "M001", "tittel": "M020", "sjekksum": "M705", "skjermingshjemmel": "M501"
    }  # fmt: skip


def test_a_folder_keeps_its_number_and_a_new_one_gets_the_next_of_its_year():
    earlier = [ArchivedThing(package=1, kind=ArchiveKind.SAK, subject="S1", year=2026, number=7, digest="")]
    numbers = Numbers(earlier)

    assert numbers.of(ArchiveKind.SAK, "S2", 2026) == (2026, 8)
    assert numbers.of(ArchiveKind.SAK, "S1", 2027) == (2026, 7)
    assert numbers.of(ArchiveKind.PAY, "S1", 2027) == (2027, 1)
    assert numbers.of(ArchiveKind.SAK, "S2", 2026) == (2026, 8)
