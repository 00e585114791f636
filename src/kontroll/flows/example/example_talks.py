"""The talks of the example: superiors call leaders in where the rules give ground for it, and follow up what they agree on.

Why not all of them do: a new leader is no reason for a talk, and one superior in ten leaves it lying.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kontroll.domain.access import Viewer
from kontroll.domain.leader_talk import Talk, TalkRefused, TalkState, waiting_of
from kontroll.domain.sak import Sak, SakState
from kontroll.example.chance import between, chance, pick, stream
from kontroll.flows.pay import talks
from kontroll.flows.people.viewing import viewer_of
from kontroll.flows.saker.acting import today_of
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

_LEFT_LYING, _NO_REASON = 0.1, 0.12
#: Days from the talk to when they look at it again, and to when what was promised is done.
_AGAIN, _PROMISED = 60, 40
_CALLED = (
    "Jeg vil gjerne snakke med deg om tallene, og høre hva du trenger fra meg.",
    "Undersøkelsen har stått stille lenge. La oss se på den sammen.",
    "Vi bør finne ut hva som skal til for at dette blir bedre.",
)
_NO = ("Lederen er ny siden forrige undersøkelse.", "Forholdet er tatt opp i årets ledersamtale.")
_AGREED = (
    "Vi er enige om at lederen trenger mer tid til ledelse, og at resultatene gjennomgås med medarbeiderne.",
    "Vi er enige om å ta ett tema om gangen, og begynne med det medarbeiderne er minst fornøyd med.",
)
_MEASURES = (
    "Gå gjennom resultatene med medarbeiderne", "Avlastning på merkantile oppgaver", "Veiledning hver måned",
    "Delta i ledernettverket", "Lage plan for medarbeidersamtaler",
)  # fmt: skip
_ENDED = (
    "Det går bedre, og vi følger det i den vanlige oppfølgingen.",
    "Tiltakene er gjort. Vi ser om det vises i neste måling.",
)


@dataclass
class ExampleTalks:
    desk: Desk
    seed: int

    def act(self, now: datetime) -> None:
        """What is to be done on the day."""
        with self.desk.database.reading() as tx:
            at = tx.saker.table.c
            saker = tx.saker.where(at.confined.is_(True), at.state == SakState.OPEN)
            known = tx.talks.all()
            grounds = list(self._due(tx, waiting_of(saker, known), now))
        for enhet, superior in grounds:
            # Whoever owned it yesterday may not be above the enhet today: then it waits for her who is.
            with suppress(talks.NoSuchTalk):
                self._begin(enhet, superior, now)
        for talk in known:
            if not talk.state.is_over:
                with suppress(talks.NoSuchTalk, TalkRefused):
                    self._go_on(talk, now)

    def _due(self, tx: Transaction, saker: list[Sak], now: datetime) -> Iterator[tuple[str, str]]:
        """Enhet and superior, once each, where she takes it up on the day or should have before."""
        for enhet, sak in {sak.enhet: sak for sak in reversed(saker)}.items():
            rng = stream(self.seed, "samtale", sak.id, str(sak.reopened))
            waits = between(rng, 3, 14)
            if sak.owner and not chance(rng, _LEFT_LYING) and now.date() >= sak.opened + timedelta(days=waits):
                yield enhet, sak.owner

    def _begin(self, enhet: str, superior: str, now: datetime) -> None:
        rng, by = stream(self.seed, "samtale", enhet, str(now.date())), self._viewer(superior, now)
        if by is None:
            return
        if chance(rng, _NO_REASON):
            talks.drop(self.desk, enhet, by, text=pick(rng, _NO), now=now)
        else:
            meeting = self.desk.days.after(now.date(), between(rng, 5, 10))
            talks.invite(self.desk, enhet, by, meeting=meeting, text=pick(rng, _CALLED), now=now)

    def _go_on(self, talk: Talk, now: datetime) -> None:
        rng, day = stream(self.seed, "samtale", talk.id), now.date()
        with self.desk.database.reading() as tx:
            today = today_of(self.desk, tx, now)
            above = next((one.person for one in today.directory.above(talk.enhet, day)), "")
            left = [one for one in tx.talk_measures.where(talk=talk.id) if one.done is None]
        superior, leader = self._viewer(above, now), self._viewer(talk.leader, now)
        if superior is None or leader is None:
            return
        if talk.state is TalkState.INVITED:
            if talk.meeting is not None and day >= talk.meeting:
                self._hold(talk, superior, day, now)
        elif talk.agreed is None and talk.held is not None and day >= talk.held + timedelta(days=between(rng, 1, 5)):
            talks.agree(self.desk, talk.id, leader, talk.version, text="", now=now)
        elif due := [one for one in left if day >= one.deadline - timedelta(days=between(rng, -3, 10))]:
            doer = leader if due[0].owner == talk.leader else superior
            if due[0].owner == doer.person:
                talks.finish(self.desk, talk.id, doer, talk.version, number=due[0].number, now=now)
        elif not left and talk.follow_up is not None and day >= talk.follow_up:
            talks.close(self.desk, talk.id, superior, talk.version, text=pick(rng, _ENDED), now=now)

    def _hold(self, talk: Talk, by: Viewer, day: date, now: datetime) -> None:
        rng = stream(self.seed, "samtale", talk.id, "holdt")
        promised = [
            talks.Agreed(text=text, of_leader=n == 0, deadline=day + timedelta(days=_PROMISED + 10 * n))
            for n, text in enumerate(rng.sample(_MEASURES, 2))
        ]
        again = self.desk.days.after(day + timedelta(days=_AGAIN), 1)
        talks.hold(
            self.desk, talk.id, by, talk.version, on=day, follow_up=again, text=pick(rng, _AGREED), promised=promised,
            now=now,
        )  # fmt: skip

    def _viewer(self, person: str, now: datetime) -> Viewer | None:
        if not person:
            return None
        with self.desk.database.reading() as tx:
            today = today_of(self.desk, tx, now)
        return viewer_of(person, person, person, (), today.directory, self.desk.policies, today.day)
