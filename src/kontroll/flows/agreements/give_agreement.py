"""Give an agreement: as a file to sign or keep, and the list of a year as a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kontroll.domain.agreement import AgreementState, Round
from kontroll.flows.agreements.list_agreements import Listed
from kontroll.flows.agreements.shown_agreement import ShownAgreement, ShownDifference, ShownGoal
from kontroll.report.agreement_words import goal_name, reached_by, state_name, threshold, verdict_name
from kontroll.report.spreadsheet import Cell, Column, workbook
from kontroll.report.typeset import pdf
from kontroll.texts import _, day, moment


def agreement_pdf(shown: ShownAgreement, municipality: str, made: datetime) -> bytes:
    """To sign, or as it was made up. made: aware; what it says is as it stands then."""
    return pdf("agreement", agreement_sheet(shown, municipality, made), made)


def agreement_sheet(shown: ShownAgreement, municipality: str, made: datetime) -> dict[str, Any]:
    """What stands on the paper, as plain values."""
    agreement = shown.agreement
    return {
        "title": _("Resultatavtale {year} for {enhet}").format(year=agreement.year, enhet=shown.enhet),
        "owner": municipality,
        "foot": _("{owner} · avtale {id} · skrevet ut {moment}").format(
            owner=municipality, id=agreement.id, moment=moment(made)
        ),
        "facts": _facts(shown),
        "words": {
            "paged": _("side {n} av {of}"),
            "goal": _("Mål"),
            "green": _("Grønt"),
            "yellow": _("Gult"),
            "result": _("Resultat"),
            "reached": _("Nås når"),
            "map": _("Mål fra målekartet"),
            "control": _("Kontroll og etterlevelse av regler"),
            "control_means": _("Telles fra enhetens egne saker i året, med enhetene under."),
            "others": _("Andre mål"),
            "changed": _("Endret siden forrige versjon"),
            "signatures": _("Underskrifter"),
            "none": _("Ingen."),
        },
        "has_results": agreement.state is AgreementState.CONCLUDED,
        "areas": [
            {"name": area.name.capitalize(), "means": area.means, "goals": [_measured(one) for one in area.goals]}
            for area in shown.areas
        ],
        "control": [_measured(one) for one in shown.control],
        "others": [
            {"name": _name(one), "reached": reached_by(one.goal), "result": _result(one)} for one in shown.others
        ],
        "reason": shown.reason,
        "changes": [_difference(one) for one in shown.since],
        "confirmed": _confirmed(shown),
        "signatures": [
            {"name": shown.person, "role": _("Leder, {enhet}").format(enhet=shown.enhet)},
            {
                "name": shown.superior or " ",
                "role": _("For kommunestyret") if agreement.council else _("Nærmeste overordnede"),
            },
        ],
    }


def agreements_sheet(municipality: str, year: int, listed: Sequence[Listed]) -> bytes:
    """Every leader on a row."""
    columns = (Column(_("Enhet"), 12), Column(_("Navn"), 34), Column(_("Leder"), 28), Column(_("Avtale med"), 28),
               Column(_("Samtale"), 14), Column(_("Bekreftet av leder"), 20), Column(_("Bekreftet av den andre"), 22),
               Column(_("Versjon"), 10), Column(_("Tilstand"), 26))  # fmt: skip
    rows = [_row(one) for one in listed]
    heading = _("Resultatavtaler {year} – {owner}").format(year=year, owner=municipality)
    return workbook(heading, [], columns, rows)


def _row(one: Listed) -> list[Cell]:
    shown = one.shown
    if shown is None:
        return [one.enhet, one.enhet_name, one.person, one.superior, None, None, None, None, _("Ingen avtale")]
    person_at, superior_at = shown.person_at, shown.superior_at
    return [
        one.enhet, one.enhet_name, one.person, one.superior, shown.talk_on,
        person_at.date() if person_at else None, superior_at.date() if superior_at else None, shown.number,
        state_name(shown.state),
    ]  # fmt: skip


def _facts(shown: ShownAgreement) -> list[tuple[str, str]]:
    agreement = shown.agreement
    talk = _("ikke holdt")
    if agreement.talk_on is not None:
        by_both = _("bekreftet av begge") if agreement.talk_is_confirmed else _("ikke bekreftet av begge")
        talk = f"{day(agreement.talk_on)}, {by_both}"
    return [
        (_("Leder"), shown.person),
        (_("For kommunestyret") if agreement.council else _("Nærmeste overordnede"), shown.superior or _("ingen")),
        (_("Versjon"), f"{agreement.number}, {state_name(agreement.state).lower()}"),
        (_("Samtale"), talk),
    ]


def _confirmed(shown: ShownAgreement) -> str:
    agreement = shown.agreement
    if agreement.person_at is None or agreement.superior_at is None:
        return _("Avtalen er et utkast. Den gjelder når begge har bekreftet.")
    return _("Bekreftet i kontroll av {person} {first} og av {superior} {second}.").format(
        person=shown.person,
        first=moment(agreement.person_at),
        superior=shown.superior,
        second=moment(agreement.superior_at),
    )


def _name(one: ShownGoal) -> str:
    return goal_name(one.goal, one.indicator, one.words)


def _measured(one: ShownGoal) -> dict[str, str]:
    return {
        "name": _name(one),
        "green": threshold(one.goal, one.indicator, one.goal.green),
        "yellow": threshold(one.goal, one.indicator, one.goal.yellow),
        "result": _result(one),
    }


def _result(one: ShownGoal) -> str:
    look = one.look(Round.RESULT)
    if look is None:
        return "–"
    words = verdict_name(look.status.verdict)
    return f"{words} ({look.status.value})" if look.status.value else words


def _difference(one: ShownDifference) -> str:
    if one.before is None and one.after is not None:
        return _("Nytt: {goal}").format(goal=_name(one.after))
    if one.after is None and one.before is not None:
        return _("Tatt ut: {goal}").format(goal=_name(one.before))
    assert one.before is not None
    assert one.after is not None
    before, after = _says(one.before), _says(one.after)
    return _("Endret: {goal}: fra {before} til {after}").format(goal=_name(one.after), before=before, after=after)


def _says(one: ShownGoal) -> str:
    if not one.goal.green:
        return reached_by(one.goal)
    return _("grønt {green}, gult {yellow}").format(
        green=threshold(one.goal, one.indicator, one.goal.green),
        yellow=threshold(one.goal, one.indicator, one.goal.yellow),
    )
