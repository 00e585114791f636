"""Result sections: what was found, what it says of the rest, in items and in kroner, and what it cannot say."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kontroll.report.sampling.draw_material import Material
from kontroll.report.sampling.draw_report import Column, Fact, Kind, Said, Section, Table
from kontroll.report.sampling.evaluation import Evaluation
from kontroll.report.sampling.evaluation_sentences import (
    amount_text,
    bound_text,
    cannot_say,
    likely_text,
    stratum_bound_text,
    stratum_sentence,
)
from kontroll.report.sampling.money_sentences import CAVEAT, worksheet_sentence
from kontroll.report.sampling.part_words import part_name
from kontroll.report.sampling.promise_sections import METHODS
from kontroll.report.sampling.sentences import as_percent, kroner_up
from kontroll.report.sampling.stratum_evaluation import StratumEvaluation
from kontroll.sampling.estimates import Estimate
from kontroll.sampling.rates import exact
from kontroll.texts import _, amount, ngettext, number


def result_section(of: Material, found: Evaluation) -> Section:
    facts = [
        Fact(_("Kontrollert"), _("{n} av {drawn}").format(n=number(found.examined), drawn=number(found.drawn))),
        Fact(_("Avvik"), number(found.deviations)),
        Fact(_("Av dem manglet dokumentasjon"), number(found.undocumented)),
        Fact(_("Ukjent"), number(found.unknown)),
        Fact(_("Byttet ut"), number(found.replaced)),
    ]
    if found.kept:
        facts.append(Fact(_("Beholdt fra trekningen før listen ble rettet"), number(found.kept)))
    if found.likely is not None:
        facts.append(Fact(_("Mest sannsynlig andel"), _("{n} %").format(n=likely_text(found.likely))))
    if found.bound is not None:
        facts.append(Fact(_("Høyst"), _("{n} %").format(n=bound_text(found))))
    facts.append(Fact(_("Høyeste andel feil som godtas"), _("{n} %").format(n=as_percent(found.tolerable))))
    said = [
        Said(
            _("{stratum}: {sentence}").format(
                stratum=part_name(one.name, len(found.strata)), sentence=stratum_sentence(one, found.confidence)
            )
        )
        for one in found.strata
        if len(found.strata) > 1
    ]
    rows = tuple(_row(one, len(found.strata)) for one in found.strata)
    columns = (
        Column(_("Del av listen")),
        Column(_("Trekning")),
        Column(_("I alt"), Kind.COUNT),
        Column(_("Kontrollert"), Kind.COUNT),
        Column(_("Avvik"), Kind.COUNT),
        Column(_("Ukjent"), Kind.COUNT),
        Column(_("Erstattet"), Kind.COUNT),
        Column(_("Mest sannsynlig, %")),
        Column(_("Høyst, %")),
    )
    table = Table(_("Resultatet i hver del av listen"), columns, rows)
    return Section(id="resultat", title=_("Resultatet"), said=tuple(said), facts=tuple(facts), tables=(table,))


def money_sections(of: Material, found: Evaluation) -> Iterator[Section]:
    """Inside, where the list does not tell amounts."""
    inside = not of.draw.is_public
    if found.sheet is not None:
        sheet = found.sheet
        said = (Said(worksheet_sentence(sheet)), Said(_(CAVEAT)))
        facts = (
            Fact(_("Grunnpresisjon"), kroner_up(sheet.basic)),
            Fact(_("Fremskrevet feil"), kroner_up(sheet.projected)),
            Fact(_("Tillegg for usikkerhet"), kroner_up(sheet.incremental)),
            Fact(_("Feil i det der alt er kontrollert"), amount(sheet.top)),
            Fact(_("Øvre grense"), kroner_up(sheet.upper)),
        )
        yield Section(id="belop", title=_("Feil i beløp"), said=said, facts=facts, tables=_taints(found), inside=inside)
    rows = tuple(
        (
            part_name(stratum.name, len(found.strata)),
            _(one.name),
            *(amount_text(ore) for ore in _estimated(one.estimate)),
        )
        for stratum in found.strata
        for one in stratum.estimates
    )
    if rows:
        told = _(
            "Anslag for feilen i hele beløpet, bokført minus riktig. De trenger mange feil for å være gode: med færre enn om lag "
            "tjue er det den øvre grensen for andelen som bør siteres."
        )
        columns = (
            Column(_("Del av listen")),
            Column(_("Metode")),
            Column(_("Mest sannsynlig")),
            Column(_("Fra")),
            Column(_("Til")),
        )
        table = Table(_("Anslag for feil i kroner"), columns, rows)
        yield Section(id="anslag", title=_("Anslag i kroner"), said=(Said(told),), tables=(table,), inside=inside)


def caveat_section(of: Material, found: Evaluation) -> Section:
    said = tuple(Said(sentence, level=1) for sentence in cannot_say(found, of.draw, of.newest))
    return Section(id="forbehold", title=_("Hva prøven ikke kan si"), said=said)


def second_section(of: Material, found: Evaluation) -> Section | None:
    share, twice = exact(of.choices.second_share, ""), found.second
    if not share and not twice.items:
        return None
    told = (
        _("Ingen er kontrollert av to ennå.")
        if not twice.items
        else ngettext(
            "{n} post ble kontrollert av to, uten at den andre så svaret til den første. De var enige om {agreed}.",
            "{n} poster ble kontrollert av to, uten at den andre så svaret til den første. De var enige om {agreed}.",
            twice.items,
        ).format(n=number(twice.items), agreed=number(twice.agreed) if twice.agreed else _("ingen"))
    )
    said = [Said(told)]
    if twice.agreed < twice.items:
        said.append(
            Said(
                _("Der de var uenige, avgjorde en tredje kontroll. Mange uenigheter tyder på at sjekklisten er uklar.")
            )
        )
    facts: tuple[Fact, ...] = ()
    if twice.items:
        agreed = likely_text(Fraction(twice.agreed, twice.items))
        facts = (Fact(_("Enige"), _("{n} %").format(n=agreed)),)
    return Section(id="to", title=_("Kontroll av to"), said=tuple(said), facts=facts)


def _row(one: StratumEvaluation, parts: int) -> tuple[str | int, ...]:
    return (
        part_name(one.name, parts),
        _(METHODS[one.method.value]),
        one.part.count,
        one.examined,
        one.deviations,
        one.unknown,
        one.replaced,
        likely_text(one.likely) if one.likely is not None else _("ukjent"),
        stratum_bound_text(one) or _("ukjent"),
    )


def _taints(found: Evaluation) -> tuple[Table, ...]:
    rows = tuple(
        (part_name(stratum.name, len(found.strata)), as_percent(share))
        for stratum in found.strata
        if stratum.money
        for share in stratum.money.taints
    )
    columns = (Column(_("Del av listen")), Column(_("Feil i treffet, %")))
    return (Table(_("Feilandelene grensen er regnet av"), columns, rows),) if rows else ()


def _estimated(estimate: Estimate) -> tuple[float, float, float]:
    return estimate.likely, estimate.low, estimate.high
