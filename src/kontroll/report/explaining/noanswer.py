"""Sentences on why a rule says nothing of an enhet or a record in a month."""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.month import Month
from kontroll.domain.truth import Result
from kontroll.report.explaining.tree import Absence, Explanation, NoRow
from kontroll.report.plainly.wording import either, quoted
from kontroll.texts import _, listed, month_name


def no_answer(told: Explanation) -> Iterator[str]:
    """Nothing where there is an answer."""
    absence = told.absence
    if absence is None:
        return
    if absence.why is NoRow.UNKNOWN_ENHET:
        yield _("Enheten {enhet} finnes ikke i organisasjonen.").format(enhet=quoted(told.enhet))
    elif absence.why is NoRow.NOT_ACTIVE:
        yield _("Enheten var ikke aktiv i {month}. Den er aktiv {months}.").format(
            month=month_name(told.month), months=_spans(absence)
        )
    elif absence.why is NoRow.UNKNOWN_RECORD:
        yield _("Det finnes ingen post med nøkkelen {post}.").format(post=quoted(told.post))
    elif absence.why is NoRow.NOT_DATED:
        yield _("Posten har ingen dato som kan leses, og hører derfor ikke til noen måned.")
    elif absence.why is NoRow.OTHER_MONTH:
        yield _("Posten hører ikke til {month}. Den vurderes {months}.").format(
            month=month_name(told.month), months=_spans(absence)
        )
    else:
        yield from _outside(told, absence)


def _outside(told: Explanation, absence: Absence) -> Iterator[str]:
    scope = told.rule.scope
    asked = {"enhetstype": scope.unit_types, "tjeneste": scope.services, "enhet": scope.enheter}
    for key, actual in absence.actual:
        wanted = either(sorted(asked[key] or ()))
        if key == "enhetstype":
            is_so = _("Regelen gjelder enhetstypen {wanted}, og enheten er av typen {actual}.")
        elif key == "tjeneste":
            is_so = _("Regelen gjelder tjenesten {wanted}, og enheten er i tjenesten {actual}.")
        else:
            is_so = _("Regelen gjelder bare enhetene {wanted}.")
        yield is_so.format(wanted=wanted, actual=actual or _("ikke oppgitt"))


def of_enhet(told: Explanation) -> str:
    """What the rule that is always there found of the record's enhet."""
    if told.result is Result.FALSE:
        return _("Enheten {enhet} finnes og var aktiv i {month}.").format(
            enhet=quoted(told.enhet), month=month_name(told.month)
        )
    if not told.enhet:
        return _("Posten har ingen enhet.")
    if told.absence is not None and told.absence.why is NoRow.NOT_ACTIVE:
        return _("Enheten {enhet} var ikke aktiv i {month}. Den er aktiv {months}.").format(
            enhet=quoted(told.enhet), month=month_name(told.month), months=_spans(told.absence)
        )
    return _("Enheten {enhet} finnes ikke i organisasjonen.").format(enhet=quoted(told.enhet))


def _spans(absence: Absence) -> str:
    return listed([_span(first, last) for first, last in absence.months])


def _span(first: Month | None, last: Month | None) -> str:
    """`i oktober 2026`, `fra januar 2020`, `til og med mars 2026`, `fra januar 2020 til og med mars 2026`."""
    if last is None:
        return _("fra {first}").format(first=month_name(first)) if first is not None else _("hele tiden")
    if first is None:
        return _("til og med {last}").format(last=month_name(last))
    if first == last:
        return _("i {month}").format(month=month_name(first))
    return _("fra {first} til og med {last}").format(first=month_name(first), last=month_name(last))
