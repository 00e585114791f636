"""`kontroll bruker …`: who may sign in. The first administrator is made here; there is no other way in."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from kontroll.cli.bokmal import App
from kontroll.cli.desk import Home, database_of, who
from kontroll.cli.serve import settings_of
from kontroll.domain.access import MAY_BE_GIVEN, Role
from kontroll.texts import NORWAY, _, day, listed

if TYPE_CHECKING:
    from kontroll.domain.policy import Apart, Policies
    from kontroll.domain.user import User
    from kontroll.flows.people.apart import Separation
    from kontroll.flows.people.users import Then
    from kontroll.store.database import Database

Login = Annotated[str, typer.Argument(metavar="BRUKERNAVN", help="Det brukeren logger inn med. Store og små er like.")]
_ROLE_HELP = "Kan oppgis flere ganger: " + ", ".join(sorted(role.value for role in MAY_BE_GIVEN)) + "."


def add_to(app: typer.Typer) -> None:
    group = App(name="bruker", help=_("Hvem som kan logge inn, med hvilke roller."))
    group.command("ny", help=_("Lager en bruker og skriver engangskoden hun velger passord med."))(ny)
    group.command("liste", help=_("Viser brukerne, med roller og tilstand."))(liste)
    group.command("rolle", help=_("Gir en bruker en rolle, eller tar den fra henne."))(rolle)
    group.command("passord", help=_("Lager en ny engangskode, så brukeren kan velge nytt passord."))(passord)
    group.command("sperr", help=_("Sperrer en bruker og logger henne ut overalt, eller åpner igjen."))(sperr)
    app.add_typer(group)


def ny(
    brukernavn: Login,
    person: Annotated[
        str | None, typer.Option(metavar="ID", help="person_id i personer.csv; den sier hva hun leder og er.")
    ] = None,
    navn: Annotated[str | None, typer.Option(metavar="NAVN", help="Navnet, når hun ikke står i personer.csv.")] = None,
    rolle: Annotated[list[str] | None, typer.Option(metavar="ROLLE", help=_ROLE_HELP)] = None,
    mappe: Home = Path(),
) -> None:
    """Exit 1 where the name is taken, or the person is not known."""
    from kontroll.flows.people.users import new_user

    roles = [_role(word) for word in rolle or ()]
    with database_of(mappe) as database, _told(brukernavn):
        called = navn or _name_of(database, person) or brukernavn
        check = _separation(mappe)
        user, code = new_user(
            database,
            brukernavn,
            name=called,
            person=person,
            roles=roles,
            by=who(),
            now=datetime.now(UTC),
            check=check,
            then=_telling(mappe),
        )
    _print_warnings(check)
    print(_("Brukeren {login} er laget.").format(login=user.login))
    _print_code(user, code, mappe)


def liste(
    json_: Annotated[bool, typer.Option("--json", help="Svaret som JSON, for et program.")] = False,
    mappe: Home = Path(),
) -> None:
    """Those who sign in through the kommune's own service too, once they have."""
    with database_of(mappe) as database, database.reading() as tx:
        users = tx.users.all()
    if json_:
        print(json.dumps([_as_json(user) for user in users], ensure_ascii=False, indent=2))
        return
    if not users:
        print(_("Ingen brukere ennå. Lag den første: kontroll bruker ny BRUKERNAVN --rolle administrator"))
    for user in users:
        print(_in_list(user))


def rolle(
    brukernavn: Login,
    rolle: Annotated[str, typer.Argument(metavar="ROLLE", help=_ROLE_HELP.removeprefix("Kan oppgis flere ganger: "))],
    ta: Annotated[bool, typer.Option("--ta", help="Tar rollen fra brukeren.")] = False,
    mappe: Home = Path(),
) -> None:
    """It holds from her next page on."""
    from kontroll.flows.people.users import give

    role = _role(rolle)
    with database_of(mappe) as database, _told(brukernavn):
        check = _separation(mappe)
        user = give(database, brukernavn, role, take=ta, by=who(), now=datetime.now(UTC), check=check)
    _print_warnings(check)
    print(_in_list(user))


def passord(brukernavn: Login, mappe: Home = Path()) -> None:
    """The old password holds until she has chosen a new one."""
    from kontroll.flows.people.users import new_code_for

    with database_of(mappe) as database, _told(brukernavn):
        user, code = new_code_for(database, brukernavn, by=who(), now=datetime.now(UTC), then=_telling(mappe))
    _print_code(user, code, mappe)


