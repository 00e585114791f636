"""A leader on a Friday at 16:00: the link of a mail, what is wrong, and one of four answers, as a browser asks for it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import httpx
import pytest

from followed_village import at
from friday import SAK, Friday, friday_of
from kontroll.domain.sak import Answer, SakState
from kontroll.report.summary import Summaries
from kontroll.wiring import Desk
from served import text_of
from village import PERSONAL

HOSTILE = "<script>alert(1)</script> {{ 7*7 }} =1+1"


@pytest.fixture
def friday(tmp_path: Path, village_seen: tuple[Summaries, Desk]) -> Iterator[Friday]:
    """A village of one's own, which a test may change."""
    with friday_of(village_seen[0].situation, village_seen[1], tmp_path) as friday:
        yield friday


def fields(answer: httpx.Response) -> dict[str, str]:
    """What the form of the page brings back by itself."""
    form = answer.text.split('class="answer"')[1]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def answered(client: httpx.Client, sak: str = SAK, **written: object) -> httpx.Response:
    page = client.get(f"/sak/{sak}")
    return client.post(f"/sak/{sak}/svar", data={**fields(page), **written})


def sak_of(desk: Desk, id: str = SAK):  # type: ignore[no-untyped-def]
    with desk.database.reading() as tx:
        return tx.saker.get(id)


def eventually(holds: Callable[[], bool]) -> bool:
    """Seeing is written down aside: nobody who reads waits for it."""
    for _try in range(600):
        if holds():
            return True
        time.sleep(0.1)
    return False


# --- what she sees


def test_the_page_says_what_is_wrong_why_what_is_expected_who_is_told_and_then_asks(friday):
    text = text_of(friday.leader("BERIT").get(f"/sak/{SAK}"))

    told = [
        "Regelen «Stort kjøp» har slått ut for 1 post ved Lia skole i februar 2026.",
        "Hvorfor",
        "Hele forklaringen",
        "Slik har det gått",
        "Hva som ventes, og når Svarfristen var onsdag 8. april. Svar så snart du kan.",
        "Hvem andre som er varslet",
        "Svar på saken",
    ]
    assert sorted(text.index(part) for part in told) == [text.index(part) for part in told]


def test_the_link_of_a_mail_leads_through_the_sign_in_page_to_the_sak(friday, signed_in):
    nobody = signed_in()

    asked = nobody.get(f"/sak/{SAK}")

    assert 303 == asked.status_code
    assert f"/logg-inn?til=%2Fsak%2F{SAK}" == asked.headers["location"]


def test_a_leader_sees_the_form_for_her_own_sak_and_nobody_else_does(friday):
    assert 'class="answer"' in friday.leader("BERIT").get(f"/sak/{SAK}").text
    assert 'class="answer"' not in friday.leader("KARI").get(f"/sak/{SAK}").text
    assert 404 == friday.leader("ANNE").get(f"/sak/{SAK}").status_code


def test_the_course_is_told_in_words_and_its_numbers_stand_in_a_table(friday):
    page = friday.leader("ANNE").get("/sak/S2026-00001")

    (told,) = re.findall(r'<desc id="forlop-1-ord">([^<]*)</desc>', page.text)
    assert "Regnskap mot budsjett ved Bygda skole, fra mars 2025 til mars 2026." in told
    assert "Siste kjente verdi er −0,5" in told
    assert "Grense: 0,0" in told
    assert "Regelen slo ut i 3 perioder." in told
    assert 13 == page.text.split("<caption", 2)[1].split("</tbody>")[0].count('<tr><th scope="row"')


def test_hers_alone_may_be_given_a_tiltak(friday):
    page = friday.leader("BERIT").get(f"/sak/{SAK}").text

    assert ["BERIT"] == re.findall(r'<option value="([A-Z]+)"', page)


# --- seen


def test_a_notice_is_seen_when_its_recipient_opens_the_sak_herself(friday):
    desk = friday.desk

    def unseen() -> int:
        with desk.database.reading() as tx:
            return tx.notices.count(sak=SAK, recipient="BERIT", seen_at=None)

    assert unseen()
    friday.leader("KARI").get(f"/sak/{SAK}")
    friday.leader("BERIT").get(f"/sak/{SAK}", headers={"Sec-Purpose": "prefetch"})
    time.sleep(0.5)
    assert unseen()

    friday.leader("BERIT").get(f"/sak/{SAK}")
    assert eventually(lambda: not unseen())


# --- she answers


