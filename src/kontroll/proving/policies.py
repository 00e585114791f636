"""Check policies: do the kommune's choices and its rules name the same things?

Why here: the rulebook and the policybook are read side by side and know nothing of each other. A word that nobody is
behind would be found on the day when somebody should have been told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from kontroll.domain.delivery import FORMATS
from kontroll.domain.indicator import Indicator
from kontroll.domain.policy import INTERNAL_CONTROL, JOBS, SUPERVISORY, ExpectedDelivery, Kept, Policies
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.rule import Rule, Status
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.spelling import nearest
from kontroll.proving.check import IN_USE
from kontroll.proving.control_plan import check_control_plan
from kontroll.proving.internal_control import check_internal_control
from kontroll.proving.monthly import check_monthly
from kontroll.proving.scorecards import check_scorecards
from kontroll.sources.formats import formats
from kontroll.texts import _, listed

#: Kinds of deliveries that are no data set; the data sets are `datasett/NAME`.
_KINDS = ("organisasjon", "personer", "ambisjoner", "maalinger")


def check_policies(policies: Policies, rulebook: Rulebook, channels: Collection[str]) -> list[Problem]:
    """Everything that one of them names and the other lacks. channels: ids of the channels that exist."""
    return [
        *_words_of_rules(policies, rulebook),
        *_words_of_kontroll(policies),
        *_channels(policies, channels),
        *_owners(policies),
        *_subjects(policies, rulebook),
        *_sources_nobody_awaits(policies, rulebook),
        *_jobs(policies),
        *_kinds_kept(policies, rulebook),
        *_approval(policies),
        *check_control_plan(policies, rulebook),
        *check_scorecards(policies, rulebook),
        *check_monthly(policies, rulebook),
        *check_internal_control(policies, rulebook),
    ]


# --- varsling.yaml --------------------------------------------------------------------------------------------


def _words_of_rules(policies: Policies, rulebook: Rulebook) -> Iterator[Problem]:
    """One problem a word, where the first rule that uses it stands. A draft tells nobody yet."""
    users: dict[str, list[Rule]] = {}
    for rule in rulebook.rules.values():
        for word in _words(rule) if rule.status is not Status.RETIRED else ():
            users.setdefault(word, []).append(rule)
    recipients = policies.notices.recipients
    for word, rules in sorted(users.items()):
        if word in recipients:
            continue
        yield Problem(
            Place(rules[0].file),
            _("«{word}» er ikke forklart i varsling.yaml ({rules})").format(word=word, rules=_some(rules)),
            _("Ingen vet hvem som skal varsles, og ingen ville fått vite om utslagene."),
            _meant(word, recipients) or _("Før opp «{word}» under mottakere i varsling.yaml.").format(word=word),
            Gravity.STOPS if any(rule.status in IN_USE for rule in rules) else Gravity.INCOMPLETE,
        )


def _words(rule: Rule) -> set[str]:
    told = {word for version in rule.versions for word in version.consequence.notify}
    asked = {v.consequence.escalation.to for v in rule.versions if v.consequence.escalation is not None}
    return told | asked


def _words_of_kontroll(policies: Policies) -> Iterator[Problem]:
    for word in (INTERNAL_CONTROL, SUPERVISORY):
        if word not in policies.notices.recipients:
            yield Problem(
                policies.notices.place,
                _("«{word}» er ikke forklart i varsling.yaml").format(word=word),
                _("Kontroll varsler selv dem som ordet betyr, uansett hva reglene sier."),
                _meant(word, policies.notices.recipients) or _("Før opp «{word}» under mottakere.").format(word=word),
            )


def _channels(policies: Policies, channels: Collection[str]) -> Iterator[Problem]:
    for channel in policies.notices.channels:
        if channel not in channels:
            yield Problem(
                policies.notices.place,
                _("kanalen «{channel}» finnes ikke").format(channel=channel),
                _("Meldingene ville aldri blitt sendt."),
                _meant(channel, channels) or _("Bruk {channels}.").format(channels=_either(channels)),
            )


# --- leveranser.yaml ------------------------------------------------------------------------------------------


def _owners(policies: Policies) -> Iterator[Problem]:
    recipients = policies.notices.recipients
    for delivery in policies.deliveries:
        owner = recipients.get(delivery.owner)
        if owner is None:
            yield Problem(
                delivery.place,
                _("eieren «{word}» er ikke forklart i varsling.yaml").format(word=delivery.owner),
                _("Ingen ville blitt purret når leveransen uteblir."),
                _meant(delivery.owner, recipients)
                or _("Før opp «{word}» under mottakere i varsling.yaml.").format(word=delivery.owner),
            )
        elif owner.role is None and owner.enhet is None:
            yield Problem(
                delivery.place,
                _("eieren «{word}» er en leder i linjen").format(word=delivery.owner),
                _("En leveranse gjelder mange enheter, og har ingen enkelt leder."),
                _("Bruk et ord som betyr en rolle eller én bestemt enhet."),
            )


def _subjects(policies: Policies, rulebook: Rulebook) -> Iterator[Problem]:
    delivered = _delivered(rulebook)
    for delivery in policies.deliveries:
        if delivery.dataset is not None:
            if delivery.dataset not in rulebook.datasets:
                what = _("datasettet «{word}» finnes ikke").format(word=delivery.dataset)
                yield _never_comes(delivery, what, _meant(delivery.dataset, rulebook.datasets))
            continue
        assert delivery.source is not None
        frequencies = [i.frequency for i in delivered if i.source == delivery.source]
        if not frequencies:
            what = _("ingen indikator har kilden «{word}»").format(word=delivery.source)
            yield _never_comes(delivery, what, _meant(delivery.source, {i.source for i in delivered}))
        elif delivery.frequency not in frequencies:
            what = _("ingen indikator med kilden «{word}» måles hver {frequency}").format(
                word=delivery.source, frequency=delivery.frequency.value
            )
            yield _never_comes(delivery, what, None)


def _never_comes(delivery: ExpectedDelivery, what: str, fix: str | None) -> Problem:
    why = _("Det ville blitt purret på noe som aldri kommer, eller aldri på noe i det hele tatt.")
    return Problem(delivery.place, what, why, fix or _("Rett leveransen, eller fjern den."))


def _sources_nobody_awaits(policies: Policies, rulebook: Rulebook) -> Iterator[Problem]:
    awaited = {(delivery.source, delivery.frequency) for delivery in policies.deliveries}
    lacking = {(i.source, i.frequency) for i in _delivered(rulebook) if i.source} - awaited
    file = policies.deliveries[0].place.file if policies.deliveries else "leveranser.yaml"
    for source, frequency in sorted(lacking, key=lambda pair: (pair[0], pair[1].value)):
        yield Problem(
            Place(file),
            _("«{source}» skal levere hver {frequency}, og står ikke i leveranser.yaml").format(
                source=source, frequency=frequency.value
            ),
            _("Ingen blir purret når tallene uteblir."),
            _("Før opp leveransen med eier og frist."),
            Gravity.NOTICE,
        )


def _delivered(rulebook: Rulebook) -> list[Indicator]:
    """Indicators that somebody delivers values of; the others are computed."""
    return [indicator for indicator in rulebook.indicators.values() if indicator.computed is None]


# --- kjoreplan.yaml and oppbevaring.yaml ----------------------------------------------------------------------


def _jobs(policies: Policies) -> Iterator[Problem]:
    for job in policies.jobs:
        if job.id not in JOBS:
            yield Problem(
                job.place,
                _("jobben «{id}» finnes ikke").format(id=job.id),
                _("Det er ingenting å kjøre."),
                _meant(job.id, JOBS) or _("Bruk {jobs}.").format(jobs=_either(JOBS)),
            )
    scheduled = {job.id for job in policies.jobs}
    for id in JOBS if policies.jobs else ():
        if id not in scheduled:
            yield Problem(
                Place(policies.jobs[0].place.file),
                _("jobben «{id}» står ikke i kjøreplanen").format(id=id),
                _("Den blir bare kjørt når noen gjør det for hånd."),
                _("Før opp jobben, hvis det ikke er meningen."),
                Gravity.NOTICE,
            )


def _kinds_kept(policies: Policies, rulebook: Rulebook) -> Iterator[Problem]:
    known = [*_KINDS, *(f"datasett/{id}" for id in rulebook.datasets), *(f"{FORMATS}/{one.id}" for one in formats())]
    for rule in policies.retention:
        if rule.kept is Kept.DELIVERY and rule.kind is not None and rule.kind not in known:
            yield Problem(
                rule.place,
                _("det leveres ikke noe av slaget «{kind}»").format(kind=rule.kind),
                _("Det som skulle vært slettet, ville blitt liggende."),
                _meant(rule.kind, known) or _("Bruk datasett/ og navnet på et datasett."),
            )


# --- godkjenning.yaml -----------------------------------------------------------------------------------------


def _approval(policies: Policies) -> Iterator[Problem]:
    persons = policies.approval.persons
    if policies.approval.place.file and persons < 2:
        yield Problem(
            policies.approval.place,
            _("ingen godkjenner nye regler") if not persons else _("én person godkjenner nye regler alene"),
            _("Den som endrer en regel, kan da ta den i bruk uten at noen andre har sett den."),
            _("Skriv «personer: 2», hvis det ikke er meningen."),
            Gravity.NOTICE,
        )


# --- words ----------------------------------------------------------------------------------------------------


def _some(rules: list[Rule]) -> str:
    """The first three rules by id, and how many more."""
    ids = [rule.id for rule in rules[:3]]
    more = len(rules) - len(ids)
    return listed([*ids, _("{count} til").format(count=more)] if more else ids)


def _meant(word: str, known: Iterable[str]) -> str | None:
    guess = nearest(word, known)
    return _("Mente du «{guess}»?").format(guess=guess) if guess else None


def _either(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))
