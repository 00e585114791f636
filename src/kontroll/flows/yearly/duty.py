"""Duty: what the kommunedirektør answers for by law, and what it is kept with: reglementer, routines, authority and rules."""

from __future__ import annotations

import polars as pl

from kontroll.domain.reglement import Reglement, Standing
from kontroll.facts.facts import KEY
from kontroll.flows.reglement.show_reglement import register_of
from kontroll.flows.yearly.counting import Counting, told
from kontroll.flows.yearly.rules import rules_of_year
from kontroll.flows.yearly.things import judged_rows, own_id
from kontroll.flows.yearly.year import Year
from kontroll.report.document.model import Figure, Record, Section, Table, Told
from kontroll.texts import _, day

ID = "ansvar"
#: The data sets that hold the kommune's routines and the authority that is given.
ROUTINES, AUTHORITY = "reglement_revisjon", "fullmakt"


def chapter(counting: Counting) -> Section:
    return Section(
        id=ID,
        title=_("Ansvaret, og hva det er ivaretatt med"),
        drafted=(
            Told(
                (
                    _(
                        "Kommuneloven § 25-1 pålegger kommunedirektøren å ha internkontroll, slik at lover og forskrifter "
                        "følges. "
                        "Internkontrollen skal være systematisk og tilpasset kommunens størrelse, egenart, aktiviteter og "
                        "risiko. "
                        "Etter § 25-2 skal kommunedirektøren rapportere til kommunestyret om internkontroll og om resultater fra "
                        "statlig tilsyn minst én gang i året. Dette er den rapporten."
                    ),
                )
            ),
            Told(
                (
                    _(
                        "Tallene er telt maskinelt av det som er registrert og levert. Bak hvert av dem ligger det som er "
                        "telt, reglene som svarte og dataene de leste. Det som ikke er registrert eller levert, er ikke med."
                    ),
                )
            ),
        ),
        parts=(_reglementer(counting), _routines(counting), rules_of_year(counting)),
        is_mandatory=True,
    )


# --- reglementer --------------------------------------------------------------------------------------------------------


def _reglementer(counting: Counting) -> Section:
    year = counting.year
    rows = register_of(year.today.desk, year.tx).rows
    reglementer = year.today.desk.reglementer.all
    sentences = {
        standing: [_sentence(row.reglement, row.sentence.number) for row in rows if row.standing is standing]
        for standing in Standing
    }
    as_now = _("Regnet slik reglementene og reglene står den dagen tallene er fra.")
    all_of = counting.figure("reglementer", map(_reglement, reglementer), _("Kommunens reglementer. ") + as_now)
    late = [one for one in reglementer if one.next_revision is not None and one.next_revision < year.today.day]
    overdue = counting.figure(
        "reglementer-over-frist",
        map(_reglement, late),
        _("Reglementer der datoen for neste revisjon er passert. Et reglement uten dato er ikke med."),
    )
    undated = counting.figure(
        "reglementer-uten-revisjon",
        [_reglement(one) for one in reglementer if one.next_revision is None],
        _("Reglementer uten dato for neste revisjon."),
    )
    machine, sample, none = (
        counting.figure(f"skal-{name}", sentences[standing], counted + as_now)
        for name, standing, counted in (
            ("maskinelt", Standing.MACHINE, _("Skal-setninger som en regel i bruk eller på prøve viser til. ")),
            (
                "stikkprove",
                Standing.SAMPLE,
                _("Skal-setninger som er merket for stikkprøve, og som ingen regel kontrollerer. "),
            ),
            ("ikke", Standing.NONE, _("Skal-setninger som verken en regel eller en stikkprøve kontrollerer. ")),
        )
    )
    all_sentences = counting.figure(
        "skal", [one for of in sentences.values() for one in of], _("Alle skal-setninger i reglementene. ") + as_now
    )
    return Section(
        id="reglementer",
        title=_("Reglementene"),
        drafted=(
            told(
                _(
                    "Kommunen har {all} reglementer med {sentences} skal-setninger. {machine} av dem har en regel som "
                    "kontrollerer hele setningen eller noe av den, {sample} er merket for stikkprøve, og {none} har ingen "
                    "kontroll. Om kontrollene er gjennomført, står i kapitlene nedenfor."
                ),
                all=all_of,
                sentences=all_sentences,
                machine=machine,
                sample=sample,
                none=none,
            ),
            told(
                _("Datoen for neste revisjon er passert for {overdue} av reglementene. {undated} har ingen dato."),
                overdue=overdue,
                undated=undated,
            ),
        ),
        blocks=(
            Table(
                caption=_("Reglementene og når de skal revideres"),
                headings=(
                    _("Reglement"),
                    _("Versjon"),
                    _("Vedtatt av"),
                    _("Vedtatt"),
                    _("Neste revisjon"),
                    _("Passert"),
                    _("Skal-setninger"),
                ),
                numeric=(False, False, False, False, False, False, True),
                rows=tuple(
                    (
                        one.name,
                        one.version or "–",
                        one.adopted_by or "–",
                        one.adopted or "–",
                        one.next_revision or _("ingen dato"),
                        _("ja") if one in late else _("nei") if one.next_revision else "–",
                        counting.figure(
                            f"skal-i-{own_id(one.id)}",
                            [_sentence(one, sentence.number) for sentence in one.sentences],
                            _("Skal-setninger i {name}.").format(name=one.name),
                        ),
                    )
                    for one in reglementer
                ),
                note=_(
                    "Reglementene står her slik de er den dagen tallene er fra, også når rapporten er om et tidligere år."
                ),
            ),
        ),
    )


