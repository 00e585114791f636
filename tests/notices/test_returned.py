"""What a bounce says: reports by RFC 3464, servers that only send the text back, and what is no bounce at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontroll.notices.returned import Returned, read_returned

ID = "kontroll." + "0123456789abcdef" * 2 + "@fjordvik.example"


def report(action: str = "failed", status: str = "5.1.1", *, whole: bool = True, id: str = ID) -> bytes:
    """As a mail server writes it. whole: the message itself comes back; otherwise its headers alone."""
    original = (
        f"From: kontroll@fjordvik.example\r\nTo: kari@fjordvik.example\r\nMessage-ID: <{id}>\r\nSubject: Sak\r\n\r\n"
    )
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    return (
        "From: MAILER-DAEMON@mx.example (Mail Delivery System)\r\nTo: kontroll@fjordvik.example\r\n"
        "Auto-Submitted: auto-replied\r\nSubject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"\r\n\r\n'
        "--b1\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nI'm sorry. 2.0.0 says nothing here.\r\n"
        "--b1\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; kari@fjordvik.example\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 unknown user\r\n\r\n"
        f"--b1\r\nContent-Type: {kind}\r\n\r\n{original}--b1--\r\n"
    ).encode()


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(
    ("action", "status", "failed", "dead"),
    [
        ("failed", "5.1.1", True, True),
        ("Failed", "5.1.10", True, True),
        ("failed", "5.2.1", True, True),
        ("failed", "5.2.2", True, False),  # a full mailbox is emptied
        ("failed", "5.7.1", True, False),  # a rule of theirs is about this mail
        ("failed", "4.4.7", True, False),  # given up on after days
        ("failed", "", True, False),
        ("delayed", "4.4.1", False, False),
        ("relayed", "2.0.0", False, False),
    ],
)
def test_a_report_says_whether_it_failed_and_whether_the_address_is_no_good(action, status, failed, dead, whole):
    found = read_returned(report(action, status, whole=whole))

    assert found is not None
    assert (ID, status, failed, dead) == (found.message, found.status, found.failed, found.is_dead)


def plain(sender: str, text: str) -> bytes:
    return f"From: {sender}\r\nSubject: Re: Sak\r\nContent-Type: text/plain\r\n\r\n{text}\r\n".encode()


@pytest.mark.parametrize(
    ("mail", "expected"),
    [
        (
            plain("MAILER-DAEMON@mx.example", f"550 5.1.1 no such user\n\nMessage-ID: <{ID}>"),
            Returned(ID, "5.1.1", True),
        ),
        (plain("postmaster@mx.example", f"It is gone.\n\nMessage-ID: <{ID}>"), Returned(ID, "", True)),
        (plain("postmaster@mx.example", f"4.4.1 still trying\n\nMessage-ID: <{ID}>"), Returned(ID, "4.4.1", False)),
        (plain("kari@fjordvik.example", f"Jeg er på ferie.\n\nMessage-ID: <{ID}>"), None),
        (plain("MAILER-DAEMON@mx.example", "550 5.1.1 another's mail"), None),
        (report(id="annet@fjordvik.example"), None),
        (b"", None),
        (b"\xff\xfe\x00", None),
    ],
)
def test_without_a_report_only_a_servers_own_words_count(mail: bytes, expected: Returned | None):
    assert expected == read_returned(mail)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 900), st.integers(0, 300))
def test_whatever_comes_nothing_but_an_answer_is_given(noise: bytes, at: int, lost: int):
    mail = report()

    found = read_returned(mail[:at] + noise + mail[at + lost :])

    assert found is None or found.message.startswith("kontroll.")
