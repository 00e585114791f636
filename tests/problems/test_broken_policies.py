"""Every broken policy file ends in the right message at the right place, and the sound files are read all the same."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontroll.policybook import read_policies

from .case import Case, complaints, mismatch
from .policy_cases import CASES
from .sound_policies import FILES, write_sound
from .test_fuzz import FUZZED, mutated


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_broken_policy_file_is_told_once_and_in_place(case: Case, tmp_path: Path) -> None:
    write_sound(tmp_path)
    sound, _none = read_policies([tmp_path])
    case.write(tmp_path)

    policies, problems = read_policies([tmp_path])

    assert [] == mismatch(case, problems, tmp_path)
    fields = {"varsling": "notices", "leveranser": "deliveries", "kalender": "closed_days", "kjoreplan": "jobs"}
    broken = fields.get(Path(case.file).stem, "retention")
    for field in {*fields.values(), "retention"} - {broken}:
        assert getattr(sound, field) == getattr(policies, field)


def test_each_case_has_its_own_name() -> None:
    names = [case.name for case in CASES]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("varslinger.yaml", "varsling.yaml"),
        ("kjøreplan.yaml", "kjoreplan.yaml"),
        ("Kalender.yml", "kalender.yaml"),
        ("leveranser.yaml.txt", "leveranser.yaml"),
    ],
)
def test_a_file_with_nearly_the_right_name_is_not_passed_over(name: str, meant: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("stengt: []\n", encoding="utf-8")

    policies, (problem,) = read_policies([tmp_path])

    assert str(tmp_path / name) == problem.place.file
    assert meant in problem.fix
    assert not policies.closed_days


@pytest.mark.parametrize("name", ["okonomireglement.yaml", "etiske-retningslinjer.md", "oppfolging.yaml", "LESMEG.txt"])
def test_other_documents_may_stand_beside(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("hva som helst: {", encoding="utf-8")

    assert [] == read_policies([tmp_path])[1]


@FUZZED
@given(st.data(), st.sampled_from(sorted(FILES)))
def test_whatever_is_written_reading_ends_in_choices_or_in_problems(data: st.DataObject, name: str) -> None:
    text = data.draw(mutated(FILES[name]))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(text.encode("utf-8", "surrogatepass"))

        _policies, problems = read_policies([Path(folder)])

    assert [] == [complaint for problem in problems for complaint in complaints(problem)]
