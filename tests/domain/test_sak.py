"""The way of a sak, cell by cell: what may be done in which state, where it leads, and that all else is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.saker import (
    ASKED_EXEMPTION,
    CONTROL,
    DEADLINE,
    DISAGREED,
    LATER,
    LEADER,
    SUPERIOR,
    TODAY,
    a_sak_in,
    after_run,
    promise,
)
from kontroll.domain.actor import SYSTEM
from kontroll.domain.casework import ask_for_documents, assign, comment
from kontroll.domain.month import Month
from kontroll.domain.refusal import Refusal, Refused
from kontroll.domain.rule import Severity
from kontroll.domain.sak import MISSING_DATA, TRANSITIONS, Action, Answer, Outcome, Sak, SakState, state_after
from kontroll.domain.sakclosing import Left, close, deliver
from kontroll.domain.sakflow import (
    answer,
    decide_disagreement,
    decide_exemption,
    escalate,
    join,
    reassign,
    reopen,
)
from kontroll.domain.tiltak import add_tiltak, change_tiltak, finish_tiltak

#: The columns are the states before, in the order of SakState; the cells the state after, «-» = refused.
DRAWN = """
                              åpen             besvart          tiltak pågår     til etterprøving lukket
svar rettet                   til etterprøving -                -                -                -
svar tiltak                   tiltak pågår     -                -                -                -
svar uenig                    besvart          -                -                -                -
svar unntak                   besvart          -                -                -                -
gi medhold                    -                lukket           -                -                -
ikke gi medhold               -                åpen             -                -                -
gi unntak                     -                lukket           -                -                -
avslå unntak                  -                åpen             -                -                -
nytt tiltak                   -                -                tiltak pågår     -                -
endre tiltak                  -                -                tiltak pågår     -                -
fullføre tiltak               -                -                tiltak pågår     -                -
fullføre siste tiltak         -                -                til etterprøving -                -
etterprøvd uten utslag        til etterprøving besvart          tiltak pågår     til etterprøving -
etterprøvd med utslag         åpen             besvart          tiltak pågår     åpen             -
løfte til overordnet          åpen             -                tiltak pågår     -                -
skifte eier                   åpen             besvart          tiltak pågår     til etterprøving -
nytt avvik i saken            åpen             besvart          tiltak pågår     til etterprøving -
lukke                         -                -                -                lukket           -
la falle bort                 lukket           -                lukket           lukket           -
data levert                   lukket           lukket           lukket           lukket           -
gjenåpne                      -                -                -                -                åpen
kommentere                    åpen             besvart          tiltak pågår     til etterprøving -
gi til saksbehandler          åpen             besvart          tiltak pågår     til etterprøving -
be om dokumentasjon           åpen             besvart          tiltak pågår     til etterprøving -
høre en person                åpen             besvart          tiltak pågår     til etterprøving -
"""


def drawn() -> dict[tuple[SakState, Action], SakState | None]:
    cells = {}
    for line in DRAWN.strip("\n").splitlines()[1:]:
        name, rest = line[:30].strip(), line[30:]
        for number, state in enumerate(SakState):
            word = rest[17 * number : 17 * (number + 1)].strip()
            cells[state, Action(name)] = None if word == "-" else SakState(word)
    return cells


def done(sak: Sak, action: Action) -> Sak:
    """The sak after the action, done by somebody who may and with all that is demanded."""
    given: dict[Action, Callable[[], Sak]] = {
        Action.ANSWER_FIXED: lambda: answer(sak, LEADER, Answer.FIXED, on=TODAY),
        Action.ANSWER_MEASURE: lambda: answer(sak, LEADER, Answer.MEASURE, on=TODAY, promised=[promise()]),
        Action.ANSWER_DISAGREE: lambda: answer(sak, LEADER, Answer.DISAGREE, on=TODAY, reason="Feil regel."),
        Action.ANSWER_EXEMPTION: lambda: answer(sak, LEADER, Answer.EXEMPTION, on=TODAY, reason="Bygget rives."),
        Action.UPHOLD: lambda: disagreement_decided(sak, upheld=True),
        Action.NOT_UPHOLD: lambda: disagreement_decided(sak, upheld=False),
        Action.GRANT: lambda: exemption_decided(sak, (Month(2026, 3), Month(2026, 6))),
        Action.NOT_GRANT: lambda: exemption_decided(sak, None),
        Action.ADD_TILTAK: lambda: add_tiltak(sak, LEADER, promise("t2"), others=[promise()], on=TODAY),
        Action.CHANGE_TILTAK: lambda: change_tiltak(
            sak, LEADER, promise(), owner=LEADER.person, deadline=TODAY, others=[], on=TODAY
        )[0],
        Action.FINISH_TILTAK: lambda: finish_tiltak(sak, LEADER, promise(), others=[promise("t2")], on=TODAY)[0],
        Action.FINISH_LAST_TILTAK: lambda: finish_tiltak(sak, LEADER, promise(), others=[], on=TODAY)[0],
        Action.RETEST_CLEAR: lambda: after_run(sak, still_striking=False),
        Action.RETEST_STRUCK: lambda: after_run(sak, still_striking=True),
        Action.ESCALATE: lambda: escalate(sak, SYSTEM, to=SUPERIOR.person, today=LATER.replace(day=21)),
        Action.REASSIGN: lambda: reassign(sak, SYSTEM, owner="100009", owner_enhet="B1"),
        Action.JOIN: lambda: join(sak, SYSTEM, Severity.CRITICAL),
        Action.CLOSE: lambda: close(sak, CONTROL, left=[Left.RESOLVED], tiltak=[], on=TODAY, evidence=True),
        Action.WRITE_OFF: lambda: close(
            sak, CONTROL, left=[Left.GONE], tiltak=[], on=TODAY, evidence=False, reason="Nedlagt."
        ),
        Action.DELIVER: lambda: deliver(replace(sak, kind=MISSING_DATA), SYSTEM, on=TODAY),
        Action.REOPEN: lambda: reopen(sak, SYSTEM, deadline=LATER),
        Action.COMMENT: lambda: comment(sak, CONTROL, "Se bilag 3.", []),
        Action.ASSIGN: lambda: assign(sak, CONTROL, CONTROL),
        Action.ASK_DOCUMENTS: lambda: ask_for_documents(sak, CONTROL, "Vis avtalen.", by=LATER, on=TODAY),
        Action.HEAR: lambda: replace(sak, state=state_after(sak, Action.HEAR)),
    }
    return given[action]()


def disagreement_decided(sak: Sak, *, upheld: bool) -> Sak:
    return decide_disagreement(sak, CONTROL, upheld=upheld, reason="Sjekket i arkivet.", on=TODAY, deadline=LATER)


def exemption_decided(sak: Sak, granted: tuple[Month, Month] | None) -> Sak:
    asked = ASKED_EXEMPTION if sak == DISAGREED else sak
    return decide_exemption(asked, CONTROL, granted=granted, reason="Sjekket i arkivet.", on=TODAY, deadline=LATER)


def test_the_table_is_as_it_was_drawn():
    assert drawn() == {(state, action): TRANSITIONS[state].get(action) for state in SakState for action in Action}


@pytest.mark.parametrize(("state", "action"), [c for c, after in drawn().items() if after], ids=lambda one: one.value)
def test_what_is_allowed_leads_where_the_table_says(state, action):
    assert drawn()[state, action] is done(a_sak_in(state), action).state


NOT_WHILE = {
    SakState.OPEN: Refusal.NOT_WHILE_OPEN,
    SakState.ANSWERED: Refusal.NOT_WHILE_ANSWERED,
    SakState.MEASURE: Refusal.NOT_WHILE_MEASURES,
    SakState.RETEST: Refusal.NOT_WHILE_RETESTED,
    SakState.CLOSED: Refusal.NOT_WHILE_CLOSED,
}


@pytest.mark.parametrize(
    ("state", "action"), [c for c, after in drawn().items() if after is None], ids=lambda one: one.value
)
def test_all_else_is_refused_because_of_the_state(state, action):
    with pytest.raises(Refused) as refused:
        done(a_sak_in(state), action)

    assert NOT_WHILE[state] is refused.value.why


@pytest.mark.parametrize(("state", "action"), [c for c, after in drawn().items() if after], ids=lambda one: one.value)
def test_whatever_happens_the_sak_fits_its_state(state, action):
    after = done(a_sak_in(state), action)

    assert (after.deadline is not None) == (after.state in (SakState.OPEN, SakState.MEASURE))
    assert (after.outcome is not None) == (after.state is SakState.CLOSED)
    assert (after.closed_by is not None) == (after.closed_on is not None) == (after.state is SakState.CLOSED)
    assert 0 == after.version


def test_a_refusal_names_the_sak_and_nobody():
    with pytest.raises(Refused, match="sak 2026-02/innkjop-001/B1: not-while-closed") as refused:
        done(a_sak_in(SakState.CLOSED), Action.CLOSE)

    assert not any(person in str(refused.value) for person in (CONTROL.person, LEADER.person))


def test_every_outcome_can_be_reached():
    by = {
        Outcome.RESOLVED: (SakState.RETEST, Action.CLOSE),
        Outcome.FALSE_ALARM: (SakState.ANSWERED, Action.UPHOLD),
        Outcome.EXEMPT: (SakState.ANSWERED, Action.GRANT),
        Outcome.MOOT: (SakState.OPEN, Action.WRITE_OFF),
        Outcome.DELIVERED: (SakState.OPEN, Action.DELIVER),
    }
    for outcome, (state, action) in by.items():
        assert outcome is done(a_sak_in(state), action).outcome
    recorded = close(
        a_sak_in(SakState.RETEST),
        CONTROL,
        left=[Left.RECORDED],
        tiltak=[],
        on=DEADLINE,
        evidence=True,
        reason="Skjedd.",
    )
    assert Outcome.DOCUMENTED is recorded.outcome
