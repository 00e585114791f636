"""The whole data folder of Furuvik kommune in one call: same seed and same last month give the same bytes."""

from __future__ import annotations

from pathlib import Path

from kontroll.domain.month import Month
from kontroll.example import (
    absences,
    ambitions,
    authorities,
    budget,
    cards,
    changeorders,
    duties,
    elsewhere,
    employment,
    governance,
    inbox,
    invoices,
    ledger,
    line,
    numbering,
    payroll,
    purchases,
    safety,
    suppliers,
    surveys,
)
from kontroll.example.built import Built
from kontroll.example.filing import write_courses, write_dated
from kontroll.example.monthly import monthly
from kontroll.example.people import People, people
from kontroll.example.periodic import periodic
from kontroll.example.scene import Scene
from kontroll.example.structure import Organisation, organisation
from kontroll.example.tables import ARCHIVE, ECONOMY, HR, PLAIN, write_csv
from kontroll.example.temper import temper
from kontroll.example.vouchers import House


def build(folder: Path, seed: int, last: Month, *, planted: bool = True, calm: bool = False) -> Built:
    """Write 36 months up to `last` as a data folder (rule language, section 4) into `folder`, which is made if need be.

    Files of the same names are overwritten, others are left alone. No clock, locale or environment is read.
    planted: with Furuvik's own quiet case. calm: with nothing else that goes wrong either.
    """
    scene = Scene(seed, last, planted, calm)
    org = organisation(scene)
    who = people(scene, org)
    moods = temper(scene, org)
    figures = monthly(scene, org, moods)
    write_csv(folder / "organisasjon.csv", line.ORGANISATION_HEADINGS, line.organisation_rows(scene, org, who))
    write_csv(folder / "personer.csv", line.PEOPLE_HEADINGS, line.people_rows(scene, who.entries), HR)
    write_csv(folder / "ambisjoner.csv", ambitions.HEADINGS, ambitions.ambition_rows(scene, org))
    by_period = periodic(scene, org, moods)
    employees, users = surveys.employee_survey(scene, org, moods), surveys.user_survey(scene, org, moods)
    inbox.write_measurements(folder / "maalinger", scene, org, figures, by_period, employees, users)
    sets = folder / "datasett"
    others = elsewhere.elsewhere(scene, org, figures, [*by_period, *employees, *users])
    write_csv(sets / "sammenligning" / "sammenligning.csv", elsewhere.HEADINGS, others)

    market, rights = suppliers.market(scene), authorities.authorities(scene, org, who)
    bought = purchases.purchases(scene, org, who, market, rights)
    vouchers = invoices.invoices(scene, org, House(scene, who, rights), market, bought.made)
    cancelled = numbering.number(scene, vouchers)
    ledger.write_invoices(sets / "faktura", scene, vouchers)
    write_dated(sets / "annullert_bilag", scene, numbering.CANCELLED_HEADINGS, cancelled, 12)
    accounts = suppliers.numbers(scene, market)
    paid = ledger.payment_rows(scene, vouchers, who, moods, accounts)
    write_dated(sets / "betaling", scene, ledger.PAYMENT_HEADINGS, paid, 1, ECONOMY)
    write_dated(sets / "kjop", scene, purchases.HEADINGS, bought.rows, 3)
    write_dated(
        sets / "budsjettoppfolging", scene, budget.HEADINGS, budget.budget_rows(scene, org, who, figures, moods)
    )

    write_csv(
        sets / "leverandor" / "leverandor.csv",
        suppliers.SUPPLIER_HEADINGS,
        suppliers.supplier_rows(scene, market, accounts),
        ECONOMY,
    )
    write_csv(
        sets / "kontrakt" / "kontrakt.csv", suppliers.CONTRACT_HEADINGS, suppliers.contract_rows(scene, market, who)
    )
    changed = suppliers.change_of_account_rows(scene, accounts, who.offices["økonomikonsulent"])
    write_dated(sets / "kontoendring", scene, suppliers.ACCOUNT_CHANGE_HEADINGS, changed, 12)
    changes = changeorders.change_rows(scene, market, who, rights)
    write_dated(sets / "endringsmelding", scene, changeorders.HEADINGS, changes, 12)
    write_csv(sets / "fullmakt" / "fullmakt.csv", authorities.HEADINGS, rights.rows)
    write_csv(
        sets / "lederforhold" / "lederforhold.csv", employment.LEADER_HEADINGS, employment.leaders(scene, org, who), HR
    )
    roles, side_jobs = employment.outside_roles(scene, org, who, market, vouchers)
    write_dated(sets / "leverandor_rolle", scene, employment.ROLE_HEADINGS, roles, 12)
    write_csv(sets / "bierverv" / "bierverv.csv", employment.SIDE_JOB_HEADINGS, side_jobs, HR)

    _write_cards(sets, scene, org, who)
    _write_payroll(sets, scene, org, who)
    write_courses(
        sets / "fravaer", scene, absences.ABSENCE_HEADINGS, absences.absences(scene, org, who, moods, figures), HR
    )
    write_dated(sets / "overtid", scene, absences.OVERTIME_HEADINGS, absences.overtime(scene, org, who, figures), 3)
    write_dated(sets / "tilsetting", scene, employment.HIRED_HEADINGS, employment.hired(scene, org, who), 3, HR)
    write_dated(sets / "opplaering", scene, safety.TRAINING_HEADINGS, safety.training(scene, org, who, moods), 3)
    write_courses(sets / "hms_avvik", scene, safety.DANGER_HEADINGS, safety.dangers(scene, org, who, moods))
    write_dated(sets / "vernerunde", scene, safety.ROUND_HEADINGS, safety.rounds(scene, org, moods), 12)
    write_csv(sets / "verneombud" / "verneombud.csv", safety.DEPUTY_HEADINGS, safety.deputies(scene, org, who))

    write_dated(sets / "vedtak", scene, governance.DECISION_HEADINGS, governance.decisions(scene, org), 12, ARCHIVE)
    write_dated(sets / "revisjonsfunn", scene, governance.FINDING_HEADINGS, governance.findings(scene, org), 12, PLAIN)
    write_csv(
        sets / "reglement_revisjon" / "reglement_revisjon.csv",
        governance.RULES_HEADINGS,
        governance.rules_in_force(scene, org, who),
    )
    write_dated(sets / "rapportering", scene, governance.REPORT_HEADINGS, governance.reports(scene), 12)
    write_dated(sets / "beredskap", scene, governance.DRILL_HEADINGS, governance.drills(scene, org), 12)
    write_dated(sets / "barnevernsmelding", scene, governance.WORRY_HEADINGS, governance.worries(scene), 3)
    write_dated(
        sets / "innsynskrav", scene, governance.ACCESS_HEADINGS, governance.access_requests(scene, org), 3, ARCHIVE
    )
    _write_duties(sets, scene, org)
    return Built(scene=scene, organisation=org, people=who, market=market, authorities=rights, figures=figures)


