"""The record of art. 30 and the drafts of art. 35: what is known is there, and what nobody has said is told and never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from kontroll.domain.privacypolicy import Assessment, Level, PrivacyPolicy, Risk, Subjects
from kontroll.domain.rule import ControlMeasure
from kontroll.report.document.model import Document, Items, Section, Table, Told
from kontroll.report.document.shown import said, shown
from kontroll.report.handout.categories import CATEGORIES
from kontroll.report.plainly.rule import plainly
from kontroll.report.privacy import assessment, record
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import shipped_rules

DAY = date(2026, 4, 20)
OVERTIME = record.PersonalData(
    id="overtid", name="Overtid", fields=("person", "timer"), rules=("overtid-001",), purposes=("Verne ansatte",), years=3,
    last=date(2026, 4, 1),
)  # fmt: skip
UNREAD = record.PersonalData(
    id="vakt", name="Vakt", fields=("person",), rules=(), purposes=(), years=None, last=date(2026, 4, 1)
)
FULL = PrivacyPolicy(
    contact="Rådhuset", officer="Pia P", processors=(("Drift AS", "drifter maskinen"),), transfers="ingen",
    measures=("Låst rom",), subjects={"overtid": Subjects(persons="ansatte")},
)  # fmt: skip


def texts(section: Section) -> Iterator[str]:
    yield section.title
    yield from (said(one) for one in section.paragraphs)
    for block in section.blocks:
        if isinstance(block, Told):
            yield said(block)
        elif isinstance(block, Items):
            yield from (said(one) for one in block.items)
        elif isinstance(block, Table):
            yield from (" | ".join(shown(cell) for cell in row) for row in block.rows)
            yield block.note
    for part in section.parts:
        yield from texts(part)


def text(document: Document) -> str:
    return "\n".join(line for section in document.sections for line in texts(section))


def lacking(document: Document) -> list[str]:
    """The points of the last chapter."""
    last = document.sections[-1]
    assert last.title == "Dette må kommunen skrive"
    assert last.is_mandatory
    return [said(one) for block in last.blocks if isinstance(block, Items) for one in block.items]


def recorded(policy: PrivacyPolicy, *sets: record.PersonalData) -> Document:
    return record.record(
        record.Material(
            municipality="Bygda kommune", day=DAY, policy=policy, sets=sets,
            categories=[(CATEGORIES[0], ["5 år."]), (CATEGORIES[1], ["3 år."])],
            access=[("personlige felt", ("leder",), True)], deletes=True,
        )
    )  # fmt: skip


def test_the_record_has_everything_that_article_30_lists():
    told = text(recorded(FULL, OVERTIME))

    for known in (
        "Behandlingsansvarlig | Bygda kommune", "Personvernombud | Pia P", "Overtid | person og timer | ansatte | Verne ansatte.",
        "Personlige felt | leder | ja", "Til land utenfor EØS (bokstav e): ingen", "Overtid | 3 år", "Drift AS: drifter maskinen",
        "Låst rom", "kjede av SHA-256-koder",
    ):  # fmt: skip
        assert known in told, known
    assert lacking(recorded(FULL, OVERTIME)) == []


def test_what_nobody_has_said_is_told_in_its_place_and_in_the_last_chapter():
    document = recorded(PrivacyPolicy(), OVERTIME, UNREAD)

    assert "Personvernombud | Må fylles ut av kommunen." in text(document)
    found = lacking(document)
    assert "Hvem som er personvernombud, og hvordan hun nås." in found
    assert "Når datasettet «Vakt» skal slettes (policies/oppbevaring.yaml)." in found
    assert "Hvem opplysningene i datasettet «Overtid» er om." in found


def test_what_is_delivered_and_read_by_no_rule_is_pointed_out():
    assert "ingen regel leser de personlige feltene: Vakt" in text(recorded(FULL, OVERTIME, UNREAD))
    assert "leser de personlige feltene: " not in text(recorded(FULL, OVERTIME, replace(UNREAD, last=None)))


# --- the draft about a control measure --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def material() -> assessment.Material:
    rulebook, _problems = read_rulebook([shipped_rules()])
    rule = rulebook.rules["overtid-001"]
    return assessment.Material(
        municipality="Bygda kommune", day=DAY, policy=FULL, rule=rule, plain=plainly(rulebook, rule, DAY),
        reads=[assessment.Reading(id="overtid", name="Overtid", fields=("person", "overtidstimer"), of=6, years=3)],
        stands="I bruk", discussed=date(2025, 11, 12), evaluate_by=date(2026, 11, 30),
        meetings=[("drøfting", date(2025, 11, 12), "enige")],
        track=["Regelen slo ut i 2 av 100 kjente svar."], approvers=2, deletes=True,
    )  # fmt: skip


def test_the_draft_tells_what_the_measure_is_and_what_guards_those_it_is_about(material: assessment.Material):
    told = text(assessment.assessment(material))

    for known in (
        "Formål: Verne ansatte mot for lange arbeidsuker", "Overtid | person og overtidstimer | ansatte",
        "Av «Overtid» leser regelen 2 av 6 personlige felt.", "2 av 100 kjente svar", "12. november 2025 | Drøfting | enige",
        "Nei. Regelen finner poster som noen må se på.",
    ):  # fmt: skip
        assert known in told, known


def test_what_people_must_judge_is_left_to_them(material: assessment.Material):
    document = assessment.assessment(material)

    assert "Utkast: ingen har besluttet noe." in document.standing
    assert text(document).count("må vurderes | må vurderes") == 5
    found = lacking(document)
    assert "Rådet fra personvernombudet (artikkel 35 nr. 2)." in found
    assert "Hvem som har besluttet hva, og når." in found
    assert len(found) == 7


def test_what_people_have_written_stands_in_it(material: assessment.Material):
    written = Assessment(
        rule="overtid-001", needed="Ingen annen måte finner det.", views="Enige.", advice="Gjør det.", left="Lav.",
        decided=date(2026, 3, 1),
        risks=(Risk(what="Feil navn", probability=Level.LOW, consequence=Level.HIGH, measure="Ses over"),),
    )  # fmt: skip
    policy = replace(FULL, assessments={"overtid-001": written})

    document = assessment.assessment(replace(material, policy=policy))

    assert "Besluttet 1. mars 2026." in document.standing
    assert "Feil navn | Ses over | lav | høy" in text(document)
    assert "Kommunens vurdering: Ingen annen måte finner det." in text(document)
    assert lacking(document) == [
        "Om behandlingen samlet trolig gir høy risiko, og vurderingen derfor er påkrevd (artikkel 35 nr. 1)."
    ]


def test_special_categories_and_a_measure_that_nobody_met_about_are_told(material: assessment.Material):
    policy = replace(FULL, subjects={"overtid": Subjects(persons="ansatte", special="helseopplysninger")})
    bare = replace(material, policy=policy, rule=replace(material.rule, control_measure=None), discussed=None)

    document = assessment.assessment(bare)

    assert "Særlige kategorier av personopplysninger (artikkel 9): Overtid: helseopplysninger." in text(document)
    assert "De ansatte informert | ikke ført" in text(document)
    assert "At tiltaket er drøftet, og at de ansatte er informert (arbeidsmiljøloven § 9-2)." in lacking(document)
    assert isinstance(material.rule.control_measure, ControlMeasure)


def test_nothing_is_said_to_guard_anybody_that_is_not_done(material: assessment.Material):
    guarded = text(assessment.assessment(material))
    bare = replace(material, discussed=None, approvers=0, deletes=False, rule=replace(material.rule, tests=()))
    told = text(assessment.assessment(bare))

    for said_only_where_true in (
        "En endring av den må godkjennes av 2 personer før den varsler noen.", "slettes av en fast jobb",
        "Det er ført at tiltaket er drøftet", "Regelen prøves på egne eksempler",
    ):  # fmt: skip
        assert said_only_where_true in guarded
        assert said_only_where_true not in told
    assert told.count("| ikke kjent |") == 2
    assert "jobben «sletting» står ikke i policies/kjoreplan.yaml" in told
