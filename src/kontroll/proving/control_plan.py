"""Check the control plan: do the data sets, fields, rules, people and skal-sentences that it names exist?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kontroll.domain.controlplan import GRAVEST_RISK, LEAST_RISK, Control
from kontroll.domain.dataset import LINE_KEY, DataSet
from kontroll.domain.draw import Arm
from kontroll.domain.policy import Policies
from kontroll.domain.problem import Gravity, Problem
from kontroll.domain.reglement import Reglementer
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.spelling import nearest
from kontroll.proving.check import IN_USE
from kontroll.rulebook.filters import read_filter
from kontroll.sampling.asked import METHOD, POPULATION
from kontroll.sampling.rates import Impossible
from kontroll.sampling.sized import asked_of
from kontroll.sampling.tails import Likelihood
from kontroll.sampling.wanted import needed, wanted
from kontroll.texts import _, listed

#: So many records that how many there are does not matter.
_MANY, _OF_MANY = 10**9, Likelihood.BINOMIAL.value


def check_control_plan(policies: Policies, rulebook: Rulebook) -> Iterator[Problem]:
    """Everything that the plan names and the rulebook, or varsling.yaml, lacks."""
    plan = policies.control_plan
    for id in sorted(plan.public - rulebook.datasets.keys()):
        yield Problem(
            plan.place,
            _("datasettet «{word}» under offentlige_datasett finnes ikke").format(word=id),
            _("Det som skulle vært offentlig, ville blitt vist uten numre."),
            _meant(id, rulebook.datasets) or _("Rett navnet, eller fjern det."),
        )
    for control in plan.controls:
        yield from _responsible(policies, control)
        yield from _size(policies, control)
        if (dataset := rulebook.datasets.get(control.dataset)) is None:
            yield Problem(
                control.place,
                _("datasettet «{word}» finnes ikke").format(word=control.dataset),
                _("Det er ingen poster å trekke blant."),
                _meant(control.dataset, rulebook.datasets) or _("Beskriv det i rules/datasett, eller rett navnet."),
            )
            continue
        yield from _dataset(control, dataset)
        yield from _filter(control, rulebook)
        yield from _rules(control, rulebook)


def check_checklists(policies: Policies, reglementer: Reglementer) -> Iterator[Problem]:
    """Points of the check-lists that no reglement has. None where the kommune has no reglement at all."""
    for control in policies.control_plan.controls if reglementer.by_id else ():
        for point in control.checklist:
            id, _slash, number = point.partition("/")
            reglement = reglementer.by_id.get(id)
            if reglement is not None and number and reglement.at(number):
                continue
            near = _meant(id, reglementer.by_id) if reglement is None else None
            if reglement is not None and (guess := reglement.nearest(number)) is not None:
                near = _("Det nærmeste er {id} {near}.").format(id=id, near=guess)
            yield Problem(
                control.place,
                _("sjekklisten i kontrollen «{id}» har «{point}», som ikke er en skal-setning").format(
                    id=control.id, point=point.replace("/", " ")
                ),
                _("Den som kontrollerer en post, får ikke vite hva den skal holdes mot."),
                near or _("Skriv «reglement punkt», f.eks. «okonomireglementet 6.2»."),
                Gravity.NOTICE,
            )


def _responsible(policies: Policies, control: Control) -> Iterator[Problem]:
    recipients = policies.notices.recipients
    if control.responsible not in recipients:
        yield Problem(
            control.place,
            _("«{word}» er ikke forklart i varsling.yaml").format(word=control.responsible),
            _("Ingen ville fått vite at kontrollen venter."),
            _meant(control.responsible, recipients)
            or _("Før opp «{word}» under mottakere i varsling.yaml.").format(word=control.responsible),
        )


def _size(policies: Policies, control: Control) -> Iterator[Problem]:
    """Whether there is a sample for the risk of the plan, and for a step up or down from it, however many records there are."""
    for risk in sorted({max(LEAST_RISK, control.risk - 1), control.risk, min(GRAVEST_RISK, control.risk + 1)}):
        size = policies.control_plan.sizes.get(risk)
        # How many are to be discovered says nothing before it is known among how many.
        if size is None or size.discover is not None or control.arms == (Arm.FLAGGED,):
            continue
        try:
            needed(wanted({**asked_of(control, size, Arm.ALL, _MANY), POPULATION: None, METHOD: _OF_MANY}))
        except Impossible as impossible:
            yield Problem(
                control.place,
                _("kontrollen «{id}» kan ikke få noe utvalg ved risiko {risk}").format(id=control.id, risk=risk),
                impossible.sentence,
                _("Rett «sikkerhet» eller «tolererbar» under storrelser, eller fjern «trinn»."),
            )
            return


def _dataset(control: Control, dataset: DataSet) -> Iterator[Problem]:
    if dataset.key == LINE_KEY:
        yield Problem(
            control.place,
            _("postene i «{dataset}» har ikke et nummer fra fagsystemet").format(dataset=dataset.id),
            _("De kjennes bare på linjen i filen, og den som legger opp filen, kunne valgt hvem som blir trukket."),
            _("Ta med nummeret i leveransen, og sett det som «nokkel» i datasettet."),
        )
    if not dataset.dated_by:
        yield Problem(
            control.place,
            _("postene i «{dataset}» har ingen dato").format(dataset=dataset.id),
            _("Det er ikke mulig å si hvilken periode de hører til."),
            _("Velg et datasett der postene har dato eller gjelder fra og til."),
        )
    if not control.amount_field:
        return
    field = dataset.field(control.amount_field)
    if field is None:
        numbers = [one.id for one in dataset.fields if one.type.is_number]
        yield Problem(
            control.place,
            _("feltet «{field}» finnes ikke i «{dataset}»").format(field=control.amount_field, dataset=dataset.id),
            _("Populasjonen kan ikke summeres og avstemmes."),
            _meant(control.amount_field, numbers) or _("Bruk {fields}.").format(fields=listed(numbers)),
        )
    elif not field.type.is_number:
        yield Problem(
            control.place,
            _("feltet «{field}» er ikke et tall").format(field=field.id),
            _("Populasjonen kan ikke summeres og avstemmes."),
            _("Velg et felt av typen kr eller tall, eller fjern «belopsfelt»."),
        )


def _filter(control: Control, rulebook: Rulebook) -> Iterator[Problem]:
    if control.condition:
        _read, problems = read_filter(rulebook, control.dataset, control.condition)
        for problem in problems:
            what = _("filteret i kontrollen «{id}»: {what}").format(id=control.id, what=problem.what)
            yield replace(problem, place=control.place, what=what)


def _rules(control: Control, rulebook: Rulebook) -> Iterator[Problem]:
    about = {rule.id for rule in rulebook.rules.values() if rule.dataset == control.dataset}
    for id in control.rules:
        if id not in about:
            exists = id in rulebook.rules
            yield Problem(
                control.place,
                _("regelen «{id}» gjelder ikke «{dataset}»").format(id=id, dataset=control.dataset)
                if exists
                else _("regelen «{id}» finnes ikke").format(id=id),
                _("Den kan ikke avgjøre hvilke poster som er merket."),
                _meant(id, about) or _("Bruk en regel om datasettet, eller fjern linjen."),
            )
    judging = [id for id in about if rulebook.rules[id].status in IN_USE and (not control.rules or id in control.rules)]
    if control.arms != (Arm.ALL,) and not judging:
        yield Problem(
            control.place,
            _("ingen regel i bruk gjelder «{dataset}»").format(dataset=control.dataset),
            _("Da er ingen poster merket, og det er ingenting å sammenligne."),
            _("Skriv «armer: [alle]»."),
        )


def _meant(word: str, known: Iterable[str]) -> str | None:
    guess = nearest(word, known)
    return _("Mente du «{guess}»?").format(guess=guess) if guess else None
