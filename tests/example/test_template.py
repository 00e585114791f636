"""`kontroll ny` starts from an empty data folder with every heading in its place."""

from __future__ import annotations

from pathlib import Path

from kontroll.domain.rulebook import Rulebook
from kontroll.example.template import README, write_template


def heading(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig").splitlines()[0]


def test_every_file_of_the_data_folder_is_there_with_its_headings(rulebook: Rulebook, tmp_path: Path) -> None:
    write_template(tmp_path, rulebook.datasets.values())

    assert "enhet;indikator;periode;verdi;antall" == heading(tmp_path / "maalinger" / "maalinger.csv")
    assert "enhet;indikator;aar;gronn;gul" == heading(tmp_path / "ambisjoner.csv")
    assert "person_id;navn;epost;rolle;enhet;gjelder_fra;gjelder_til" == heading(tmp_path / "personer.csv")
    assert heading(tmp_path / "organisasjon.csv").startswith("enhet;navn;enhetstype;overordnet;tjeneste;leder_id;")
    for id, dataset in rulebook.datasets.items():
        assert ";".join(f.heading for f in dataset.fields) == heading(tmp_path / "datasett" / id / f"{id}.csv")


def test_the_readme_names_the_data_sets_and_their_personal_columns(rulebook: Rulebook, tmp_path: Path) -> None:
    write_template(tmp_path, rulebook.datasets.values())

    text = (tmp_path / README).read_text(encoding="utf-8-sig")

    assert "faktura  Leverandørfaktura" in text
    assert "personopplysninger: mottaker, attestant, anviser" in text
    assert "«ukjent»" in text


def test_what_is_there_already_is_left_alone(rulebook: Rulebook, tmp_path: Path) -> None:
    own = tmp_path / "personer.csv"
    own.write_text("person_id;navn\nP1;Kari\n", encoding="utf-8")

    made = write_template(tmp_path, rulebook.datasets.values())

    assert own not in made
    assert "P1;Kari" in own.read_text(encoding="utf-8")
    assert not write_template(tmp_path, rulebook.datasets.values())
