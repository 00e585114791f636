"""Rules: those that are in use, on trial or drafts, and those that came or were changed in the year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kontroll.domain.coverage import Coverage
from kontroll.domain.rule import Rule, Status
from kontroll.flows.yearly.counting import Counting, told
from kontroll.flows.yearly.things import own_id, rule_of
from kontroll.report.document.model import Block, Cell, Record, Section, Table, Told
from kontroll.report.words import area_name
from kontroll.texts import NORWAY, _, ngettext


def rules_of_year(counting: Counting) -> Section:
    year = counting.year
    rules = sorted(year.today.desk.rulebook.rules.values(), key=lambda one: one.id)
    as_now = _("Regnet slik regelfilene står den dagen tallene er fra.")
    by_status = {
        status: counting.figure(
            f"regler-{name}", [rule_of(year, one.id) for one in rules if one.status is status], counted + as_now
        )
        for status, name, counted in (
            (Status.IN_USE, "i-bruk", _("Regler som er i bruk: de vurderes og følges opp. ")),
            (Status.TRIAL, "paa-prove", _("Regler på prøve: de vurderes og vises, men ingen varsles. ")),
            (Status.DRAFT, "utkast", _("Utkast til regler. De vurderes ikke. ")),
            (Status.RETIRED, "utgaatt", _("Regler som er tatt ut av bruk. ")),
        )
    }
    directed = [
        one for one in rules if one.status is Status.IN_USE and year.today.desk.rulebook.is_person_directed(one)
    ]
    drafted = [
        told(
            _("{used} regler er i bruk, {trial} er på prøve, {draft} er utkast og {retired} er tatt ut av bruk."),
            used=by_status[Status.IN_USE],
            trial=by_status[Status.TRIAL],
            draft=by_status[Status.DRAFT],
            retired=by_status[Status.RETIRED],
        ),
        told(
            _(
                "{directed} av reglene i bruk leser opplysninger om enkeltpersoner. En slik regel er et kontrolltiltak, "
                "som skal drøftes med de tillitsvalgte før det tas i bruk (arbeidsmiljøloven § 9-2)."
            ),
            directed=counting.figure(
                "regler-personrettet",
                [rule_of(year, one.id) for one in directed],
                _("Regler i bruk som leser et felt som er merket personlig. ") + as_now,
            ),
        ),
        *_changed(counting),
    ]
    return Section(
        id="reglene", title=_("Reglene som kontrollerer"), drafted=tuple(drafted), blocks=(_kinds(counting, rules),)
    )


def _kinds(counting: Counting, rules: Sequence[Rule]) -> Block:
    used = [one for one in rules if one.status is Status.IN_USE]
    rows: list[tuple[Cell, ...]] = [
        (
            area_name(area),
            counting.figure(
                f"regler-i-bruk-omrade-{own_id(area)}",
                [rule_of(counting.year, one.id) for one in used if one.area == area],
                _("Regler som er i bruk, i området {area}.").format(area=area_name(area)),
            ),
        )
        for area in sorted({one.area for one in used}, key=area_name)
    ]
    return Table(
        caption=_("Regler i bruk etter område"),
        headings=(_("Område"), _("Regler")),
        numeric=(False, True),
        rows=(*rows, (_("Sum"), counting.figures["regler-i-bruk"])),
    )


def _changed(counting: Counting) -> Iterator[Told]:
    """Rules that came or were changed: another content than in the run before, as the runs themselves kept it."""
    year = counting.year
    if not year.done:
        return
    changed, new = changes(year.coverage_before, year.coverage)
    figures = {
        "new": counting.figure(
            "regler-nye",
            [rule_of(year, rule) for rule in sorted(new)],
            _("Regler som ble kjørt for første gang i året, etter den aller første kjøringen."),
        ),
        "changed": counting.figure(
            "regler-endret",
            [rule_of(year, rule) for rule in sorted(changed)],
            _(
                "Regler der regelen, eller noe den leser, er et annet enn måneden før. Det er merket som kjøringene "
                "selv tok vare på, "
                "som er holdt mot hverandre."
            ),
        ),
    }
    yield told(
        ngettext(
            "I året kom {new} regel til, og {changed} ble endret.",
            "I året kom {new} regler til, og {changed} ble endret.",
            len(new),
        ),
        **figures,
    )
    found = [one for one in year.tx.reviews.all() if year.holds(one.found.astimezone(NORWAY).date())]
    confirmed = [one for one in found if one.confirmed_at is not None]
    records = {
        one: Record(
            kind=_("gjennomgang"),
            id=f"{one.rule} {one.change} {one.reglement} {one.point}",
            name=year.rule_name(one.rule),
            address=f"/regel/{one.rule}/godkjenning",
        )
        for one in found
    }
    asked = counting.figure(
        "gjennomganger",
        [records[one] for one in found],
        _("Regler som måtte ses på igjen fordi en skal-setning de hviler på, ble endret i året."),
    )
    done = counting.figure(
        "gjennomganger-bekreftet",
        [records[one] for one in confirmed],
        _("De av dem som en person har bekreftet, også om det skjedde senere."),
    )
    if found:
        yield told(
            ngettext(
                "Da skal-setninger ble endret, måtte {asked} regel ses på igjen. {done} er bekreftet.",
                "Da skal-setninger ble endret, måtte {asked} regler ses på igjen. {done} er bekreftet.",
                len(found),
            ),
            asked=asked,
            done=done,
        )


def changes(before: Sequence[Coverage], of_year: Sequence[Coverage]) -> tuple[frozenset[str], frozenset[str]]:
    """(changed, new) rules. The first month of all is where everything begins: nothing is new in it."""
    first = min((one.month for one in (*before, *of_year)), default=None)
    last: dict[str, str] = {}
    for one in sorted(before, key=lambda one: one.month):
        last[one.rule] = one.stamp
    changed, new = set(), set()
    for one in sorted(of_year, key=lambda one: one.month):
        held = last.get(one.rule)
        if held is None and one.month != first:
            new.add(one.rule)
        elif held is not None and held != one.stamp:
            changed.add(one.rule)
        last[one.rule] = one.stamp
    return frozenset(changed), frozenset(new)
