"""The texts, word for word: what a leader reads of every construct of the language."""

from __future__ import annotations

from pathlib import Path

import pytest

from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Truth
from kontroll.facts.facts import Facts
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.flows.judging.explain import explain_facts
from kontroll.report.explaining.explainer import Cell
from kontroll.report.explaining.readings import Seen
from kontroll.report.explaining.text import MOST_LINES, as_text
from kontroll.report.explaining.told import Line, Told, told
from kontroll.rulebook.read import read_rulebook

from .kommune import OCTOBER, TODAY, kommune

HERE = Path(__file__).parent / "golden"

#: Name of the text -> rule, enhet, record.
GOLDEN = {
    "paa-rad": ("merforbruk", "1", ""),
    "unntak": ("merforbruk", "2", ""),
    "ukjent": ("merforbruk", "3", ""),
    "ikke-aktiv": ("merforbruk", "4", ""),
    "utenfor-gjelder": ("merforbruk", "5", ""),
    "ukjent-enhet": ("merforbruk", "99", ""),
    "ambisjon": ("fravaer-hoyt", "1", ""),
    "faa-personer": ("fravaer-hoyt", "2", ""),
    "farge": ("farget", "1", ""),
    "farge-ukjent": ("farget", "3", ""),
    "best": ("best", "2", ""),
    "ikke-best": ("best", "1", ""),
    "best-uten-tall": ("best", "3", ""),
    "utvikling": ("trend", "1", ""),
    "endring": ("sprang", "1", ""),
    "endring-ukjent": ("sprang", "2", ""),
    "indeks": ("indeksen", "1", ""),
    "indeks-ukjent": ("indeksen", "2", ""),
    "andel": ("andelen", "1", ""),
    "utlopt-grense": ("utlopt-grense", "1", ""),
    "av-siste": ("ofte", "1", ""),
    "skjermet": ("ledet", "1", ""),
    "felt": ("protokoll", "1", "B1"),
    "felt-oppfylt": ("protokoll", "1", "B2"),
    "oppslag": ("fullmakten", "1", "B1"),
    "oppslag-funnet": ("fullmakten", "1", "B2"),
    "personer-like": ("to-personer", "1", "B2"),
    "personer-ukjent": ("to-personer", "1", "B3"),
    "gruppert": ("oppdelt", "1", "B3"),
    "klokke": ("om-natten", "1", "B2"),
    "ukedag": ("om-natten", "1", "B4"),
    "rundt": ("rundt", "1", "B4"),
    "annen-maaned": ("rundt", "1", "B5"),
    "ukjent-post": ("rundt", "1", "B99"),
    "andre-regler": ("flere", "1", ""),
    "annen-regel-over-tid": ("lenge", "1", ""),
    "ukjent-ansvar": ("datakvalitet-enhet", "77", "B6"),
}


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> tuple[Rulebook, Facts]:
    rules, data = kommune(tmp_path_factory.mktemp("kommune"))
    rulebook, problems = read_rulebook([rules])
    assert not [str(problem) for problem in problems]
    facts, _problems = read_folder(data, rulebook)
    return rulebook, facts


def text(known: tuple[Rulebook, Facts], rule: str, enhet: str, post: str, *, persons: bool = False) -> str:
    rulebook, facts = known
    found = explain_facts(rulebook, facts, Cell(rule, enhet, OCTOBER, post), TODAY, Seen(persons=persons))
    return as_text(told(found)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("name", GOLDEN)
def test_the_text_is_as_it_was_read(known: tuple[Rulebook, Facts], name: str, tmp_path: Path) -> None:
    """After a change that is meant: read what was written beside, and put it in golden/."""
    written = text(known, *GOLDEN[name])

    beside = tmp_path / f"{name}.txt"
    beside.write_text(written + "\n", encoding="utf-8")
    golden = HERE / f"{name}.txt"
    assert golden.exists(), beside
    assert golden.read_text(encoding="utf-8") == written + "\n", beside


def test_no_text_is_left_that_nothing_makes() -> None:
    assert {f"{name}.txt" for name in GOLDEN} == {file.name for file in HERE.iterdir()}


def test_words_about_a_denial_as_a_whole_stand_before_it_and_beside_its_truth(known: tuple[Rulebook, Facts]) -> None:
    written = text(known, "trend", "1", "")

    words = "[stemmer] Med regelens ord: «Fraværet har ikke gått ned på tre måneder»\n    Dette må ikke stemme:"
    assert words in written


@pytest.mark.parametrize(("count", "last"), [(MOST_LINES - 1, ""), (MOST_LINES, "… Det er 1 linje til.")])
def test_a_tree_that_is_longer_than_anyone_reads_is_cut_and_says_so(count: int, last: str) -> None:
    leaves = tuple(Line(text=f"Post {i}.", truth=Truth.TRUE, decisive=False) for i in range(count))
    whole = Line(text="Alle disse må stemme:", truth=Truth.TRUE, decisive=True, children=leaves)
    empty: tuple[str, ...] = ()

    written = as_text(
        Told(
            answer="Svar.",
            why=empty,
            notes=empty,
            tree=(whole,),
            exemptions=(),
            changed=empty,
            settled=empty,
            about=empty,
        )
    )

    assert MOST_LINES == written.count("[stemmer")
    assert f"Post {count - 1}." in written or last
    assert ("linje til. Alt står i svaret med --json." in written, last in written) == (bool(last), True)


def test_what_decided_in_another_rule_follows_the_line_about_it_one_level_deep(known: tuple[Rulebook, Facts]) -> None:
    why = " ".join(text(known, "lenge", "1", "").split("HVA SKULLE TIL")[0].split())

    assert "Grunnen til svaret på merforbruk: «Avvik fra budsjett» var −3,2 prosent" in why
    assert 1 == why.count("Grunnen til svaret")


# --- what is held back ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GOLDEN)
def test_no_text_holds_a_personal_field(known: tuple[Rulebook, Facts], name: str) -> None:
    written = text(known, *GOLDEN[name])

    assert not [person for person in ("P1", "P2", "P9") if person in written]


def test_a_personal_field_is_shown_to_whoever_asks_for_it(known: tuple[Rulebook, Facts]) -> None:
    assert "«P1»" in text(known, "to-personer", "1", "B2", persons=True)


def test_a_figure_of_few_persons_is_told_to_be_there_and_not_shown(known: tuple[Rulebook, Facts]) -> None:
    written = text(known, "fravaer-hoyt", "2", "")

    assert "9,5" not in written
    assert "bygger på få personer" in written
    assert "9,5 prosent" in text(known, "fravaer-hoyt", "2", "", persons=True)


def test_a_figure_that_is_skjermet_is_shown_to_nobody(known: tuple[Rulebook, Facts]) -> None:
    assert "70" not in text(known, "ledet", "1", "", persons=True)
