"""A whole rule in plain words: what it is, what it rests on, whom it concerns, what it asks and what follows."""

from __future__ import annotations

from datetime import date

from kontroll.domain.condition import Condition, children
from kontroll.domain.month import Month
from kontroll.domain.reglement import Reglementer
from kontroll.domain.rule import Exemption, Rule, RuleType, Scope, Status, Version
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.report.plainly.context import Context
from kontroll.report.plainly.follows import follows, standing
from kontroll.report.plainly.grounds import hjemler, resting_on
from kontroll.report.plainly.measure import measure
from kontroll.report.plainly.reading import notions
from kontroll.report.plainly.registers import (
    indicators_read,
    of_asked_rules,
    of_dataset,
    of_figure,
    of_parameter,
    parameters_read,
)
from kontroll.report.plainly.sentence import PlainRule, Section, Sentence, as_sentence
from kontroll.report.plainly.tree import joining, tree
from kontroll.report.plainly.unknown import meaning, reasons
from kontroll.report.plainly.wording import either, quoted
from kontroll.report.words import area_name, severity_name
from kontroll.texts import N_, _, listed, month_name


def plainly(rulebook: Rulebook, rule: Rule, today: date, reglementer: Reglementer | None = None) -> PlainRule:
    """Every part of the rule in reading order; parts with nothing to say are left out.

    today: decides which version and which values are called the present ones, and whether a record has lapsed.
    reglementer: the kommune's, to say what stands in the points that the rule rests on.
    """
    if rule.id == ENHET_RULE:
        return _always_there(rule)
    dataset = rulebook.dataset(rule.dataset) if rule.dataset is not None else None
    context = Context(rulebook=rulebook, dataset=dataset, today=today, reglementer=reglementer)
    conditions = list(rule.conditions())
    sections = [
        _what(rule),
        Section(id="hjemmel", title=_("Hjemmel"), sentences=hjemler(rule.hjemmel, reglementer)),
        Section(id="gjelder", title=_("Hvem den gjelder"), sentences=_plain(_whom(context, rule))),
        *(_version(context, rule, version) for version in reversed(rule.versions)),
        *_exemptions(context, rule),
        *_consequences(context, rule),
        _unknown(context, rule, conditions),
        Section(id="grenser", title=_("Grensene"), sentences=_limits(context, rule, conditions)),
        Section(id="tall", title=_("Tallene"), sentences=_figures(context, conditions)),
        Section(id="regler", title=_("Reglene den bygger på"), sentences=of_asked_rules(context, conditions)),
        Section(id="ord", title=_("Slik leses ordene"), sentences=_plain(notions(context, conditions))),
        *measure(context, rule),
        Section(
            id="falske-alarmer",
            title=_("Kjente falske alarmer"),
            sentences=_plain([as_sentence(one) for one in rule.known_false_alarms]),
        ),
        Section(
            id="tester",
            title=_("Prøvd på disse eksemplene"),
            sentences=_plain([as_sentence(test.name) for test in rule.tests]),
        ),
    ]
    return PlainRule(id=rule.id, name=rule.name, sections=tuple(s for s in sections if s.lead or s.sentences))


def _always_there(rule: Rule) -> PlainRule:
    """The rule that no file holds: it comes with kontroll, and everybody has it."""
    texts = [
        _("Regelen er alltid der, og kan ikke endres."),
        _("Den gjelder hver post i alle datasett som har både enhet og dato."),
        _("Den slår ut når postens enhet mangler, er ukjent eller ikke er aktiv den måneden."),
        _("Uten en kjent enhet har et utslag ingen å varsle."),
        _("Svaret er aldri ukjent."),
    ]
    return PlainRule(
        id=rule.id, name=rule.name, sections=(Section(id="hva", title=_("Hva den er"), sentences=_plain(texts)),)
    )


def _plain(texts: list[str]) -> tuple[Sentence, ...]:
    return tuple(Sentence(text=text) for text in texts)


