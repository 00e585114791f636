"""The bonus of the example: in March somebody is put forward, and a week later the kommunedirektør decides on the year before.

Why the last year is left: whoever tries the demo is to find one that she can decide on herself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from kontroll.domain.access import Act, Thing, Viewer, may_enter
from kontroll.domain.bonus import BonusClass, Choice
from kontroll.domain.operand import Colour
from kontroll.example.chance import pick, stream
from kontroll.flows.bonus.decide_bonus import decide_bonus, must_be_chosen
from kontroll.flows.bonus.nominate import nominate, standing_nominations
from kontroll.flows.deliveries.known_facts import known_facts
from kontroll.flows.people.today import Today
from kontroll.flows.people.viewing import viewer_of
from kontroll.flows.saker.acting import today_of
from kontroll.report.bonus.sheet import Sheet
from kontroll.report.bonus.year import BonusYear, bonus_year
from kontroll.wiring import Desk

#: The days of March from which somebody is put forward, and from which it is decided.
_NOMINATED, _DECIDED = 10, 17
#: What is read: the figures, and what they are held against.
_KINDS = ("organisasjon", "personer", "maalinger", "ambisjoner")
_PUT_FORWARD = (
    "De tok imot brukerne fra et tjenestested som ble stengt, og holdt både kvalitet og budsjett.",
    "De har bygget om hele tilbudet i drift, uten at noen bruker mistet en dag.",
)
_GIVEN = "De løste en oppgave for hele kommunen, og gjorde det uten å bruke mer enn de hadde."
_RED = "Kontroll og etikk er rødt, og forskjellen er mindre enn usikkerheten. De får en ny sjanse når det er ryddet."


@dataclass
class ExampleBonus:
    """upto: the last year that is decided. Before it is known what the kommune has, nothing is done."""

    desk: Desk
    seed: int
    upto: int

    def act(self, now: datetime) -> None:
        day, year = now.date(), now.year - 1
        if day.month != 3 or day.day < _NOMINATED or year > self.upto:
            return
        with self.desk.database.reading() as tx:
            today = today_of(self.desk, tx, now)
            is_put = bool(standing_nominations(tx, year))
            is_decided = bool(tx.bonus_decisions.where(year=year))
        if not is_put:
            self._put_forward(self._year(year), today, now)
        elif day.day >= _DECIDED and not is_decided:
            self._decide(self._year(year), today, now)

    def _year(self, year: int) -> BonusYear:
        rulebook = replace(self.desk.rulebook, datasets={})
        with self.desk.database.reading() as tx:
            facts, _problems = known_facts(tx, rulebook, kinds=_KINDS)
        return bonus_year(rulebook, facts, year, self.desk.policies.scorecards.spread_of)

    def _put_forward(self, year: BonusYear, today: Today, now: datetime) -> None:
        """One without a ground whose economy holds, by whoever is above it."""
        rng = stream(self.seed, "bonus", str(year.year))
        able = [
            one for one in year.sheets.values() if not one.classes and one.grounds[0].criteria[0].truth.value == "sann"
        ]
        above = [one for sheet in able[:1] for one in today.directory.above(sheet.enhet, today.day)]
        if not above:
            return
        sheet = pick(rng, able)
        by = self._viewer(today.directory.above(sheet.enhet, today.day)[0].person, today)
        nominate(self.desk, year.year, sheet.enhet, by, pick(rng, _PUT_FORWARD), now, year.sheets)

    def _decide(self, year: BonusYear, today: Today, now: datetime) -> None:
        if not year.sheets:
            return
        with self.desk.database.reading() as tx:
            nominations = standing_nominations(tx, year.year)
        any_site = next(iter(year.sheets))
        top = self._viewer(today.directory.above(any_site, today.day)[-1].person, today)
        if may_enter(top, Act.DO, Thing.BONUS_DECISION):
            choices = [_choice(year.sheets[enhet]) for enhet in must_be_chosen(year, nominations)]
            decide_bonus(self.desk, self.desk.rulebook, year, choices, top, now, seen=0)

    def _viewer(self, person: str, today: Today) -> Viewer:
        known = today.directory.person(person, today.day)
        name = known.name if known is not None else person
        return viewer_of(person, person, name, (), today.directory, self.desk.policies, today.day)


def last_decided(until: date) -> int:
    """The year before the last that has ended."""
    return until.year - 2


def _choice(sheet: Sheet) -> Choice:
    """As the rules found, less those that are red on control; whoever is put forward is given in the open class."""
    ordinary = sorted(sheet.classes - {BonusClass.OPEN}, key=lambda one: one.value, reverse=True)
    if not ordinary:
        return Choice(enhet=sheet.enhet, granted=True, klass=BonusClass.OPEN, reason=_GIVEN)
    if sheet.compliance is not None and sheet.compliance.colour is Colour.RED:
        return Choice(enhet=sheet.enhet, granted=False, reason=_RED)
    return Choice(enhet=sheet.enhet, granted=True, klass=ordinary[0])
