"""A reglement as a file: its points, its skal-sentences with their numbers and marks, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from kontroll.domain.problem import Gravity
from kontroll.domain.skal import LeftOut
from kontroll.policybook.reglement import read_reglement, read_reglementer

LAW = Path(__file__).parents[2] / "../shared/data/lovtekst_utdrag.md"
FRONT = """\
---
navn: Kassereglementet
eier: okonomi
vedtatt: 2025-06-18
versjon: "3"
neste_revisjon: 2027-06-30
risiko: 4
bekreftes_av: [leder, alle]
---
"""


@pytest.fixture
def read(tmp_path):
    def reads(text: str, front: str = FRONT):
        path = tmp_path / "kasse.md"
        path.write_text(front + dedent(text), encoding="utf-8")
        problems = []
        return read_reglement(path, problems), problems

    return reads


def numbers(reglement):
    return [(one.number, one.text) for one in reglement.sentences]


def test_sentences_are_numbered_by_their_point_and_within_it_where_there_are_several(read):
    reglement, problems = read(
        """
        # Kassereglementet
        ## 3 Kasse
        ### 3.1 Telling
        Kassen skal telles. Det er lurt.
        ### 3.2 Avvik
        Avvik skal
        meldes samme dag. Leder må svare, jf. kap. 4.
        """
    )

    assert problems == []
    assert numbers(reglement) == [
        ("3.1", "Kassen skal telles."),
        ("3.2-1", "Avvik skal meldes samme dag."),
        ("3.2-2", "Leder må svare, jf. kap. 4."),
    ]
    assert [one.line for one in reglement.sentences] == [14, 16, 17]
    assert (reglement.name, reglement.owner, reglement.version) == ("Kassereglementet", "okonomi", "3")
    assert reglement.confirmed_by == ("leder", "alle")


def test_a_reference_means_the_sentence_the_point_or_all_below_it(read):
    reglement, _ = read("## 3 Kasse\n### 3.1 A\nDu skal. Du må.\n### 3.2 B\nLeder skal.\n## 31 C\nAlle skal.\n")

    assert [one.number for one in reglement.at("3.1-2")] == ["3.1-2"]
    assert [one.number for one in reglement.at("3.1")] == ["3.1-1", "3.1-2"]
    assert [one.number for one in reglement.at("3")] == ["3.1-1", "3.1-2", "3.2"]
    assert reglement.at("3.3") == ()
    assert not reglement.has("3.3")
    assert reglement.nearest("3.3") == "3.2"


def test_a_list_belongs_to_the_sentence_above_it_except_for_items_that_bind_themselves(read):
    reglement, _ = read(
        """
        ## 1 Leder
        Leder skal:

        - svare
        - varsle
        - Ansatte må høres først.

        Ellers er det fritt.
        ## 2 Etter loven
        Ved kontroll skal leder
        a. beskrive målene
        b. ha rutiner
        """
    )

    assert numbers(reglement) == [
        ("1-1", "Leder skal: svare varsle"),
        ("1-2", "Ansatte må høres først."),
        ("2", "Ved kontroll skal leder a. beskrive målene b. ha rutiner"),
    ]


def test_where_headings_are_sections_chapters_are_no_points(read):
    reglement, _ = read("## Kapittel 1\n### § 1 A\nLeder skal.\n### § 1-2. B\nAlle skal.\n")

    assert [one.number for one in reglement.sentences] == ["1", "1-2"]


def test_cells_of_a_table_are_sentences_and_its_headings_are_not(read):
    reglement, _ = read(
        """
        ## 1 Fullmakt
        | Hvem skal | Krav |
        |---|---|
        | Leder | Leder skal spørre. |
        """
    )

    assert numbers(reglement) == [("1", "Leder skal spørre.")]
    assert [passage.text for passage in reglement.passages][-1] == "Leder | Leder skal spørre."


def test_marks_are_read_and_taken_out_of_the_text(read):
    reglement, problems = read(
        """
        ## 1 A
        Leder skal svare. {risiko: 5, eier: hr}
        ## 2 B
        Leder skal telle. {stikkprøve: halvårlig} Ansatte skal hjelpe. {ikke kontrollert: krever skjønn, og tid}
        """
    )
    one, two, three = reglement.sentences

    assert problems == []
    assert (one.risk, one.owner) == (5, "hr")
    assert (two.sample, two.unchecked) == ("halvårlig", None)
    assert (three.unchecked, three.risk, three.owner) == ("krever skjønn, og tid", 4, "okonomi")
    assert not any("{" in passage.text for passage in reglement.passages)


def test_a_mark_that_is_misspelt_or_without_a_usable_value_is_told_at_its_line(read):
    _, problems = read("## 1 A\nLeder skal. {risikko: 5}\n\nAlle skal. {risiko: 6}\n")

    assert [problem.place.line for problem in problems] == [11, 13]
    assert "Mente du «risiko»?" in problems[0].fix


def test_headings_and_definitions_with_skal_are_told_apart_from_sentences(read):
    reglement, _ = read(
        """
        ## 1 Leder skal svare
        ## 2 Definisjoner
        Avvik: det som skal rettes etter at leder skal ha svart.
        ## 3 C
        Med kasse menes skuff som skal låses.
        """
    )

    assert reglement.sentences == ()
    assert [one.why for one in reglement.not_counted] == [
        LeftOut.HEADING,
        LeftOut.DEFINITION,
        LeftOut.DEFINITION,
    ]


def test_a_reglement_without_front_matter_is_read_and_what_lacks_is_told(read):
    reglement, problems = read("# Kasse\n## 1 A\nLeder skal svare.\n", front="")

    assert numbers(reglement) == [("1", "Leder skal svare.")]
    assert reglement.name == "Kasse"
    (problem,) = problems
    assert problem.gravity is Gravity.INCOMPLETE
    assert "neste_revisjon" in problem.fix


def test_front_matter_is_checked_key_by_key_and_stops_nothing(read):
    front = FRONT.replace("eier: okonomi\n", "").replace("versjon", "versjonn").replace("risiko: 4", "risiko: 9")
    reglement, problems = read("## 1 A\nLeder skal svare.\n", front=front)

    assert len(reglement.sentences) == 1
    assert [problem.place.line for problem in problems if problem.place.line > 2] == [6, 4]
    assert all(problem.gravity is Gravity.INCOMPLETE for problem in problems)


def test_a_number_that_two_points_have_is_told_and_sentences_keep_apart(read):
    reglement, problems = read("## 1 A\nLeder skal.\n## 1 B\nAlle skal.\n")

    assert [one.number for one in reglement.sentences] == ["1-1", "1-2"]
    assert [problem.place.line for problem in problems] == [12]


def test_headings_without_numbers_are_counted_and_that_is_told(read):
    reglement, problems = read("# Kasse\n## Telling\nLeder skal.\n### Natt\nAlle skal.\n## Avvik\nDu skal.\n")

    assert [one.number for one in reglement.sentences] == ["1", "1.1", "2"]
    assert [problem.gravity for problem in problems] == [Gravity.NOTICE]


def test_numbers_on_lines_of_their_own_are_points_in_a_pasted_text(read):
    reglement, _ = read("1. ANSVAR\nLeder skal svare.\n\n1.1 Kasse\nAlle skal telle.\n\n2.3 Ansatte må hjelpe.\n")

    assert numbers(reglement) == [
        ("1", "Leder skal svare."),
        ("1.1", "Alle skal telle."),
        ("2.3", "Ansatte må hjelpe."),
    ]


def test_line_ends_and_composed_letters_do_not_change_which_version_it_is(tmp_path):
    plain, windows = tmp_path / "a.md", tmp_path / "b.md"
    plain.write_bytes(FRONT.encode() + "## 1 Å\nLeder skal på plass.\n".encode())
    windows.write_bytes(b"\xef\xbb\xbf" + plain.read_text("utf-8").replace("\n", "\r\n").replace("å", "å").encode())

    first, second = (read_reglement(path, []) for path in (plain, windows))

    assert first.digest == second.digest
    assert [s.fingerprint for s in first.sentences] == [s.fingerprint for s in second.sentences]


def test_the_kommunes_own_file_wins_whole_and_it_is_told(tmp_path):
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    for folder, text in ((shipped, "## 1 A\nLeder skal.\n"), (own, "## 1 A\nAlle må.\n")):
        (folder / "reglement").mkdir(parents=True)
        (folder / "reglement/kasse.md").write_text(FRONT + text, encoding="utf-8")
    (shipped / "reglement/etikk.md").write_text(FRONT + "## 1 A\nDu skal.\n", encoding="utf-8")

    found, problems = read_reglementer([shipped, own])

    assert [(one.id, one.own, one.sentences[0].text) for one in found.all] == [
        ("etikk", False, "Du skal."),
        ("kasse", True, "Alle må."),
    ]
    assert [problem.gravity for problem in problems] == [Gravity.NOTICE]


def test_a_file_that_is_no_text_is_told_and_the_others_are_read(tmp_path):
    (tmp_path / "reglement").mkdir()
    (tmp_path / "reglement/a.md").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "reglement/b.md").write_text(FRONT + "## 1 A\nDu skal.\n", encoding="utf-8")

    found, problems = read_reglementer([tmp_path])

    assert list(found.by_id) == ["b"]
    assert [Path(problem.place.file).name for problem in problems] == ["a.md"]


@pytest.mark.skipif(not LAW.exists(), reason="../shared/data/lovtekst_utdrag.md is not there")
def test_the_law_itself_which_nobody_here_wrote_is_read():
    law = read_reglement(LAW, [])

    assert [one.number for one in law.sentences] == ["25-1-1", "25-1-2", "25-1-3", "25-2", "24-9"]
    assert "e. evaluere" in law.sentences[2].text


def test_a_footnote_binds_nobody_and_does_not_glue_two_sentences_together(read):
    reglement, _problems = read(
        """
        ## § 4 Avtaler
        Avtalen skal være signert.[^1] Det er ikke tillatt å lagre på egne enheter.

        [^1]: Protokollen skal ligge på nettsiden.
        """
    )

    assert numbers(reglement) == [
        ("4-1", "Avtalen skal være signert."),
        ("4-2", "Det er ikke tillatt å lagre på egne enheter."),
    ]
    assert "[1] Protokollen skal ligge på nettsiden." in [
        "".join(p.text for p in one.pieces) for one in reglement.passages
    ]


def test_a_numbered_heading_within_a_section_is_a_point_of_its_own_and_a_chapter_is_not(read):
    reglement, _problems = read(
        """
        # 2 Innkjøp
        ## § 4 Avtaler
        Avtalen skal være signert.
        ### 4.1 Kontroll
        Leder skal ta stikkprøver.
        ### 5.1 Annet
        Leder skal svare.
        """
    )

    assert [number for number, _text in numbers(reglement)] == ["4", "4.1-1", "4.1-2"]
