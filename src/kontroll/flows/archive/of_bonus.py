"""Of bonus: each decision about a year, with the archive that it was made on as it was sealed then."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

from kontroll.domain.archiving import ArchiveKind
from kontroll.domain.bonus import BonusDecision, BonusState
from kontroll.flows.archive.naming import day_of, is_within, person_name
from kontroll.flows.archive.source import Span
from kontroll.flows.people.looking import Looking
from kontroll.report.archive.model import Content, Decided, Format
from kontroll.report.archive.sheet import Part, Rows, Sheet, sheet_pdf
from kontroll.report.bonus.package import DECISION
from kontroll.report.bonus.sentences import state_name
from kontroll.store.transaction import Transaction
from kontroll.texts import _, moment, number


def ended(tx: Transaction) -> Iterator[tuple[str, date]]:
    for one in tx.bonus_decisions.all():
        yield f"{one.year}/{one.number}", day_of(one.at)


def decided(look: Looking, span: Span) -> Iterator[Decided]:
    for one in look.tx.bonus_decisions.all():
        package = look.tx.bonus_packages.get(one.year, one.number)
        if package is not None and is_within(day_of(one.at), span.first, span.last):
            yield _decided(look, one, package.content)


def _decided(look: Looking, one: BonusDecision, package: bytes) -> Decided:
    with zipfile.ZipFile(BytesIO(package)) as archive:
        said = json.loads(archive.read(DECISION))
    by = str(said["avgjort_av"]["navn"]) or person_name(look, one.by, day_of(one.at))
    title = _("Bonus til tjenestesteder {year}, avgjørelse {n}").format(year=one.year, n=one.number)
    municipality = look.today.desk.settings.municipality
    main = sheet_pdf(_sheet(title, one, said, by), municipality, one.at)
    return Decided(
        kind=ArchiveKind.BONUS,
        subject=f"{one.year}/{one.number}",
        year=day_of(one.at).year,
        title=title,
        public_title=title,
        opened=one.at,
        closed=one.at,
        unit=municipality,
        responsible=by,
        by=by,
        is_of_person=False,
        own=(("logg", str(one.trail)), ("arkivetsSha256", one.package)),
        documents=(
            Content(title=title, kind=_("Avgjørelse"), format=Format.PDF, content=main),
            Content(
                title=_("Regler, parametre, tall, forklaring og avgjørelse, med program som regner det ut på nytt"),
                kind=_("Grunnlag"), format=Format.ZIP, content=package,
            ),
        ),
    )  # fmt: skip


def _sheet(title: str, one: BonusDecision, said: dict[str, Any], by: str) -> Sheet:
    told = []
    if said["begrunnelse"]:
        told.append(_("Begrunnelse for å avgjøre på nytt: {why}").format(why=said["begrunnelse"]))
    outcomes = tuple(
        (
            str(each["navn"]), _("ja") if each["gis"] else _("nei"), str(each["for"]),
            state_name(BonusState(each["svar"])), str(each["begrunnelse"]),
        )
        for each in said["utfall"]
    )  # fmt: skip
    put_forward = tuple((str(each["enhet"]), str(each["av"]), str(each["begrunnelse"])) for each in said["forslag"])
    parts = [
        Part(
            title=_("Avgjørelsen"),
            told=tuple(told) if outcomes else (*told, _("Ingen tjenestesteder hadde grunnlag eller var foreslått.")),
            tables=(
                Rows(
                    headings=(_("Tjenestested"), _("Gis"), _("For"), _("Reglene sier"), _("Begrunnelse")),
                    rows=outcomes,
                ),
            ),
        )
    ]
    if put_forward:
        rows = Rows(headings=(_("Tjenestested"), _("Foreslått av"), _("Begrunnelse")), rows=put_forward)
        parts.append(Part(title=_("Foreslått til åpen klasse"), tables=(rows,)))
    parts.append(
        Part(
            title=_("Hva avgjørelsen bygger på"),
            told=(
                _("Reglene, tallene og forklaringen ligger i vedlegget, slik de var da det ble avgjort. Programmet "
                  "etterprov.py i vedlegget regner det ut på nytt uten kontroll."),
                _("Vedleggets SHA-256 står i revisjonsloggen, linje {n}.").format(n=number(one.trail)),
            ),
        )
    )  # fmt: skip
    return Sheet(
        title=title,
        foot=title,
        facts=(
            (_("Avgjort av"), by),
            (_("Tid"), moment(one.at)),
            (_("Gis til"), number(one.granted)),
            (_("År"), str(one.year)),
        ),
        parts=tuple(parts),
    )
