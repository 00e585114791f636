"""Sentences on what would have changed the answer, and on what would settle one that is ukjent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kontroll.domain.rule import Rule, RuleType
from kontroll.domain.truth import Result
from kontroll.engine.plain.record import Content
from kontroll.report.causes import Reason
from kontroll.report.explaining.phrases import content_name, reading_name, value_of
from kontroll.report.explaining.tree import Bound, Explanation, Flip, Lacking
from kontroll.report.explaining.values import Reading
from kontroll.report.plainly.sentence import as_sentence
from kontroll.report.plainly.wording import quoted
from kontroll.report.words import reason_meaning, reason_name
from kontroll.texts import _, listed


def changes(told: Explanation) -> Iterator[str]:
    """*Hva skulle til*: the nearest change first. Nothing for an answer that no value decides."""
    if told.flips is None:
        return
    if not told.flips.found:
        yield (
            _("Ingen enkelt levert verdi ville alene snudd svaret.")
            if told.flips.complete
            else _("Blant de {count} endringene som er prøvd, er det ingen som alene ville snudd svaret.").format(
                count=told.flips.tried
            )
        )
        return
    for i, flip in enumerate(told.flips.found):
        yield _flip(told, flip, first=i == 0)
    if not told.flips.complete:
        yield _("Ikke alle muligheter er prøvd; det kan finnes flere.")


def _flip(told: Explanation, flip: Flip, *, first: bool) -> str:
    outcome = outcome_of(told.rule, flip.result)
    if flip.empties:
        return as_sentence(
            _("hadde {what} vært tomt, {outcome}").format(what=_whose(told, flip.reading), outcome=outcome)
        )
    if flip.fills and flip.then is None:
        return as_sentence(
            _("hadde {what} vært fylt ut, {outcome}").format(what=_whose(told, flip.reading), outcome=outcome)
        )
    told_now = "" if flip.fills else _(", som er {now},").format(now=value_of(flip.reading))
    if flip.reading.masked is not None:
        told_now = ""
    return as_sentence(
        _("hadde {what}{now} vært {then}, {outcome}").format(
            what=_whose(told, flip.reading), now=told_now, then=_then(flip), outcome=outcome
        )
    )


def _then(flip: Flip) -> str:
    if flip.then is not None:
        return content_name(flip.then, flip.reading.unit)
    if flip.rises is None:
        return _("noe annet")
    if flip.reading.site is not None and flip.reading.period is None:
        return _("større eller senere") if flip.rises else _("mindre eller tidligere")
    return _("høyere") if flip.rises else _("lavere")


def _whose(told: Explanation, reading: Reading) -> str:
    """`Sykefravær i oktober 2026`, `«beløp»`; with whose it is where it is another's."""
    name = reading_name(reading)
    key = getattr(reading.site, "key", None)
    if reading.enhet and reading.enhet != told.enhet:
        return _("{what} hos {enhet}").format(what=name, enhet=reading.enhet_name)
    if key is not None and key != told.post:
        return _("{what} i posten {key}").format(what=name, key=key)
    return name


def outcome_of(rule: Rule, result: Result) -> str:
    """`hadde regelen ikke slått ut`, `hadde kravet vært oppfylt`."""
    if result is Result.NOT_RELEVANT:
        return _("hadde et unntak gjort regelen ikke relevant")
    if rule.type is RuleType.REQUIREMENT:
        return _("hadde kravet vært oppfylt") if result is Result.TRUE else _("hadde kravet vært brutt")
    return _("hadde regelen slått ut") if result is Result.TRUE else _("hadde regelen ikke slått ut")


# --- what would settle it -----------------------------------------------------------------------------------------


def settling(told: Explanation) -> Iterator[str]:
    """What is missing, whether it alone would be enough, and what must come together."""
    useless = [one for one in told.lacking if one.reading is not None and not one.perhaps]
    grouped = useless if len(useless) > 1 else []
    for one in told.lacking:
        if one not in grouped:
            yield " ".join([_lacks(told, one), *_worth(told, one)])
    if grouped:
        each = [f"{_named(told, one)} ({reason_name(one.reason).lower()})" for one in grouped]
        yield _("Ingen av disse er nok alene: {what}.").format(what=listed(each))
    if told.together and len(grouped) == len(told.lacking):
        yield _("Alle må komme for at svaret skal være sikkert.")
    elif told.together:
        yield _("For at svaret skal være sikkert, må alt dette komme: {what}.").format(
            what=listed([_named(told, one) for one in told.together])
        )


def _lacks(told: Explanation, one: Lacking) -> str:
    return _("{what}: {reason}.").format(what=as_head(_named(told, one)), reason=reason_name(one.reason).lower())


def as_head(text: str) -> str:
    return text[:1].upper() + text[1:]


def _named(told: Explanation, one: Lacking) -> str:
    if one.reading is not None:
        return _whose(told, one.reading)
    if one.reason is Reason.PARAMETER:
        return _("grensen {name}").format(name=quoted(one.what))
    if one.reason is Reason.NOT_DELIVERED:
        return _("datasettet {name}").format(name=quoted(one.what))
    name = one.what
    if one.period:
        named = _("målet for {name} i {period}") if one.reason is Reason.AMBITION else _("{name} i {period}")
        name = named.format(name=quoted(one.what), period=one.period)
    return _("{what} hos {enhet}").format(what=name, enhet=one.enhet) if one.enhet else name


def _worth(told: Explanation, one: Lacking) -> Iterator[str]:
    if one.reading is None:
        yield reason_meaning(one.reason)
        return
    if one.enough:
        if one.always is not None:
            yield _("Det alene er nok: uansett hva det er, {outcome}.").format(
                outcome=outcome_then(told.rule, one.always)
            )
        else:
            yield _("Det alene er nok: {outcomes}.").format(outcomes=_bounds(told, one))
    elif one.perhaps:
        yield _("Det alene kan være nok: {outcomes}.").format(outcomes=_bounds(told, one))
    else:
        yield _("Det alene er ikke nok.")


def _bounds(told: Explanation, one: Lacking) -> str:
    assert one.reading is not None
    if not one.bounds:
        return _("svaret avhenger av hva det er")
    parts = [
        _("er det {span}, {outcome}").format(
            span=_span(bound, one.reading), outcome=outcome_then(told.rule, bound.result)
        )
        for bound in one.bounds
    ]
    return "; ".join(parts)


def _span(bound: Bound, reading: Reading) -> str:
    low, high = _edge(bound.low, reading), _edge(bound.high, reading)
    if bound.low is None and bound.high is None:
        return _("noe annet")
    if bound.low == bound.high:
        return low
    later = isinstance(bound.low or bound.high, date)
    if bound.low is None:
        return _("{high} eller tidligere").format(high=high) if later else _("{high} eller lavere").format(high=high)
    if bound.high is None:
        return _("{low} eller senere").format(low=low) if later else _("{low} eller høyere").format(low=low)
    return _("fra {low} til {high}").format(low=low, high=high)


def _edge(content: Content | None, reading: Reading) -> str:
    return content_name(content, reading.unit) if content is not None else ""


def outcome_then(rule: Rule, result: Result) -> str:
    """`slår regelen ikke ut`, `er kravet oppfylt`."""
    if result is Result.NOT_RELEVANT:
        return _("er regelen ikke relevant")
    if rule.type is RuleType.REQUIREMENT:
        return _("er kravet oppfylt") if result is Result.TRUE else _("er kravet brutt")
    return _("slår regelen ut") if result is Result.TRUE else _("slår regelen ikke ut")
