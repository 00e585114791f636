"""What a message says of why it comes to its reader."""

from __future__ import annotations

from datetime import date

from kontroll.flows.mail.outbox import compose_urgent

from .small import ORGANISATION, Kommune, Make, at, rule

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