# --- what it is and whom it concerns --------------------------------------------------------------------------

_TYPES = {
    RuleType.REQUIREMENT: N_("Regelen er et krav. Er det ikke oppfylt, er det et brudd."),
    RuleType.DEVIATION: N_("Regelen ser etter avvik. Den slår ut når vilkåret stemmer."),
    RuleType.BONUS: N_("Regelen finner grunnlag for bonus. Den slår ut når vilkåret stemmer."),
    RuleType.PAY: N_("Regelen finner grunnlag for resultatlønn. Den slår ut når vilkåret stemmer."),
    RuleType.TALK: N_("Regelen finner grunnlag for en egen samtale. Den slår ut når vilkåret stemmer."),
    RuleType.DATA_QUALITY: N_("Regelen ser etter feil i dataene. Den slår ut når vilkåret stemmer."),
}
_STATUSES = {
    Status.DRAFT: N_("Den er et utkast, og kjøres ikke."),
    Status.TRIAL: N_("Den er på prøve: den vurderes og vises, men varsler ingen."),
    Status.IN_USE: N_("Den er i bruk."),
    Status.RETIRED: N_("Den er utgått, og kjøres ikke."),
}


def _what(rule: Rule) -> Section:
    texts = [
        _(_TYPES[rule.type]),
        _(_STATUSES[rule.status]),
        _("Alvorlighetsgraden er {severity}, og området er {area}.").format(
            severity=severity_name(rule.severity).lower(), area=_lower(area_name(rule.area))
        ),
    ]
    return Section(id="hva", title=_("Hva den er"), sentences=_plain(texts))


def _lower(name: str) -> str:
    return name if name.isupper() else name[:1].lower() + name[1:]


def _whom(context: Context, rule: Rule) -> list[str]:
    within = _within(rule.scope)
    if context.dataset is None:
        told = [_("Den gjelder {enheter}.").format(enheter=within or _("alle enheter"))]
        return [*told, _("En enhet vurderes i de månedene den er aktiv.")]
    posts = quoted(context.dataset.name)
    if within:
        told = [_("Den gjelder hver post i {posts} hos {enheter}.").format(posts=posts, enheter=within)]
    else:
        told = [_("Den gjelder hver post i {posts}, også når enheten er ukjent.").format(posts=posts)]
    return [*told, *of_dataset(context, context.dataset)]


def _within(scope: Scope) -> str:
    """`enheter av typen tjenestested i tjenesten skole eller barnehage`; empty for all."""
    parts = []
    if scope.unit_types is not None:
        parts.append(_("av typen {types}").format(types=either(sorted(scope.unit_types))))
    if scope.services is not None:
        parts.append(_("i tjenesten {services}").format(services=either(sorted(scope.services))))
    if scope.enheter is not None:
        parts.append(_("med id {ids}").format(ids=either(sorted(scope.enheter))))
    if len(parts) == 3:
        parts = [listed(parts)]
    return " ".join([_("enheter"), *parts]) if parts else ""


# --- versions and exceptions ----------------------------------------------------------------------------------


def _last_month(rule: Rule, version: Version) -> Month | None:
    later = [other.valid_from for other in rule.versions if other.valid_from > version.valid_from]
    return version.valid_to or (min(later).plus(-1) if later else None)


def _span(rule: Rule, version: Version) -> str:
    last = _last_month(rule, version)
    if last is None:
        return _("fra {first}").format(first=month_name(version.valid_from))
    return _("fra {first} til og med {last}").format(first=month_name(version.valid_from), last=month_name(last))


def _standing(context: Context, rule: Rule, version: Version) -> str:
    now = Month.of(context.today)
    if now < version.valid_from:
        return _("gjelder ikke ennå")
    return _("gjelder nå") if rule.version_in(now) is version else _("gjelder ikke lenger")


