"""ambisjoner.csv: what the resultatavtaler promise, for everyone, per tjeneste and per unit, year by year."""

from __future__ import annotations

from kontroll.example.chance import between, chance
from kontroll.example.scene import Scene
from kontroll.example.structure import Organisation
from kontroll.example.tables import PLAIN

HEADINGS = ("enhet", "indikator", "aar", "gronn", "gul")

#: indicator: (decimals, gronn, gul, how gronn and gul move each year), scaled to the decimals
_ALL: dict[str, tuple[int, int, int, int]] = {
    "okonomi_avvik": (1, 10, 0, 0),
    "okonomi_prognose": (1, 5, 0, 0),
    "prognosesikkerhet": (1, 930, 850, 5),
    "lonnsavvik": (1, 5, -5, 0),
    "vikarutgifter": (1, 20, 35, -1),
    "betalt_i_tide": (1, 980, 950, 0),
    "forsinkelsesrenter": (0, 0, 500, 0),
    "avtalekjop": (1, 850, 700, 10),
    "okonomi_indeks": (1, 930, 850, 5),
    "brukertilfredshet": (1, 760, 680, 5),
    "svarprosent_bruker": (0, 60, 45, 1),
    "bruker_resultat": (1, 740, 660, 5),
    "bruker_medvirkning": (1, 650, 560, 5),
    "bruker_respekt": (1, 840, 760, 0),
    "bruker_tilgjengelighet": (1, 690, 610, 5),
    "bruker_informasjon": (1, 690, 600, 5),
    "svar_innen_frist": (1, 920, 850, 5),
    "saksbehandlingstid": (0, 21, 35, -1),
    "klager": (0, 2, 5, 0),
    "brukere_indeks": (1, 740, 660, 5),
    "sykefravaer": (1, 80, 95, -1),
    "sykefravaer_korttid": (1, 27, 40, 0),
    "sykefravaer_langtid": (1, 55, 70, -1),
    "heltidsandel": (1, 650, 500, 10),
    "turnover": (1, 80, 130, 0),
    "overtid_per_aarsverk": (1, 12, 22, 0),
    "vikarbruk": (1, 60, 95, -2),
    "medarbeiderengasjement": (1, 760, 690, 5),
    "ledelse": (1, 720, 640, 5),
    "mestringsklima": (1, 740, 670, 5),
    "rolleklarhet": (1, 790, 720, 0),
    "svarprosent_medarbeider": (0, 75, 60, 1),
    "medarbeidere_indeks": (1, 740, 680, 5),
    "medarbeidersamtaler": (0, 90, 75, 0),
    "kompetanseutvikling": (1, 700, 620, 5),
    "laering_paa_tvers": (1, 620, 540, 5),
    "fagutdanning": (1, 800, 650, 5),
    "forbedringsforslag": (0, 3, 1, 0),
    "forbedringer_innfort": (0, 55, 35, 0),
    "digitale_soknader": (1, 700, 500, 30),
    "kurs_fullfort": (1, 950, 850, 0),
    "laering_indeks": (1, 740, 660, 5),
    "internkontroll": (0, 72, 60, 2),
    "risikovurdering": (0, 80, 65, 2),
    "etikk_opplaering": (0, 85, 70, 1),
    "varslingskunnskap": (1, 780, 700, 5),
    "rutiner_oppdatert": (0, 90, 75, 0),
    "funn_lukket": (0, 95, 80, 0),
    "personvernavvik": (0, 0, 2, 0),
    "hms_alvorlige": (0, 0, 2, 0),
    "hms_over_frist": (1, 100, 250, 0),
    "varemottak_dokumentert": (1, 930, 850, 0),
    "kontroll_indeks": (1, 750, 650, 10),
}
#: What differs by tjeneste: indicator: {tjeneste: change of both thresholds}
_SERVICES: dict[str, dict[str, int]] = {
    "sykefravaer": {"barnehage": 12, "sykehjem": 10, "hjemmetjeneste": 10, "skole": -5, "kultur": -15, "teknisk": -15},
    "vikarbruk": {"sykehjem": 35, "hjemmetjeneste": 30, "barnehage": 5, "teknisk": -45, "kultur": -45, "sosial": -40},
    "heltidsandel": {"sykehjem": -280, "hjemmetjeneste": -230, "teknisk": 200, "sosial": 200, "barnevern": 130},
    "brukertilfredshet": {"barnehage": 45, "kultur": 50, "barnevern": -50, "sosial": -55, "teknisk": -40},
    "svarprosent_bruker": {"teknisk": -10, "sosial": -8, "barnevern": -10, "barnehage": 5},
}
#: What units agree on for themselves, most often.
_OWN = (
    "sykefravaer",
    "brukertilfredshet",
    "medarbeiderengasjement",
    "ledelse",
    "okonomi_avvik",
    "svar_innen_frist",
    "medarbeidersamtaler",
    "heltidsandel",
)


def _row(who: str, indicator: str, year: int, gronn: int, gul: int) -> list[str]:
    places = _ALL[indicator][0]
    return [who, indicator, str(year), PLAIN.number(gronn, places), PLAIN.number(gul, places)]


def ambition_rows(scene: Scene, organisation: Organisation) -> list[list[str]]:
    """One row per promise. Some units have none of their own in some years, one threshold is forgotten here and there."""
    rows: list[list[str]] = []
    years = range(scene.survey_years[0], scene.last.year + 1)
    for order, year in enumerate(years):
        for indicator, (_, gronn, gul, step) in _ALL.items():
            rows.append(_row("*", indicator, year, gronn + order * step, gul + order * step))
        for indicator, services in _SERVICES.items():
            _, gronn, gul, step = _ALL[indicator]
            for service, change in services.items():
                moved = change + order * step
                rows.append(_row(f"tjeneste:{service}", indicator, year, gronn + moved, gul + moved))
    for unit in organisation.sites():
        rng = scene.stream("ambitions", unit.id)
        for indicator in _OWN:
            if not chance(rng, 0.22):
                continue
            places, gronn, gul, step = _ALL[indicator]
            gronn += _SERVICES.get(indicator, {}).get(unit.service, 0)
            gul += _SERVICES.get(indicator, {}).get(unit.service, 0)
            bold = between(rng, -4, 4) * (5 if places else 1)
            for order, year in enumerate(years):
                if chance(rng, 0.08):
                    continue
                bold += between(rng, -1, 2) if chance(rng, 0.4) else 0
                # Balance is the least anyone may promise for the economy.
                low = 0 if indicator == "okonomi_avvik" else gul + bold + order * step
                high = (
                    max(gronn + bold + order * step, low)
                    if indicator == "okonomi_avvik"
                    else gronn + bold + order * step
                )
                row = _row(unit.id, indicator, year, high, low)
                rows.append([*row[:4], ""] if chance(rng, 0.006) else row)
    return rows
