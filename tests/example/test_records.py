"""The data sets: as described, enough of them, with the noise of real ones, and no column that answers a rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kontroll.domain.dataset import FieldType
from kontroll.domain.rulebook import Rulebook
from kontroll.example import planted
from kontroll.example.known import STORIES

from .conftest import Rows, rows_of

Reader = Callable[[str], Rows]

#: What a column would be called if it answered instead of the rule.
ANSWERS = ("gyldig", "duplikat", "har_", "er_", "mangler", "brudd", "over_frist", "avvik_type", "mistenkelig", "ok")


def amount(text: str) -> float | None:
    try:
        return float(text.replace("\u00a0", "").replace(",", "."))
    except ValueError:
        return None


@pytest.fixture(scope="module")
def invoices(records: Reader) -> Rows:
    """The vouchers as they stand: the latest delivery of each."""
    return list({r["bilag"]: r for r in records("faktura")}.values())


def test_every_file_has_the_columns_of_its_description_and_every_description_its_files(
    rulebook: Rulebook, kommune: Path
) -> None:
    written = {path.name for path in (kommune / "datasett").iterdir()}

    assert written == set(STORIES)
    assert written <= set(rulebook.datasets)
    # What is left has files of another form: KOSTRA, SAF-T and the like.
    for id, dataset in rulebook.datasets.items():
        for path in (kommune / "datasett" / id).glob("*.csv"):
            first = next(iter(rows_of(path)), None)
            if first is not None:
                assert [f.heading for f in dataset.fields] == list(first), path.name


def test_no_column_answers_a_rule(rulebook: Rulebook) -> None:
    for dataset in rulebook.datasets.values():
        for field in dataset.fields:
            assert dataset.id not in STORIES or field.type is not FieldType.YES_NO, f"{dataset.id}.{field.id}"
            when = field.id in ("gyldig_fra", "gyldig_til")
            assert when or not field.id.startswith(ANSWERS), f"{dataset.id}.{field.id}"


def test_what_tells_of_a_person_is_marked_and_never_a_key(rulebook: Rulebook) -> None:
    for dataset in rulebook.datasets.values():
        personal = {f.id for f in dataset.fields if f.personal}
        people = {"person", "attestant", "anviser", "bestiller", "godkjenner", "godkjent1", "godkjent2", "eier"}

        assert dataset.key not in personal
        assert {f.id for f in dataset.fields} & people <= personal
    health = {f.id for f in rulebook.datasets["fravaer"].fields if not f.personal}
    assert {"fravaer_id", "enhet"} == health


def test_there_are_sixty_thousand_records_a_year_and_most_are_invoices(rulebook: Rulebook, records: Reader) -> None:
    dated = {"faktura": "fakturadato", "betaling": "BETALT", "kjop": "inngaatt_dato", "overtid": "dato"}
    years: Counter[str] = Counter()
    for id, column in dated.items():
        for row in records(id):
            text = row[column]
            years[text[-4:] if text[2:3] == "." else text[:4]] += 1

    assert all(years[year] > 60_000 for year in ("2024", "2025"))
    assert "faktura" == max(rulebook.datasets, key=lambda id: len(records(id)))


def test_units_are_known_but_for_a_few(rulebook: Rulebook, records: Reader, kommune: Path) -> None:
    known = {r["enhet"] for r in rows_of(kommune / "organisasjon.csv")}
    for id, dataset in rulebook.datasets.items():
        column = next((f.heading for f in dataset.fields if f.id == dataset.enhet_field), None)
        if column is not None:
            strange = Counter(r[column] for r in records(id) if r[column] not in known)
            allowed = 0.0015 if id in ("faktura", "betaling") else 0.0
            assert strange.total() <= allowed * len(records(id)), (id, strange)


def test_some_invoices_are_for_units_that_are_wrong_missing_or_closed(invoices: Rows) -> None:
    units = Counter(r["ansvar"] for r in invoices)

    assert units[""] > 0
    assert units["9999"] > 0
    assert any(r["ansvar"] == "4117" and r["fakturadato"] > "2025-09" for r in invoices)


def test_there_are_credit_notes_refunds_duplicates_and_late_ones(invoices: Rows) -> None:
    kinds = Counter(r["bilagstype"] for r in invoices)
    same = Counter((r["leverandor"], r["fakturanr"], r["belop"]) for r in invoices if r["leverandor"])
    near = [r for r in invoices if r["fakturanr"].endswith(("-1", "A", "/2"))]

    assert 0.01 < kinds["kreditnota"] / kinds["faktura"] < 0.04
    assert 0.01 < kinds["utlegg"] / kinds["faktura"] < 0.04
    assert sum(n > 1 for n in same.values()) > 50
    assert near
    assert any(r["registrert"][:7] > r["fakturadato"][:7] for r in invoices)


def test_a_few_are_approved_by_the_one_who_attested_and_a_few_by_nobody(invoices: Rows) -> None:
    both = sum(r["attestant"] == r["anviser"] != "" for r in invoices)
    nobody = sum(not r["anviser"] for r in invoices)

    assert 0.0001 < both / len(invoices) < 0.02
    assert 0 < nobody / len(invoices) < 0.005


def test_some_cells_cannot_be_read(records: Reader) -> None:
    cells = {r["belop"] for r in records("faktura")} | {r["fakturadato"] for r in records("faktura")}

    assert {"12O000", "n/a", "31.02.2025"} <= cells
    assert any(r["BELØP"] == "n/a" for r in records("betaling"))


def test_some_invoices_were_changed_after_delivery(records: Reader) -> None:
    versions: dict[str, set[tuple[str, ...]]] = {}
    for row in records("faktura"):
        versions.setdefault(row["bilag"], set()).add(tuple(row.values()))

    assert 50 < sum(len(found) > 1 for found in versions.values()) < len(versions) / 100


def test_nothing_that_happens_after_the_last_month_is_known(records: Reader) -> None:
    assert max(r["registrert"] for r in records("faktura")) < "2026-11"
    assert max(r["sluttdato"] for r in records("fravaer")) < "2026-11"
    assert any(not r["sluttdato"] for r in records("fravaer"))


def test_authorities_end_with_the_year_and_some_outlive_their_leader(records: Reader) -> None:
    rows = records("fullmakt")

    assert all(r["gjelder_til"] for r in rows)
    assert sum(r["gjelder_til"].endswith("-12-31") for r in rows) > 0.85 * len(rows)


def test_contracts_run_out_and_are_still_used(records: Reader, invoices: Rows) -> None:
    ends = {r["kontrakt_id"]: r["gjelder_til"] for r in records("kontrakt")}
    used = [r for r in invoices if r["kontrakt_ref"] and r["fakturadato"][4:5] == "-"]
    late = [r for r in used if ends[r["kontrakt_ref"]] and ends[r["kontrakt_ref"]] < r["fakturadato"]]

    assert 0.001 < len(late) / len(used) < 0.05


def test_an_organisation_number_belongs_to_nobody(records: Reader) -> None:
    weights = (3, 2, 7, 6, 5, 4, 3, 2)
    for row in records("leverandor"):
        total = sum(int(digit) * weight for digit, weight in zip(row["orgnr"], weights, strict=False))
        assert (11 - total % 11) % 11 != int(row["orgnr"][8]), row["orgnr"]


def test_the_planted_case_is_there_from_the_fourteenth_month(invoices: Rows, records: Reader) -> None:
    theirs = [r for r in invoices if r["leverandor"] == planted.SUPPLIER]
    paid = [a for r in theirs if (a := amount(r["belop"])) is not None]

    assert "2024-12" == min(r["fakturadato"] for r in theirs)[:7]
    assert {planted.SITE} == {r["ansvar"] for r in theirs}
    assert 15_000_000 < sum(paid) < 25_000_000
    assert all(0.84 * planted.LIMIT < a < planted.LIMIT for a in paid)
    assert 1 == len({r["attestant"] for r in theirs if r["attestant"]})
    assert not any(r["varemottak_ref"] or r["timeliste_ref"] or r["kontrakt_ref"] for r in theirs)


def test_nobody_explains_the_overruns_of_the_planted_case(records: Reader) -> None:
    rows = [r for r in records("budsjettoppfolging") if r["enhet"] == planted.SITE and r["periodeslutt"] > "2024-12"]
    overruns = [amount(r["avvik_prosent"]) or 0.0 for r in rows]

    assert not any(r["forklaring"] or r["tiltak"] for r in rows)
    assert overruns[-1] < -5


def test_the_one_who_attests_the_planted_case_owns_the_supplier_and_has_not_said_so(records: Reader) -> None:
    roles = [r for r in records("leverandor_rolle") if r["leverandor"] == planted.SUPPLIER]
    attestants = {r["attestant"] for r in records("faktura") if r["leverandor"] == planted.SUPPLIER} - {""}

    assert [r["person"] for r in roles] == list(attestants)
    assert not any(r["leverandor"] == planted.SUPPLIER for r in records("bierverv"))
    assert len(records("leverandor_rolle")) > 20