def test_rettet_is_sent_and_she_is_told_what_happens_next(friday):
    client = friday.leader("BERIT")

    sent = answered(client, svar="rettet", gjort=HOSTILE)
    told = client.get(sent.headers["location"])

    assert 303 == sent.status_code
    assert "Svaret er sendt" in text_of(told)
    assert "Regelen prøver saken på nytt ved neste kjøring." in text_of(told)
    assert "Ingen flere saker." in text_of(told)
    sak = sak_of(friday.desk)
    assert (SakState.RETEST, Answer.FIXED, "BERIT") == (sak.state, sak.answer, sak.answered_by)
    page = client.get(f"/sak/{SAK}")
    assert HOSTILE in unescape(page.text)
    assert "<script>" not in page.text


def test_what_happens_next_is_told_to_whoever_answered_alone(friday):
    answered(friday.leader("BERIT"), svar="rettet")

    assert 200 == friday.leader("BERIT").get(f"/sak/{SAK}/svart").status_code
    assert 404 == friday.leader("KARI").get(f"/sak/{SAK}/svart").status_code
    assert 404 == friday.leader("ANNE").get(f"/sak/{SAK}/svart").status_code


def test_several_tiltak_are_sent_at_once_and_an_empty_row_is_none(friday):
    sent = answered(
        friday.leader("BERIT"),
        svar="tiltak",
        hva=["Gå gjennom kjøpene", "Endre fullmakten", ""],
        hvem=["BERIT", "BERIT", "BERIT"],
        frist=["2026-05-04", "15.5.2026", ""],
    )

    assert 303 == sent.status_code
    with friday.desk.database.reading() as tx:
        assert [date(2026, 5, 4), date(2026, 5, 15)] == [one.deadline for one in tx.tiltak.where(sak=SAK)]
    assert date(2026, 5, 4) == sak_of(friday.desk).deadline


def test_one_more_row_is_made_without_sending_and_what_is_written_stays(friday):
    page = answered(
        friday.leader("BERIT"), svar="tiltak", hva=HOSTILE, hvem="BERIT", frist="2026-05-04", handling="flere"
    )

    assert 200 == page.status_code
    assert 2 == page.text.count('name="hva"')
    assert HOSTILE in unescape(page.text)
    assert 'value="2026-05-04"' in page.text
    assert SakState.OPEN is sak_of(friday.desk).state


def test_uenig_and_unntak_go_to_internal_control(friday):
    answered(friday.leader("BERIT"), svar="unntak", grunn="Vi flytter.", til="2026-09")

    assert SakState.ANSWERED is sak_of(friday.desk).state
    assert "Unntaket ønskes til og med september 2026." in text_of(friday.leader("KARI").get(f"/sak/{SAK}"))


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ({}, {"svar": "Velg ett av svarene."}),
        ({"svar": "tull"}, {"svar": "Velg ett av svarene."}),
        ({"svar": "uenig", "uenig": " "}, {"uenig": "Skriv hvorfor du er uenig."}),
        ({"svar": "unntak", "grunn": "Fordi"}, {"til": "Velg hvor lenge unntaket skal vare."}),
        ({"svar": "unntak", "grunn": "Fordi", "til": "2027-04"}, {"til": "Velg hvor lenge unntaket skal vare."}),
        ({"svar": "unntak", "til": "2027-03"}, {"grunn": "Skriv hvorfor enheten bør ha unntak."}),
        (
            {"svar": "tiltak", "hvem": "BERIT"},
            {"hva-1": "Skriv hva som skal gjøres.", "frist-1": "Velg en frist."},
        ),
        (
            {"svar": "tiltak", "hva": "A", "hvem": "ANNE", "frist": "2026-04-19"},
            {"hvem-1": "Velg hvem som har ansvaret.", "frist-1": "Fristen er alt ute. Velg i dag eller en senere dag."},
        ),
        (
            {"svar": "tiltak", "hva": "A", "hvem": "BERIT", "frist": "snart"},
            {"frist-1": "Skriv fristen som dag, måned og år, for eksempel 31.12.2026."},
        ),
        ({"svar": "rettet", "gjort": "x" * 4001}, {"gjort": "Teksten har 4 001 tegn. Kort den ned til 4 000."}),
    ],
)
def test_what_is_wrong_is_told_beside_the_field_and_what_was_written_stays(friday, written, wrong):
    page = answered(friday.leader("BERIT"), **written)

    assert 422 == page.status_code
    for name, what in wrong.items():
        assert f'id="{name}-feil">{what}<' in page.text.replace("\N{NO-BREAK SPACE}", " ")
    text = page.text
    assert len(wrong) == text.split('class="ds-error-summary"')[1].split("</ul>")[0].count("<li>")
    for target in re.findall(r'<li><a class="ds-link" href="#([\w-]+)"', text):
        assert f'id="{target}"' in text
    assert all(str(value) in unescape(text) for name, value in written.items() if name in ("hva", "grunn", "gjort"))
    assert "<title>Feil:" in text
    assert SakState.OPEN is sak_of(friday.desk).state