def _version(context: Context, rule: Rule, version: Version) -> Section:
    title = _("Kravet {span} ({standing})") if rule.type is RuleType.REQUIREMENT else _("Vilkåret {span} ({standing})")
    lead = (
        _("Kravet er oppfylt når {joined}") if rule.type is RuleType.REQUIREMENT else _("Regelen slår ut når {joined}")
    )
    said = tree(context, version.condition)
    is_node = bool(children(version.condition))
    return Section(
        id=f"versjon-{version.valid_from}",
        title=title.format(span=_span(rule, version), standing=_standing(context, rule, version)),
        lead=Sentence(
            text=lead.format(joined=joining(version.condition)),
            own_words=said.own_words if is_node else "",
            words_first=said.words_first,
        ),
        sentences=said.children if is_node else (said,),
        is_tree=True,
    )


def _exemptions(context: Context, rule: Rule) -> list[Section]:
    if not rule.exemptions:
        return []
    lead = Sentence(text=_("Stemmer et unntak, er svaret «ikke relevant», uansett resten av regelen."))
    sentences = tuple(_exemption(context, one) for one in rule.exemptions)
    return [Section(id="unntak", title=_("Unntak"), lead=lead, sentences=sentences, is_tree=True)]


def _exemption(context: Context, exemption: Exemption) -> Sentence:
    said = tree(context, exemption.condition)
    is_node = bool(children(exemption.condition))
    told = _("Unntaket {id} gjelder når {joined}").format(id=quoted(exemption.id), joined=joining(exemption.condition))
    because = [_("Begrunnelse: {reason}").format(reason=exemption.reason)] if exemption.reason else []
    rests = [resting_on(exemption.hjemmel, context.reglementer)] if exemption.hjemmel else []
    return Sentence(
        text=told,
        own_words=said.own_words if is_node else "",
        words_first=said.words_first,
        notes=tuple([as_sentence(one) for one in because] + rests),
        children=said.children if is_node else (said,),
    )


# --- what follows ---------------------------------------------------------------------------------------------


def _consequences(context: Context, rule: Rule) -> list[Section]:
    """One section where all versions lead to the same; else one for each, the newest first."""
    same = all(version.consequence == rule.versions[0].consequence for version in rule.versions)
    shown = rule.versions[-1:] if same else tuple(reversed(rule.versions))
    return [
        Section(
            id="folger" if same else f"folger-{version.valid_from}",
            title=_("Hva som følger") if same else _("Hva som følger {span}").format(span=_span(rule, version)),
            lead=Sentence(text=standing(rule)) if standing(rule) else None,
            sentences=_plain(follows(rule, version.consequence, context.dataset)),
        )
        for version in shown
    ]


def _unknown(context: Context, rule: Rule, conditions: list[Condition]) -> Section:
    word = _("ikke dokumentert") if rule.type is RuleType.REQUIREMENT else _("ukjent")
    found = reasons(context, conditions)
    if not found:
        return Section(id="ukjent", title=_("Når svaret er ukjent"), sentences=_plain([_("Svaret er aldri ukjent.")]))
    because = Sentence(
        text=_("Svaret er «{word}» når det som mangler, kunne avgjort det:").format(word=word), children=_plain(found)
    )
    return Section(id="ukjent", title=_("Når svaret er ukjent"), sentences=(because, *_plain(meaning(rule))))


# --- what it reads --------------------------------------------------------------------------------------------


def _limits(context: Context, rule: Rule, conditions: list[Condition]) -> tuple[Sentence, ...]:
    since = rule.versions[0].valid_from.first_day
    return tuple(of_parameter(context, context.rulebook.parameters[id], since) for id in parameters_read(conditions))


def _figures(context: Context, conditions: list[Condition]) -> tuple[Sentence, ...]:
    return tuple(of_figure(context, context.rulebook.indicators[id]) for id in indicators_read(context, conditions))
