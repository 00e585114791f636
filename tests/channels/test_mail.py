"""A message as mail: nothing in it can become a header, a recipient or a part."""

from __future__ import annotations

import unicodedata
from email import message_from_bytes, policy
from email.header import decode_header, make_header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.outgoing import MESSAGE, bodies, message
from kontroll.channels.base import Sender, as_mail, one_line
from kontroll.domain.notice import DeliveryFailed

SENDER = Sender(name="Fjordvik kommune", address="kontroll@fjordvik.example")
HEADERS = [
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress"),
    *("MIME-Version", "Content-Type"),
]


def arrived(outgoing, sender=SENDER):
    return message_from_bytes(as_mail(outgoing, sender), policy=policy.default)


@pytest.mark.parametrize(
    "text",
    [
        "2 saker\r\nBcc: all@evil.example",
        "2 saker\nBcc: all@evil.example\n\nNew body",
        "2 saker\rBcc: all@evil.example",
        "2 saker\x85Bcc: all@evil.example",
        "2 saker\u2028Bcc: all@evil.example",
        "=?utf-8?q?2_saker=0D=0ABcc:_all@evil.example?=",
        "2 saker " * 50 + "\r\nBcc: all@evil.example",
        "2 saker\x00\x0b\x0c",
    ],
)
def test_a_line_break_in_the_subject_or_a_name_is_no_header(text):
    mail = arrived(message(subject=text, name=text), Sender(name=text, address=SENDER.address))

    assert sorted(HEADERS) == sorted(mail.keys())
    assert ["kari.nordvik@fjordvik.example"] == [a.addr_spec for a in mail["To"].addresses]
    assert [MESSAGE.text, MESSAGE.html] == bodies(mail)


@given(st.text(max_size=120), st.text(max_size=40), st.text(max_size=40))
def test_whatever_stands_in_a_name_there_is_one_sender_one_recipient_and_no_other_header(subject, name, kommune):
    mail = arrived(message(subject=subject, name=name), Sender(name=kommune, address=SENDER.address))

    assert sorted(HEADERS) == sorted(mail.keys())
    assert ["kari.nordvik@fjordvik.example"] == [a.addr_spec for a in mail["To"].addresses]
    assert ["kontroll@fjordvik.example"] == [a.addr_spec for a in mail["From"].addresses]


@pytest.mark.parametrize("text", ["Øvre Årdal", "Å " * 60 + "slutt", "sak " * 60 + "ærlig", "a" * 300, "«»–×"])
def test_norwegian_words_keep_their_letters_and_the_spaces_between_them(text):
    raw = as_mail(message(subject=text, name=text), SENDER)
    mail = message_from_bytes(raw)

    assert text == str(make_header(decode_header(mail["Subject"])))
    assert f"{text} <{MESSAGE.address}>" == str(make_header(decode_header(mail["To"])))
    assert max(len(line) for line in raw.splitlines()) <= 78


@given(st.text(max_size=200), st.text(max_size=200))
def test_whatever_stands_in_a_body_the_parts_are_two(text, html):
    mail = arrived(message(text=text, html=html))

    assert ["text/plain", "text/html"] == [part.get_content_type() for part in mail.iter_parts()]


@pytest.mark.parametrize(
    "address",
    [
        "kari@fjordvik.example, all@evil.example",
        "kari@fjordvik.example\r\nBcc: all@evil.example",
        "<kari@fjordvik.example> all@evil.example",
        "kari@fjordvik.example@evil.example",
        'kari"@fjordvik.example',
        "kari",
        "@fjordvik.example",
        "kari@",
        "kari@" + "a" * 70 + ".example",
    ],
)
def test_what_is_not_one_address_is_refused_for_good_and_not_repeated(address):
    with pytest.raises(DeliveryFailed) as failure:
        as_mail(message(address=address), SENDER)

    assert failure.value.permanent
    assert "kari" not in str(failure.value)


@pytest.mark.parametrize("address", [None, ""])
def test_who_has_no_address_cannot_be_reached_by_mail(address):
    with pytest.raises(DeliveryFailed, match="ingen e-postadresse") as failure:
        as_mail(message(address=address), SENDER)

    assert failure.value.permanent


@given(st.text())
def test_one_line_is_one_line(text):
    assert len(one_line(text).splitlines()) <= 1
    assert one_line(text) == one_line(one_line(text))
    assert not [c for c in one_line(text) if unicodedata.category(c) in ("Cc", "Cf")]
