"""Agreement form: what is done with a resultatavtale by each of its forms, and what is told where it cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from kontroll.domain.agreement import (
    OTHER,
    VERDICTS,
    Agreement,
    AgreementRefusal,
    AgreementRefused,
    GoalKind,
    Round,
)
from kontroll.domain.agreementgoal import Wanted
from kontroll.flows.agreements.agree import confirm_talk, set_talk, sign
from kontroll.flows.agreements.change_goals import add_goal, change_goal, remove_goal
from kontroll.flows.agreements.draft_agreement import revise_agreement, withdraw_draft
from kontroll.flows.agreements.follow_agreement import Judged, read_result, record_round
from kontroll.texts import N_, _
from kontroll.web.act_form import Sent, Wrong
from kontroll.wiring import Desk

#: Names of the fields.
TALK, KIND, INDICATOR, GREEN, YELLOW, COUNT, GOAL, ROUND = (
    "samtale", "slag", "indikator", "gronn", "gul", "antall", "mal", "runde",
)  # fmt: skip
#: What stands in the address -> the round.
ROUNDS = {"underveis": Round.ON_THE_WAY, "halvaar": Round.MIDYEAR, "resultat": Round.RESULT}
#: What it is done to, and what stands in the address of the page that is shown afterwards; "" = the list.
Doing = Callable[[Desk, str, str, Sent, datetime], Agreement | None]

_TOLD = {
    AgreementRefusal.NOT_HERS: N_("Bare lederen og den som bekrefter for den andre siden, kan gjøre dette."),
    AgreementRefusal.NOT_DRAFT: N_("Avtalen er bekreftet av begge og skrives ikke om. Lag en ny versjon."),
    AgreementRefusal.NOT_AGREED: N_("Avtalen er ikke inngått, eller den er gjort opp."),
    AgreementRefusal.THERE_IS_ONE: N_("Det finnes alt."),
    AgreementRefusal.NO_LEADER: N_("Enheten har ingen leder i dag, så ingen kan inngå avtalen."),
    AgreementRefusal.NO_SUPERIOR: N_("Ingen kan bekrefte for den andre siden i dag. Se hvem som er over enheten."),
    AgreementRefusal.NO_TALK: N_("Skriv når samtalen er eller var. Avtalen inngås i en samtale."),
    AgreementRefusal.TALK_NOT_CONFIRMED: N_("Begge må bekrefte at samtalen er holdt, før avtalen kan bekreftes."),
    AgreementRefusal.TALK_OF_ANOTHER_YEAR: N_("Samtalen må være i avtalens år, eller året før."),
    AgreementRefusal.NOT_HELD_YET: N_("Samtalen er ikke holdt ennå."),
    AgreementRefusal.NO_GOALS: N_("Avtalen har ingen mål."),
    AgreementRefusal.NO_TEXT: N_("Skriv hva målet er."),
    AgreementRefusal.NO_DATE: N_("Skriv når målet skal være nådd."),
    AgreementRefusal.WRONG_DATE: N_("Fristen må være i avtalens år."),
    AgreementRefusal.NO_TARGET: N_("Skriv tallet."),
    AgreementRefusal.WRONG_THRESHOLDS: N_("Grensen for gul kan ikke være strengere enn grensen for grønn."),
    AgreementRefusal.BELOW_BALANCE: N_("Økonomien er gul når den er i balanse, og aldri ved merforbruk. Skriv 0 eller mer."),
    AgreementRefusal.NO_REASON: N_("Skriv hvorfor avtalen endres."),
    AgreementRefusal.NO_SUCH_GOAL: N_("Målet finnes ikke i avtalen, eller kan ikke brukes i den."),
    AgreementRefusal.WRONG_VERDICT: N_("Velg hvordan det står til med målet."),
    AgreementRefusal.TOO_EARLY: N_("Året er ikke over."),
    AgreementRefusal.NOT_ALL: N_("Velg hvordan det står til med alle målene."),
    AgreementRefusal.ALREADY: N_("Det er alt gjort."),
}  # fmt: skip


def told_of(refused: AgreementRefused) -> str:
    return _(_TOLD[refused.why])


# --- what each form does ----------------------------------------------------------------------------------------------


def _talk(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> Agreement:
    return set_talk(desk, id, person, sent.day(TALK), now, sent.version)


def _talk_held(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> Agreement:
    return confirm_talk(desk, id, person, now, sent.version)


def _sign(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> Agreement:
    return sign(desk, id, person, now, sent.version)


def _add(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> Agreement:
    word = sent.given(KIND)
    kind = next((one for one in (*OTHER, GoalKind.MAP) if one.value == word), None)
    if kind is None:
        raise Wrong(KIND, _("Velg hva slags mål det er."))
    return add_goal(desk, id, person, _wanted(kind, sent), now, sent.version)


def _change(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> Agreement:
    return change_goal(desk, id, _number(sent), person, _wanted(GoalKind.JUDGED, sent), now, sent.version)


def _remove(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> Agreement:
    return remove_goal(desk, id, _number(sent), person, now, sent.version)


def _withdraw(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> None:
    withdraw_draft(desk, id, person, now, sent.version)


def _revise(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> Agreement:
    return revise_agreement(desk, id, person, sent.text(), now, sent.version)


def _round(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> Agreement:
    round = ROUNDS.get(sent.given(ROUND))
    if round is None:
        raise Wrong(ROUND, _("Velg hva dere følger opp."))
    return record_round(desk, id, person, round, list(_judged(sent, round)), now, sent.version)


def _read(desk: Desk, id: str, person: str, sent: Sent, now: datetime) -> Agreement:
    return read_result(desk, id, person, now, sent.version)


def _wanted(kind: GoalKind, sent: Sent) -> Wanted:
    due = sent.day() if sent.given("frist").strip() else None
    count = sent.given(COUNT).strip()
    if count and not (count.isascii() and count.isdigit() and len(count) < 10):
        raise Wrong(COUNT, _("Skriv antallet som et helt tall."))
    return Wanted(
        kind=kind, indicator=sent.given(INDICATOR), green=sent.given(GREEN).strip()[:40], yellow=sent.given(YELLOW).strip()[:40],
        target=int(count or 0), due=due, words=sent.text(),
    )  # fmt: skip


def _number(sent: Sent) -> int:
    given = sent.given(GOAL)
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0


def _judged(sent: Sent, round: Round) -> Iterator[Judged]:
    """One for each goal that a word was chosen for."""
    words = {one.value: one for one in VERDICTS[round]}
    for name, word in sent.fields.items():
        number = name.removeprefix("vurdering-")
        if number == name or not (number.isascii() and number.isdigit() and len(number) < 6) or not word:
            continue
        if word not in words:
            raise Wrong(name, _("Velg hvordan det står til med målet."))
        value = sent.given(f"verdi-{number}")[:40]
        yield Judged(goal=int(number), verdict=words[word], value=value, said=sent.text(f"tekst-{number}"))


#: The last part of the address -> what is done.
DOING: Mapping[str, Doing] = {
    "samtale": _talk,
    "samtale-holdt": _talk_held,
    "bekreft": _sign,
    "nytt-mal": _add,
    "endre-mal": _change,
    "ta-ut": _remove,
    "trekk": _withdraw,
    "ny-versjon": _revise,
    "oppfolging": _round,
    "lest": _read,
}