def _reglement(one: Reglement) -> Record:
    return Record(kind=_("reglement"), id=one.id, name=one.name, address=f"/reglement/{one.id}")


def _sentence(of: Reglement, number: str) -> Record:
    return Record(kind=_("skal-setning"), id=f"{of.id} {number}", name=of.name, address=f"/reglement/{of.id}")


# --- routines and authority ----------------------------------------------------------------------------------------------


def _routines(counting: Counting) -> Section:
    year = counting.year
    routines, authority = _valid(year, ROUTINES), _valid(year, AUTHORITY)
    drafted: list[Told] = []
    at = day(year.last_day)
    if routines is None:
        drafted.append(Told((_("Data om rutiner er ikke levert. Det er ikke kjent hvor mange det er."),)))
    else:
        late = routines.filter(pl.col("neste_revisjon") < year.last_day)
        undated = routines.filter(pl.col("neste_revisjon").is_null())
        known = _("Regnet av det som er levert, slik det gjaldt {day}.").format(day=at)
        figures = {
            "all": _of_rows(
                counting, "rutiner", routines, ROUTINES, _("Utgaver av reglementer og rutiner i enhetene. ") + known
            ),
            "late": _of_rows(
                counting,
                "rutiner-over-frist",
                late,
                ROUTINES,
                _("De av dem der datoen for neste revisjon er passert. ") + known,
            ),
            "undated": _of_rows(
                counting,
                "rutiner-uten-revisjon",
                undated,
                ROUTINES,
                _("De av dem som ikke har dato for neste revisjon. ") + known,
            ),
        }
        drafted.append(
            told(
                _(
                    "Det er levert {all} rutiner og lokale reglementer som gjelder i enhetene. For {late} av dem er datoen for "
                    "neste revisjon passert, og {undated} har ingen dato."
                ),
                **figures,
            )
        )
    if authority is None:
        drafted.append(Told((_("Data om fullmakter er ikke levert. Det er ikke kjent hvor mange det er."),)))
    else:
        given = _of_rows(
            counting,
            "fullmakter",
            authority,
            AUTHORITY,
            _("Fullmakter som gjaldt {day}, slik de er levert. Hvem som har dem, står ikke her.").format(day=at),
        )
        drafted.append(told(_("Det er levert {given} fullmakter som gjelder."), given=given))
    return Section(id="rutiner", title=_("Rutiner og fullmakter"), drafted=tuple(drafted))


def _valid(year: Year, dataset: str) -> pl.DataFrame | None:
    """The rows that held on the last day of the year, or today. None: never delivered, or not described."""
    facts = year.summaries.situation.facts
    if dataset not in facts.records or not facts.table(dataset).delivered:
        return None
    frame = facts.table(dataset).standing()
    day_of_year = year.last_day
    return frame.filter(
        (pl.col("gjelder_fra") <= day_of_year)
        & (pl.col("gjelder_til").is_null() | (pl.col("gjelder_til") >= day_of_year))
    )


def _of_rows(counting: Counting, id: str, rows: pl.DataFrame, dataset: str, counted: str) -> Figure:
    described = counting.year.today.desk.rulebook.dataset(dataset)
    judged = judged_rows(counting.year, dataset)
    records = [
        Record(kind=described.name.lower(), id=one, address=judged.get(one, ""))
        for one in sorted(map(str, rows.get_column(KEY)))
    ]
    return counting.delivered(id, records, counted, f"datasett/{dataset}")
