"""The pages about reglementer: the text with its sentences, the skal-register, search, and who has read what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from followed_village import followed_village
from kontroll.flows.reglement.follow_reglement import follow_between_runs
from kontroll.flows.reglement.readings import confirm_reading
from kontroll.report.summary import Summaries
from kontroll.web.app import create_app
from served import text_of, visitor
from signed_in import clock, cookies
from village import rule, village, write

NOW = datetime(2026, 4, 20, 6, 0, tzinfo=UTC)
TEXT = """---
navn: Kassereglementet
eier: okonomi
vedtatt: 2025-06-18
versjon: "3"
neste_revisjon: 2026-03-31
bekreftes_av: [alle]
---
# Kassereglementet
## 1 Kasse som skal telles
Kassen skal telles <i>daglig</i>. Leder må: {risiko: 5}

- signere
- arkivere

## 2 Ro
Alle skal ta det med ro. {ikke kontrollert: krever skjønn}
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The village with a reglement of its own, and one rule that rests on it."""
    (name, text), *_ = rule("kasse", "{indikator: balanse, er: under, verdi: -100}").items()
    own = {name: text.replace("hjemmel: [", 'hjemmel: [{reglement: kasse, punkt: "1-1"}, ')}
    situation = village(tmp_path_factory.mktemp("village"), rules=own)
    desk = followed_village(tmp_path_factory.mktemp("followed"), situation)
    policies = tmp_path_factory.mktemp("policies")
    write(policies, {"reglement/kasse.md": TEXT.replace("daglig", "ukentlig")})
    desk = replace(desk, settings=desk.settings.model_copy(update={"policies": policies}))
    with desk.database.transaction("kontroll", NOW) as tx:
        from kontroll.flows.reglement.follow_reglement import follow_reglementer
        from kontroll.flows.saker.acting import today_of

        follow_reglementer(tx, today_of(desk, tx, NOW), NOW)
    write(policies, {"reglement/kasse.md": TEXT})
    desk = replace(desk)
    follow_between_runs(desk, NOW)
    confirm_reading(desk, "kasse", "ANNE", NOW)
    with visitor(create_app(Summaries(situation), desk, clock), cookies(desk)) as asking:
        yield asking
    desk.database.close()


def test_a_reglement_is_shown_with_each_sentence_anchored_and_how_it_stands(client):
    answer = client.get("/reglement/kasse")
    text = text_of(answer)

    assert re.findall(r'id="(punkt-[^"]+)"', answer.text) == ["punkt-1-1", "punkt-1-2", "punkt-2"]
    assert "3 skal-setninger: 1 kontrolleres maskinelt og 0 ved stikkprøve. 2 kontrolleres ikke (67 %)." in text
    assert "1-1 Kontrolleres maskinelt kasse (i bruk) Endret, må gjennomgås" in text
    assert "2 Ikke kontrollert krever skjønn" in text
    assert "31. mars 2026 (forfalt)" in text
    assert "{risiko" not in answer.text
    assert "1 Kasse som skal telles (overskrift" in text


def test_the_register_is_filtered_by_status_owner_and_risk(client):
    def of_kasse(query: str) -> list[str]:
        return re.findall(r"/reglement/kasse#punkt-([\d-]+)", client.get(f"/reglement/skal-register?{query}").text)

    assert of_kasse("status=maskinelt") == ["1-1"]
    assert of_kasse("status=gjennomgang") == ["1-1"]
    assert of_kasse("status=ikke&risiko=5&eier=okonomi") == ["1-2"]
    assert of_kasse("status=stikkprove&risiko=5&eier=okonomi&side=1") == []
    assert client.get("/reglement/skal-register?status=noe").status_code == 422
    assert client.get("/reglement/skal-register?risiko=9").status_code == 422
    assert client.get("/reglement/skal-register?side=999").status_code == 404


def test_the_list_says_what_must_be_reviewed_and_how_many_have_read(client):
    text = text_of(client.get("/reglement"))

    assert "Regelen kasse må gjennomgås: den bygger på Kassereglementet punkt 1-1." in text
    assert (
        "Kassereglementet kommunens egen tekst økonomikonsulent 3 18. juni 2025 31. mars 2026, forfalt 3 1 0 2" in text
    )
    assert "Kassereglementet 5 1 20 %" in text


def test_a_search_finds_in_any_inflection_and_links_to_the_sentence(client):
    answer = client.get("/reglement?ord=KASSENE telle")

    assert "/reglement/kasse#punkt-1-1" in answer.text
    assert client.get("/reglement", params={"ord": "<script>"}).text.count("<script>") == 0


def test_a_rule_is_called_by_what_the_reglement_calls_itself_and_links_to_its_sentence(client):
    answer = client.get("/regel/kasse")

    assert "Kassereglementet punkt 1-1" in text_of(answer)
    assert 'href="/reglement/kasse#punkt-1-1"' in answer.text
    assert "Slik har regelen virket" in text_of(answer)


def test_a_reglement_that_is_not_there_is_not_found(client):
    assert client.get("/reglement/finnes-ikke").status_code == 404
