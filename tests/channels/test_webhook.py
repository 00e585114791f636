"""Calls to other systems: signed as it is told, to nowhere inside the house, and never on from where they were sent."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from datetime import UTC, datetime

import pytest

from channels.receiver import CERTIFICATE, receiver
from kontroll.channels.webhook import AddressRefused, Poster, demand_address, is_public, new_secret, signature
from kontroll.domain.notice import DeliveryFailed

NOW = datetime(2026, 4, 20, 7, 0, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = '{"hendelse":"avvik.nytt"}'


def failed(poster: Poster, address: str) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as failure:
        poster.post(address, SECRET, "varsel_1", BODY, NOW)
    assert "hemmelig" not in str(failure.value)
    return failure.value


# --- what is sent


def test_a_call_is_signed_so_that_the_receiver_can_tell():
    secret = new_secret()
    with receiver() as there:
        Poster(private=True).post(f"http://127.0.0.1:{there.port}/inn?a=1", secret, "varsel_1", BODY, NOW)

        assert there.is_signed(secret)
        assert not there.is_signed(new_secret())
        headers, body = there.got[0]
    assert BODY.encode() == body
    assert ("varsel_1", str(int(NOW.timestamp()))) == (headers["webhook-id"], headers["webhook-timestamp"])


def test_the_signature_is_that_of_the_published_example():
    """Standard Webhooks' own test vector."""
    found = signature(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}')

    assert "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=" == found


def test_secrets_differ_and_are_long():
    made = {new_secret() for _ in range(50)}

    assert 50 == len(made)
    assert all(len(one) > 40 for one in made)


# --- how it goes


@pytest.mark.parametrize(("status", "permanent"), [(500, False), (404, False), (302, False), (410, True), (199, False)])
def test_only_success_is_success_and_no_redirect_is_followed(status: int, permanent: bool):
    with receiver() as there:
        there.statuses = [status] if status != 199 else [300]
        failure = failed(Poster(private=True), f"http://127.0.0.1:{there.port}/hemmelig")

        assert 1 == len(there.got)
    assert permanent is failure.permanent


def test_a_receiver_that_is_not_there_is_tried_again():
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        assert not failed(Poster(private=True), f"http://127.0.0.1:{bound.getsockname()[1]}/hemmelig").permanent


def test_a_certificate_that_nobody_vouches_for_is_no_receiver_and_one_that_somebody_does_is():
    with receiver(tls=True) as there:
        assert "sertifikat" in str(failed(Poster(private=True), f"https://localhost:{there.port}/hemmelig"))
        assert there.got == []
        trusting = ssl.create_default_context(cafile=str(CERTIFICATE))
        trusting.verify_flags &= ~ssl.VERIFY_X509_STRICT
        Poster(private=True, context=trusting).post(f"https://localhost:{there.port}/", SECRET, "v", BODY, NOW)
        assert there.is_signed(SECRET)


# --- where it goes


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
        "2002:0a00:0001::1", "64:ff9b::7f00:1", "ff02::1",
    ],
)  # fmt: skip
def test_an_address_inside_is_not_public(address: str):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["193.212.1.10", "8.8.8.8", "2a01:5b40::1", "::ffff:8.8.8.8"])
def test_an_address_out_on_the_net_is_public(address: str):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("http://mottaker.example/inn", True),
        ("ftp://mottaker.example/inn", True),
        ("https://bruker:passord@mottaker.example/", True),
        ("https://mottaker.example/#x", True),
        ("https://mottaker.example/a b", True),
        ("https://mottaker.example/\r\nHost: x", True),
        ("https://", True),
        ("https://[::1", True),
        ("file:///etc/passwd", True),
        ("http://127.0.0.1/inn", False),
        ("https://localhost/inn", False),
        ("https://10.0.0.1/inn", False),
        ("https://[fd00::1]/inn", False),
    ],
)
def test_an_address_that_is_never_called_is_refused_when_it_is_given(address: str, private: bool):
    with pytest.raises(AddressRefused):
        demand_address(address, private=private)


@pytest.mark.parametrize(
    ("address", "private"),
    [("https://mottaker.example/inn", False), ("http://127.0.0.1:8000/", True), ("https://10.0.0.1/inn", True)],
)
def test_an_address_that_may_be_called_is_taken(address: str, private: bool):
    assert demand_address(address, private=private).hostname


@pytest.mark.parametrize("found", [["10.0.0.1"], ["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["fe80::1%eth0"], []])
def test_a_name_that_points_inside_is_not_called(found: list[str]):
    poster = Poster(private=False, look_up=lambda _host, _port: found)

    assert "privat" in str(failed(poster, "https://hemmelig.example/"))


def test_the_address_that_was_looked_at_is_the_one_that_is_called():
    """A name that points somewhere else the second time it is asked for leads nowhere."""
    asked: list[str] = []

    def look_up(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    trusting = ssl.create_default_context(cafile=str(CERTIFICATE))
    trusting.verify_flags &= ~ssl.VERIFY_X509_STRICT
    trusting.check_hostname = False
    with receiver(tls=True) as there:
        poster = Poster(private=True, look_up=look_up, context=trusting)
        poster.post(f"https://mottaker.example:{there.port}/", SECRET, "v", BODY, NOW)

        assert f"mottaker.example:{there.port}" == there.got[0][0]["host"]
    assert ["mottaker.example"] == asked
