"""personvern.yaml: what the kommune says itself; what it has not said is nothing, and is never guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kontroll.domain.privacypolicy import Assessment, Level, PrivacyPolicy, Risk, Subjects
from kontroll.policybook import read_policies
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import shipped_policies, shipped_rules


def chosen(folder: Path, text: str) -> tuple[PrivacyPolicy, list[str]]:
    (folder / "personvern.yaml").write_text(text, encoding="utf-8")
    policies, problems = read_policies([folder])
    return policies.privacy, [str(problem) for problem in problems]


def test_every_shipped_data_set_with_personal_fields_says_whom_they_are_about() -> None:
    policies, problems = read_policies([shipped_policies()])
    rulebook, _problems = read_rulebook([shipped_rules()])

    personal = {id for id, one in rulebook.datasets.items() if any(field.personal for field in one.fields)}
    assert not problems
    assert personal <= set(policies.privacy.subjects)
    assert policies.privacy.subjects["fravaer"] == Subjects(persons="ansatte", special="helseopplysninger")
    assert policies.privacy.officer == ""


def test_what_people_wrote_of_a_control_measure_is_read(tmp_path: Path) -> None:
    policy, problems = chosen(
        tmp_path,
        """
personvern:
  personvernombud: Pia P
  sikkerhet: [Låste rom]
  databehandlere: [{navn: Drift AS, gjor: drifter maskinen}]
  vurderinger:
    - {regel: overtid-001, nodvendig: Fordi, besluttet: 2026-01-31,
       risiko: [{hva: Feil navn, sannsynlighet: lav, konsekvens: høy, tiltak: Ser over}]}
""",
    )

    assert problems == []
    assert (policy.officer, policy.measures, policy.processors) == (
        "Pia P",
        ("Låste rom",),
        (("Drift AS", "drifter maskinen"),),
    )
    risk = Risk(what="Feil navn", probability=Level.LOW, consequence=Level.HIGH, measure="Ser over")
    assert policy.assessments["overtid-001"] == Assessment(
        rule="overtid-001", needed="Fordi", risks=(risk,), decided=date(2026, 1, 31)
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("personvern: {datasett: [{id: lonn}]}", "«personer» mangler"),
        ("personvern: {vurderinger: [{regel: a, risiko: [{hva: b, sannsynlighet: enorm}]}]}", "enorm"),
        ("personvern: {vurderinger: [{regel: a}, {regel: a}]}", "står to ganger"),
        ("personvern: {ombud: Pia}", "ombud"),
    ],
)
def test_what_is_no_choice_is_refused(tmp_path: Path, text: str, told: str) -> None:
    assert any(told in problem for problem in chosen(tmp_path, text)[1])
