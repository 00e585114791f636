"""Hostile content in every field of every form that the pages offer: stored or refused, and inert wherever it is shown.

The forms are found by reading the pages of the router as those who may fill them in see them; a form that is added is
tried as well.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from html.parser import HTMLParser

import pytest

from differential.seed import rotating_seed
from friday import Friday, friday_of
from hostile import HOSTILE, MARK, active
from kontroll.channels.base import Outgoing, Sender, as_mail
from kontroll.domain.access import Role
from kontroll.flows.mail.outbox import compose_digests
from kontroll.web.signed_in import COOKIE, FIELD, form_token
from routes_of import app_of, declared, filled
from signed_in import NOW, cookies
from walked import filled_in, walked

#: Kinds of hostile content tried each time; all of them when slow.
KINDS = 2


@dataclass
class Form:
    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)


class _Forms(HTMLParser):
    """The forms of a page, with what stands in them. Text fields are those that somebody writes in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms, self._select = page, [], ""

    def handle_starttag(self, tag, attrs):  # type: ignore[no-untyped-def]
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.forms.append(Form((given.get("method") or "get").upper(), given.get("action") or self.page))
        elif not self.forms:
            return
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and (self._select not in self.forms[-1].fields or "selected" in given):
            self.forms[-1].fields[self._select] = given.get("value") or ""
        elif tag in ("input", "textarea") and name:
            kind = given.get("type") or "text"
            if kind in ("checkbox", "radio", "hidden"):
                self.forms[-1].fields.setdefault(name, given.get("value") or "")
            else:
                self.forms[-1].fields[name] = given.get("value") or ""
                self.forms[-1].written.add(name)


@dataclass
class Attack:
    """Somebody who fills in every form that she is shown."""

    friday: Friday
    summaries: object
    client: object
    people: dict[str, dict[str, str]]

    def addresses(self) -> list[str]:
        with self.friday.desk.database.reading() as tx:
            known = {
                "sak": [sak.id for sak in tx.saker.all()], "melding": [one.id for one in tx.messages.all()][-6:],
                "kjoring": [tx.runs.all()[-1].id], "regel": ["merforbruk"], "reglement": ["okonomireglementet"],
            }  # fmt: skip
        forms = filled(known)
        paths = [route.path for route in declared(app_of(self.summaries, self.friday.desk)) if route.method == "GET"]  # type: ignore[arg-type]
        found = [one for path in paths for one in (forms.get(path) or [filled_in(path)])]
        return [one for one in dict.fromkeys(found) if not one.startswith(("/helse", "/metrikk", "/api"))]

    def forms(self, who: str) -> Iterator[Form]:
        seen = set()
        for address in self.addresses():
            answer = self.client.get(address, headers=_header(self.people[who]))  # type: ignore[attr-defined]
            status, text = answer.status_code, answer.text
            if status != 200 or address.endswith(".xlsx"):
                continue
            reader = _Forms(address)
            reader.feed(text)
            for form in reader.forms:
                key = (form.method, form.action, tuple(sorted(form.fields)))
                if form.written and key not in seen:
                    seen.add(key)
                    yield form

    def send(self, who: str, form: Form, content: str) -> tuple[int, str]:
        sent = {**form.fields, **dict.fromkeys(form.written, content)}
        sent.pop(FIELD, None)
        if form.method == "GET":
            answer = self.client.get(form.action, params=sent, headers=_header(self.people[who]))  # type: ignore[attr-defined]
        else:
            sent[FIELD] = form_token(self.people[who][COOKIE])
            answer = self.client.post(form.action, data=sent, headers=_header(self.people[who]))  # type: ignore[attr-defined]
        return answer.status_code, answer.text


def _header(held: dict[str, str]) -> dict[str, str]:
    return {"cookie": "; ".join(f"{name}={value}" for name, value in held.items())}


