"""Decided: what elected bodies decided and what became of it, and whether cases were forsvarlig utredet (kommuneloven § 13-1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kontroll.flows.registers.known import DECISIONS, PREPARATIONS, KnownDecision, KnownPreparation
from kontroll.flows.registers.of_period import DecisionsOf, PreparationsOf, decisions_of, preparations_of
from kontroll.flows.yearly.counting import Counting, told
from kontroll.flows.yearly.things import own_id
from kontroll.report.document.model import Cell, Figure, Record, Section, Table, Told
from kontroll.texts import _, ngettext

ID = "vedtak"


def chapter(counting: Counting) -> Section:
    year = counting.year
    rulebook = year.today.desk.rulebook
    decisions = decisions_of(year.tx, rulebook, year.first_day, year.last_day)
    preparations = preparations_of(year.tx, rulebook, year.first_day, year.last_day)
    return Section(
        id=ID,
        title=_("Politiske vedtak og utredning av saker"),
        parts=(_decisions(counting, decisions), _preparations(counting, preparations)),
        is_mandatory=True,
    )


# --- decisions ---------------------------------------------------------------------------------------------------------------


def _decisions(counting: Counting, found: DecisionsOf) -> Section:
    drafted = [
        Told(
            (
                _(
                    "Kommunedirektøren skal sørge for at vedtak blir iverksatt uten ugrunnet opphold (kommuneloven § 13-1)."
                ),
            )
        )
    ]
    if not found.all:
        drafted.append(
            Told((_("Ingen vedtak er registrert eller levert. Hvor mange som er iverksatt, er ikke kjent her."),))
        )
        return Section(id="vedtakene", title=_("Iverksetting av vedtak"), drafted=tuple(drafted))
    drafted += _told_of_decisions(counting, found)
    return Section(
        id="vedtakene",
        title=_("Iverksetting av vedtak"),
        drafted=tuple(drafted),
        blocks=(_by_body(counting, found), *_late(found)),
    )


def _told_of_decisions(counting: Counting, found: DecisionsOf) -> Iterator[Told]:
    figures = {
        "late": _of(
            counting,
            "vedtak-iverksatt-sent",
            found.carried_out_late,
            _("Vedtak som ble iverksatt i året, etter fristen slik den da var."),
        ),
        "reported": _of(
            counting,
            "vedtak-meldt",
            found.reported,
            _("Vedtak der organet fikk melding i året om at det er iverksatt."),
        ),
        "unreported": _of(
            counting,
            "vedtak-ikke-meldt",
            found.unreported,
            _("Vedtak som er iverksatt, også før året, der organet ikke hadde fått melding."),
        ),
        "obstructed": _of(
            counting,
            "vedtak-hindret",
            found.obstructed,
            _("Vedtak der organet i året fikk melding om at faktiske eller rettslige forhold står i veien (§ 13-1)."),
        ),
        "undated": _of(
            counting,
            "vedtak-uten-frist",
            found.open_without_deadline,
            _("Vedtak som ikke er iverksatt, og som ikke har noen frist."),
        ),
        "lapsed": _of(counting, "vedtak-bortfalt", found.lapsed, _("Vedtak som falt bort i året.")),
    }
    yield told(
        _("{late} vedtak ble iverksatt etter fristen. For {reported} vedtak fikk organet melding om at det er gjort."),
        late=figures["late"],
        reported=figures["reported"],
    )
    yield told(
        _("{unreported} vedtak er iverksatt uten at organet har fått melding.")
        + " "
        + ngettext(
            "{undated} åpent vedtak har ingen frist, og kan ikke bli for sent.",
            "{undated} åpne vedtak har ingen frist, og kan ikke bli for sene.",
            len(found.open_without_deadline),
        ),
        unreported=figures["unreported"],
        undated=figures["undated"],
    )
    if found.obstructed or found.lapsed:
        yield told(
            _("Om {obstructed} vedtak fikk organet vite at noe står i veien. {lapsed} vedtak falt bort."),
            obstructed=figures["obstructed"],
            lapsed=figures["lapsed"],
        )


def _by_body(counting: Counting, found: DecisionsOf) -> Table:
    columns = (
        ("fattet", _("Fattet i året"), found.made, _("Vedtak som ble fattet på en dag i året.")),
        ("iverksatt", _("Iverksatt i året"), found.carried_out, _("Vedtak som ble iverksatt på en dag i året.")),
        (
            "aapne",
            _("Ikke iverksatt"),
            found.open,
            _("Vedtak som ikke var iverksatt da året var slutt, eller ikke er det i dag."),
        ),
        (
            "over-frist",
            _("Over fristen"),
            found.late,
            _("Vedtak som ikke var iverksatt, og der fristen slik den da var, var passert."),
        ),
    )
    # What is kept here and what is delivered may be written with other letters.
    bodies = sorted({one.body.casefold() for _id, _heading, some, _counted in columns for one in some})
    rows: list[tuple[Cell, ...]] = []
    for body in bodies:
        name = body.capitalize() or _("Organ ikke kjent")
        cells = [
            _of(
                counting,
                f"vedtak-{id}-{own_id(body)}",
                [one for one in some if one.body.casefold() == body],
                f"{name}. {counted}",
            )
            for id, _heading, some, counted in columns
        ]
        rows.append((name, *cells))
    totals = [_of(counting, f"vedtak-{id}", some, counted) for id, _heading, some, counted in columns]
    return Table(
        caption=_("Vedtak etter organ"),
        headings=(_("Organ"), *(heading for _id, heading, _some, _counted in columns)),
        numeric=(False, True, True, True, True),
        rows=(*rows, (_("Sum"), *totals)),
    )


def _late(found: DecisionsOf) -> Iterator[Table]:
    if found.late:
        yield Table(
            caption=_("Vedtak som ikke er iverksatt, og der fristen er passert"),
            headings=(_("Vedtak"), _("Organ"), _("Sak"), _("Fattet"), _("Frist")),
            numeric=(False,) * 5,
            rows=tuple(
                (
                    one.id,
                    one.body.capitalize() or "–",
                    one.case or "–",
                    one.decided or _("ikke kjent"),
                    one.deadline_on(found.last) or "–",
                )
                for one in sorted(found.late, key=lambda one: (one.deadline_on(found.last) or found.last, one.id))
            ),
        )


def _of(counting: Counting, id: str, found: Sequence[KnownDecision], counted: str) -> Figure:
    records = [
        Record(kind=_("vedtak"), id=one.id, name=", ".join(filter(None, (one.body, one.case))), address=one.address)
        for one in found
    ]
    return counting.delivered(id, records, counted, f"datasett/{DECISIONS}")


# --- prepared cases ------------------------------------------------------------------------------------------------------------


def _preparations(counting: Counting, found: PreparationsOf) -> Section:
    drafted = [
        Told(
            (
                _(
                    "Saker som legges fram for folkevalgte organer, skal være forsvarlig utredet, og utredningen skal gi et "
                    "faktisk og rettslig grunnlag for å treffe vedtak (kommuneloven § 13-1). For hver sak fylles det ut en "
                    "sjekkliste, og en annen person ser på den."
                ),
            )
        )
    ]
    laid = _prepared(
        counting,
        "utredning",
        found.laid_before,
        _("Saker som ble lagt fram for et organ på en dag i året, og som har en sjekkliste."),
    )
    in_time = _prepared(
        counting,
        "utredning-i-tide",
        found.in_time,
        _("De av sakene der sjekklisten var fylt ut og sett på av en annen innen møtet."),
    )
    late = _prepared(
        counting,
        "utredning-for-sent",
        found.too_late,
        _("De av sakene der sjekklisten ble sett på av en annen først etter møtet."),
    )
    without = _prepared(
        counting, "utredning-uferdig", found.unfinished, _("De av sakene der ingen annen har sett på sjekklisten.")
    )
    if found.laid_before:
        drafted.append(
            told(
                ngettext(
                    "{laid} sak ble lagt fram med sjekkliste. For {in_time} var den ferdig i tide, for {late} ble den "
                    "ferdig etter "
                    "møtet, og for {without} er den ikke ferdig.",
                    "{laid} saker ble lagt fram med sjekkliste. For {in_time} var den ferdig i tide, for {late} ble den "
                    "ferdig etter "
                    "møtet, og for {without} er den ikke ferdig.",
                    len(found.laid_before),
                ),
                laid=laid,
                in_time=in_time,
                late=late,
                without=without,
            )
        )
    else:
        drafted.append(
            Told((_("Ingen sak med sjekkliste ble lagt fram. Om sakene var forsvarlig utredet, er ikke kjent her."),))
        )
    drafted.append(Told((_("Saker uten sjekkliste er ikke telt. Hvor mange det er, er ikke kjent."),)))
    return Section(id="utredning", title=_("Forsvarlig utredning"), drafted=tuple(drafted))


def _prepared(counting: Counting, id: str, found: Sequence[KnownPreparation], counted: str) -> Figure:
    records = [
        Record(kind=_("utredning"), id=one.id, name=", ".join(filter(None, (one.body, one.case))), address=one.address)
        for one in found
    ]
    return counting.delivered(id, records, counted, f"datasett/{PREPARATIONS}")
