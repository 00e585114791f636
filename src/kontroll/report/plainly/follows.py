"""What follows when a rule strikes, as sentences: avvik, sak, who is told, deadlines, and what stops it (`saa`)."""

from __future__ import annotations

from kontroll.domain.dataset import DataSet, Stock
from kontroll.domain.month import Frequency
from kontroll.domain.rule import Consequence, Rule, RuleType, Status
from kontroll.report.plainly.wording import periods, quoted, working_days
from kontroll.texts import N_, _, listed, ngettext, number

#: Who the words of `varsle` and `eskaler` are, as they are meant in the shipped varsling.yaml.
_PEOPLE = {
    "leder": N_("enhetens leder"),
    "overordnet": N_("nærmeste overordnede"),
    "kommunalsjef": N_("kommunalsjefen"),
    "kommunedirektor": N_("kommunedirektøren"),
    "kontrollutvalg": N_("kontrollutvalget"),
    "internkontroll": N_("internkontrollen"),
    "okonomi": N_("økonomi"),
    "hr": N_("HR"),
    "innkjop": N_("innkjøp"),
    "verneombud": N_("verneombudet"),
    "personvernombud": N_("personvernombudet"),
    "analyse": N_("analyse"),
    "arkiv": N_("arkivet"),
    "digitalisering": N_("digitalisering"),
}
#: Kinds of saker are ASCII words in a rule file; people read these.
_KINDS = {
    "innkjopskontroll": N_("innkjøpskontroll"),
    "hms": N_("HMS"),
    "kontraktoppfolging": N_("kontraktoppfølging"),
    "leverandorregister": N_("leverandørregisteret"),
    "ledergruppe": N_("behandling i ledergruppen"),
    "lonnskontroll": N_("lønnskontroll"),
    "lonnsvurdering": N_("lønnsvurdering"),
    "oppfolging": N_("oppfølging"),
    "opplaering": N_("opplæring"),
    "stikkprove": N_("stikkprøve"),
    "sykefravaer": N_("sykefravær"),
}


def standing(rule: Rule) -> str:
    """Why nothing of it follows now; empty for a rule in use."""
    if rule.status is Status.TRIAL:
        return _("Regelen er på prøve, og varsler ingen. I bruk betyr den dette:")
    if rule.status in (Status.DRAFT, Status.RETIRED):
        return _("Regelen er ikke i bruk, og ingenting følger av den. I bruk betyr den dette:")
    return ""


def follows(rule: Rule, consequence: Consequence, dataset: DataSet | None) -> list[str]:
    """What follows of a rule in use, in the order in which it happens."""
    if not rule.type.opens_avvik:
        return [*_grounds(consequence), *_stop(consequence)]
    if not consequence.opens_avvik:
        return [_("Det åpnes ikke noe avvik, og ingen varsles."), *_stop(consequence)]
    return [*_avvik(rule, consequence, dataset), *_sak(consequence), *_stop(consequence)]


def person(word: str) -> str:
    """Who a word of `varsle` is; a word that only the kommune knows is quoted."""
    return _(_PEOPLE[word]) if word in _PEOPLE else quoted(word)


def sak_kind(word: str) -> str:
    return _(_KINDS[word]) if word in _KINDS else word.replace("_", " ")


# --- avvik ----------------------------------------------------------------------------------------------------


def _avvik(rule: Rule, consequence: Consequence, dataset: DataSet | None) -> list[str]:
    struck = _("brudd") if rule.type is RuleType.REQUIREMENT else _("utslag")
    if dataset is not None and not isinstance(dataset.dated_by, Stock):
        # A dated record is judged in one month only: nothing can be waited for.
        return [_("Hver post med {struck} gir et avvik.").format(struck=struck)]
    return [_opens(consequence.wait_months, struck), _resolved(consequence.hold_months, struck)]


def _opens(wait: int, struck: str) -> str:
    if wait == 0:
        return _("Det åpnes et avvik i den første måneden med {struck}.").format(struck=struck)
    return _("{struck} venter i {months}; varer det ut over det, åpnes et avvik.").format(
        struck=struck.capitalize(), months=periods(wait, Frequency.MONTH)
    )


def _resolved(hold: int, struck: str) -> str:
    if hold == 0:
        return _("Avviket er løst i den første måneden uten {struck}.").format(struck=struck)
    return _("Avviket holdes åpent i {months} uten {struck}, og er løst når måneden etter også er uten.").format(
        struck=struck, months=periods(hold, Frequency.MONTH)
    )


def _stop(consequence: Consequence) -> list[str]:
    if consequence.max_utslag is None:
        return []
    told = ngettext(
        "Slår regelen ut mer enn {count} gang i én kjøring, stanses den med én melding, og alt står som før.",
        "Slår regelen ut mer enn {count} ganger i én kjøring, stanses den med én melding, og alt står som før.",
        consequence.max_utslag,
    )
    return [told.format(count=number(consequence.max_utslag))]


# --- people and saker -----------------------------------------------------------------------------------------


def _grounds(consequence: Consequence) -> list[str]:
    """What a bonus or pay rule leads to: grounds that somebody decides on."""
    told = [_("Det åpnes ikke noe avvik.")]
    if consequence.sak is not None:
        told.append(_("Utslaget er grunnlag for {kind}.").format(kind=sak_kind(consequence.sak)))
    if consequence.notify:
        told.append(_("Grunnlaget er for {people}.").format(people=listed([person(w) for w in consequence.notify])))
    return told + _answers(consequence)


def _sak(consequence: Consequence) -> list[str]:
    """Where the rule does not say: a sak about oppfølging, to the leader, with the usual deadline."""
    people = listed([person(word) for word in consequence.notify or ("leder",)])
    again = (
        _("Åpnes et nytt avvik om det samme senere, gjenåpnes den samme saken.")
        if consequence.reopen_same_sak
        else _("Åpnes et nytt avvik om det samme senere, blir det en ny sak.")
    )
    return [
        _("Det opprettes en sak om {kind}, og {people} varsles.").format(
            kind=sak_kind(consequence.sak or "oppfolging"), people=people
        ),
        *_answers(consequence),
        again,
    ]


def _answers(consequence: Consequence) -> list[str]:
    told = []
    if consequence.deadline_working_days is not None:
        told.append(_("Fristen for å svare er {days}.").format(days=working_days(consequence.deadline_working_days)))
    if consequence.escalation is not None:
        told.append(
            _(
                "Er det ikke svart {days} etter fristen, løftes saken til {person}, og så ett trinn opp om gangen."
            ).format(
                days=working_days(consequence.escalation.after_working_days),
                person=person(consequence.escalation.to),
            )
        )
    return told