@pytest.fixture
def attack(village_seen, tmp_path) -> Iterator[Attack]:
    summaries, desk = village_seen
    with friday_of(summaries.situation, desk, tmp_path) as friday, walked(app_of(summaries, friday.desk)) as client:
        people = {
            "leder": cookies(friday.desk, "BERIT"),
            "kontroll": cookies(friday.desk, "KARI"),
            "administrator": cookies(friday.desk, None, [Role.ADMIN]),
        }
        yield Attack(friday, summaries, client, people)


def chosen_kinds() -> list[str]:
    return random.Random(rotating_seed()).sample(sorted(HOSTILE), KINDS)


def carried_out(attack: Attack, kinds: list[str]) -> list[str]:
    """What did something, or broke."""
    wrong, tried = [], 0
    for who in attack.people:
        for form in list(attack.forms(who)):
            for kind in kinds:
                status, text = attack.send(who, form, HOSTILE[kind])
                tried += 1
                if status >= 500 or active(text):
                    wrong.append(f"{who} {form.method} {form.action} {kind}: {status} {active(text)[:3]}")
    assert tried > 20 * len(kinds)
    return wrong + list(shown(attack)) + list(mailed(attack))


def shown(attack: Attack) -> Iterator[str]:
    for address in attack.addresses():
        held = _header(attack.people["kontroll"])
        answer = attack.client.get(address, headers=held)  # type: ignore[attr-defined]
        if answer.status_code >= 500:
            yield f"{address}: {answer.status_code}"
        elif "spreadsheet" in answer.headers.get("content-type", ""):
            with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
                sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
                if any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets):
                    yield f"{address}: a formula or a link"
        elif is_page(answer.headers) and (found := active(answer.text)):
            yield f"{address}: {found[:3]}"
        for name, value in answer.headers.items():
            if "\r" in value or "\n" in value or name.lower() == "bcc":
                yield f"{address}: header {name}"


def is_page(headers: Mapping[str, str]) -> bool:
    """No browser takes the other kinds for a page: every answer forbids it to guess, see test_headers.py."""
    kind = headers.get("content-type", "")
    return not kind.startswith(("application/json", "text/csv", "text/plain", "text/tab-separated-values"))


def mailed(attack: Attack) -> Iterator[str]:
    compose_digests(attack.friday.desk, NOW)
    sender = Sender(name=f"Bygda {HOSTILE['header']}", address="kontroll@bygda.example")
    with attack.friday.desk.database.reading() as tx:
        messages = tx.messages.all()
    for one in messages:
        # Mail programs read no style sheets: the template's own styles stand in the mail.
        if found := [what for what in active(one.html) if not what.endswith(" style>")]:
            yield f"mail {one.id}: {found[:3]}"
        outgoing = Outgoing(
            id=one.id, recipient=one.recipient, address="anne@bygda.example", name=HOSTILE["header"],
            composed_at=one.composed_at, about=(), subject=f"{one.subject} {HOSTILE['header']}", text=one.text, html=one.html,
        )  # fmt: skip
        mail = message_from_bytes(as_mail(outgoing, sender), policy=default)
        if mail["Bcc"] or "multipart/alternative" != mail.get_content_type():
            yield f"mail {one.id}: a header was written"


def test_what_is_written_in_the_fields_of_every_form_is_inert(attack: Attack):
    assert "" == "\n".join(carried_out(attack, chosen_kinds()))


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_each_kind_is_inert_everywhere(attack: Attack, kind: str):
    assert "" == "\n".join(carried_out(attack, [kind]))


def test_what_does_something_would_be_found():
    assert ["<script>"] == active(HOSTILE["script"])
    assert "<img onerror>" in active(f"<textarea>{HOSTILE['closing']}</textarea>")
    assert ["<input onfocus>"] == active(f'<input value="{HOSTILE["attribute"]}">')
    assert [] == active(f"<p>{MARK} &lt;script&gt;</p>")


@pytest.mark.parametrize("address", ["/sok?ord=%00", "/saker?enhet=a%00b", "/sak/%00"])
def test_a_character_that_no_database_keeps_is_refused_before_it_gets_there(attack: Attack, address: str):
    assert 422 == attack.client.get(address, headers=_header(attack.people["kontroll"])).status_code  # type: ignore[attr-defined]
