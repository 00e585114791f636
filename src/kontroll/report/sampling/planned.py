"""Planned: why a draw of the control plan is as large as it is, and what waits, in sentences that anybody can check."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from kontroll.domain.controlplan import Control, ControlPeriod, Every, Found, RiskNow, RiskSize, Steps, Why
from kontroll.domain.draw import Arm
from kontroll.report.track_record import per_cent
from kontroll.texts import N_, _, month_name, ngettext, number

_OF_ARM = {Arm.ALL: "", Arm.FLAGGED: N_("merket av reglene"), Arm.UNFLAGGED: N_("ikke merket av reglene")}
_HALVES = {1: N_("første halvår {year}"), 7: N_("andre halvår {year}")}


def period_name(period: ControlPeriod, every: Every) -> str:
    """`oktober 2026`, `3. kvartal 2026`, `andre halvår 2026`, `2026`."""
    first = period.first
    if every is Every.YEAR:
        return str(first.year)
    if every is Every.HALF:
        return _(_HALVES[first.number]).format(year=first.year)
    if every is Every.QUARTER:
        return _("{number}. kvartal {year}").format(number=(first.number + 2) // 3, year=first.year)
    return month_name(first)


def draw_name(control: Control, period: ControlPeriod, arm: Arm) -> str:
    """`Leverandørfakturaer, oktober 2026, ikke merket av reglene`."""
    parts = [control.name, period_name(period, control.every), _(_OF_ARM[arm]) if arm is not Arm.ALL else ""]
    return ", ".join(part for part in parts if part)


def arm_name(arm: Arm) -> str:
    """Among which records, as a heading."""
    return {Arm.ALL: _("Alle"), Arm.FLAGGED: _("Merket av reglene"), Arm.UNFLAGGED: _("Ikke merket")}[arm]


def every_name(every: Every) -> str:
    return {
        Every.MONTH: _("hver måned"),
        Every.QUARTER: _("hvert kvartal"),
        Every.HALF: _("hvert halvår"),
        Every.YEAR: _("hvert år"),
    }[every]


def promise_of(size: RiskSize, arms: Collection[Arm]) -> str:
    """What the draws of a control are to be able to say where they find nothing."""
    said = []
    if set(arms) != {Arm.FLAGGED}:
        told = (
            _("Uten avvik i utvalget: høyst {tolerable} % feil, med {confidence} % sikkerhet.")
            if size.discover is None
            else _("Finner minst ett avvik når det er {discover} av dem, med {confidence} % sikkerhet.")
        )
        tolerable = _plain(Decimal(size.tolerable)) if size.tolerable else ""
        confidence = _plain(Decimal(size.confidence))
        said.append(told.format(tolerable=tolerable, confidence=confidence, discover=size.discover))
    if Arm.FLAGGED in arms:
        said.append(_("Av de merkede kontrolleres {count}.").format(count=number(size.flagged)))
    return " ".join(said)


def decision_of(arm: Arm) -> str:
    """What is done with what the draw shows."""
    if arm is Arm.FLAGGED:
        return _("Trekningen viser hvor ofte reglene har rett. Den godtar og forkaster ingenting.")
    return _(
        "Er øvre grense høyst den tolererbare andelen, godtas populasjonen. Er den høyere, undersøkes årsaken, tiltak settes, "
        "og risikoen i kontrollplanen heves ett trinn neste gang."
    )


def risk_sentences(now: RiskNow, found: Found, steps: Steps) -> list[str]:
    """The step and every figure behind it."""
    if now.risk > now.planned:
        first = _("Risikoen er hevet ett trinn, fra {planned} til {risk}.")
    elif now.risk < now.planned:
        first = _("Risikoen er senket ett trinn, fra {planned} til {risk}.")
    else:
        first = _("Risikoen er {risk}, som i planen.")
    return [first.format(planned=now.planned, risk=now.risk), *_drawn(now, found, steps), *_flagged(now, found, steps)]


def waiting_sentence(count: int, size: int, deadline: str) -> str:
    """For whoever is told that a draft waits."""
    return ngettext(
        "Populasjonen er fryst med {count} post, og utvalget er regnet ut til {size}. Noen skal avstemme den mot regnskapet "
        "eller fagsystemet før planen kan låses. Kontrollen skal være avsluttet {deadline}.",
        "Populasjonen er fryst med {count} poster, og utvalget er regnet ut til {size}. Noen skal avstemme den mot regnskapet "
        "eller fagsystemet før planen kan låses. Kontrollen skal være avsluttet {deadline}.",
        count,
    ).format(count=number(count), size=number(size), deadline=deadline)


def overdue_sentence(name: str, period: str, deadline: str) -> str:
    """For whoever is told that a control was not held."""
    return _(
        "Stikkprøven av {name} for {period} skulle vært avsluttet {deadline}. Ingen vet hvor mye som er feil."
    ).format(name=name.lower(), period=period, deadline=deadline)


def _drawn(now: RiskNow, found: Found, steps: Steps) -> list[str]:
    if Why.UNKNOWN in now.why:
        return [_("Det er ikke trukket blant disse før, så det er ikke kjent hvor mye som er feil.")]
    if Why.DEVIATIONS in now.why:
        return [
            ngettext("Forrige trekning hadde {n} avvik.", "Forrige trekning hadde {n} avvik.", found.draws[0]).format(
                n=number(found.draws[0])
            )
        ]
    if Why.CLEAN in now.why:
        return [_("De {n} siste trekningene var uten avvik.").format(n=number(steps.clean))]
    return [_("Forrige trekning var uten avvik.")]


def _flagged(now: RiskNow, found: Found, steps: Steps) -> list[str]:
    share = found.flagged_share
    if share is None:
        return []
    told = _("Reglene slo ut for {flagged} av {count} poster ({share} %); grensen for å heve er {many} %.").format(
        flagged=number(found.flagged), count=number(found.count), share=per_cent(share), many=_plain(steps.many)
    )
    if Why.NOISY_RULES not in now.why:
        return [told]
    noisy = _(
        "Det teller ikke: {false} av {decided} avgjorte saker fra reglene var falsk alarm, og grensen er {limit} %."
    ).format(false=number(found.false_alarms), decided=number(found.decided), limit=_plain(steps.false_share))
    return [told, noisy]


def _plain(share: Decimal) -> str:
    value = share * 100
    return number(value.normalize() if value != value.to_integral_value() else value.quantize(Decimal(1)))
