"""List files: the lists of the pages as columns of spreadsheets. Each holds what its page shows this viewer, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from starlette.responses import Response

from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month
from kontroll.domain.operand import Colour
from kontroll.domain.policy import NoticePolicy
from kontroll.flows.mail.outbox_pages import ShownMessage
from kontroll.flows.showing.avvik_pages import ShownAvvik
from kontroll.flows.showing.deliveries_pages import Came
from kontroll.flows.showing.draws import ListedDraw
from kontroll.flows.showing.runs_pages import ShownRun
from kontroll.flows.showing.saker_pages import ShownSak
from kontroll.flows.showing.uncontrolled import Uncontrolled
from kontroll.report import proof, words
from kontroll.report.skal_register import SkalRow, evidence_told, owner_name, standing_told
from kontroll.report.spreadsheet import Cell, Column, workbook
from kontroll.report.watched import ShownWatched
from kontroll.texts import NORWAY, _, listed, month_name
from kontroll.web.rule_counts import ShownCounts
from kontroll.web.sample_words import STEPS

Told = Sequence[str]
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def excel_answer(content: bytes, name: str, seen_on: date) -> Response:
    """A workbook as a file that the browser keeps, with the day in its name."""
    disposition = {"content-disposition": f'attachment; filename="{name}-{seen_on}.xlsx"'}
    return Response(content, media_type=_EXCEL, headers=disposition)


def saker_file(municipality: str, told: Told, found: Iterable[ShownSak]) -> bytes:
    columns = [
        Column(_("Alvor"), 10), Column(_("Sak"), 18), Column(_("Hva"), 44), Column(_("Enhet"), 30), Column(_("Eier"), 24),
        Column(_("Åpnet"), 12), Column(_("Tilstand"), 18), Column(_("Utfall"), 14), Column(_("Frist"), 12),
        Column(_("Løftet"), 8), Column(_("Gang"), 8),
    ]  # fmt: skip
    rows: Iterable[list[Cell]] = (
        [
            words.severity_name(one.sak.severity),
            one.sak.id,
            one.about,
            one.enhet,
            one.owner,
            one.sak.opened,
            one.sak.state.value,
            one.sak.outcome.value if one.sak.outcome else None,
            one.sak.deadline,
            one.sak.level,
            one.sak.occurrence,
        ]
        for one in found
    )
    return workbook(_("Saker – {municipality}").format(municipality=municipality), told, columns, rows)


def avvik_file(municipality: str, told: Told, found: Iterable[ShownAvvik]) -> bytes:
    columns = [
        Column(_("Alvor"), 10), Column(_("Regel"), 44), Column(_("Enhet"), 30), Column(_("Post"), 20),
        Column(_("Slo ut"), 16), Column(_("Løst"), 16), Column(_("Tilstand"), 16), Column(_("Sak"), 18),
    ]  # fmt: skip
    rows: Iterable[list[Cell]] = (
        [
            words.severity_name(one.avvik.severity),
            one.rule,
            one.enhet,
            one.avvik.post,
            month_name(one.avvik.first),
            _month(one.avvik.resolved),
            one.avvik.phase.value,
            one.avvik.sak,
        ]
        for one in found
    )
    return workbook(_("Avvik – {municipality}").format(municipality=municipality), told, columns, rows)


def runs_file(municipality: str, told: Told, found: Iterable[ShownRun]) -> bytes:
    columns = [
        Column(_("Måned"), 16), Column(_("Kjøring"), 14), Column(_("Kjørt"), 12), Column(_("Tilstand"), 12),
        Column(_("Mangelfullt levert"), 36), Column(_("Stanset"), 36), Column(_("Svar"), 10), Column(_("Ukjent"), 10),
        Column(_("Utløst"), 10), Column(_("Avsluttet"), 10), Column(_("Saker"), 10), Column(_("Varsler"), 10),
        Column(_("Endret"), 10), Column(_("Egne tester"), 18), Column(_("Kontrollen"), 24), Column(_("Avtrykk"), 66),
    ]  # fmt: skip
    rows: Iterable[list[Cell]] = (
        [
            month_name(one.run.period),
            one.run.id,
            one.run.started.astimezone(NORWAY).date(),
            one.run.state.value,
            listed(one.without) if one.without else None,
            listed(one.stopped) if one.stopped else None,
            one.run.verdicts,
            one.run.unknown,
            one.run.opened,
            one.run.resolved,
            one.run.saker,
            one.run.notices,
            one.changed,
            proof.own_tests(one.proof),
            proof.state(one.proof),
            one.run.digest,
        ]
        for one in found
    )
    return workbook(_("Kjøringer – {municipality}").format(municipality=municipality), told, columns, rows)


def deliveries_file(municipality: str, told: Told, found: Iterable[Came]) -> bytes:
    columns = [
        Column(_("Kommet"), 12), Column(_("Hva"), 30), Column(_("Fil"), 40), Column(_("Fra og med"), 16),
        Column(_("Til og med"), 16), Column(_("Rader"), 10), Column(_("Rettet"), 10), Column(_("Feil"), 10),
        Column(_("Utfall"), 12),
    ]  # fmt: skip
    rows: Iterable[list[Cell]] = (
        [
            one.delivery.received.astimezone(NORWAY).date(),
            one.what,
            one.delivery.name,
            _month(one.delivery.first),
            _month(one.delivery.last),
            one.delivery.rows,
            one.corrected,
            one.delivery.problems,
            one.delivery.taken.value,
        ]
        for one in found
    )
    return workbook(_("Leveranser – {municipality}").format(municipality=municipality), told, columns, rows)


def rules_file(municipality: str, told: Told, found: Iterable[ShownCounts]) -> bytes:
    columns = [
        Column(_("Område"), 18), Column(_("Id"), 22), Column(_("Regel"), 44), Column(_("Slag"), 14), Column(_("Alvor"), 10),
        Column(_("Utslag"), 10), Column(_("Ukjent"), 10), Column(_("Vurdert"), 10), Column(_("Egne tester"), 18),
        Column(_("Kontrollen"), 24),
    ]  # fmt: skip
    rows: Iterable[list[Cell]] = (
        [
            words.area_name(one.rule.area),
            one.rule.id,
            one.rule.name,
            words.type_name(one.rule.type),
            words.severity_name(one.rule.severity),
            one.struck,
            one.unknown,
            one.judged,
            proof.own_tests(one.proof),
            proof.state(one.proof),
        ]
        for one in found
    )
    return workbook(_("Regler – {municipality}").format(municipality=municipality), told, columns, rows)


def skal_file(municipality: str, told: Told, found: Iterable[SkalRow], notices: NoticePolicy) -> bytes:
    columns = [
        Column(_("Reglement"), 32), Column(_("Nummer"), 10), Column(_("Setning"), 80), Column(_("Status"), 44),
        Column(_("Eier"), 24), Column(_("Risiko"), 8), Column(_("Siste bevis"), 40), Column(_("Må gjennomgås"), 24),
    ]  # fmt: skip
    rows: Iterable[list[Cell]] = (
        [
            row.reglement.name,
            row.sentence.number,
            row.sentence.text,
            standing_told(row),
            owner_name(row.sentence.owner, notices),
            row.sentence.risk,
            evidence_told(row) if row.evidence is not None else None,
            ", ".join(sorted(row.review)),
        ]
        for row in found
    )
    return workbook(_("Skal-register – {municipality}").format(municipality=municipality), told, columns, rows)


def messages_file(municipality: str, told: Told, found: Iterable[ShownMessage]) -> bytes:
    columns = [
        Column(_("Dag"), 12), Column(_("Emne"), 60), Column(_("Mottaker"), 26), Column(_("Enheter"), 40),
        Column(_("Tilstand"), 14), Column(_("Feil"), 44),
    ]  # fmt: skip
    rows: Iterable[list[Cell]] = (
        [
            one.message.day,
            one.message.subject,
            one.name,
            ", ".join(one.enheter),
            one.message.state.value,
            one.message.last_error,
        ]
        for one in found
    )
    return workbook(_("Meldinger – {municipality}").format(municipality=municipality), told, columns, rows)


def samples_file(municipality: str, told: Told, found: Iterable[ListedDraw]) -> bytes:
    columns = [
        Column(_("Nummer"), 12), Column(_("Navn"), 44), Column(_("Datasett"), 20), Column(_("Fra og med"), 16),
        Column(_("Til og med"), 16), Column(_("Blant"), 12), Column(_("Tilstand"), 18), Column(_("Neste steg"), 30),
        Column(_("Laget av"), 26), Column(_("Frø"), 24), Column(_("Rapportens hash"), 66),
    ]  # fmt: skip
    rows: Iterable[list[Cell]] = (
        [
            one.draw.id,
            one.draw.name,
            one.draw.dataset,
            month_name(one.draw.first),
            month_name(one.draw.last),
            one.draw.arm.value,
            one.draw.state.value,
            _(STEPS[one.step]),
            one.maker,
            one.draw.seed,
            one.draw.report,
        ]
        for one in found
    )
    return workbook(_("Stikkprøver – {municipality}").format(municipality=municipality), told, columns, rows)


def watchlist_file(municipality: str, told: Told, found: Iterable[ShownWatched]) -> bytes:
    columns = [
        Column(_("Plass"), 8), Column(_("Hvem"), 34), Column(_("Enhet"), 30), Column(_("Poeng"), 10),
        Column(_("Kjøpt for (kr)"), 16), Column(_("Regler som har slått ut"), 80),
    ]  # fmt: skip
    rows: Iterable[list[Cell]] = (
        [
            one.place,
            one.name or _("En person (navnet er skjermet)"),
            one.enhet,
            round(one.row.points, 1),
            round(one.row.ore / 100),
            ", ".join(f"{shown.evidence.rule.name} ({shown.evidence.count})" for shown in one.evidence),
        ]
        for one in found
    )
    return workbook(_("Vaktliste – {municipality}").format(municipality=municipality), told, columns, rows)


def figures_file(municipality: str, told: Told, found: Iterable[tuple[str, str, Indicator, Colour | None]]) -> bytes:
    columns = [
        Column(_("Enhet"), 34), Column(_("Nummer"), 12), Column(_("Tall"), 44), Column(_("Farge"), 12),
    ]  # fmt: skip
    rows: Iterable[list[Cell]] = (
        [name, enhet, indicator.name, colour.value.capitalize() if colour is not None else _("Ikke målt")]
        for name, enhet, indicator, colour in found
    )
    return workbook(_("Målekart – {municipality}").format(municipality=municipality), told, columns, rows)


def uncontrolled_rows(found: Uncontrolled, *, of_all: bool) -> Iterator[list[Cell]]:
    """What was not controlled: of which sort, what it is, how many, and why. of_all: no part of the kommune was asked for."""
    for id, name in found.enheter:
        yield [_("Enhet ingen vet noe om"), name, id, None, _("Ikke målt")]
    for rule in found.rules:
        yield [_("Ukjente svar"), rule.name, rule.rule, rule.answers, None]
    if of_all:
        for silent in found.silent:
            yield [_("Regel som ikke ga svar"), silent.rule.name, silent.rule.id, None, silent.why]
    if found.controls is None:
        return
    of = found.controls
    if of.missing:
        yield [_("Leveranser som mangler"), None, None, of.missing, None]
    for id, name in of.stopped:
        yield [_("Regel som ble stanset"), name, id, None, None]
    for id, name in of.unproven:
        yield [_("Regel som ikke er vist å virke"), name, id, None, None]
    for run in of.runs:
        attempt = _("{month}, forsøk {attempt}").format(month=month_name(run.period), attempt=run.attempt)
        yield [_("Månedskjøring som feilet"), attempt, run.id, None, None]
    for sample in of.samples:
        late = [_("Over fristen")] if sample.overdue else []
        called = ", ".join(text for text in (sample.control, sample.period) if text)
        yield [_("Stikkprøve som ikke er tatt"), called, None, None, ". ".join([sample.why, *late])]
    if of.missed:
        yield [_("Kontroller som uteble"), None, None, of.missed, None]


def uncontrolled_file(municipality: str, told: Told, rows: Iterable[Sequence[Cell]]) -> bytes:
    columns = [
        Column(_("Slag"), 32), Column(_("Hva"), 48), Column(_("Id"), 22), Column(_("Antall"), 10), Column(_("Hvorfor"), 60),
    ]  # fmt: skip
    return workbook(_("Ikke kontrollert – {municipality}").format(municipality=municipality), told, columns, rows)


def _month(month: Month | None) -> str | None:
    return month_name(month) if month is not None else None
