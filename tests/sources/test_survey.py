"""Surveys in the shapes that suppliers give them become measurements; a value outside its scale refuses the file."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kontroll.domain.indicator import Better, Indicator
from kontroll.domain.month import Frequency
from kontroll.domain.problem import Gravity
from kontroll.domain.rulebook import Rulebook
from kontroll.sources import survey
from kontroll.sources.formats import FormatContext, Read, formats_of, read_format


def indicator(id: str, name: str, source: str, scale: tuple[int, int] | None, *called: str) -> Indicator:
    ends = None if scale is None else (Decimal(scale[0]), Decimal(scale[1]))
    return Indicator(id=id, name=name, unit="poeng", better=Better.HIGHER, frequency=Frequency.YEAR, decimals=1, source=source,
                     min_count=5, scale=ends, called=called)  # fmt: skip


STAFF, USERS = "Medarbeiderundersøkelsen", "Brukerundersøkelsen"
INDICATORS = [
    indicator("tf_oppgavemotivasjon", "Oppgavemotivasjon", "10-FAKTOR", (1, 5), "Indre motivasjon"),
    indicator("tf_mestringsklima", "Mestringsklima", "10-FAKTOR", (1, 5)),
    indicator("svarprosent_tifaktor", "Svarprosent i 10-FAKTOR", "10-FAKTOR", (0, 100)),
    indicator("mestringsklima", "Mestringsklima", STAFF, (0, 100)),
    indicator("ledelse", "Ledelse (eget lederskap)", STAFF, (0, 100), "Nærmeste leder"),
    indicator("svarprosent_medarbeider", "Svarprosent i medarbeiderundersøkelsen", STAFF, (0, 100)),
    indicator("brukertilfredshet", "Brukertilfredshet samlet", USERS, None),
]
CONTEXT = FormatContext(rulebook=Rulebook(indicators={one.id: one for one in INDICATORS}))


def read(tmp_path: Path, content: str, name: str = "10-FAKTOR 2026.csv") -> Read:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return read_format(survey.FORMAT, path, name, CONTEXT)


def rows(found: Read) -> list[tuple[str, ...]]:
    assert [] == [str(p) for p in found.problems if p.gravity is not Gravity.NOTICE]
    return found.sheets["maalinger"].frame.select("enhet", "indikator", "periode", "verdi", "antall").rows()


def refusals(found: Read) -> list[str]:
    assert {} == found.sheets
    return [f"{p.place} {p.what}" for p in found.problems if p.gravity is not Gravity.NOTICE]


WIDE = "enhet;enhetsnavn;antall svar;1. Oppgavemotivasjon;10. Mestringsklima\n100;Skolen;12;4,2;3,9\n200;Hagen;7;4,0;\n"
TURNED = "Faktor;100;200\nOppgavemotivasjon;4,2;4,0\nMestringsklima;3,9;\nAntall svar;12;7\n"
LONG = (
    "enhet;år;faktor;snitt;antall\n100;2026;Oppgavemotivasjon;4,2;12\n200;2026;Oppgavemotivasjon;4,0;7\n"
    "100;2026;Mestringsklima;3,9;12\n200;2026;Mestringsklima;;7\n"
)


@pytest.mark.parametrize("content", [WIDE, TURNED, LONG])
def test_every_shape_gives_the_same_measurements(tmp_path: Path, content: str):
    assert [
        ("100", "tf_mestringsklima", "2026", "3.9", "12"),
        ("100", "tf_oppgavemotivasjon", "2026", "4.2", "12"),
        ("200", "tf_mestringsklima", "2026", "", "7"),
        ("200", "tf_oppgavemotivasjon", "2026", "4.0", "7"),
    ] == sorted(rows(read(tmp_path, content)))


def test_a_workbook_is_read_as_well(tmp_path: Path):
    book = Workbook()
    for line in ("enhet", "Oppgavemotivasjon", "antall"), (100, 4.25, 12):
        book.active.append(line)
    path = tmp_path / "medarbeiderundersøkelse 10-FAKTOR 2026.xlsx"
    book.save(path)

    assert ["undersokelse"] == [one.id for one in formats_of(path, path.name)]
    found = read_format(survey.FORMAT, path, path.name, CONTEXT)
    assert [("100", "tf_oppgavemotivasjon", "2026", "4.25", "12")] == rows(found)


def test_the_survey_in_the_files_name_decides_between_factors_of_the_same_name(tmp_path: Path):
    content = "enhet;Mestringsklima;antall\n100;72;9\n"

    assert ["mestringsklima"] == [row[1] for row in rows(read(tmp_path, content, "medarbeiderundersøkelse-2026.csv"))]
    assert ["tabell"] == [one.partition(".")[0] for one in refusals(read(tmp_path, content, "tabell.csv"))]


def test_what_the_supplier_calls_a_factor_may_stand_with_the_indicator(tmp_path: Path):
    found = read(
        tmp_path, "enhet;Nærmeste leder;antall\n100;81;9\n", "undersøkelse av medarbeiderundersøkelsen 2026.csv"
    )

    assert ["ledelse"] == [row[1] for row in rows(found)]


def test_a_factor_may_have_its_own_number_of_answers(tmp_path: Path):
    content = "enhet;antall;Oppgavemotivasjon;Oppgavemotivasjon antall;Mestringsklima\n100;12;4;11;3\n"

    assert [("4", "11"), ("3", "12")] == [row[3:] for row in rows(read(tmp_path, content))]


@pytest.mark.parametrize(("mean", "refused"), [("1", False), ("0,9", True), ("5", False), ("5,1", True), ("", False)])
def test_a_mean_is_within_its_scale_or_the_file_is_refused(tmp_path: Path, mean: str, refused: bool):
    found = read(tmp_path, f"enhet;Oppgavemotivasjon;antall\n100;3;9\n200;{mean};9\n")

    assert refused is found.refused
    if refused:
        assert [f"10-FAKTOR 2026.csv:3 {mean} er utenfor skalaen 1–5 (Oppgavemotivasjon)"] == refusals(found)


def test_a_year_that_is_not_there_stays_missing(tmp_path: Path):
    content = "enhet;år;Oppgavemotivasjon;antall\n100;2024;3,5;9\n100;2026;4;9\n"

    assert ["2024", "2026"] == [row[2] for row in rows(read(tmp_path, content, "10-faktor.csv"))]


@pytest.mark.parametrize("hidden", ["*", "-", "–", "<5", "skjermet", "for få svar", ""])
def test_what_the_supplier_hides_is_missing_and_never_nought(tmp_path: Path, hidden: str):
    assert [("", "")] == [
        row[3:] for row in rows(read(tmp_path, f"enhet;Oppgavemotivasjon;antall\n100;{hidden};{hidden}\n"))
    ]


def test_how_much_was_read_is_told_with_what_it_was_read_as(tmp_path: Path):
    assert [
        "2 enheter, 3 verdier, 1 uten verdi (tomme eller skjermet av leverandøren).",
        "Lest som: «Oppgavemotivasjon» → tf_oppgavemotivasjon og «Mestringsklima» → tf_mestringsklima.",
        "Svar til sammen: 19.",
    ] == read(tmp_path, WIDE).told


# --- who answered -----------------------------------------------------------------------------------------------------


def test_the_response_rate_is_counted_of_those_invited(tmp_path: Path):
    found = read(tmp_path, "enhet;inviterte;antall svar;Oppgavemotivasjon\n100;16;12;4\n")

    assert ("100", "svarprosent_tifaktor", "2026", "75.000000", "12") in rows(found)


@pytest.mark.parametrize(("rate", "refused"), [("75", False), ("76", False), ("77", True), ("101", True)])
def test_a_response_rate_must_agree_with_the_counts(tmp_path: Path, rate: str, refused: bool):
    content = f"enhet;inviterte;antall svar;svarprosent;Oppgavemotivasjon\n100;16;12;{rate};4\n"

    assert refused is read(tmp_path, content).refused


@pytest.mark.parametrize(("answered", "refused"), [("16", False), ("17", True)])
def test_no_more_can_answer_than_were_invited(tmp_path: Path, answered: str, refused: bool):
    content = f"enhet;inviterte;antall svar;Oppgavemotivasjon\n100;16;{answered};4\n"

    assert refused is read(tmp_path, content).refused


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "what"),
    [
        ("avsnitt;Oppgavemotivasjon\n1;4\n", "10-faktor 2026.csv", "ingen kolonne sier hvilken enhet tallene gjelder"),
        ("enhet;Trivsel\n100;4\n", "10-faktor 2026.csv", "ingen kolonne heter det samme som en indikator"),
        ("enhet;Oppgavemotivasjon\n100;4\n", "10-faktor.csv", "filen sier ikke hvilket år undersøkelsen er fra"),
        ("enhet;Oppgavemotivasjon\n100;4\n", "10-faktor 2024-2026.csv", "filen sier ikke hvilket år undersøkelsen er fra"),
        ("enhet;Oppgavemotivasjon\n100;fire\n", "10-faktor 2026.csv", "«fire» er ikke et tall (Oppgavemotivasjon)"),
        ("enhet;Oppgavemotivasjon;antall\n100;4;mange\n", "10-faktor 2026.csv", "«mange» er ikke et antall (antall)"),
        ("enhet;Oppgavemotivasjon\n100;4\n100;3\n", "10-faktor 2026.csv",
         "enheten «100» har tf_oppgavemotivasjon for 2026 to ganger"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_understood_is_refused(tmp_path: Path, content: str, name: str, what: str):
    told = [one.replace(f"{name}:", "") for one in refusals(read(tmp_path, content, name))]

    assert [what] == [one.partition(" ")[2] for one in told]


def test_a_column_that_is_no_indicator_is_told_and_the_rest_is_taken(tmp_path: Path):
    found = read(tmp_path, "enhet;Oppgavemotivasjon;Mestringklima\n100;4;3\n")

    assert ["«Mestringklima» er ikke brukt: ingen indikator heter det"] == [p.what for p in found.problems]
    assert "Mente du «Mestringsklima»?" in found.problems[0].fix


def test_a_table_in_kontrolls_own_form_goes_through_as_it_is(tmp_path: Path):
    found = read(
        tmp_path, "enhet;indikator;periode;verdi;antall\n100;ledelse;2026;70;9\n", "medarbeiderundersøkelse.csv"
    )

    assert [("100", "ledelse", "2026", "70", "9")] == rows(found)


@pytest.mark.parametrize(
    ("name", "survey_file"),
    [
        ("10-FAKTOR 2026.csv", True),
        ("formater/undersøkelser/2026.xlsx", True),
        ("faktura.csv", False),
        ("brukerundersokelse.pdf", False),
    ],
)
def test_a_survey_is_known_by_its_name_or_folder(name: str, survey_file: bool):
    assert survey_file is survey.FORMAT.recognises(b"", name)


# --- all files --------------------------------------------------------------------------------------------------------

means = st.none() | st.decimals(1, 5, places=2)
enheter = st.dictionaries(
    st.from_regex(r"\A[1-9][0-9]{2}\Z"), st.tuples(means, means, st.integers(0, 99)), min_size=1, max_size=8
)


@given(enheter)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_means_are_those_that_were_written_in_any_shape(
    tmp_path: Path, given_rows: dict[str, tuple[Decimal | None, Decimal | None, int]]
):
    names = ("Oppgavemotivasjon", "Mestringsklima")
    wide = table([("enhet", *names, "antall"), *((id, *row) for id, row in given_rows.items())])
    turned = table(
        [
            ("faktor", *given_rows),
            *((name, *(row[at] for row in given_rows.values())) for at, name in enumerate((*names, "antall"))),
        ]
    )

    expected = sorted(
        (id, indicator_id, row[at], str(row[2]))
        for id, row in given_rows.items()
        for at, indicator_id in enumerate(("tf_oppgavemotivasjon", "tf_mestringsklima"))
    )  # fmt: skip
    for content in (wide, turned):
        back = [(row[0], row[1], Decimal(row[3]) if row[3] else None, row[4]) for row in rows(read(tmp_path, content))]
        assert sorted(expected, key=str) == sorted(back, key=str)


def table(lines: Sequence[Sequence[object]]) -> str:
    return (
        "\n".join(";".join("" if cell is None else str(cell).replace(".", ",") for cell in line) for line in lines)
        + "\n"
    )
