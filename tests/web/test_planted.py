"""A mark in every field that somebody can write or deliver about another enhet: no answer to a leader holds one of them.

The marks are planted as people plant them: in what the other leader answers and promises, in what is said in her sak, in
her messages, in what was found, and in the records of her enhet. Whoever controls must see each: otherwise nothing is proven.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from differential.seed import rotating_seed
from friday import SAK, Friday, friday_of
from kontroll.domain.access import Role
from kontroll.domain.sak import Answer
from kontroll.flows.saker.answer_sak import answer_sak
from kontroll.flows.saker.casework import ask_owner, assign_to, comment_on
from kontroll.flows.saker.promises import Promise
from kontroll.report.summary import Summaries
from kontroll.web.signed_in import Open
from routes_of import app_of, declared, filled
from signed_in import NOW, cookies
from walked import asked, filled_in, walked
from web.test_access import _asked, of_others

#: What is written about enhet 2 and its sak, by where it is written.
MARKS = {
    "answer": "MERKESVAR", "promise": "MERKETILTAK", "comment": "MERKEKOMMENTAR", "asked": "MERKEBEDTOM",
    "why": "MERKEFUNN", "message": "MERKEMELDING", "subject": "MERKEEMNE",
}  # fmt: skip
WORDS = ["Lia", "Berit", SAK, "B3", "MERKE", *MARKS.values()]
SHARE = 3


@dataclass
class Planted:
    friday: Friday
    summaries: Summaries
    held: Mapping[str, dict[str, str]]

    def addresses(self) -> list[tuple[str, str]]:
        """Method and address of everything that can be asked for, of one's own and others'."""
        app = app_of(self.summaries, self.friday.desk)
        with self.friday.desk.database.reading() as tx:
            known = {
                "sak": [sak.id for sak in tx.saker.all()],
                "melding": [message.id for message in tx.messages.all()],
                "kjoring": [run.id for run in tx.runs.all()],
                "regel": list(self.summaries.situation.shown),
                "reglement": ["okonomireglementet"],
                "trukket": [],
            }
        forms = filled(known)
        found = []
        for route in declared(app):
            if isinstance(route.needs[0], Open) or route.path in ("/logg-ut",):
                continue
            if route.method == "POST":
                parts = [{"id": SAK, "hva": hva} for hva in ("kommenter", "lukk")]
                found += [("POST", filled_in(route.path, **part)) for part in parts]
            else:
                found += [("GET", one) for one in forms.get(route.path, [route.path])]
        found += [("GET", f"{path}?ord={word}") for path in ("/sok", "/ko", "/saker") for word in WORDS]
        return list(dict.fromkeys(found))


def plant(friday: Friday) -> None:
    desk = friday.desk
    promised = [Promise(owner="BERIT", deadline=(NOW + timedelta(days=9)).date(), text=MARKS["promise"])]
    assign_to(desk, SAK, "KARI", "KARI", NOW)
    ask_owner(desk, SAK, "KARI", MARKS["asked"], (NOW + timedelta(days=5)).date(), NOW)
    comment_on(desk, SAK, "KARI", MARKS["comment"], NOW)
    answer_sak(desk, SAK, "BERIT", Answer.MEASURE, MARKS["answer"], promised, NOW)
    with desk.database.transaction("test", NOW) as tx:
        for notice in tx.notices.where(sak=SAK):
            tx.notices.save(notice, replace(notice, why=MARKS["why"]))
        for message in tx.messages.where(recipient="BERIT"):
            tx.messages.save(
                message, replace(message, text=MARKS["message"], html=MARKS["message"], subject=MARKS["subject"])
            )


@pytest.fixture(scope="module")
def planted(village_seen, tmp_path_factory) -> Iterator[Planted]:
    summaries, desk = village_seen
    folder: Path = tmp_path_factory.mktemp("planted")
    with friday_of(summaries.situation, desk, folder) as friday:
        plant(friday)
        held = {
            "leder 1": cookies(friday.desk, "ANNE"),
            "kontroll": cookies(friday.desk, "KARI"),
            "revisor": cookies(friday.desk, None, [Role.AUDITOR]),
            "administrator": cookies(friday.desk, None, [Role.ADMIN]),
        }
        yield Planted(friday, summaries, held)


@pytest.fixture(scope="module")
def client(planted: Planted):
    with walked(app_of(planted.summaries, planted.friday.desk)) as client:
        yield client


def found_in(text: str, address: str, extra: list[str]) -> list[str]:
    """What she typed herself is no leak."""
    return [one for one in [*MARKS.values(), *extra] if one in text and one not in unquote(address)]


def leaks(planted: Planted, client, who: str, share: int, seed: int) -> list[str]:
    chance, found = random.Random(seed), []
    extra = ["Berit Bø", "Q-HEMMELIG", *(one for one in of_others("1") if one.startswith("S"))]
    for method, address in planted.addresses():
        if share > 1 and chance.randrange(share):
            continue
        status, text = asked(client, method, address, planted.held[who], tekst="x", q="MERKE", ord="MERKE")
        if status >= 500 or (shown := found_in(text, address, extra)):
            found.append(f"{method} {address}: {status} {shown if status < 500 else ''}")
    return found


@pytest.mark.parametrize("who", ["leder 1", "administrator"])
def test_no_answer_holds_what_is_written_about_another_enhet(planted: Planted, client, who: str):
    assert "" == "\n".join(leaks(planted, client, who, SHARE, rotating_seed()))


@pytest.mark.slow
@pytest.mark.parametrize("who", ["leder 1", "administrator"])
def test_no_answer_at_all_does(planted: Planted, client, who: str):
    assert "" == "\n".join(leaks(planted, client, who, 1, 0))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(address=_asked(), method=st.sampled_from(["GET", "POST"]), word=st.sampled_from(WORDS))
def test_whatever_a_leader_asks_for_she_is_shown_no_mark(
    planted: Planted, client, address: str, method: str, word: str
):
    if method == "POST":
        address = "/ko/sok" if len(word) % 2 else "/sok/person"
    status, text = asked(client, method, address, planted.held["leder 1"], ord=word, q=word, sok=word)

    assert status < 500
    assert [] == [one for one in found_in(text, address, []) if one != word]


def test_whoever_controls_sees_every_mark(planted: Planted, client):
    shown = ""
    for method, address in planted.addresses():
        if method == "GET" and address.startswith(("/sak/", "/melding", "/saker")):
            shown += asked(client, method, address, planted.held["kontroll"])[1]

    assert [] == [name for name, one in MARKS.items() if one not in shown and name != "why"]
