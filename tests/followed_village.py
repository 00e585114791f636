"""The village with a database: three months run, leaders told, two have answered, one mail did not get out, and samples."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

from kontroll.domain.month import Month
from kontroll.domain.notice import MessageState
from kontroll.domain.policy import ExpectedDelivery, LeaderOf, NoticePolicy, Policies, Recipient
from kontroll.domain.rule import Severity
from kontroll.domain.sak import Answer
from kontroll.flows.books.rules_in_use import rules_in_use
from kontroll.flows.deliveries.import_files import Incoming, import_files
from kontroll.flows.mail.outbox import compose_digests, compose_urgent, send_messages
from kontroll.flows.month.monthly_run import monthly_run
from kontroll.flows.saker.answer_sak import answer_sak
from kontroll.flows.saker.promises import Promise
from kontroll.policybook import read_policies
from kontroll.report.situation import Situation
from kontroll.settings import Settings, shipped_policies
from kontroll.store import chance
from kontroll.store.database import Database
from kontroll.store.upgrade import upgrade
from kontroll.wiring import Desk
from village import DATA, write
from village_draws import draw_in_village

ORGANISATION = """enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger
0;Kommunedirektøren;kommunedirektør;;;TOPP;2020-01;;
1;Bygda skole;tjenestested;0;skole;ANNE;2020-01;;
2;Lia skole;tjenestested;0;skole;BERIT;2020-01;;
3;Grenda barnehage;tjenestested;0;barnehage;CARL;2020-01;2026-02;1
"""
#: The enhet that is followed here, and of which the figures of `village` know nothing.
WITHOUT_FIGURES = "/enhet/0"
PERSONS = """person_id;navn;epost;rolle;enhet;gjelder_fra;gjelder_til
TOPP;Tora Topp;topp@bygda.example;leder;0;2020-01;
ANNE;Anne <b>Aas</b>;anne@bygda.example;leder;1;2020-01;
BERIT;Berit Bø;berit@bygda.example;leder;2;2020-01;
CARL;Carl Dahl;carl@bygda.example;leder;3;2020-01;2026-02-28
KARI;Kari Kontroll;kari@bygda.example;internkontroll;0;2020-01;
OLGA;Olga Økonomi;olga@bygda.example;økonomikonsulent;0;2020-01;
"""
POLICIES = Policies(
    notices=NoticePolicy(
        recipients={
            "leder": Recipient(word="leder", leader_of=LeaderOf.ENHET),
            "kommunedirektor": Recipient(word="kommunedirektor", unit_type="kommunedirektør"),
            "internkontroll": Recipient(word="internkontroll", role="internkontroll"),
            "okonomi": Recipient(word="okonomi", role="økonomikonsulent"),
        },
        channels=("mappe",),
        urgent=frozenset({Severity.CRITICAL}),
    ),
    deliveries=(ExpectedDelivery(id="okonomi", source="Økonomisystemet", owner="okonomi", due_working_days=10),),
)


def followed_village(folder: Path, situation: Situation) -> Desk:
    """folder: where the database and the outbox are. situation: the village (`village.village`). Close the database."""
    settings = Settings(hjem=folder, kommune="Bygda kommune", utboks=folder / "outbox")  # type: ignore[call-arg]
    database = Database(f"sqlite:///{folder / 'kontroll.db'}")
    upgrade(database)
    rules = situation.data.parent / "rules"
    shipped, _problems = read_policies([shipped_policies()])
    policies = replace(POLICIES, internal_control=shipped.internal_control)
    desk = Desk(settings, (rules,), situation.rulebook, policies, database)
    _prove(desk)
    _deliver(desk, folder / "levert")
    for number, month in enumerate((Month(2026, 1), Month(2026, 2), Month(2026, 3))):
        day = date(2026, 2 + number, 20)
        monthly_run(desk, month, at(day))
        compose_urgent(desk, at(day))
        compose_digests(desk, at(day))
        send_messages(desk, at(day))
    _answer(desk)
    _fail_one(desk)
    with chance.repeatable(Random(2026)):
        draw_in_village(desk)
    return desk


def at(day: date, hour: int = 7) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def _prove(desk: Desk) -> None:
    """The village's rules have no tests of their own; here they count as proven."""
    rules_in_use(desk.database, desk.rulebook, desk.rule_files, at(date(2026, 2, 1)))
    with desk.database.transaction("kontroll", at(date(2026, 2, 1))) as tx:
        for mark in tx.marks.starting_with("proved:"):
            tx.marks.set(mark, "[]")


def _deliver(desk: Desk, folder: Path) -> None:
    delivered = {**DATA, "organisasjon.csv": ORGANISATION, "personer.csv": PERSONS}
    write(folder, delivered)
    files = [Incoming(folder / name, name) for name in delivered]
    assert all(one.delivery for one in import_files(desk.database, desk.rulebook, files, at(date(2026, 2, 1)), "OLGA"))


def _answer(desk: Desk) -> None:
    with desk.database.reading() as tx:
        first, second = [sak for sak in tx.saker.all() if sak.owner == "ANNE"][:2]
    promise = Promise(owner="ANNE", deadline=date(2026, 4, 30), text="Gå gjennom <innkjøpene>")
    answer_sak(desk, first.id, "ANNE", Answer.MEASURE, "Vi tar tak i det.", [promise], at(date(2026, 4, 13)))
    answer_sak(desk, second.id, "ANNE", Answer.DISAGREE, "Det er <ikke> riktig.", [], at(date(2026, 4, 13), 8))


def _fail_one(desk: Desk) -> None:
    with desk.database.transaction("kontroll", at(date(2026, 4, 14))) as tx:
        one = tx.messages.all()[-1]
        tx.messages.save(one, replace(one, state=MessageState.FAILED, last_error="mottakeren har ingen e-postadresse"))
