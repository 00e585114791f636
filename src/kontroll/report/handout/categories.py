"""Categories of what is held about persons, and what article 15 asks to be told of each: why, by what right, to whom, how long.

Why every table stands here: what is in no category would be handed out without a word about why it is held. A test asks the
database for its tables, and finds each of them here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kontroll.domain.policy import Kept, RetentionRule
from kontroll.texts import N_, _, ngettext, number


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """id: name of its file. kept: what decides how long it is kept; None = as long as the kommune controls by it."""

    id: str
    name: str
    purpose: str
    basis: str
    source: str
    recipients: str
    kept: Kept | None = None


_CONTROL = N_(
    "Personvernforordningen artikkel 6 nr. 1 bokstav c og e, jf. kommuneloven § 25-1 (internkontroll). Der regelen ser på "
    "enkeltpersoner, også arbeidsmiljøloven kapittel 9 (kontrolltiltak)."
)
_OBSERVED = N_("Det kontroll selv skrev ned da det skjedde.")
_LINE = N_("Den som leder enheten, de overordnede, internkontrollen og revisor. En administrator ser det ikke.")
_CONTROLLERS = N_("Internkontrollen og revisor.")

CATEGORIES: Sequence[Category] = (
    Category(
        id="lister", name=N_("Personer og organisasjon"),
        purpose=N_("Vite hvem som leder hva og har hvilken rolle, så saker og varsler kommer til rett person."),
        basis=_CONTROL, source=N_("Kommunens personalsystem, levert som filer."),
        recipients=N_("Alle ansatte ser hvem som leder en enhet. Adresser ser internkontrollen, revisor og administrator."),
        kept=Kept.DELIVERY,
    ),
    Category(
        id="poster", name=N_("Poster i datasett"),
        purpose=N_("Kontrollere at kommunens regler følges. Hvilke regler som leser et datasett, står på siden «Regler»."),
        basis=_CONTROL, source=N_("Kommunens fagsystemer, levert som filer. Filnavnet og linjen står ved hver post."),
        recipients=N_("Den som leder personene, internkontrollen og revisor. Andre ser posten uten personlige felt."),
        kept=Kept.DELIVERY,
    ),
    Category(
        id="utslag", name=N_("Svar fra regler, og avvik"),
        purpose=N_("Vise hvilke poster en regel fant, så noen kan se på dem."), basis=_CONTROL,
        source=N_("Regnet ut av kontroll fra det som er levert."), recipients=_LINE,
    ),
    Category(
        id="saker", name=N_("Saker, tiltak, unntak og avgjørelser"),
        purpose=N_("Følge opp avvik til de er rettet, og vise hvem som avgjorde hva."), basis=_CONTROL, source=_OBSERVED,
        recipients=_LINE,
    ),
    Category(
        id="tekster", name=N_("Tekster du har skrevet, eller er nevnt i"),
        purpose=N_("Begrunne svar og avgjørelser i saker."), basis=_CONTROL,
        source=N_("Du selv, og den som skrev teksten."), recipients=_LINE, kept=Kept.TEXT,
    ),
    Category(
        id="meldinger", name=N_("Varsler og meldinger"),
        purpose=N_("Varsle den som skal gjøre noe, og vise at hun ble varslet."), basis=_CONTROL, source=_OBSERVED,
        recipients=N_("Du selv. Internkontrollen og revisor ser at meldingen ble sendt."), kept=Kept.MESSAGE,
    ),
    Category(
        id="innlogging", name=N_("Bruker, økter og innloggingsforsøk"),
        purpose=N_("La den rette slippe inn, og holde andre ute."),
        basis=N_("Personvernforordningen artikkel 6 nr. 1 bokstav c, jf. artikkel 32 (sikkerhet)."),
        source=N_("En administrator, innloggingstjenesten og du selv."),
        recipients=N_("Administrator og revisor. Passord og koder er lagret slik at ingen kan lese dem."),
    ),
    Category(
        id="logg", name=N_("Loggen"),
        purpose=N_("Kunne vise i ettertid hva som skjedde, og at ingen har endret det."), basis=_CONTROL,
        source=_OBSERVED, recipients=_CONTROLLERS,
    ),
    Category(
        id="regler-og-reglement", name=N_("Godkjenninger, gjennomganger og lesing av reglement"),
        purpose=N_("Vise hvem som har godkjent en regel, drøftet et kontrolltiltak eller lest et reglement."), basis=_CONTROL,
        source=N_("Du selv, da du bekreftet det; eller den som førte møtet."),
        recipients=N_("Internkontrollen og revisor; kontrolltiltak også HR, tillitsvalgte, verneombud og personvernombud."),
    ),
    Category(
        id="stikkprover", name=N_("Stikkprøver"),
        purpose=N_("Etterprøve at det reglene ikke ser, er i orden, og vise hvem som trakk og sjekket."), basis=_CONTROL,
        source=_OBSERVED, recipients=_CONTROLLERS, kept=Kept.DRAW,
    ),
    Category(
        id="bonus", name=N_("Bonus til tjenestesteder"),
        purpose=N_("Vise hvem som foreslo, hvem som avgjorde, og hvorfor."), basis=_CONTROL,
        source=N_("Du selv, da du foreslo eller avgjorde."),
        recipients=N_("Ledere, HR, tillitsvalgte, internkontrollen og revisor."), kept=Kept.BONUS,
    ),
    Category(
        id="manedsoppfolging", name=N_("Månedsoppfølging"),
        purpose=N_("Vise hvem som forklarte avvik i økonomi og sykefravær, hvem som leste det, og hva som ble gjort."),
        basis=_CONTROL, source=N_("Du selv, da du forklarte, leste eller lovet noe."), recipients=_LINE,
    ),
    Category(
        id="samtaler", name=N_("Egne samtaler"),
        purpose=N_("Følge opp mangel på positiv utvikling over tid i en samtale mellom lederen og nærmeste overordnede."),
        basis=N_("Personvernforordningen artikkel 6 nr. 1 bokstav c og e, jf. kommuneloven § 13-1 (personalansvar)."),
        source=N_("Den nærmeste overordnede, og du selv."),
        recipients=N_("Bare du og din nærmeste overordnede."),
        kept=Kept.TALK,
    ),
    Category(
        id="lonn", name=N_("Resultatlønn"),
        purpose=N_("Avgjøre resultatlønn til ledere, og vise hva avgjørelsen bygger på."),
        basis=N_("Personvernforordningen artikkel 6 nr. 1 bokstav b og e, jf. kommuneloven § 13-1 (personalansvar)."),
        source=N_("Regnet ut av kontroll fra det som er levert, og det overordnede har vurdert."),
        recipients=N_("Du selv, de som er over deg, HR og revisor."),
        kept=Kept.PAY,
    ),
    Category(
        id="resultatavtaler", name=N_("Resultatavtaler"),
        purpose=N_("Vise hva en leder og den nærmeste over henne er enige om for et år, og hvordan det gikk."),
        basis=N_("Personvernforordningen artikkel 6 nr. 1 bokstav c og e, jf. kommuneloven § 13-1 (personalansvar)."),
        source=N_("Du selv og den du har avtalen med."),
        recipients=N_("De to i avtalen, de som er over i linjen, HR, internkontroll og revisor."),
        kept=Kept.AGREEMENT,
    ),
    Category(
        id="registre", name=N_("Vedtak, tilsyn og utredninger"),
        purpose=N_("Vise hvem som svarer for at vedtak, funn og saksutredninger blir fulgt opp, og hva som er gjort."),
        basis=N_("Personvernforordningen artikkel 6 nr. 1 bokstav c, jf. kommuneloven §§ 13-1 og 25-2."),
        source=N_("De som fører registrene."),
        recipients=N_("Lederne, internkontroll, kontrollutvalget og revisor."),
    ),
    Category(
        id="internkontroll", name=N_("Kartet over internkontrollen og årshjulet"),
        purpose=N_("Vise hvor langt internkontrollen er kommet, hvem som har satt et nivå lavere, og hva som er avgjort."),
        basis=N_("Personvernforordningen artikkel 6 nr. 1 bokstav c, jf. kommuneloven § 25-1."),
        source=N_("Du selv, da du satte nivået eller gjorde noe med punktet."),
        recipients=N_("Kommunedirektøren, internkontrollen, kontrollutvalget og revisor."),
    ),
    Category(
        id="rapporter", name=N_("Rapporter til kommunestyret"),
        purpose=N_("Vise hvem som sendte, kvalitetssikret, bekreftet og utga en rapport, og at den ikke er endret."),
        basis=N_("Personvernforordningen artikkel 6 nr. 1 bokstav c, jf. kommuneloven § 25-2."),
        source=N_("Du selv, da du gjorde noe med rapporten."),
        recipients=N_("Alle ser hvem som kvalitetssikret og bekreftet en utgitt rapport."), kept=Kept.REPORT,
    ),
    Category(
        id="system", name=N_("Andre systemer, og det kontroll husker"),
        purpose=N_("Huske hva som er gjort, og hvilke systemer som har tilgang."), basis=_CONTROL, source=_OBSERVED,
        recipients=N_("Administrator."),
    ),
    Category(
        id="arkiv", name=N_("Pakker til arkivet"),
        purpose=N_("Vise hva som er tatt ut til kommunens arkiv, når, og av hvem."),
        basis=N_("Personvernforordningen artikkel 6 nr. 1 bokstav c, jf. arkivlova."), source=_OBSERVED,
        recipients=N_("Kommunedirektøren, internkontrollen og revisor."),
    ),
    Category(
        id="innsyn", name=N_("Tidligere innsyn"),
        purpose=N_("Vise at innsyn er gitt når noen har bedt om det."),
        basis=N_("Personvernforordningen artikkel 5 nr. 2, 12 og 15."), source=_OBSERVED,
        recipients=N_("Internkontrollen, revisor og personvernombudet; de to siste ser bare antallet."),
    ),
)  # fmt: skip

#: Table -> (the category it belongs to, what people call a row of it).
TABLES: Mapping[str, tuple[str, str]] = {
    "delivery": ("poster", N_("levert fil")), "delivery_content": ("poster", N_("post i levert fil")),
    "delivery_change": ("poster", N_("endret etter levering")),
    "avvik": ("utslag", N_("avvik")), "run": ("utslag", N_("kjøring")), "book": ("utslag", N_("måned som er vurdert")),
    "book_content": ("utslag", N_("svar fra regel")), "verdict_change": ("utslag", N_("endret svar")),
    "coverage": ("utslag", N_("dekning")), "disagreement": ("utslag", N_("uenighet mellom motorer")),
    "sak": ("saker", N_("sak")), "tiltak": ("saker", N_("tiltak")), "unntak": ("saker", N_("unntak")),
    "decision": ("saker", N_("avgjørelse")), "trail_text": ("tekster", N_("tekst")),
    "notice": ("meldinger", N_("varsel")), "message": ("meldinger", N_("melding")),
    "app_user": ("innlogging", N_("bruker")), "app_session": ("innlogging", N_("økt")),
    "sign_in_attempt": ("innlogging", N_("innloggingsforsøk")), "trail": ("logg", N_("linje i loggen")),
    "approval": ("regler-og-reglement", N_("godkjenning av regel")),
    "rule_review": ("regler-og-reglement", N_("gjennomgang av regel")),
    "reading": ("regler-og-reglement", N_("lest reglement")), "skal_sentence": ("regler-og-reglement", N_("skal-setning")),
    "measure_event": ("regler-og-reglement", N_("møte om kontrolltiltak")),
    "talk": ("samtaler", N_("egen samtale")), "talk_event": ("samtaler", N_("det som er gjort i samtale")),
    "talk_measure": ("samtaler", N_("tiltak fra samtale")),
    "pay_review": ("lonn", N_("resultatlønn")),
    "agreement": ("resultatavtaler", N_("resultatavtale")),
    "agreement_goal": ("resultatavtaler", N_("mål i resultatavtale")),
    "agreement_status": ("resultatavtaler", N_("oppfølging av mål")),
    "kept_file": ("regler-og-reglement", N_("regelfil")), "kept_rulebook": ("regler-og-reglement", N_("regelbok")),
    "draw": ("stikkprover", N_("stikkprøve")), "draw_population": ("stikkprover", N_("populasjon")),
    "draw_content": ("stikkprover", N_("fil i stikkprøve")), "draw_item": ("stikkprover", N_("post i stikkprøve")),
    "draw_check": ("stikkprover", N_("sjekk av post")), "draw_evidence": ("stikkprover", N_("dokumentasjon")),
    "draw_trial": ("stikkprover", N_("prøveregning")), "draw_hours": ("stikkprover", N_("timer")),
    "mark": ("system", N_("det kontroll husker")), "api_token": ("system", N_("nøkkel til system")),
    "webhook": ("system", N_("varselkrok")), "webhook_call": ("system", N_("kall til system")),
    "bonus_nomination": ("bonus", N_("forslag til åpen klasse")), "bonus_decision": ("bonus", N_("avgjørelse om bonus")),
    "bonus_outcome": ("bonus", N_("utfall for et tjenestested")), "bonus_package": ("bonus", N_("arkivpakke om bonus")),
    "monthly_explanation": ("manedsoppfolging", N_("måned som er forklart")),
    "monthly_event": ("manedsoppfolging", N_("det som er gjort med forklaringen")),
    "monthly_tiltak": ("manedsoppfolging", N_("tiltak i månedsoppfølgingen")),
    "report_text": ("manedsoppfolging", N_("tekst i rapport")),
    "political_decision": ("registre", N_("politisk vedtak")), "finding": ("registre", N_("funn fra tilsyn eller revisjon")),
    "finding_measure": ("registre", N_("tiltak etter funn")), "preparation": ("registre", N_("saksutredning")),
    "preparation_point": ("registre", N_("punkt i saksutredning")), "register_event": ("registre", N_("det som er gjort")),
    "maturity": ("internkontroll", N_("nivå i internkontrollen")),
    "maturity_lowering": ("internkontroll", N_("nivå noen har satt lavere")),
    "agenda_point": ("internkontroll", N_("punkt i årshjulet")), "agenda_event": ("internkontroll", N_("det som er gjort")),
    "report": ("rapporter", N_("rapport til kommunestyret")),
    "report_event": ("rapporter", N_("det som er gjort med rapporten")),
    "issue": ("rapporter", N_("utgitt rapport")), "issued_file": ("rapporter", N_("fil av utgitt rapport")),
    "frozen_text": ("rapporter", N_("låst innhold i rapport")),
    "handed_out": ("innsyn", N_("innsyn som er gitt")),
    "archive_package": ("arkiv", N_("pakke til arkivet")), "archived_thing": ("arkiv", N_("avgjørelse i pakke til arkivet")),
}  # fmt: skip
#: Kinds of deliveries that are lists of persons.
_LISTS = ("personer", "organisasjon")


def unplaced(tables: Iterable[str], placed: Mapping[str, object] = TABLES) -> list[str]:
    """Tables that belong to no category: nothing of them would be explained."""
    return sorted(set(tables) - placed.keys())


def category_of(table: str, kind: str = "") -> str:
    """kind: of a delivered file."""
    return "lister" if kind in _LISTS else TABLES[table][0]


def place_name(table: str) -> str:
    return _(TABLES[table][1])


def retention_of(category: Category, rules: Sequence[RetentionRule], called: Mapping[str, str]) -> list[str]:
    """How long it is kept, in sentences, as oppbevaring.yaml says. called: kind of delivery -> what people call it."""
    if category.kept is None:
        return [_("Så lenge kommunen bruker det i kontrollen. Det holder id-er og tidspunkter, ikke tekst om noen.")]
    told = [_one(rule, called) for rule in rules if rule.kept is category.kept and _is_about(category, rule)]
    return told or [_("Kommunen har ikke bestemt når det slettes (policies/oppbevaring.yaml).")]


def _is_about(category: Category, rule: RetentionRule) -> bool:
    return rule.kind is None or (rule.kind in _LISTS) == (category.id == "lister")


def _one(rule: RetentionRule, called: Mapping[str, str]) -> str:
    years = ngettext("{n} år", "{n} år", rule.years).format(n=number(rule.years))
    if rule.kind is None:
        return _("{years} etter utgangen av kalenderåret. Det som fortsatt gjelder, slettes ikke.").format(years=years)
    return _("{kind}: {years}.").format(kind=called.get(rule.kind, rule.kind), years=years)
