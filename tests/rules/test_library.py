"""What the library must hold: a rule for each demand a kommune is held to, and what must be true of every rule.

K01 to K36 are the demands of the research, in its order and with its ids; after them the law of the services, what
resultatledelse itself asks for, and whether the figures can be trusted.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from kontroll.domain.condition import Condition, IndicatorLeaf, RuleLeaf, leaves
from kontroll.domain.problem import Gravity
from kontroll.domain.reglement import Reglementer
from kontroll.domain.rule import Rule, RuleType, Status
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.rulebookkept import rulebook_digest
from kontroll.flows.books.rules_in_use import rules_in_use
from kontroll.policybook.reglement import read_reglementer
from kontroll.proving.check import check_rule
from kontroll.rulebook.files import rule_files
from kontroll.rulebook.read import read_rulebook
from kontroll.rulebook.stamps import engine_stamp
from kontroll.store.database import Database
from kontroll.store.upgrade import upgrade

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)

#: What must hold: the data set (or, after «:», the indicator) it is seen in, and the rules that see to it.
DEMANDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "K01 oppfølgingsplan innen fire uker": ("fravaer", ("fravaer-001",)),
    "K02 dialogmøte innen sju uker": ("fravaer", ("fravaer-002",)),
    "K03 dialogmøte hos NAV innen 26 uker": ("fravaer", ("fravaer-003",)),
    "K04 overtid": ("overtid", ("overtid-001",)),
    "K05 samlet arbeidstid": ("overtid", ("overtid-002",)),
    "K06 oversikt over arbeidstiden": ("vakt", ("arbeidstid-001",)),
    "K07 medarbeidersamtale": (":medarbeidersamtaler", ("medarbeidere-004",)),
    "K08 HMS-opplæring av ledere": ("opplaering", ("opplaering-001",)),
    "K09 verneombud": ("verneombud", ("hms-002",)),
    "K10 vernerunde": ("vernerunde", ("hms-003",)),
    "K10 risikovurdering": ("risikovurdering", ("risiko-001",)),
    "K11 HMS-avvik innen fristen": ("hms_avvik", ("hms-001",)),
    "K12 skriftlig arbeidsavtale": ("tilsetting", ("tilsetting-002",)),
    "K13 politiattest": ("tilsetting", ("tilsetting-001",)),
    "K14 bierverv": ("leverandor_rolle", ("bierverv-001",)),
    "K15 habilitet i fakturaer": ("faktura", ("faktura-010",)),
    "K15 habilitet i kjøp": ("kjop", ("innkjop-009",)),
    "K16 attestert og anvist av to": ("faktura", ("faktura-001", "faktura-009")),
    "K17 fullmakt for beløp og ansvar": ("faktura", ("faktura-002", "faktura-019")),
    "K18 utbetaling av to i fellesskap": ("betaling", ("betaling-001",)),
    "K19 varemottak og timeliste": ("faktura", ("faktura-003", "faktura-014")),
    "K20 protokoll": ("kjop", ("innkjop-001",)),
    "K21 kunngjøring i Doffin": ("kjop", ("innkjop-002", "innkjop-003")),
    "K22 oppdeling av fakturaer": ("faktura", ("faktura-005", "faktura-006")),
    "K22 oppdeling av kjøp": ("kjop", ("innkjop-011",)),
    "K23 avtalelojalitet i kjøp": ("kjop", ("innkjop-012",)),
    "K23 gyldig kontrakt på fakturaen": ("faktura", ("faktura-011", "faktura-012")),
    "K24 klima og miljø": ("kjop", ("innkjop-004",)),
    "K25 skatteattest": ("kjop", ("innkjop-005",)),
    "K26 betalt i tide": (":betalt_i_tide", ("okonomi-007",)),
    "K27 budsjettavvik forklares": ("budsjettoppfolging", ("okonomi-004",)),
    "K28 ventet merforbruk har tiltak": ("budsjettoppfolging", ("okonomi-008",)),
    "K29 økonomi til kommunestyret": ("rapportering", ("rapportering-001",)),
    "K30 internkontroll til kommunestyret": ("rapportering", ("rapportering-001",)),
    "K31 politiske vedtak": ("vedtak", ("vedtak-001",)),
    "K32 funn fra revisjon og tilsyn": ("revisjonsfunn", ("revisjonsfunn-001",)),
    "K33 reglementer revideres og har eier": ("reglement_revisjon", ("reglement-001", "reglement-002")),
    "K34 fullmakter etter lederskifte": ("fullmakt", ("fullmakt-001", "fullmakt-002", "fullmakt-003")),
    "K35 dilemmatrening": (":etikk_opplaering", ("etikk-001",)),
    "K36 beredskap": ("beredskap", ("beredskap-001",)),
    "forsvarlig utredet: sjekkliste før møtet": ("saksutredning", ("utredning-001",)),
    "barnevernet: en uke og tre måneder": ("barnevernsmelding", ("barnevern-001",)),
    "barnehagen: bemanning": (":barn_per_ansatt", ("barnehage-001",)),
    "barnehagen: pedagogiske ledere": (":barn_per_pedagog", ("barnehage-002",)),
    "personvern: brudd innen 72 timer": ("personvernbrudd", ("personvern-002",)),
    "personvern: konsekvenser vurdert": ("behandling", ("personvern-003",)),
    "personvern: protokoll": ("behandling", ("personvern-004",)),
    "personvern: databehandleravtale": ("kontrakt", ("personvern-001",)),
    "personvern: innsyn i egne opplysninger": ("innsyn_egne", ("personvern-005",)),
    "offentlighet: innsynskrav": ("innsynskrav", ("innsyn-001",)),
    "forvaltning: foreløpig svar": ("henvendelse", ("forvaltning-001",)),
    "skolemiljø: plan": ("skolemiljosak", ("skolemiljo-001",)),
    "universell utforming: tilgjengelighetserklæring": ("nettsted", ("uu-001",)),
    "bonus": (":brukere_indeks", ("bonus-001",)),
    "resultatlønn": (":ledelse", ("resultatlonn-001", "resultatlonn-002")),
    "egen samtale": (":ledelse", ("samtale-001",)),
    "økonomi: gul eller grønn": (":okonomi_avvik", ("okonomi-001", "okonomi-002")),
    "sykefravær": (":sykefravaer", ("medarbeidere-001", "samtale-002")),
    "svarprosent": (":svarprosent_medarbeider", ("medarbeidere-003",)),
    "datakvalitet: levert uten tall": ("budsjettoppfolging", ("datakvalitet-001",)),
    "datakvalitet: leverandørregisteret": ("leverandor", ("datakvalitet-007",)),
    "datakvalitet: datoer": ("faktura", ("datakvalitet-002", "datakvalitet-003")),
    "datakvalitet: tall som står stille": (":sykefravaer", ("datakvalitet-004",)),
    "datakvalitet: store hopp": (":aarsverk", ("datakvalitet-005",)),
}


@cache
def shipped() -> Rulebook:
    return read_rulebook([ROOT / "rules"])[0]


@cache
def reglementer() -> Reglementer:
    return read_reglementer([ROOT / "policies"])[0]


def every_rule() -> list[Rule]:
    return list(shipped().rules.values())


def person_directed() -> list[Rule]:
    return [rule for rule in every_rule() if shipped().is_person_directed(rule)]


def indicators_of(rule: Rule) -> set[str]:
    return {leaf.indicator for tree in rule.conditions() for leaf in leaves(tree) if isinstance(leaf, IndicatorLeaf)}


# --- what is asked for is there -------------------------------------------------------------------------------


@pytest.mark.parametrize("demand", DEMANDS)
def test_each_demand_has_rules_about_the_data_it_is_seen_in(demand: str) -> None:
    seen_in, ids = DEMANDS[demand]

    for id in ids:
        rule = shipped().rules[id]
        if seen_in.startswith(":"):
            assert seen_in[1:] in indicators_of(rule)
        else:
            assert seen_in == rule.dataset


def test_none_of_the_36_is_left_out() -> None:
    assert {f"K{number:02d}" for number in range(1, 37)} == {one[:3] for one in DEMANDS if one.startswith("K")}


def test_what_grants_money_or_a_talk_is_of_its_own_type() -> None:
    types = {id: shipped().rules[id].type for id in ("bonus-001", "resultatlonn-001", "samtale-001")}

    assert [RuleType.BONUS, RuleType.PAY, RuleType.TALK] == list(types.values())


# --- who is told ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", [r for r in every_rule() if r.type is RuleType.TALK], ids=lambda rule: rule.id)
def test_a_talk_is_a_matter_between_a_leader_and_the_superior_who_calls_for_it(rule: Rule) -> None:
    assert told_by(rule.id) == {("overordnet",)}


@pytest.mark.parametrize(
    ("id", "office"),
    [
        pytest.param("faktura-005", "innkjop", id="what is bought in the whole kommune is summed up where it is seen"),
        pytest.param("fullmakt-002", "okonomi", id="an authority is withdrawn in the register, by who keeps it"),
    ],
)
def test_what_no_single_leader_can_mend_goes_to_the_office_that_can(id: str, office: str) -> None:
    assert told_by(id) == {(office,)}


def test_invoices_are_looked_into_once_by_the_same_people() -> None:
    yields = {leaf.rule for one in shipped().rules["faktura-022"].exemptions for leaf in rule_leaves(one.condition)}

    assert yields == {"faktura-021"}
    assert told_by("faktura-022") == told_by("faktura-021")


def told_by(id: str) -> set[tuple[str, ...]]:
    return {version.consequence.notify for version in shipped().rules[id].versions}


def rule_leaves(condition: Condition) -> list[RuleLeaf]:
    return [leaf for leaf in leaves(condition) if isinstance(leaf, RuleLeaf)]


# --- every rule -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: rule.id)
def test_a_rule_rests_on_a_law_and_on_a_sentence_that_binds_the_kommune_itself(rule: Rule) -> None:
    local = [hjemmel for hjemmel in rule.hjemmel if hjemmel.reglement is not None]

    assert any(hjemmel.lov for hjemmel in rule.hjemmel)
    assert local
    assert all(reglementer().meant_by(hjemmel) for hjemmel in local)


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: rule.id)
def test_a_rule_has_tests_and_says_when_it_is_wrong(rule: Rule) -> None:
    assert rule.tests
    assert rule.known_false_alarms


def test_no_two_rules_have_the_same_name() -> None:
    names = [rule.name.casefold() for rule in every_rule()]

    assert len(set(names)) == len(names)


# --- rules about persons --------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", person_directed(), ids=lambda rule: rule.id)
def test_a_rule_about_persons_has_a_complete_record(rule: Rule) -> None:
    record = rule.control_measure

    assert record is not None
    assert len(record.purpose) > 15
    assert record.discussed <= record.informed < record.evaluated_by <= record.lasts_until


@pytest.mark.parametrize("rule", [r for r in person_directed() if r.status is Status.IN_USE], ids=lambda rule: rule.id)
def test_a_rule_about_persons_cannot_be_used_without_its_record(rule: Rule) -> None:
    bare = replace(rule, control_measure=None)

    told = [one for one in check_rule(shipped(), bare, TODAY) if "personrettet" in str(one)]

    assert [Gravity.INCOMPLETE] == [one.gravity for one in told]


def test_rules_about_persons_pause_the_day_after_their_evaluation_was_due(sqlite_database: Database) -> None:
    asked = {rule.id for rule in person_directed() if rule.status is Status.IN_USE}
    due = {id: record.evaluated_by for id in asked if (record := shipped().rules[id].control_measure) is not None}
    first = min(due.values())

    assert set() == paused(sqlite_database, first) & asked
    assert {id for id, day in due.items() if day == first} == paused(sqlite_database, first + timedelta(days=1))


def test_rules_about_persons_pause_when_their_time_is_over(sqlite_database: Database) -> None:
    asked = {rule.id for rule in person_directed() if rule.status is Status.IN_USE}

    assert asked == paused(sqlite_database, date(2040, 1, 1))


def paused(database: Database, day: date) -> set[str]:
    """Who is left out of a run on the day for want of an evaluation. That all prove themselves is asked elsewhere."""
    files, now = rule_files([ROOT / "rules"]), datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    with database.transaction("kontroll", now) as tx:
        tx.marks.set(f"proved:{rulebook_digest(files, engine_stamp())}", "[]")
    left_out = rules_in_use(database, shipped(), files, now).left_out
    return {id for id, why in left_out.items() if why == "kontrolltiltaket er ikke evaluert i tide"}


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'kontroll.db'}")
    upgrade(opened)
    yield opened
    opened.close()
