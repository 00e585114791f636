"""What a message says of why it comes to its reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kontroll.domain.policy import Recipient
from kontroll.domain.sak import Answer
from kontroll.flows.mail.outbox import compose_digests, compose_urgent
from kontroll.flows.saker.answer_sak import answer_sak

from .small import ORGANISATION, POLICIES, Kommune, Make, at, rule

FEB = date(2026, 2, 16)


def telling(*words: str) -> dict[str, str]:
    """A critical rule that tells these, so that its messages are not those of the day."""
    return {
        name: text.replace("varsle: [leder]", f"varsle: [{', '.join(words)}]").replace("middels", "kritisk")
        for name, text in rule("minus").items()
    }


def messages(bygda: Kommune) -> dict[str, str]:
    """The texts of what unit 1 below budget brings, by who is told."""
    bygda.measure("2026-01", FEB, e1=-1, e2=1, e3=1)
    bygda.run("2026-01", FEB)
    compose_urgent(bygda.desk, at(FEB))
    with bygda.desk.database.reading() as tx:
        return {message.recipient: message.text for message in tx.messages.all()}


def test_a_superior_is_told_as_such_while_the_leader_is_there(make: Make):
    told = messages(make(telling("leder", "overordnet")))

    assert {"ANNE", "SJEF"} == set(told)
    assert "du er leder" in told["ANNE"]
    assert "du er overordnet leder" in told["SJEF"]
    assert "ingen leder" not in told["SJEF"]


def test_who_answers_for_a_vacant_post_is_told_that_nobody_else_can(make: Make):
    bygda = make(telling("leder"))
    bygda.deliver("organisasjon.csv", ORGANISATION.replace(";ANNE;", ";;"), FEB)

    told = messages(bygda)

    assert {"SJEF"} == set(told)
    assert "ingen leder der kan svare nå, og du er nærmeste overordnede" in told["SJEF"]


def test_the_holder_of_a_role_is_told_which(make: Make):
    told = messages(make(telling("okonomi")))

    assert "du har rollen økonomikonsulent" in told["OLGA"]


def test_a_reglement_is_called_what_people_call_it(make: Make):
    named = {
        name: text.replace("{lov: kommuneloven, paragraf: '25-1'}", "{reglement: innkjopsreglementet, punkt: '5.4'}")
        for name, text in telling("leder").items()
    }

    told = messages(make(named))

    assert "Hjemmel: innkjøpsreglementet punkt" in told["ANNE"]


def test_who_follows_up_for_others_is_told_which_office_she_answers_for(make: Make):
    recipients = {**POLICIES.notices.recipients, "oppvekst": Recipient(word="oppvekst", enhet="2")}
    policies = replace(POLICIES, notices=replace(POLICIES.notices, recipients=recipients))

    told = messages(make(telling("oppvekst"), policies=policies))

    assert {"BERIT"} == set(told)
    assert "Bygda skole: du svarer for Lia skole, som følger opp dette." in told["BERIT"]


def test_internal_control_is_told_what_was_answered_and_that_it_is_to_be_decided(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", FEB, e1=-1, e2=1, e3=1)
    bygda.run("2026-01", FEB)
    (sak,) = bygda.saker()
    answer_sak(bygda.desk, sak.id, "ANNE", Answer.DISAGREE, "Beløpet er periodisert feil.", [], at(FEB))

    compose_digests(bygda.desk, at(FEB))

    with bygda.desk.database.reading() as tx:
        text = next(message.text for message in tx.messages.all() if message.recipient == "KARI")
    assert "Lederen er uenig i at dette er et avvik. Avgjør om det er det, og begrunn." in text
