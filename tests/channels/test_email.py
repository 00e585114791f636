"""E-mail against a real mail server: what arrives, what is refused for good, and what is worth another try."""

from __future__ import annotations

import socket
from dataclasses import replace
from email.utils import parsedate_to_datetime

import pytest

from channels.outgoing import MESSAGE, bodies, message
from channels.postoffice import CERTIFICATE, HANG_UP, post_office
from kontroll.channels.base import Sender
from kontroll.channels.email import Email
from kontroll.domain.notice import DeliveryFailed

SENDER = Sender(
    name="Fjordvik kommune", address="kontroll@fjordvik.example", reply_to="internkontroll@fjordvik.example"
)


def email(port: int, encryption: str = "ingen", host: str = "127.0.0.1", **given: object) -> Email:
    return Email(sender=SENDER, host=host, port=port, encryption=encryption, timeout=60, **given)


@pytest.fixture
def trusted(monkeypatch):
    """The mail server's certificate is one the machine trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

# --- what arrives -------------------------------------------------------------------------------------------------


def test_a_mail_arrives_as_text_and_html():
    with post_office() as office:
        email(office.port).send(MESSAGE)

    ((envelope_from, envelope_to, mail),) = office.received
    assert ("kontroll@fjordvik.example", ["kari.nordvik@fjordvik.example"]) == (envelope_from, envelope_to)
    assert "multipart/alternative" == mail.get_content_type()
    assert [MESSAGE.text, MESSAGE.html] == bodies(mail)
    assert ["text/plain", "text/html"] == [part.get_content_type() for part in mail.iter_parts()]


def test_the_headers_say_who_what_and_that_a_machine_wrote_it():
    with post_office() as office:
        email(office.port).send(MESSAGE)

    (mail,) = office.mails
    assert MESSAGE.subject == mail["Subject"]
    assert "Fjordvik kommune <kontroll@fjordvik.example>" == mail["From"]
    assert "Kari Nordvik <kari.nordvik@fjordvik.example>" == mail["To"]
    assert "internkontroll@fjordvik.example" == mail["Reply-To"]
    assert f"<{MESSAGE.id}>" == mail["Message-ID"]
    assert MESSAGE.composed_at == parsedate_to_datetime(mail["Date"])
    assert "auto-generated" == mail["Auto-Submitted"]


def test_the_same_message_is_the_same_bytes():
    with post_office() as office:
        email(office.port).send(MESSAGE)
        email(office.port).send(MESSAGE)

    first, second = office.raw
    assert first == second


def test_only_seven_bits_travel():
    """A server on the way may not take more, and would change the mail."""
    with post_office() as office:
        email(office.port).send(MESSAGE)

    assert office.raw[0].isascii()


def test_a_domain_with_norwegian_letters_is_reached():
    with post_office() as office:
        email(office.port).send(message(address="post@øvre-årdal.example"))

    assert [["post@xn--vre-rdal-d0a9p.example"]] == [to for _from, to, _mail in office.received]


def test_who_logs_in_is_let_in():
    with post_office(login=True) as office:
        email(office.port, user="kontroll", password="hemmelig").send(MESSAGE)

    assert 1 == len(office.mails)


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("way", ["starttls", "tls"])
def test_an_encrypted_mail_arrives(way):
    with post_office(**{way: True}) as office:
        email(office.port, way, "localhost", user="kontroll", password="hemmelig").send(MESSAGE)

    assert 1 == len(office.mails)


# --- refused for good, or for now ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "answer", "permanent", "told"),
    [
        ("RCPT", "550 5.1.1 No such user kari.nordvik@fjordvik.example", True, "mottakeren ble avvist (kode 550)"),
        ("RCPT", "450 4.2.1 Mailbox of kari.nordvik busy", False, "mottakeren ble avvist (kode 450)"),
        ("RCPT", "530 5.7.0 Authentication required", False, "mottakeren ble avvist (kode 530)"),
        ("DATA", "554 5.7.1 Message refused", True, "meldingen ble avvist (kode 554)"),
        ("DATA", "452 4.3.1 Out of storage", False, "meldingen ble avvist (kode 452)"),
        ("MAIL", "550 5.7.1 kontroll@fjordvik.example may not send", False, "avsenderen ble avvist (kode 550)"),
        ("MAIL", "421 4.3.2 Closing down", False, "avsenderen ble avvist (kode 421)"),
        ("RCPT", "421 4.3.2 Closing down", False, "mottakeren ble avvist (kode 421)"),
        ("MAIL", HANG_UP, False, "tjeneren brøt forbindelsen eller sluttet å svare"),
        ("RCPT", HANG_UP, False, "tjeneren brøt forbindelsen eller sluttet å svare"),
        ("DATA", HANG_UP, False, "tjeneren brøt forbindelsen eller sluttet å svare"),
    ],
)
def test_a_refusal_is_told_without_the_servers_words(command, answer, permanent, told):
    with post_office() as office:
        office.answers[command] = answer
        with pytest.raises(DeliveryFailed) as failure:
            email(office.port).send(MESSAGE)

    assert [] == office.received
    assert (permanent, told) == (failure.value.permanent, str(failure.value))


@pytest.mark.parametrize("answer", ["421 4.3.2 Closing down", HANG_UP])
def test_a_mail_that_was_taken_is_sent_whatever_the_goodbye(answer):
    """Counted as failed it would be sent twice."""
    with post_office() as office:
        office.answers["QUIT"] = answer
        email(office.port).send(MESSAGE)

    assert 1 == len(office.mails)


@pytest.mark.parametrize(("user", "told"), [("kontroll", "innloggingen ble avvist (kode 535)"), ("", "(kode 530)")])
def test_a_login_that_is_wrong_or_missing_can_be_mended(user, told):
    with post_office(login=True) as office, pytest.raises(DeliveryFailed) as failure:
        email(office.port, user=user, password="feil").send(MESSAGE)

    assert not failure.value.permanent
    assert told in str(failure.value)
    assert "feil" not in repr(email(1, password="feil"))


def test_a_password_that_cannot_be_sent_is_told_and_not_shown():
    with post_office(login=True) as office, pytest.raises(DeliveryFailed, match="tegn") as failure:
        email(office.port, user="kontroll", password="blåbær").send(MESSAGE)

    assert not failure.value.permanent
    assert "blåbær" not in str(failure.value)
    assert failure.value.__cause__ is None


def test_without_starttls_nothing_is_sent_in_plain_text():
    with post_office() as office, pytest.raises(DeliveryFailed) as failure:
        email(office.port, "starttls", user="kontroll", password="hemmelig").send(MESSAGE)

    assert not failure.value.permanent
    assert ([], []) == (office.received, office.logins)


@pytest.mark.parametrize("way", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(way):
    with post_office(**{way: True}) as office, pytest.raises(DeliveryFailed, match="kryptert") as failure:
        email(office.port, way, user="kontroll", password="hemmelig").send(MESSAGE)

    assert not failure.value.permanent
    assert ([], []) == (office.received, office.logins)


@pytest.mark.usefixtures("trusted")
def test_a_server_under_another_name_than_its_certificate_is_refused():
    with post_office(tls=True) as office, pytest.raises(DeliveryFailed, match="kryptert"):
        email(office.port, "tls", "127.0.0.1").send(MESSAGE)


def test_a_server_that_is_down_is_worth_another_try():
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        free = bound.getsockname()[1]

    with pytest.raises(DeliveryFailed, match="kan ikke nås") as failure:
        email(free).send(MESSAGE)

    assert not failure.value.permanent


def test_a_server_that_says_nothing_is_not_waited_for_for_ever():
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen()
        patient = replace(email(bound.getsockname()[1]), timeout=0.2)
        with pytest.raises(DeliveryFailed, match="sluttet å svare") as failure:
            patient.send(MESSAGE)

    assert not failure.value.permanent


@pytest.mark.parametrize(("host", "address"), [("", SENDER.address), ("127.0.0.1", "")])
def test_mail_that_is_not_set_up_waits_for_it(host, address):
    unset = Email(sender=Sender(name="K", address=address), host=host, port=1, encryption="ingen")

    with pytest.raises(DeliveryFailed, match="ikke satt opp") as failure:
        unset.send(MESSAGE)

    assert not failure.value.permanent
