"""The answer in one line, and what is told of the rule: its version, whom it is about, its hjemmel."""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.rule import Rule, RuleType, Scope
from kontroll.domain.rulebook import ENHET_RULE
from kontroll.domain.truth import Result
from kontroll.report.explaining.phrases import source_name
from kontroll.report.explaining.tree import Explanation
from kontroll.report.plainly.grounds import hjemmel_name
from kontroll.report.plainly.wording import either, quoted
from kontroll.texts import _, listed, month_name

# --- the answer ---------------------------------------------------------------------------------------------------


def answer(told: Explanation) -> str:
    """One line that says what came out, about whom and when."""
    name = f"{quoted(told.rule.name)} ({told.rule.id})"
    about = _subject(told)
    if told.result is None:
        return _("Regelen {rule} har ikke noe svar for {about}.").format(rule=name, about=about)
    if told.rule.type is RuleType.REQUIREMENT:
        said = {
            Result.TRUE: _("Kravet {rule} er oppfylt for {about}."),
            Result.FALSE: _("Kravet {rule} er brutt for {about}."),
            Result.UNKNOWN: _("Kravet {rule} er ikke dokumentert for {about}."),
            Result.NOT_RELEVANT: _("Kravet {rule} er ikke relevant for {about}."),
            Result.NOT_IN_FORCE: _("Kravet {rule} var ikke i kraft for {about}."),
        }
    else:
        said = {
            Result.TRUE: _("Regelen {rule} har slått ut for {about}."),
            Result.FALSE: _("Regelen {rule} har ikke slått ut for {about}."),
            Result.UNKNOWN: _("Svaret på regelen {rule} er ukjent for {about}."),
            Result.NOT_RELEVANT: _("Regelen {rule} er ikke relevant for {about}."),
            Result.NOT_IN_FORCE: _("Regelen {rule} var ikke i kraft for {about}."),
        }
    return said[told.result].format(rule=name, about=about)


def _subject(told: Explanation) -> str:
    enhet = told.enhet_name or told.enhet
    month = month_name(told.month)
    if told.rule.dataset is None and told.rule.id != ENHET_RULE:
        return _("{enhet} i {month}").format(enhet=enhet, month=month)
    post = _("posten {post}").format(post=told.post)
    if told.dataset:
        post = _("{post} i {dataset}").format(post=post, dataset=quoted(told.dataset))
    if not enhet:
        return _("{post}, uten enhet, i {month}").format(post=post, month=month)
    return _("{post} hos {enhet} i {month}").format(post=post, enhet=enhet, month=month)


# --- about --------------------------------------------------------------------------------------------------------


def notes(told: Explanation) -> Iterator[str]:
    if told.asked_enhet:
        yield _not_of(told)
    if told.left_out:
        yield _("Kjøringene utelater regelen ({why}); dette er svaret den ville gitt.").format(why=told.left_out)
    if told.recorded:
        yield told.recorded


def _not_of(told: Explanation) -> str:
    """Whose the record is, where another enhet was asked about."""
    if not told.enhet:
        return _("Posten oppgir ingen enhet, så svaret gjelder ikke enheten {asked}, som det ble spurt om.").format(
            asked=told.asked_enhet
        )
    name = f"{told.enhet_name} ({told.enhet})" if told.enhet_name not in ("", told.enhet) else told.enhet
    return _(
        "Posten hører til {enhet}, ikke til enheten {asked}, som det ble spurt om. Svaret gjelder {enhet}."
    ).format(enhet=name, asked=told.asked_enhet)


def about(told: Explanation) -> Iterator[str]:
    if told.source is not None:
        yield _("Posten står i {source}.").format(source=source_name(told.source))
    if told.version is not None:
        yield _("Versjonen som gjelder, er fra {month}.").format(month=month_name(told.version.valid_from))
    if told.rule.scope != Scope():
        yield _("Regelen gjelder {scope}.").format(scope=scope_name(told.rule.scope))
    if told.rule.hjemmel:
        yield _("Hjemmel: {hjemmel}.").format(hjemmel=listed([hjemmel_name(one) for one in told.rule.hjemmel]))


def scope_name(scope: Scope) -> str:
    """`enheter av typen tjenestested i tjenesten skole eller barnehage`."""
    parts = [_("enheter")]
    if scope.unit_types is not None:
        parts.append(_("av typen {types}").format(types=either(sorted(scope.unit_types))))
    if scope.services is not None:
        parts.append(_("i tjenesten {services}").format(services=either(sorted(scope.services))))
    if scope.enheter is not None:
        parts.append(_("med id {ids}").format(ids=either(sorted(scope.enheter))))
    return " ".join(parts)


def versions(rule: Rule) -> str:
    if not rule.versions:
        return ""
    first, last = rule.versions[0], rule.versions[-1]
    told = _("Den første gjelder fra {month}.").format(month=month_name(first.valid_from))
    if last.valid_to is not None:
        told += " " + _("Den siste gjaldt til og med {month}.").format(month=month_name(last.valid_to))
    return told
