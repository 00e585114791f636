"""Los: themes, terms and synonyms are read from its RDF, and a file that contradicts itself is refused with the line."""

from __future__ import annotations

from pathlib import Path
from shutil import copy

import pytest

from kontroll.domain.month import Month
from kontroll.domain.problem import Gravity
from kontroll.domain.rulebook import Rulebook
from kontroll.flows.judging.evaluate import evaluate_folder
from kontroll.sources import los
from kontroll.sources.formats import FormatContext, Read, formats_of, read_format

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "data" / "los" / "los.rdf"
DESCRIBED = Path(__file__).resolve().parents[2] / "rules" / "datasett" / "los.yaml"
needs_published = pytest.mark.skipif(not PUBLISHED.exists(), reason="Los is not beside the repository")

BASE = "https://psi.norge.no/los/"
THEME = """<rdf:Description rdf:about="{base}tema/barnehage">
  <skos:prefLabel xml:lang="nb">Barnehage</skos:prefLabel><skos:prefLabel xml:lang="nn">Barnehage</skos:prefLabel>
  <skos:narrower rdf:resource="{base}ord/skole"/>
</rdf:Description>
"""
WORD = """<rdf:Description rdf:about="{base}ord/skole">
  <skos:prefLabel xml:lang="nb">Grunnskole</skos:prefLabel>
  <skos:prefLabel xml:lang="nn">Grunnskule</skos:prefLabel>
  <skos:prefLabel xml:lang="en">School</skos:prefLabel>
  <skos:hiddenLabel xml:lang="nb">Barneskole</skos:hiddenLabel>
  <skos:broader rdf:resource="{base}tema/barnehage"/>
</rdf:Description>
"""
LOST = WORD.replace("tema/barnehage", "tema/borte")


def rdf(*parts: str, before: str = "") -> str:
    opened = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">'
    return f'<?xml version="1.0"?>\n{before}{opened}\n' + "".join(parts).replace("{base}", BASE) + "</rdf:RDF>\n"


def read(tmp_path: Path, content: str) -> Read:
    path = tmp_path / "los.rdf"
    path.write_text(content, encoding="utf-8")
    assert ["los"] == [one.id for one in formats_of(path, path.name)]
    return read_format(los.FORMAT, path, "los.rdf", FormatContext(rulebook=Rulebook()))


def test_each_word_is_a_row_with_its_term_and_theme(tmp_path: Path):
    found = read(tmp_path, rdf(THEME, WORD))

    assert [] == found.problems
    words = found.sheets["los_ord"].frame.select("ord", "maalform", "slag", "termnavn", "tema").rows()
    assert ("Barneskole", "nb", "synonym", "Grunnskole", "tema/barnehage") in words
    assert ("Grunnskule", "nn", "navn", "Grunnskole", "tema/barnehage") in words
    assert "School" not in {row[0] for row in words}
    assert [("tema/barnehage", "Barnehage", "")] == found.sheets["los_tema"].frame.select(
        "id", "navn", "overordnet"
    ).rows()


@pytest.mark.parametrize(
    ("content", "place", "what"),
    [
        (rdf(THEME, THEME, WORD), "los.rdf:7", "«tema/barnehage» står to ganger"),
        (rdf(THEME, LOST), "los.rdf:7", "«ord/skole» ligger under «tema/borte», som ikke finnes"),
        (rdf(THEME, WORD.replace('"nb">Grunnskole', '"en">Grunnskole')), "los.rdf:7", "«ord/skole» har ikke noe navn på bokmål"),
        (rdf(THEME), "los.rdf:1", "filen er RDF, men mangler temaene eller ordene i Los"),
        (rdf(THEME, WORD)[:-20], "los.rdf:13", "filen er ikke gyldig XML her: den er kuttet, har feil tegnsett eller er skadet"),
        (rdf(THEME, WORD, before="<!DOCTYPE a>\n"), "los.rdf:1", "filen har en dokumenttype (DOCTYPE), som Los ikke har"),
    ],
)  # fmt: skip
def test_a_file_that_contradicts_itself_is_refused_with_the_place(tmp_path: Path, content: str, place: str, what: str):
    found = read(tmp_path, content)

    assert {} == found.sheets
    assert (place, what) in [(str(p.place), p.what) for p in found.problems if p.gravity is not Gravity.NOTICE]


def test_a_reference_that_only_one_side_has_is_told(tmp_path: Path):
    found = read(tmp_path, rdf(THEME.replace("ord/skole", "ord/annet"), WORD))

    assert ["«ord/skole» ligger under «tema/barnehage», som ikke sier det samme"] == [p.what for p in found.problems]


# --- the services of a kommune ----------------------------------------------------------------------------------------


def told(tmp_path: Path, *services: str, with_los: bool = True) -> list[tuple[str, str]]:
    """What is said of services: what was found, and what to do."""
    heading = "enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger"
    lines = [f"{n};E{n};tjenestested;;{service};;;;" for n, service in enumerate(services)]
    (tmp_path / "organisasjon.csv").write_text("\n".join([heading, *lines]) + "\n", encoding="utf-8")
    if with_los:
        (tmp_path / "formater").mkdir()
        (tmp_path / "formater" / "los.rdf").write_text(rdf(THEME, WORD), encoding="utf-8")
    rules = tmp_path / "regler" / "datasett"
    rules.mkdir(parents=True)
    copy(DESCRIBED, rules)
    month = Month.parse("2026-01")
    found = evaluate_folder([rules.parent], tmp_path, month, month).problems
    return [(str(p.place), p.fix) for p in found if "i Los (kolonnen tjeneste)" in p.what]


@pytest.mark.parametrize("service", ["barnehage", "Barnehage", "barneskole", "grunnskule", ""])
def test_a_service_that_is_a_name_or_a_synonym_in_los_is_not_told(tmp_path: Path, service: str):
    assert [] == told(tmp_path, service)


@pytest.mark.parametrize(("service", "term"), [("barnehge", "Barnehage"), ("skole", "Grunnskole")])
def test_a_service_that_is_no_word_of_los_is_told_once_with_the_nearest(tmp_path: Path, service: str, term: str):
    found = told(tmp_path, service, service)

    assert [("organisasjon.csv:2", f"Nærmeste ord i Los er «{term}». Bruk det hvis det er det som menes.")] == found


def test_without_los_nothing_is_said_of_services(tmp_path: Path):
    assert [] == told(tmp_path, "barnehge", with_los=False)


@needs_published
def test_the_published_los_is_read_whole(tmp_path: Path):
    found = read(tmp_path, PUBLISHED.read_text(encoding="utf-8"))

    assert [] == found.problems
    assert (92, 3884) == (found.sheets["los_tema"].frame.height, found.sheets["los_ord"].frame.height)
    assert found.sheets["los_ord"].frame.get_column("post").is_unique().all()
    assert "594 henvisninger til det overordnede er holdt mot 594 henvisninger den andre veien." in found.told
