"""The menu: few words for everybody, each way once and open to her, and the group of the page she is on is marked."""

from __future__ import annotations

import re

import pytest

from differential.seed import by_turns
from kontroll.domain.access import Role, Viewer
from kontroll.web.menu import Group, Way, menu
from kontroll.web.places import _PLACES

PEOPLE = ("TOPP", "ANNE", "KARI", "OLGA")
ROLES = (
    Role.AUDITOR,
    Role.POLITICIAN,
    Role.SUPERVISORY,
    Role.HR,
    Role.UNION,
    Role.SAFETY,
    Role.PRIVACY,
    Role.ADMIN,
    Role.EMPLOYEE,
)


#: As the one at the top, who also leads and is no less in control.
MANY = (Role.TOP, Role.LEADER, Role.SUPERIOR, Role.INTERNAL_CONTROL, Role.HR, Role.SAFETY, Role.PRIVACY)


def viewer(*roles: Role) -> Viewer:
    own = {Role.LEADER: frozenset({"0"}), Role.SUPERIOR: frozenset({"1", "2"})}
    return Viewer(user="u", person="P", name="P", places={role: own.get(role) for role in roles})


EVERYBODY = [*[viewer(role) for role in Role], viewer(*MANY), viewer(Role.TOP, Role.LEADER, Role.SUPERIOR)]


def ways(shown: list[Way | Group]) -> list[str]:
    return [way.address for one in shown for way in (one.ways if isinstance(one, Group) else (one,))]


def test_nobody_has_more_than_nine_words_and_nobody_has_a_way_twice():
    for each in EVERYBODY:
        assert len(menu(each)) <= 9, each.places
        assert len(ways(menu(each))) == len({*ways(menu(each))})

    assert len(ways(menu(viewer(*MANY)))) > 15


def test_whoever_has_few_ways_has_no_fold_and_whoever_has_many_has():
    politician, control = menu(viewer(Role.POLITICIAN)), menu(viewer(Role.INTERNAL_CONTROL))

    assert not [one for one in politician if isinstance(one, Group)]
    assert ["Lederskap", "Kontroll", "Drift"] == [one.name for one in control if isinstance(one, Group)]


def test_every_place_of_a_page_is_in_the_menu_of_somebody():
    assert {*_PLACES.values()} <= {way for each in EVERYBODY for way in ways(menu(each))}


@pytest.mark.parametrize("who", by_turns([*PEOPLE, *ROLES], 4))
def test_every_way_leads_to_a_page_that_she_may_see(served_at, desk, signed_in, who: str | Role):
    client = signed_in(who) if isinstance(who, str) else signed_in(None, [who])
    nav = client.get("/").text.partition('<nav aria-label="Sider">')[2].partition("</nav>")[0]

    found = {at: client.get(at).status_code for at in re.findall(r'href="([^"]+)"', nav)}

    assert found
    assert {200} == {*found.values()}, found


def test_the_group_of_the_page_is_marked_and_so_is_the_page(client):
    page = client.get("/vaktliste").text

    assert '<summary aria-current="true">Kontroll</summary>' in page
    assert '<a href="/vaktliste" aria-current="page">Vaktliste</a>' in page
    assert 2 == page.count("aria-current")
    assert '<summary aria-current="true">' not in client.get("/saker").text
