"""What is wrong in a form: told where it is, and what to do; nothing of it is saved, and nothing she wrote is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from friday import Friday, friday_of
from kontroll.flows.internal_control.keep_maturity import keep_maturity
from kontroll.flows.internal_control.make_agenda import make_agenda
from served import text_of
from signed_in import NOW
from web.test_registers import DECIDED, FOUND, LAID, entered, send

LONG = "å" * 4001
WROTE = "Planene er laget, og de er lagt fram for samarbeidsutvalget."


@pytest.fixture(scope="module")
def friday(village_seen, tmp_path_factory) -> Iterator[Friday]:
    summaries, desk = village_seen
    with friday_of(summaries.situation, desk, tmp_path_factory.mktemp("bad")) as friday:
        keep_maturity(friday.desk, NOW)
        make_agenda(friday.desk, NOW)
        yield friday


def refused_at(answer: httpx.Response, field: str) -> str:
    """What is told; the field is marked, and the reader is taken to what is told."""
    assert answer.status_code == 422, answer.status_code
    assert re.search(rf'name="{field}"[^>]*aria-invalid="true"', answer.text), field
    told = re.findall(r'role="alert"[^>]*>(.*?)</div>', answer.text, re.S)
    assert len(told) == 1
    return re.sub(r"<[^>]*>", "", told[0]).strip()


# --- the registers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "form", "field", "sent", "told"),
    [
        ("/vedtak", DECIDED, "dato", "31.02.2026", "dag, måned og år"),
        ("/vedtak", DECIDED, "dato", "0026-03-02", "fra 2000 til 2100"),
        ("/vedtak", DECIDED, "frist", "20260-03-02", "dag, måned og år"),
        ("/vedtak", DECIDED, "frist", "9999-12-31", "fra 2000 til 2100"),
        ("/vedtak", DECIDED, "dato", "2027-01-01", "ikke kommet"),
        ("/vedtak", DECIDED, "tekst", "å" * 201, "høyst 200 tegn"),
        ("/vedtak", DECIDED, "enhet", "finnes-ikke", "Velg en enhet"),
        ("/tilsyn", FOUND, "tekst", LONG, "Teksten kan ha"),
        ("/tilsyn", FOUND, "slag", "tull", "Velg ett av alternativene"),
        ("/tilsyn", FOUND, "frist", "2026-01-01", "før saken begynte"),
        ("/utredninger", LAID, "dato", "i morgen", "dag, måned og år"),
    ],
)
def test_a_field_that_cannot_be_right_is_told_of_and_the_rest_stands(
    friday: Friday, base: str, form: dict[str, str], field: str, sent: str, told: str
):
    kari = friday.leader("KARI")
    before = text_of(kari.get(f"{base}?vis=alle"))

    answer = send(kari, base, f"{base}/ny", **{**form, field: sent})

    assert told in refused_at(answer, field)
    kept = {
        name: value for name, value in form.items() if name not in (field, "tekst", "dato", "enhet", "slag", "alvor")
    }
    for value in kept.values():
        assert value in answer.text
    assert text_of(kari.get(f"{base}?vis=alle")) == before


@pytest.mark.parametrize(("base", "form"), [("/vedtak", DECIDED), ("/tilsyn", FOUND), ("/utredninger", LAID)])
def test_a_form_that_is_sent_twice_makes_one_entry(friday: Friday, base: str, form: dict[str, str]):
    kari, twice = friday.leader("KARI"), {**form, "sak": "26/1001"}

    first, again = entered(kari, base, **twice), entered(kari, base, **twice)
    other = entered(kari, base, **{**twice, "tekst": "Noe annet."})

    assert first == again
    assert other != first


def test_what_another_did_meanwhile_is_told_and_what_she_wrote_is_kept(friday: Friday):
    kari, anne = friday.leader("KARI"), friday.leader("ANNE")
    at = entered(kari, "/tilsyn", **{**FOUND, "sak": "26/1002"})
    old = anne.get(at).text
    token, version = (re.findall(rf'name="{name}" value="([^"]+)"', old)[0] for name in ("skjema", "versjon"))
    send(kari, f"{at}/tiltak", at, tekst="Lage planer", frist="2026-05-01")

    answer = anne.post(
        f"{at}/rettet",
        data={"skjema": token, "versjon": version, "dato": "2026-04-20", "dokumentasjon": "26/88-4", "tekst": WROTE},
    )

    assert answer.status_code == 422
    assert "Noen har gjort noe med dette siden du åpnet siden" in text_of(answer)
    assert "under «Hva som er gjort»" in text_of(answer)
    assert "Lage planer" in text_of(answer)


def test_a_finding_with_something_left_to_do_offers_that_first(friday: Friday):
    kari, anne = friday.leader("KARI"), friday.leader("ANNE")
    at = entered(kari, "/tilsyn", **{**FOUND, "sak": "26/1003"})
    assert "Meld rettet" in anne.get(at).text
    send(kari, f"{at}/tiltak", at, tekst="Lage planer", frist="2026-05-01")

    waiting = anne.get(at)
    send(anne, f"{at}/gjort", at, nr="1", dato="2026-04-20")

    assert "Meld rettet" not in waiting.text
    assert "Funnet kan meldes rettet når alle tiltakene er gjort." in text_of(waiting)
    assert "Meld rettet" in anne.get(at).text


def test_whoever_is_signed_out_while_she_writes_gets_back_what_she_wrote(friday: Friday):
    kari, anne = friday.leader("KARI"), friday.leader("ANNE")
    at = entered(kari, "/tilsyn", **{**FOUND, "sak": "26/1004"})
    page = anne.get(at).text
    token, version = (re.findall(rf'name="{name}" value="([^"]+)"', page)[0] for name in ("skjema", "versjon"))
    held = dict(anne.cookies)
    anne.post("/logg-ut", data={"skjema": token})

    answer = httpx.post(
        f"{friday.address}{at}/rettet",
        data={
            "skjema": token,
            "versjon": version,
            "dato": "2026-04-20",
            "dokumentasjon": "26/88-4",
            "tekst": WROTE + "<b>",
        },
        cookies=held,
        trust_env=False,
    )

    assert answer.status_code == 401
    assert "Innloggingen er utløpt" in text_of(answer)
    assert f"{WROTE}&lt;b&gt;</textarea>" in answer.text
    assert token not in answer.text
    assert "Åpent" in text_of(kari.get(at))


# --- the agenda, the level of a letter ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "sent", "told"),
    [
        ("tittel", " ", "hva som skal tas opp"),
        ("tekst", "", "hvorfor"),
        ("tekst", LONG, "Teksten kan ha"),
        ("maaned", "", "Velg en måned"),
        ("maaned", "13", "Velg en måned"),
        ("eier", "", "hvem som har ansvaret"),
    ],
)
def test_a_point_of_the_agenda_that_lacks_something(friday: Friday, field: str, sent: str, told: str):
    topp, base = friday.leader("TOPP"), "/internkontroll/arshjul"
    form = {"tittel": "Innkjøp uten avtale", "tekst": WROTE, "maaned": "9", "eier": "internkontroll", field: sent}

    answer = send(topp, f"{base}/nytt", base, **form)

    assert told in refused_at(answer, field)
    assert all(value in answer.text for name, value in form.items() if name in ("tittel", "tekst") and name != field)


def test_a_point_that_is_sent_twice_is_made_once(friday: Friday):
    topp, base = friday.leader("TOPP"), "/internkontroll/arshjul"
    form = {"tittel": "Sendt to ganger", "tekst": WROTE, "maaned": "9", "eier": "internkontroll"}

    made = [send(topp, f"{base}/nytt", base, **form).headers["location"] for _time in range(2)]

    assert made[0] == made[1]
    assert 1 == topp.get(base).text.count("Sendt to ganger")


@pytest.mark.parametrize(("field", "sent"), [("nivaa", "9"), ("nivaa", "høy"), ("tekst", ""), ("tekst", LONG)])
def test_a_level_that_cannot_be_set(friday: Friday, field: str, sent: str):
    topp, at = friday.leader("TOPP"), "/internkontroll/d"
    seen = re.findall(r'name="sett" value="([^"]+)"', topp.get(at).text)

    answer = send(topp, f"{at}/nivaa", at, **{"nivaa": "0", "tekst": WROTE, "sett": (seen or ["0"])[0], field: sent})

    assert answer.status_code == 422
    assert 1 == len(re.findall(r'role="alert"', answer.text))
    assert WROTE in answer.text or field == "tekst"