def test_today_is_the_first_day_that_a_tiltak_may_be_due_and_this_month_the_first_of_an_unntak(friday):
    sent = answered(friday.leader("BERIT"), svar="tiltak", hva="A", hvem="BERIT", frist="2026-04-20")

    assert 303 == sent.status_code


def test_whoever_comes_second_is_told_who_was_first_and_keeps_what_she_wrote(friday):
    client = friday.leader("BERIT")
    page = client.get(f"/sak/{SAK}")
    answered(friday.leader("BERIT"), svar="uenig", uenig="Den første.")

    second = client.post(f"/sak/{SAK}/svar", data={**fields(page), "svar": "rettet", "gjort": HOSTILE})

    text = text_of(second)
    assert 409 == second.status_code
    assert "Berit Bø har vært her før deg, og saken er nå «besvart»." in text
    assert "Dette hadde du skrevet" in text
    assert HOSTILE in unescape(second.text)
    assert "<script>" not in second.text
    assert Answer.DISAGREE is sak_of(friday.desk).answer


def test_a_sak_that_has_changed_is_shown_anew_before_the_answer_is_sent(friday):
    client = friday.leader("BERIT")
    page = client.get(f"/sak/{SAK}")
    with friday.desk.database.transaction("kontroll", at(date(2026, 4, 19))) as tx:
        sak = tx.saker.get(SAK)
        assert sak is not None
        tx.saker.save(sak, replace(sak, occurrence=2))

    first = client.post(f"/sak/{SAK}/svar", data={**fields(page), "svar": "uenig", "uenig": "Det stemmer ikke."})
    again = client.post(f"/sak/{SAK}/svar", data={**fields(first), "svar": "uenig", "uenig": "Det stemmer ikke."})

    assert 409 == first.status_code
    assert "Saken er endret siden du åpnet den" in text_of(first)
    assert "Det stemmer ikke." in first.text
    assert 303 == again.status_code


@pytest.mark.parametrize(("who", "status"), [("ANNE", 404), ("KARI", 409), ("TOPP", 409)])
def test_nobody_answers_for_another(friday, who, status):
    token = re.findall(r'name="skjema" value="(\w+)"', friday.leader(who).get("/").text)[0]

    sent = friday.leader(who).post(f"/sak/{SAK}/svar", data={"skjema": token, "svar": "rettet", "versjon": "1"})

    assert sent.status_code in (status, 403)
    assert SakState.OPEN is sak_of(friday.desk).state


def test_an_answer_without_what_the_page_gave_is_not_taken(friday):
    sent = friday.leader("BERIT").post(f"/sak/{SAK}/svar", data={"svar": "rettet", "versjon": "1"})

    assert 403 == sent.status_code
    assert SakState.OPEN is sak_of(friday.desk).state


# --- her start page


def test_her_start_page_tells_what_waits_her_enheter_and_what_is_new(friday):
    text = text_of(friday.leader("BERIT").get("/"))

    assert "Svar: Stort kjøp" in text
    assert "Fristen er ute" in text
    assert re.search(r"Lia skole 1 1 Middels", text)
    assert "Nytt du ikke har åpnet Stort kjøp , Lia skole" in text
    assert "Bygda skole" not in text


def test_a_tiltak_of_hers_waits_for_her_by_what_is_to_be_done(friday):
    page = friday.leader("ANNE").get("/")

    assert "Gjør tiltaket: Gå gjennom <innkjøpene>" in text_of(page)
    assert "<innkj" not in page.text
    assert "Lia skole" not in page.text


def test_when_nothing_waits_it_is_told_together_with_whether_the_control_worked(friday):
    answered(friday.leader("BERIT"), svar="rettet")

    text = text_of(friday.leader("BERIT").get("/"))

    assert re.search(r"Ingenting venter på deg\. (Kontrollen|Det er ikke vist)", text)


# --- her enhet


def test_the_page_of_her_enhet_leads_to_each_of_its_figures_drawn(friday):
    page = friday.leader("ANNE").get("/enhet/1")

    drawn = re.findall(r'href="(/enhet/1/tall/[^"]+)">([^<]+)<', page.text)
    assert ["Regnskap mot budsjett", "Trivsel"] == [name for _address, name in drawn]
    figure = friday.leader("ANNE").get(drawn[0][0])
    assert "Slik har det gått" in text_of(figure)
    assert "<path" in figure.text
    assert PERSONAL not in page.text + figure.text


def test_a_figure_of_anothers_enhet_is_not_there(friday):
    assert 404 == friday.leader("ANNE").get("/enhet/2/tall/balanse").status_code
    assert 404 == friday.leader("ANNE").get("/enhet/1/tall/finnes-ikke").status_code
