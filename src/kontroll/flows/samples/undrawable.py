"""Undrawable: why nothing can be drawn, said to whoever asked for it."""

from __future__ import annotations

from kontroll.domain.dataset import LINE_KEY, DataSet
from kontroll.domain.month import Month
from kontroll.domain.problem import Place, Problem
from kontroll.texts import _


def unusable(dataset: DataSet) -> list[Problem]:
    if dataset.key == LINE_KEY:
        what = _("«{dataset}» har ikke noe nummer fra kildesystemet").format(dataset=dataset.name)
        why = _("Filnavn og linje er gitt ved eksporten. Den som lager filen, kunne da velge hva som blir trukket.")
        return [Problem(Place(dataset.id), what, why, _("Lever datasettet med nummeret fra kildesystemet som nøkkel."))]
    return undated_kind(dataset)


def undated_kind(dataset: DataSet) -> list[Problem]:
    if dataset.dated_by is None:
        what = _("«{dataset}» har ingen dato").format(dataset=dataset.name)
        why = _("Det går da ikke an å si hvilke poster som hører til månedene.")
        return [
            Problem(Place(dataset.id), what, why, _("Velg et datasett med dato, eller beskriv datoen i datasettet."))
        ]
    return []


def no_amount(dataset: DataSet, field: str) -> list[Problem]:
    described = dataset.field(field) if field else None
    if not field or (described is not None and described.type.is_number):
        return []
    what = _("«{field}» er ikke et tallfelt i {dataset}").format(field=field, dataset=dataset.name)
    numbers = ", ".join(one.id for one in dataset.fields if one.type.is_number)
    fix = _("Velg et av: {fields}.").format(fields=numbers) if numbers else _("La beløpsfeltet stå tomt.")
    return [Problem(Place(dataset.id), what, _("Det kan ikke summeres."), fix)]


def no_dataset(id: str) -> Problem:
    what = _("datasettet «{id}» finnes ikke").format(id=id)
    return Problem(Place(id), what, _("Det er ingen poster å trekke fra."), _("Velg et av kommunens datasett."))


def not_delivered(dataset: DataSet) -> Problem:
    what = _("«{dataset}» er ikke levert, eller en fil kunne ikke leses").format(dataset=dataset.name)
    why = _("En populasjon som mangler poster, kan ikke gi et svar for dem som mangler.")
    return Problem(Place(dataset.id), what, why, _("Lever datasettet, og frys populasjonen på nytt."))


def not_run(month: Month) -> Problem:
    what = _("måneden er ikke kjørt")
    why = _("Uten svarene for måneden er det ukjent hvilke poster regler har slått ut på.")
    return Problem(Place(str(month)), what, why, _("Kjør måneden først, eller velg armen «alle»."))


def strange_rule(id: str, dataset: str) -> Problem:
    what = _("«{id}» er ikke en regel om {dataset}").format(id=id, dataset=dataset)
    why = _("Den har ikke svart for noen av postene.")
    return Problem(Place(id), what, why, _("Velg en regel om datasettet, eller la alle gjelde."))


def backwards() -> Problem:
    why = _("Da er det ingen måneder å hente poster fra.")
    return Problem(Place("maaneder"), _("siste måned er før første måned"), why, _("Bytt om på månedene."))
