"""Rules: one file becomes one Rule with its versions, exceptions and tests."""

from __future__ import annotations

import itertools
import re
from pathlib import PurePath

from kontroll.domain.problem import Gravity
from kontroll.domain.rule import (
    Consequence,
    ControlMeasure,
    Escalation,
    Exemption,
    Rule,
    RuleType,
    Scope,
    Severity,
    Status,
    Version,
)
from kontroll.domain.spelling import fold
from kontroll.rulebook.cases import read_tests
from kontroll.rulebook.conditions import read_condition
from kontroll.rulebook.context import Context
from kontroll.rulebook.form import Form
from kontroll.rulebook.registers import read_hjemler, read_id
from kontroll.rulebook.words import by_word
from kontroll.texts import _
from kontroll.yamlfile import Node, Scalar

RULE_ID = re.compile(r"[a-z0-9-]+")
RULE_TYPE = by_word(RuleType)
STATUS = by_word(Status)
SEVERITY = by_word(Severity)

REOPEN = ("ny_sak", "samme_sak")
WORKING_DAYS = re.compile(r"([0-9]{1,3}) (arbeidsdag|arbeidsdager)")


def read_rule(form: Form, context: Context, area: str, file: str) -> Rule | None:
    """The rule of a file, or None with problems. context.dataset is set here, from `grunnlag`."""
    before = context.problems.stops
    id = _rule_id(form, PurePath(file).stem)
    name = form.text("navn", required=True, gravity=Gravity.INCOMPLETE)
    type = form.word("type", RULE_TYPE, required=True)
    status = form.word("status", STATUS, required=True, gravity=Gravity.INCOMPLETE)
    severity = form.word("alvor", SEVERITY, required=True, gravity=Gravity.INCOMPLETE)
    hjemmel = read_hjemler(form, required=True)
    scope = _scope(form.form("gjelder", _("gjelder")))
    measure = _control_measure(form.form("kontrolltiltak", _("kontrolltiltaket")))
    _dataset(form, context)
    versions = _versions(form, context, type)
    exemptions = _exemptions(form, context)
    false_alarms = form.texts("kjente_falske_alarmer") or ()
    tests = read_tests(form, context)
    form.done()
    stopped = context.problems.stops > before
    if stopped or id is None or type is None or not versions:
        return None
    return Rule(
        id=id,
        name=name or id,
        area=area,
        type=type,
        status=status or Status.DRAFT,
        severity=severity or Severity.MEDIUM,
        hjemmel=hjemmel,
        versions=versions,
        scope=scope,
        dataset=context.dataset.id if context.dataset else None,
        exemptions=exemptions,
        control_measure=measure,
        known_false_alarms=false_alarms,
        tests=tests,
        file=file,
    )


def _rule_id(form: Form, stem: str) -> str | None:
    """The id, which is also the name of the file."""
    id = form.text("id", required=True)
    if id is None or (id == stem and RULE_ID.fullmatch(id)):
        return id
    if RULE_ID.fullmatch(id) is None:
        plain = re.sub(r"[^a-z0-9]+", "-", fold(id.lower())).strip("-")
        form.bad(
            form.node.entries["id"],
            _("en id av små bokstaver a–z, sifre og bindestrek"),
            _("Skriv for eksempel {plain}, og gi filen navnet {plain}.yaml.").format(plain=plain or "omrade-001"),
        )
        return None
    form.bad(
        form.node.entries["id"],
        _("lik filnavnet «{stem}»").format(stem=stem),
        _("Gi filen navnet {id}.yaml, eller rett id.").format(id=id),
    )
    return id


def _dataset(form: Form, context: Context) -> None:
    node = form.take("grunnlag")
    id = None if node is None else form.as_text(node)
    if id is None or node is None:
        return
    context.dataset = context.registers.datasets.get(id)
    context.blind = context.dataset is None
    if context.dataset is None:
        context.unknown(node, _("datasettet"), id, list(context.registers.datasets))
    elif context.dataset.dated_by is None:
        context.refuse(
            node.place,
            _("datasettet «{id}» har verken dato eller bestand").format(id=id),
            _("Postene kan da ikke vurderes i noen måned."),
            _("Beskriv «dato» eller «bestand» i datasettet; det kan ellers bare brukes i oppslag."),
        )


def _scope(form: Form | None) -> Scope:
    if form is None:
        return Scope()
    types, services, enheter = form.texts("enhetstype"), form.texts("tjeneste"), form.texts("enhet")
    form.done()
    return Scope(
        unit_types=None if types is None else frozenset(types),
        services=None if services is None else frozenset(services),
        enheter=None if enheter is None else frozenset(enheter),
    )


def _control_measure(form: Form | None) -> ControlMeasure | None:
    if form is None:
        return None
    purpose = form.text("formaal", required=True, gravity=Gravity.INCOMPLETE)
    days = []
    for key in ("droftet", "informert", "varighet_til", "evalueres"):
        node = form.take(key, required=True, gravity=Gravity.INCOMPLETE)
        days.append(None if node is None else form.as_day(node))
    form.done()
    discussed, informed, lasts_until, evaluated_by = days
    if purpose is None or discussed is None or informed is None or lasts_until is None or evaluated_by is None:
        return None
    return ControlMeasure(
        purpose=purpose,
        discussed=discussed,
        informed=informed,
        lasts_until=lasts_until,
        evaluated_by=evaluated_by,
    )


# --- versions -------------------------------------------------------------------------------------------------