def sperr(
    brukernavn: Login,
    opphev: Annotated[bool, typer.Option("--opphev", help="Åpner brukeren igjen.")] = False,
    mappe: Home = Path(),
) -> None:
    """Her sessions end at once."""
    from kontroll.flows.people.users import close_user

    with database_of(mappe) as database, _told(brukernavn):
        user = close_user(database, brukernavn, opened=opphev, by=who(), now=datetime.now(UTC))
    print(_in_list(user))


# --- what is said -----------------------------------------------------------------------------------------------------


@contextmanager
def _told(login: str) -> Iterator[None]:
    """What is wrong, in bokmål; exit 1."""
    from kontroll.flows.people.apart import MustNotMeet
    from kontroll.flows.people.users import NoUser, Taken

    try:
        yield
    except MustNotMeet as refused:
        _stop(
            _(
                "Rollene {roles} skal ikke møtes i én person. Det står i tilgang.yaml. Gi den ene til en annen, eller "
                "endre «ikke_sammen» der."
            ).format(roles=_pair(refused.pair))
        )
    except NoUser:
        _stop(_("Det finnes ingen bruker «{login}». Se dem med: kontroll bruker liste").format(login=login))
    except Taken:
        _stop(_("Brukernavnet «{login}» er i bruk.").format(login=login))


def _separation(home: Path) -> Separation:
    """What policies say of roles that must not meet. What is wrong in the files is told elsewhere, and stops nothing here."""
    from kontroll.flows.people.apart import Separation

    return Separation(_policies(home), datetime.now(UTC))


def _telling(home: Path) -> Then:
    """Whoever gets a code hears that it was made."""
    from kontroll.flows.telling.tell_of_code import by_operator, telling_of_code

    return telling_of_code(_policies(home).notices, by_operator(), datetime.now(UTC))


def _policies(home: Path) -> Policies:
    from kontroll.policybook import read_policies
    from kontroll.settings import shipped_policies
    from kontroll.wiring import stack

    return read_policies(stack(shipped_policies(), settings_of(home).policies))[0]


def _print_warnings(check: Separation) -> None:
    for pair in check.warned:
        print(_("Merk: {roles} bør ikke møtes i én person (tilgang.yaml).").format(roles=_pair(pair)), file=sys.stderr)


def _pair(pair: Apart) -> str:
    return listed(sorted(role.value for role in pair.roles))


def _stop(told: str) -> NoReturn:
    print(told, file=sys.stderr)
    raise typer.Exit(1) from None


def _role(word: str) -> Role:
    """Exit 2 where it is none that is given."""
    for role in MAY_BE_GIVEN:
        if role.value == word.strip().casefold():
            return role
    raise typer.BadParameter(
        _("«{word}» er ikke en rolle som kan gis. Velg en av {all}.").format(
            word=word, all=listed(sorted(role.value for role in MAY_BE_GIVEN))
        )
    )


def _name_of(database: Database, person: str | None) -> str | None:
    """As the directory has it; exit 1 for a person that is not there."""
    from kontroll.flows.deliveries.known_people import known_directory

    if person is None:
        return None
    with database.reading() as tx:
        found = known_directory(tx).person(person, datetime.now(NORWAY).date())
    if found is None:
        _stop(
            _("Ingen i personer.csv har person_id «{person}». Lever listen først, eller utelat --person.").format(
                person=person
            )
        )
    return found.name


def _print_code(user: User, code: str, home: Path) -> None:
    assert user.code_ends is not None
    address = settings_of(home).address.rstrip("/")
    print(_("Engangskode: {code}").format(code=code))
    print(
        _("Hun velger passord på {address}/velg-passord innen {day}. Koden vises bare nå.").format(
            address=address, day=day(user.code_ends.astimezone(NORWAY))
        )
    )


def _in_list(user: User) -> str:
    about = [user.state.value]
    if user.person:
        about.append(_("person {person}").format(person=user.person))
    if user.roles:
        about.append(listed(sorted(role.value for role in user.roles)))
    if user.password is None:
        about.append(_("logger inn gjennom tjenesten") if user.subject else _("har ikke valgt passord"))
    return f"{user.id}  {user.login or user.name}  {', '.join(about)}"


def _as_json(user: User) -> dict[str, object]:
    return {
        "id": user.id, "brukernavn": user.login, "navn": user.name, "person": user.person, "tilstand": user.state.value,
        "roller": sorted(role.value for role in user.roles), "passord": user.password is not None,
    }  # fmt: skip
