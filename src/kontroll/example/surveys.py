"""The yearly surveys of employees and users: index 0–100 with the number who answered.

The user survey of one year was not done (`Scene.year_without_user_survey`); there are no rows for it, not zeros.
Small units have fewer than five answers; their results are delivered all the same and must be hidden by the reader.
"""

from __future__ import annotations

from kontroll.domain.month import Month
from kontroll.example.chance import between, normal
from kontroll.example.monthly import scaled
from kontroll.example.people import headcount
from kontroll.example.periodic import Value, alive
from kontroll.example.scene import Scene
from kontroll.example.structure import SITE, STAFF, Enhet, Organisation
from kontroll.example.temper import Temper

#: indicator: (level, how strongly the unit's temper moves it)
_EMPLOYEES = {
    "medarbeiderengasjement": (76.0, 4.2),
    "ledelse": (72.0, 6.0),
    "mestringsklima": (74.0, 4.5),
    "rolleklarhet": (79.0, 3.0),
    "kompetanseutvikling": (69.0, 4.0),
    "laering_paa_tvers": (61.0, 4.0),
    "varslingskunnskap": (77.0, 3.0),
}
_USERS = {
    "brukertilfredshet": (75.0, 4.5),
    "bruker_resultat": (74.0, 4.0),
    "bruker_medvirkning": (64.0, 4.5),
    "bruker_respekt": (84.0, 3.0),
    "bruker_tilgjengelighet": (69.0, 4.0),
    "bruker_informasjon": (68.0, 4.5),
}
_SERVICE_LEVEL = {
    "barnehage": 6.0,
    "skole": -1.0,
    "kultur": 7.0,
    "barnevern": -5.0,
    "sosial": -6.0,
    "teknisk": -4.0,
    "sykehjem": 1.0,
    "hjemmetjeneste": 2.0,
}
_USERS_PER_POST = {
    "barnehage": 3.6,
    "skole": 6.5,
    "kultur": 22.0,
    "barnevern": 2.2,
    "sosial": 9.0,
    "teknisk": 14.0,
    "sykehjem": 0.9,
    "hjemmetjeneste": 3.0,
}
#: Where nothing is wrong the targets for those who work there are reached, and not missed by every other enhet.
_CONTENT = 5.0
#: Units with so few users that some years fewer than five answer.
_FEW_USERS = {"2806": 7, "2805": 8, "4119": 9, "3420": 6, "4414": 8, "2808": 9}


def _results(
    scene: Scene,
    unit: Enhet,
    temper: Temper,
    name: str,
    questions: dict[str, tuple[float, float]],
    asked: int,
    share: float,
    response: str,
) -> list[Value]:
    rng, found = scene.stream(name, unit.id), list[Value]()
    own = 2.2 * normal(rng) + (_SERVICE_LEVEL.get(unit.service, 0.0) if questions is _USERS else 0.0)
    habit = 0.07 * normal(rng)
    for order, year in enumerate(scene.survey_years):
        now = temper.year(scene, unit.id, year)
        rate = min(max(share + habit + 0.02 * now + 0.05 * normal(rng) + 0.01 * order, 0.2), 1.0)
        answers = min(max(int(asked * rate + 0.5), 1), asked)
        noise = 16.0 / answers**0.5
        leader = 1.5 * normal(rng)
        shift = noise * 0.5 * normal(rng)
        skipped = questions is _USERS and year == scene.year_without_user_survey
        values: list[Value] = []
        for indicator, (level, pull) in questions.items():
            value = level + own + pull * now + shift + noise * 0.35 * normal(rng) + 0.3 * order
            value += leader if indicator == "ledelse" else 0.0
            value += _CONTENT if scene.calm and questions is _EMPLOYEES else 0.0
            values.append((unit.id, indicator, str(year), scaled(min(max(value, 5.0), 99.0)), 1, answers))
        values.append((unit.id, response, str(year), scaled(100.0 * answers / asked, 0), 0, answers))
        if not skipped and alive(scene, unit, Month(year, 10)):
            found += values
    return found


def employee_survey(scene: Scene, organisation: Organisation, temper: Temper) -> list[Value]:
    found: list[Value] = []
    for unit in organisation.units.values():
        if unit.kind in (SITE, STAFF):
            asked = max(int(headcount(unit) * 0.92), 2)
            found += _results(scene, unit, temper, "employees", _EMPLOYEES, asked, 0.77, "svarprosent_medarbeider")
    return found


def user_survey(scene: Scene, organisation: Organisation, temper: Temper) -> list[Value]:
    found: list[Value] = []
    for unit in organisation.sites():
        rng = scene.stream("users", unit.id)
        asked = _FEW_USERS.get(unit.id) or int(unit.size * _USERS_PER_POST[unit.service]) + between(rng, 4, 16)
        found += _results(scene, unit, temper, "users-answers", _USERS, asked, 0.58, "svarprosent_bruker")
    return found