def _versions(form: Form, context: Context, type: RuleType | None) -> tuple[Version, ...]:
    items = form.items("versjoner", required=True) or ()
    forms = [Form.of(item, context.problems, _("versjonen")) for item in items]
    read = [(inner, _version(inner, context, type)) for inner in forms if inner is not None]
    known = sorted(
        ((inner, version) for inner, version in read if version is not None), key=lambda pair: pair[1].valid_from
    )
    for (_earlier_form, earlier), (later_form, later) in itertools.pairwise(known):
        if earlier.valid_from == later.valid_from or (
            earlier.valid_to is not None and earlier.valid_to >= later.valid_from
        ):
            context.refuse(
                later_form.place("gyldig_fra"),
                _("versjonen fra {later} overlapper versjonen fra {earlier}").format(
                    later=later.valid_from, earlier=earlier.valid_from
                ),
                _("Da ville to versjoner av regelen gjelde i samme måned."),
                _("Rett gyldig_fra eller gyldig_til slik at høyst én gjelder om gangen."),
            )
    return tuple(version for _form, version in known)


def _version(form: Form, context: Context, type: RuleType | None) -> Version | None:
    valid_from = form.month("gyldig_fra", required=True)
    valid_to = form.month("gyldig_til")
    key, other = ("skal", "hvis") if type is RuleType.REQUIREMENT else ("hvis", "skal")
    if type is not None and other in form:
        context.refuse(
            form.place(other),
            _("en regel av typen «{type}» skal ha «{key}», ikke «{other}»").format(
                type=type.value, key=key, other=other
            ),
            _("«skal» sier hva som kreves, «hvis» sier når regelen slår ut; forveksles de, snus svaret."),
            _("Bytt nøkkel, eller rett typen."),
        )
        form.take(other), form.take(key)
        condition = None
    elif type is None:
        form.take("hvis")
        form.take("skal")
        condition = None
    else:
        condition = read_condition(form.take(key, required=True), context)
    consequence = _consequence(form.form("saa", _("saa")), type)
    form.done()
    if valid_from is not None and valid_to is not None and valid_to < valid_from:
        form.bad(form.node.entries["gyldig_til"], _("samme måned som gyldig_fra eller senere"))
        return None
    if valid_from is None or condition is None:
        return None
    return Version(valid_from=valid_from, valid_to=valid_to, condition=condition, consequence=consequence)


def _consequence(form: Form | None, type: RuleType | None) -> Consequence:
    opens = type is None or type.opens_avvik
    if form is None:
        return Consequence(opens_avvik=opens)
    said = form.yes_no("avvik")
    if said and not opens:
        form.problems.add(
            form.place("avvik"),
            _("«avvik: ja» står i en regel for bonus eller resultatlønn"),
            _("Bare skal, avvik, samtale og datakvalitet åpner avvik; linjen har ingen virkning."),
            _("Fjern linjen, eller skriv nei."),
            Gravity.INCOMPLETE,
        )
    notify, sak = form.texts("varsle") or (), form.text("sak")
    deadline = _working_days(form, form.take("frist"))
    escalation = _escalation(form.form("eskaler", _("eskaler")))
    wait, hold = form.integer("venter", at_most=120), form.integer("hold", at_most=120)
    max_utslag = form.integer("maks_utslag", at_most=100_000_000)
    reopen = form.choice("gjenapne", REOPEN)
    form.done()
    return Consequence(
        opens_avvik=opens and said is not False,
        notify=notify,
        sak=sak,
        deadline_working_days=deadline,
        escalation=escalation,
        wait_months=wait or 0,
        hold_months=hold or 0,
        max_utslag=max_utslag,
        reopen_same_sak=reopen == "samme_sak",
    )


def _working_days(form: Form, node: Node | None) -> int | None:
    """`10 arbeidsdager` as a number of days."""
    if node is None:
        return None
    found = WORKING_DAYS.fullmatch(node.text) if isinstance(node, Scalar) else None
    if found is None:
        form.bad(node, _("en frist på formen «10 arbeidsdager»"))
        return None
    return int(found[1])


def _escalation(form: Form | None) -> Escalation | None:
    if form is None:
        return None
    after = _working_days(form, form.take("etter", required=True))
    to = form.text("til", required=True)
    form.done()
    return None if after is None or to is None else Escalation(after_working_days=after, to=to)


# --- exceptions -----------------------------------------------------------------------------------------------


def _exemptions(form: Form, context: Context) -> tuple[Exemption, ...]:
    read: dict[str, Exemption] = {}
    for item in form.items("unntak", may_be_empty=True) or ():
        inner = Form.of(item, context.problems, _("unntaket"))
        exemption = None if inner is None else _exemption(inner, context)
        if inner is not None and exemption is not None:
            if exemption.id in read:
                form.problems.add(
                    inner.place("id"),
                    _("to unntak har id-en «{id}»").format(id=exemption.id),
                    _("Da kan ikke svaret si hvilket unntak som ble brukt."),
                    _("Gi hvert unntak sin egen id."),
                )
            read[exemption.id] = exemption
    return tuple(read.values())


def _exemption(form: Form, context: Context) -> Exemption | None:
    id = read_id(form)
    condition = read_condition(form.take("hvis", required=True), context)
    reason = form.text("begrunnelse", required=True, gravity=Gravity.INCOMPLETE)
    hjemmel = read_hjemler(form, required=False)
    form.done()
    if id is None or condition is None:
        return None
    return Exemption(id=id, condition=condition, reason=reason or "", hjemmel=hjemmel)
