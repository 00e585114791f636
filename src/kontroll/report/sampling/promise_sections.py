"""Promise sections: what it was drawn from, what was planned and tried, and what was promised before the seed was known."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from kontroll.domain.draw import Arm, PopulationVersion, Trial
from kontroll.domain.drawflow import SIMPLE
from kontroll.domain.drawplan import PlanChoices
from kontroll.domain.strata import supplement
from kontroll.report.sampling.calculator import calculated
from kontroll.report.sampling.draw_material import Material
from kontroll.report.sampling.draw_report import Column, Fact, Kind, Said, Section, Table
from kontroll.report.sampling.part_words import part_name
from kontroll.report.sampling.sentences import as_percent
from kontroll.sampling.rates import Impossible, exact
from kontroll.texts import N_, _, amount, moment, month_name, number

_ARMS = {
    Arm.ALL: N_("Alle poster er med, enten en regel har slått ut på dem eller ikke."),
    Arm.FLAGGED: N_("Bare poster der minst én av reglene slo ut."),
    Arm.UNFLAGGED: N_("Bare poster der ingen av reglene slo ut."),
}
METHODS = {
    "enkel": N_("tilfeldig"),
    "systematisk": N_("med fast avstand"),
    "belop": N_("etter beløp"),
    "vekt": N_("etter vekt"),
    "alle": N_("alt kontrolleres"),
}
#: Parts of which it is told why each is as large as it is; of more it would fill a page.
_MOST_TOLD = 6
#: Words of a trial calculation, as a reader knows them.
_ASKED = {
    "metode": N_("metode"),
    "konfidens": N_("sikkerhet"),
    "tolererbar": N_("tolererbart"),
    "forventet": N_("forventet andel"),
    "forventet_antall": N_("forventet antall"),
    "populasjon": N_("populasjon"),
    "oppdagelse": N_("oppdagelse"),
    "trinn": N_("trinn"),
    "presisjon": N_("presisjon"),
    "belop": N_("beløp"),
    "vesentlighet": N_("vesentlighet"),
    "forventet_feil": N_("forventet feil"),
    "utvalg": N_("eget antall"),
}
#: Words of a trial calculation that are shares.
_SHARES = ("konfidens", "tolererbar", "forventet", "presisjon")


def promise_sections(of: Material) -> Iterator[Section]:
    yield _population(of)
    if len(of.populations) > 1:
        yield _amendments(of)
    yield _plan(of)
    if of.trials:
        yield _trials(of)
    if of.draw.committed_at is not None:
        yield _commitment(of)
    if of.draw.seed:
        yield _seed(of)


def _population(of: Material) -> Section:
    draw, first = of.draw, min(of.populations, key=lambda one: one.number)
    said = [
        Said(_("Populasjonen er listen det trekkes fra: {noun} {period}.").format(noun=of.noun, period=_period(of)))
    ]
    said += [Said(_(_ARMS[draw.arm]))]
    said += [Said(_("Regler: {rules}.").format(rules=", ".join(of.rules)), level=1)] if of.rules else []
    if of.condition:
        said += [Said(_("Med er de postene der dette stemmer:"))]
        said += [Said(text, level=level + 1) for level, text in of.condition]
    else:
        said += [Said(_("Det er ikke brukt noe filter."))]
    if first.reconciled_by is not None:
        said += [Said(_("Avstemt av en annen enn den som laget den."))]
        said += [Said(_("Avstemmingen: {text}").format(text=of.text(first.reconciled_text)), inside=True)]
    return Section(
        id="populasjon",
        title=_("Populasjonen"),
        said=tuple(said),
        facts=tuple(_counted(of, first)),
    )


def _counted(of: Material, one: PopulationVersion) -> Iterator[Fact]:
    yield Fact(_("Antall"), number(one.count))
    if of.draw.amount_field:
        inside = not of.draw.is_public
        yield Fact(_("Sum av {field}").format(field=of.amount_name), amount(one.total or one.amount), inside)
    if one.reconciled_by is not None:
        if one.ledger_count is not None:
            yield Fact(_("Antall i den andre kilden"), number(one.ledger_count))
        if one.ledger_count is not None and one.ledger_count != one.count:
            yield Fact(_("Forskjell i antall"), number(one.ledger_count - one.count))
        if one.ledger_amount is not None and one.ledger_amount != one.total:
            yield Fact(_("Forskjell i sum"), amount(one.ledger_amount - one.total), not of.draw.is_public)
        if one.ledger_amount is not None:
            yield Fact(_("Sum i den andre kilden"), amount(one.ledger_amount), not of.draw.is_public)
        yield Fact(_("Laget av"), of.name(one.frozen_by), inside=True)
        yield Fact(_("Avstemt av"), of.name(one.reconciled_by), inside=True)
        yield Fact(_("Avstemt"), moment(one.reconciled_at) if one.reconciled_at else "")
    yield Fact(_("Fryst"), moment(one.frozen_at))
    yield Fact(_("Numre som mangler i serien"), number(one.gaps))
    yield Fact(_("Poster som er like en annen"), number(one.duplicates))
    yield Fact(_("Poster utenfor, uten nøkkel eller dato"), number(one.left_out))
    yield Fact(_("SHA-256 av listen"), one.digest)


def _amendments(of: Material) -> Section:
    said, rows = [], []
    for one in sorted(of.populations, key=lambda version: version.number):
        rows.append((one.number, one.count, moment(one.frozen_at), one.digest, one.commitment))
        if one.reason:
            said.append(Said(_("Liste {n}: {why}").format(n=one.number, why=of.text(one.reason)), inside=True))
    told = Said(
        _(
            "Listen er endret etter trekningen. Frøet er det samme, så det som sto der før, har de samme loddene. Det som kom "
            "til, står i «{stratum}» og er trukket med et eget frø."
        ).format(stratum=supplement(of.newest.number))
    )
    columns = (
        Column(_("Liste"), Kind.COUNT),
        Column(_("Antall"), Kind.COUNT),
        Column(_("Fryst")),
        Column(_("SHA-256")),
        Column(_("Forpliktelse")),
    )
    table = Table(_("Listene det er trukket fra"), columns, tuple(rows))
    return Section(id="endringer", title=_("Endringer i populasjonen"), said=(told, *said), tables=(table,))


def _plan(of: Material) -> Section:
    choices = of.choices
    facts = [
        Fact(_("Sikkerhet"), _percent(choices.confidence)),
        Fact(_("Høyeste andel feil som godtas"), _percent(choices.tolerable)),
        Fact(_("Ventet i utvalget"), _expected(of)),
        Fact(_("Regnet som"), choices.likelihood),
        Fact(_("Trinn"), number(choices.stages)),
        Fact(_("Kontrolleres av to, hver for seg"), _percent(choices.second_share)),
        Fact(_("Risiko"), _("{n} av 5").format(n=of.draw.risk)),
    ]
    facts += [Fact(_("Kontroll i kontrollplanen"), of.draw.control)] if of.draw.control else []
    facts += [Fact(_("Beslutningsregel"), choices.decision, written=True)] if choices.decision else []
    said = list(_why_so_many(of))
    said += [
        Said(
            _(
                "Listen kan være delt. Da trekkes det for seg av hver del, og resten av listen er alt som ikke er skilt ut."
            )
        )
    ]
    said += [Said(_("Hver post holdes mot:"))] if choices.checklist else []
    said += [Said(of.checklist.get(point, point), level=1) for point in choices.checklist]
    columns = (
        Column(_("Del av listen")),
        Column(_("Trekning")),
        Column(_("Trekkes"), Kind.COUNT),
        Column(_("Reserver"), Kind.COUNT),
    )
    named = len(choices.strata)
    rows = tuple(
        (part_name(one.name, named), _(METHODS.get(one.method, one.method)), one.n, one.reserve)
        for one in choices.strata
    )
    table = Table(_("Hvordan det trekkes av hver del"), columns, rows)
    return Section(id="plan", title=_("Planen"), said=tuple(said), facts=tuple(facts), tables=(table,) if rows else ())


def _why_so_many(of: Material) -> Iterator[Said]:
    """What the calculator answers to the plan's own words, for each stratum of which a part is drawn.

    Nothing of flagged records: they are looked at to see who is right, and nothing is accepted or not.
    """
    if of.draw.arm is Arm.FLAGGED:
        return
    sizes = {one.name: one.part.count for one in of.found.strata} if of.found else {}
    sampled = [one for one in of.choices.strata if one.method in (SIMPLE, "systematisk")]
    if not sizes and len(of.choices.strata) == 1:
        sizes = {of.choices.strata[0].name: of.newest.count}
    if len(sampled) > _MOST_TOLD:
        yield Said(_("Hver del er regnet ut for seg med de samme ordene, som kalkulatoren gjør det."))
        return
    for one in sampled:
        if not sizes.get(one.name):
            continue
        answer = calculated(_words(of.choices, sizes[one.name]), curve=False)
        if answer.refusal:
            yield Said(
                _("{stratum}: {why}").format(stratum=part_name(one.name, len(of.choices.strata)), why=answer.refusal)
            )
            continue
        yield Said(
            _("{stratum}: {sentence}").format(
                stratum=part_name(one.name, len(of.choices.strata)), sentence=answer.sentence
            )
        )
        if answer.n > one.n:
            yield Said(
                _("Det trekkes færre, {n}. Da blir den øvre grensen høyere enn det tolererbare.").format(
                    n=number(one.n)
                ),
                level=1,
            )


def too_few(choices: PlanChoices, arm: Arm, sizes: Mapping[str, int]) -> tuple[str, ...]:
    """Of which parts fewer are drawn than what is to be said needs. sizes: records of each part. Nothing of flagged records."""
    if arm is Arm.FLAGGED:
        return ()
    told = _(
        "{part}: det trekkes {n}, men {needed} trengs for å si det. Grensen blir høyere enn det tolererbare, hva som enn finnes."
    )
    found = []
    for one in choices.strata:
        if one.method not in (SIMPLE, "systematisk") or not sizes.get(one.name):
            continue
        answer = calculated(_words(choices, sizes[one.name]), curve=False)
        if answer.is_possible and answer.n > one.n:
            part = part_name(one.name, len(choices.strata))
            found.append(told.format(part=part, n=number(one.n), needed=number(answer.n)))
    return tuple(found)


def _words(choices: PlanChoices, population: int) -> dict[str, str | None]:
    staged = choices.stages > 1
    return {
        "metode": choices.likelihood,
        "konfidens": choices.confidence,
        "tolererbar": choices.tolerable,
        "forventet": None if staged else choices.expected,
        "forventet_antall": None if staged else choices.expected_count,
        "trinn": str(choices.stages),
        "populasjon": str(population),
    }


def _trials(of: Material) -> Section:
    columns = (
        Column(_("Nr."), Kind.COUNT),
        Column(_("Når")),
        Column(_("Hvem"), inside=True),
        Column(_("Spurt om")),
        Column(_("Svar")),
    )
    rows = tuple((one.number, moment(one.at), of.name(one.by), _asked(one), _answered(one)) for one in of.trials)
    told = _("Dette ble regnet ut før planen ble valgt. Alt er med, også det som ikke ble brukt.")
    table = Table(_("Prøveberegninger"), columns, rows)
    return Section(id="beregninger", title=_("Prøveberegninger"), said=(Said(told),), tables=(table,))


def _commitment(of: Material) -> Section:
    draw, first = of.draw, min(of.populations, key=lambda one: one.number)
    facts = [
        Fact(_("Trekning"), draw.draw_id),
        Fact(_("Forpliktelse (SHA-256 av planen)"), first.commitment),
        Fact(_("Kunngjort"), moment(draw.committed_at) if draw.committed_at else ""),
        Fact(_("Forpliktet av"), of.name(draw.committed_by), inside=True),
        Fact(_("Frøet skulle hentes fra"), of.choices.seed_source, written=True),
    ]
    facts += [Fact(_("Form"), of.choices.seed_format, written=True)] if of.choices.seed_format else []
    facts += [Fact(_("Hvis det ikke lar seg gjøre"), of.choices.fallback, written=True)] if of.choices.fallback else []
    told = _("Planen og listen ble låst før frøet fantes. Forpliktelsen er sendt revisor og kontrollutvalget.")
    return Section(id="forpliktelse", title=_("Forpliktelsen"), said=(Said(told),), facts=tuple(facts))


def _seed(of: Material) -> Section:
    draw = of.draw
    witnesses = [one for one in draw.witnesses.split("\n") if one]
    facts = [
        Fact(_("Frø"), draw.seed),
        Fact(_("Lest opp"), moment(draw.seed_at) if draw.seed_at else ""),
        Fact(_("Sted"), draw.seed_place, written=True),
        Fact(_("Vitner"), _("to vitner") if len(witnesses) == 2 else _("{n} vitner").format(n=len(witnesses))),
        Fact(_("Vitnenes navn"), ", ".join(witnesses), inside=True),
        Fact(_("Skrevet inn av"), of.name(draw.seed_by), inside=True),
    ]
    later = [one for one in of.populations if one.seed and one.number > 1]
    facts += [Fact(_("Frø for {stratum}").format(stratum=supplement(one.number)), one.seed) for one in later]
    return Section(id="fro", title=_("Frøet"), facts=tuple(facts))


def _period(of: Material) -> str:
    draw = of.draw
    if draw.first == draw.last:
        return _("i {month}").format(month=month_name(draw.first))
    return _("fra {first} til {last}").format(first=month_name(draw.first), last=month_name(draw.last))


def _percent(rate: str) -> str:
    return _("{n} %").format(n=as_percent(exact(rate, "")))


def _expected(of: Material) -> str:
    choices = of.choices
    if choices.expected is not None:
        return _percent(choices.expected)
    return _("{n} avvik").format(n=choices.expected_count or "0")


def _asked(trial: Trial) -> str:
    said = json.loads(trial.asked)
    return ", ".join(f"{_(_ASKED.get(key, key))} {_in_words(key, text)}" for key, text in said.items())


def _in_words(key: str, text: str) -> str:
    """Shares in per cent, the rest as it was given."""
    try:
        return _percent(text) if key in _SHARES else text
    except Impossible:
        return text


def _answered(trial: Trial) -> str:
    said = json.loads(trial.answered)
    if "feil" in said:
        return str(said["feil"])
    in_stages = _(" i hvert av {n} trinn").format(n=said["trinn"]) if "trinn" in said else ""
    return _("{n}{in_stages}, {allowed} avvik tåles").format(
        n=said.get("utvalg", ""), in_stages=in_stages, allowed=said.get("tillatte_avvik", "")
    )
