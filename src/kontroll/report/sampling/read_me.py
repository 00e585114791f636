"""Read me: LESMEG.txt, the text that lies beside the files of a draw."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from kontroll.domain.draw import DrawState
from kontroll.report.sampling.public_draw import (
    CHANGES,
    EVENTS,
    LIST,
    PLAN,
    SAMPLE,
    SEED,
    SUMS,
    VERIFIER,
    PublicDraw,
    command_of,
    first_ticket,
)
from kontroll.texts import _, amount, moment, number


def read_me(draw: PublicDraw) -> str:
    """LESMEG.txt, in bokmål."""
    parts = [_heading(draw)]
    if draw.state is DrawState.ABORTED:
        parts.append(_given_up(draw))
    if not draw.commitment:
        if draw.state is not DrawState.ABORTED:
            parts.append(_("Plan, liste og utvalg blir lagt ut her når utvalget er trukket."))
        return _written(parts)
    parts.append(_promised(draw))
    if not draw.is_drawn:
        parts += [] if draw.state is DrawState.ABORTED else [_not_yet(draw)]
        return _written(parts)
    parts += [_drawn(draw), _files(draw), _check(draw), *_by_hand(draw), _cannot()]
    if draw.report:
        told = _("Rapporten ble ferdig {when}. SHA-256 av den er\n{hash}")
        parts.append(told.format(when=_when(draw.concluded_at), hash=draw.report))
    return _written(parts)


def _written(parts: Sequence[str]) -> str:
    # A place that does not break is right on a page; in a text file it is a letter that a search does not find.
    return "\n\n".join(parts).replace("\N{NO-BREAK SPACE}", " ") + "\n"


def _heading(draw: PublicDraw) -> str:
    title = _("Stikkprøve {id}").format(id=draw.id) + (f": {draw.name}" if draw.name else "")
    state = _("Tilstand: {state}.").format(state=_(draw.state.value))
    return f"{title}\n{'=' * len(title)}\n\n{state}"


def _given_up(draw: PublicDraw) -> str:
    text = _("Stikkprøven ble avbrutt. Nummeret brukes ikke om igjen.")
    return text + " " + _("Grunnen er: {reason}").format(reason=draw.reason) if draw.reason else text


def _promised(draw: PublicDraw) -> str:
    population = draw.populations[0]
    lines = [
        _("Forpliktelsen ble kunngjort {when}:").format(when=_when(population.committed_at)),
        population.commitment,
    ]
    for one in draw.populations[1:]:
        lines.append(
            _("Populasjonen ble endret {when}. Ny forpliktelse for versjon {n}:").format(
                when=_when(one.committed_at), n=one.number
            )
        )
        lines.append(one.commitment)
        if one.reason:
            lines.append(_("Grunnen er: {reason}").format(reason=one.reason))
    return "\n".join(lines)


def _not_yet(draw: PublicDraw) -> str:
    lines = [
        _("Den er SHA-256 av planen, og planen inneholder SHA-256 av listen det skal trekkes fra."),
        _("Plan og liste blir lagt ut her når utvalget er trukket (offentleglova § 24)."),
    ]
    if draw.seed_source:
        lines.append(_("Frøet hentes fra: {source}.").format(source=draw.seed_source.rstrip(".")))
    if draw.seed_after:
        lines.append(_("Det kan ikke være eldre enn {when}.").format(when=_said(draw.seed_after)))
    return "\n".join(lines)


def _drawn(draw: PublicDraw) -> str:
    said = json.loads(draw.populations[0].plan)
    place = _("Frøet ble lest opp {when}, {place}:") if draw.seed_place else _("Frøet ble lest opp {when}:")
    lines = [
        place.format(when=_when(draw.seed_at), place=draw.seed_place),
        draw.seed,
        _("Listen har {n} poster.").format(n=number(said["antall"])),
    ]
    if said["sum_ore"]:
        lines.append(_("De summerer til {amount}.").format(amount=amount(said["sum_ore"])))
    if not draw.is_public:
        lines.append(
            _("Postene har dekknavn, fordi listen ellers kunne røpe noe om noen. Dekknavnene gjelder bare denne.")
        )
    return "\n".join(lines)


def _files(draw: PublicDraw) -> str:
    lines = [
        _("Filene"),
        "------",
        _("{name}: det som ble lovet, og hvordan det trekkes").format(name=PLAN),
        _("{name}: listen det er trukket fra").format(name=LIST),
        _("{name}: det som ble trukket, og reservene i rekkefølge").format(name=SAMPLE),
        _("{name}: frøet, slik det ble lest opp").format(name=SEED),
        _("{name}: programmet som etterprøver trekningen").format(name=VERIFIER),
        _("{name}: SHA-256 av alle filene").format(name=SUMS),
    ]
    if draw.events:
        lines.append(_("{name}: det som er erstattet eller kommet til, og hvorfor").format(name=EVENTS))
    for one in draw.populations[1:]:
        if one.is_drawn:
            lines.append(
                _("{folder}: versjon {n}; {changes} viser hver linje som er tatt bort (-) eller kommet til (+)").format(
                    folder=one.folder, n=one.number, changes=CHANGES
                )
            )
            if "\tbeholdt\t" in one.sample.decode():
                lines.append(
                    _(
                        "{folder}{name}: «beholdt» ble trukket fra listen før den ble endret, og kontrolleres fremdeles"
                    ).format(folder=one.folder, name=SAMPLE)
                )
    return "\n".join(lines)


def _check(draw: PublicDraw) -> str:
    title = _("Etterprøv trekningen")
    drawn = [one for one in draw.populations if one.is_drawn]
    return "\n".join(
        [
            title,
            "-" * len(title),
            _("Last ned filene i samme mappe. Du trenger bare Python 3.9 eller nyere. Skriv:"),
            "",
            *(f"    {command_of(draw, one)}" for one in drawn),
            "",
            _("Programmet trekker på nytt fra bunnen, og svarer STEMMER eller AVVIK."),
        ]
    )


def _by_hand(draw: PublicDraw) -> list[str]:
    found = first_ticket(draw)
    if found is None:
        return []
    title = _("Ett lodd for hånd")
    return [
        "\n".join(
            [
                title,
                "-" * len(title),
                _(
                    "Hver post har et lodd: sifrene i SHA-256 av frøet og posten, lest baklengs. De laveste loddene trekkes."
                ),
                _("Loddet til {identity}, som ble trukket, lages slik i et skall:").format(identity=found.identity),
                "",
                *(f"    {line}" for line in found.lines),
                "",
                _("Det skal bli"),
                f"    {found.shown}",
                _("Er det kortere enn 64 siffer, hører det nuller til sist."),
            ]
        )
    ]


def _cannot() -> str:
    title = _("Det dette ikke viser")
    return "\n".join(
        [
            title,
            "-" * len(title),
            _("At listen er fullstendig. Den er avstemt av en annen enn den som laget den; hvordan, står i planen."),
            _(
                "At forpliktelsen ble kunngjort før frøet fantes. Det ser du av journalen og av varselet til kontrollutvalget."
            ),
        ]
    )


def _said(time: str) -> str:
    """A time of the plan on Norwegian clocks; as it was written where it is none."""
    try:
        return moment(datetime.fromisoformat(time))
    except ValueError:
        return time


def _when(at: datetime | None) -> str:
    return moment(at) if at is not None else _("ukjent når")
