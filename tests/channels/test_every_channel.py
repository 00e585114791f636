"""What every channel promises, and what the two that write files do."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from channels.outgoing import MESSAGE, bodies, message
from channels.postoffice import post_office
from kontroll.channels.base import openings
from kontroll.channels.folder import Folder
from kontroll.channels.logfile import Logfile
from kontroll.domain.notice import DeliveryFailed
from kontroll.settings import Settings

SECRETS = ["Nordvik", "@fjordvik.example>", "kari.", "saker å svare"]


@pytest.fixture
def settings(tmp_path):
    with post_office() as office:
        yield Settings(
            hjem=tmp_path,
            kommune="Fjordvik kommune",
            utboks=tmp_path / "outbox",
            epost_tjener="127.0.0.1",
            epost_port=office.port,
            epost_kryptering="ingen",
            epost_avsender="kontroll@fjordvik.example",
        )


def lines(log: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


# --- every channel ------------------------------------------------------------------------------------------------


def test_the_channels_are_the_files_in_the_folder():
    assert {"epost", "logg", "mappe"} == set(openings())


@pytest.mark.parametrize("channel", openings())
def test_a_channel_takes_a_message_and_the_same_one_again(channel, settings):
    opened = openings()[channel].open(settings)

    assert opened.send(MESSAGE) is None
    assert opened.send(MESSAGE) is None


@pytest.mark.parametrize("channel", openings())
def test_opening_a_channel_sends_and_writes_nothing(channel, settings):
    openings()[channel].open(settings.model_copy(update={"mail_port": 1}))

    assert not settings.outbox.exists()


@pytest.mark.parametrize("channel", openings())
def test_a_channel_that_cannot_send_says_so_without_naming_anyone(channel, settings, tmp_path):
    (tmp_path / "in-the-way").write_text("", encoding="utf-8")
    broken = settings.model_copy(update={"mail_port": 1, "outbox": tmp_path / "in-the-way"})

    with pytest.raises(DeliveryFailed) as failure:
        openings()[channel].open(broken).send(MESSAGE)

    assert not failure.value.permanent
    assert not [word for word in SECRETS if word in str(failure.value)]


# --- the folder ---------------------------------------------------------------------------------------------------


def test_a_mail_in_the_folder_is_the_mail_that_would_be_sent(settings):
    openings()["mappe"].open(settings).send(MESSAGE)

    (file,) = settings.outbox.iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    # 23.30 UTC on the 27th is the 28th in Norway.
    assert "2026-11-28-kontroll.0123456789abcdef@fjordvik.example.eml" == file.name
    assert MESSAGE.subject == mail["Subject"]
    assert [MESSAGE.text, MESSAGE.html] == bodies(mail)


def test_the_same_message_is_the_same_file_and_another_is_another(settings):
    folder = openings()["mappe"].open(settings)
    folder.send(MESSAGE)
    before = {file.name: file.read_bytes() for file in settings.outbox.iterdir()}

    folder.send(MESSAGE)
    folder.send(message(id="kontroll.ff@fjordvik.example"))

    after = {file.name: file.read_bytes() for file in settings.outbox.iterdir()}
    assert 2 == len(after)
    assert before.items() <= after.items()


def test_an_id_cannot_lead_out_of_the_folder(settings):
    openings()["mappe"].open(settings).send(message(id="../../x/..\\y@z"))

    assert 1 == len(list(settings.outbox.iterdir()))


def test_a_kommune_without_an_address_can_still_read_its_mails(settings):
    unset = settings.model_copy(update={"mail_from": ""})
    channel = openings()["mappe"].open(unset)

    channel.send(MESSAGE)

    assert isinstance(channel, Folder)
    assert 1 == len(list(settings.outbox.iterdir()))


# --- the log ------------------------------------------------------------------------------------------------------


def test_a_line_of_the_log_holds_ids_and_no_names(settings):
    openings()["logg"].open(settings).send(MESSAGE)

    log = settings.outbox / "varsler.jsonl"
    assert [
        {"id": MESSAGE.id, "recipient": "P17", "about": ["S1", "S2"], "time": "2026-11-27T23:30:00+00:00"}
    ] == lines(log)


def test_a_message_is_logged_once(tmp_path):
    log = Logfile(file=tmp_path / "log.jsonl")

    for id in ("a", "b", "a", "ab", "b"):
        log.send(message(id=id))

    assert ["a", "b", "ab"] == [line["id"] for line in lines(log.file)]


@pytest.mark.parametrize("torn", ['{"id": "b"', '{"id": "b", "recipient": "P17"}', "{"])
def test_a_line_that_was_cut_short_is_written_anew(tmp_path, torn):
    log = Logfile(file=tmp_path / "log.jsonl")
    log.send(message(id="a"))
    with log.file.open("a", encoding="utf-8") as file:
        file.write(torn)

    log.send(message(id="b"))

    assert ["a", "b"] == [line["id"] for line in lines(log.file)]