def _write_duties(sets: Path, scene: Scene, org: Organisation) -> None:
    write_dated(sets / "henvendelse", scene, duties.LETTER_HEADINGS, duties.letters(scene, org), 3, ARCHIVE)
    write_dated(sets / "innsyn_egne", scene, duties.OWN_HEADINGS, duties.own_access(scene, org), 12, ARCHIVE)
    write_dated(sets / "skolemiljosak", scene, duties.PUPIL_HEADINGS, duties.pupils(scene, org), 3)
    write_dated(sets / "personvernbrudd", scene, duties.BREACH_HEADINGS, duties.breaches(scene, org), 12)
    write_csv(sets / "behandling" / "behandling.csv", duties.HANDLING_HEADINGS, duties.handlings(scene, org))
    write_csv(sets / "nettsted" / "nettsted.csv", duties.SITE_HEADINGS, duties.pages(scene))
    write_csv(sets / "risikovurdering" / "risikovurdering.csv", duties.RISK_HEADINGS, duties.risks(scene, org))


def _write_cards(sets: Path, scene: Scene, org: Organisation, who: People) -> None:
    write_dated(sets / "kortkjop", scene, cards.CARD_HEADINGS, cards.card_rows(scene, org, who))
    write_csv(sets / "leveringssted" / "leveringssted.csv", cards.PLACE_HEADINGS, cards.place_rows(scene, org))
    write_csv(sets / "helligdag" / "helligdag.csv", cards.HOLIDAY_HEADINGS, cards.holiday_rows(scene))


def _write_payroll(sets: Path, scene: Scene, org: Organisation, who: People) -> None:
    paid = payroll.payroll(scene, org, who)
    employed, accounts = payroll.employed_rows(scene, paid), payroll.account_rows(scene, paid)
    write_csv(sets / "ansettelse" / "ansettelse.csv", payroll.EMPLOYED_HEADINGS, employed, HR)
    write_csv(sets / "ansattkonto" / "ansattkonto.csv", payroll.ACCOUNT_HEADINGS, accounts, HR)
    write_dated(sets / "timeregistrering", scene, payroll.HOURS_HEADINGS, paid.hours, 1, HR)
    write_dated(sets / "vakt", scene, payroll.SHIFT_HEADINGS, payroll.shift_rows(scene, paid), 1, HR)
    write_dated(sets / "lonn", scene, payroll.PAY_HEADINGS, paid.pay, 1, HR)
