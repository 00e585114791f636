"""Mail that does not come through: who is told, what is tried again, and what is not; and files in the inbox nobody reads."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kontroll.channels.base import Outgoing
from kontroll.domain.notice import DeliveryFailed, Message, MessageState, NoticeState, Reason
from kontroll.flows.mail.dead_addresses import dead_addresses
from kontroll.flows.mail.letters import letter_of
from kontroll.flows.mail.outbox import compose_digests, compose_urgent, send_messages
from kontroll.flows.mail.read_returns import read_returns
from kontroll.flows.saker.acting import today_of
from kontroll.flows.telling.tell_strangers import strangers_seen, tell_strangers
from notices.test_returned import report

from .followed import FEB
from .small import PERSONS, POLICIES, Kommune, Make, at, rule

MAILED = replace(POLICIES, notices=replace(POLICIES.notices, channels=("epost",)))


@dataclass
class Server:
    """Takes every mail but those to the addresses it refuses."""

    refuses: dict[str, DeliveryFailed] = field(default_factory=dict)
    taken: list[Outgoing] = field(default_factory=list)

    def send(self, message: Outgoing) -> None:
        if message.address in self.refuses:
            raise self.refuses[message.address]
        self.taken.append(message)


def mailed(make: Make, severity: str = "middels", server: Server | None = None) -> tuple[Kommune, Server]:
    """Anne has got a mail about a sak at Bygda skole."""
    server = server or Server()
    (name, text), *_ = rule("minus").items()
    bygda = make({name: text.replace("alvor: middels", f"alvor: {severity}")}, policies=MAILED)
    settings = bygda.desk.settings.model_copy(update={"mail_returns": "retur"})
    bygda.desk = replace(bygda.desk, settings=settings)
    (bygda.folder / "retur").mkdir()
    bygda.desk.__dict__["channels"] = {"epost": server}
    bygda.measure("2026-01", FEB, e1=-2, e2=1, e3=0)
    bygda.run("2026-01", FEB)
    send(bygda, FEB)
    return bygda, server


def send(bygda: Kommune, day: date) -> None:
    compose_urgent(bygda.desk, at(day))
    compose_digests(bygda.desk, at(day))
    send_messages(bygda.desk, at(day))


def to_anne(bygda: Kommune) -> Message:
    with bygda.desk.database.reading() as tx:
        return tx.messages.where(recipient="ANNE")[0]


def come_back(bygda: Kommune, mail: bytes, name: str = "1.eml") -> Path:
    file = bygda.folder / "retur" / name
    file.parent.mkdir(exist_ok=True, parents=True)
    file.write_bytes(mail)
    return file


def told(bygda: Kommune, reason: Reason) -> list[str]:
    return sorted(notice.recipient for notice in bygda.notices() if notice.reason is reason)


def test_a_bounce_fails_the_message_and_internal_control_is_told_once(make: Make):
    bygda, _server = mailed(make)
    file = come_back(bygda, report(id=to_anne(bygda).id))

    assert (1, 0) == (read_returns(bygda.desk, at(FEB)).returned, read_returns(bygda.desk, at(FEB)).returned)

    message = to_anne(bygda)
    assert (MessageState.FAILED, "e-posten kom i retur (kode 5.1.1)") == (message.state, message.last_error)
    assert [NoticeState.FAILED] == [n.state for n in bygda.notices() if n.recipient == "ANNE"]
    assert ["KARI", "KNUT"] == told(bygda, Reason.MAIL_RETURNED)
    assert not file.exists()
    assert "e-postadresse virker ikke" in bygda.trail()
    with bygda.desk.database.reading() as tx:
        assert not any(b"@bygda" in entry.body for entry in tx.trail.entries())


def test_internal_control_reads_whose_mail_it_is_and_where_to_look(make: Make):
    bygda, _server = mailed(make)
    come_back(bygda, report(id=to_anne(bygda).id))
    read_returns(bygda.desk, at(FEB))

    with bygda.desk.database.reading() as tx:
        notices = [n for n in tx.notices.all() if n.reason is Reason.MAIL_RETURNED and n.recipient == "KARI"]
        (item,) = letter_of(tx, today_of(bygda.desk, tx, at(FEB)), "KARI", notices).items

    assert "E-post til Anne A" == item.rule_name
    assert item.link.endswith("/meldinger")


def test_nothing_more_is_sent_to_a_dead_address_until_the_list_brings_another(make: Make):
    bygda, server = mailed(make)
    come_back(bygda, report(id=to_anne(bygda).id))
    read_returns(bygda.desk, at(FEB))
    before = len(server.taken)

    def next_month(month: str, day: date) -> list[str | None]:
        bygda.measure(month, day, e1=1, e2=1, e3=0)
        bygda.run(month, day)
        bygda.measure(f"{month[:-1]}{int(month[-1]) + 1}", day + timedelta(days=28), e1=-3, e2=1, e3=0)
        bygda.run(f"{month[:-1]}{int(month[-1]) + 1}", day + timedelta(days=28))
        send(bygda, day + timedelta(days=28))
        return [one.address for one in server.taken[before:] if one.recipient == "ANNE"]

    assert [] == next_month("2026-02", date(2026, 3, 20))
    bygda.deliver("personer.csv", PERSONS.replace("anne@bygda", "anne.a@bygda"), date(2026, 5, 1))
    with bygda.desk.database.reading() as tx:
        assert [] == dead_addresses(tx, today_of(bygda.desk, tx, at(date(2026, 5, 1))))
    assert {"anne.a@bygda.example"} == set(next_month("2026-04", date(2026, 5, 20)))


@pytest.mark.parametrize(("severity", "above"), [("middels", []), ("kritisk", ["SJEF"])])
def test_of_what_is_urgent_the_one_above_hears_at_once(make: Make, severity: str, above: list[str]):
    bygda, _server = mailed(make, severity)
    come_back(bygda, report(id=to_anne(bygda).id))

    read_returns(bygda.desk, at(FEB))

    assert above == told(bygda, Reason.INFORMED)


@pytest.mark.parametrize(
    ("failure", "state", "told_of"),
    [
        (DeliveryFailed("avvist (kode 550)", permanent=True, of_address=True), MessageState.FAILED, ["KARI", "KNUT"]),
        (DeliveryFailed("avvist (kode 554)", permanent=True), MessageState.FAILED, []),
        (DeliveryFailed("nede", permanent=False), MessageState.QUEUED, []),
    ],
)
def test_a_refusal_of_the_server_itself_is_told_likewise(make: Make, failure, state: MessageState, told_of: list[str]):
    bygda, server = mailed(make, server=Server({"anne@bygda.example": failure}))

    assert state is to_anne(bygda).state
    assert told_of == told(bygda, Reason.MAIL_RETURNED)
    if state is MessageState.QUEUED:
        server.refuses.clear()
        send_messages(bygda.desk, at(FEB) + timedelta(seconds=59))
        assert MessageState.QUEUED is to_anne(bygda).state
        send_messages(bygda.desk, at(FEB) + timedelta(seconds=60))
        assert MessageState.SENT is to_anne(bygda).state


@pytest.mark.parametrize(
    ("mail", "left"),
    [(report("delayed", "4.4.1"), 0), (report(), 0), (b"From: kari@bygda.example\r\n\r\nHei", 1)],
)
def test_a_delay_another_systems_mail_and_what_is_no_bounce_change_nothing(make: Make, mail: bytes, left: int):
    bygda, _server = mailed(make)
    come_back(
        bygda,
        mail.replace(b"kontroll.0123456789abcdef0123456789abcdef@fjordvik.example", b"kontroll." + b"9" * 32 + b"@x"),
    )

    assert (0, left) == (lambda r: (r.returned, r.left))(read_returns(bygda.desk, at(FEB)))
    assert MessageState.SENT is to_anne(bygda).state
    assert left == len(list((bygda.folder / "retur").glob("ikke-forstatt/*")))


def test_a_maildir_is_read_where_new_mail_lies(make: Make):
    bygda, _server = mailed(make)
    come_back(bygda, report(id=to_anne(bygda).id), "new/1.host")
    come_back(bygda, b"Hei", "new/2.host")

    done = read_returns(bygda.desk, at(FEB))

    assert (1, 1) == (done.returned, done.left)
    assert ["2.host:2,S"] == [file.name for file in (bygda.folder / "retur" / "cur").iterdir()]


# --- files in the inbox that nobody reads ---


def test_internal_control_is_told_once_a_day_of_files_that_nobody_reads(make: Make):
    bygda = make(rule("minus"))
    inbox = bygda.folder / "inbox"
    (inbox / "datasett").mkdir(parents=True)
    bygda.desk = replace(bygda.desk, settings=bygda.desk.settings.model_copy(update={"inbox": inbox}))
    assert 0 == tell_strangers(bygda.desk, at(FEB))
    (inbox / "personar.csv").write_text("a;b\n")
    (inbox / "les meg.txt").write_text("hei")

    assert 1 == tell_strangers(bygda.desk, at(FEB))
    assert 1 == tell_strangers(bygda.desk, at(FEB))
    (inbox / "datasett" / "faktura.csv").write_text("a;b\n")
    assert 2 == tell_strangers(bygda.desk, at(FEB + timedelta(days=3)))

    assert ["KARI", "KARI", "KNUT", "KNUT"] == told(bygda, Reason.STRANGE_FILES)
    with bygda.desk.database.reading() as tx:
        assert ["datasett/faktura.csv", "personar.csv"] == [place for place, _what, _fix in strangers_seen(tx)]
    (inbox / "personar.csv").unlink()
    (inbox / "datasett" / "faktura.csv").unlink()
    tell_strangers(bygda.desk, at(FEB + timedelta(days=4)))
    with bygda.desk.database.reading() as tx:
        assert [] == strangers_seen(tx)
