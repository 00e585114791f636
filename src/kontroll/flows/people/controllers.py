"""Controllers: who is internal control though no list of the kommune's says so.

An administrator gave it to her, or the sign-in service says it of her. What the service said is good for what she does as
long as her session holds; here, where it is asked who may be told and who may be given a sak, the last word of the service
counts until it says something else.
"""

from __future__ import annotations

from kontroll.domain.access import Role
from kontroll.domain.user import User, UserState, roles_of, words_of
from kontroll.store.transaction import Transaction

#: The name of the mark of what the service said of a user when she last came that way.
_SAID = "krav:"


def remember_claims(tx: Transaction, user: str, roles: frozenset[Role]) -> None:
    """What the service says of her now. Nothing is written where it is nothing new."""
    name, said = f"{_SAID}{user}", words_of(roles)
    if (tx.marks.get(name) or "") != said:
        tx.marks.set(name, said)


def last_said_of(tx: Transaction, user: str) -> frozenset[Role]:
    """Roles by the last word of the sign-in service; none where she never came that way."""
    return roles_of(tx.marks.get(f"{_SAID}{user}") or "")


def controllers(tx: Transaction) -> dict[str, str]:
    """Person id -> name, by id."""
    return given_to(tx, Role.INTERNAL_CONTROL)


def given_to(tx: Transaction, role: Role) -> dict[str, str]:
    """The same of any role. An administrator is barred from what it is given for, whatever else she is."""
    said = {name.removeprefix(_SAID): words for name, words in tx.marks.starting_with(_SAID).items()}
    at = tx.users.table.c
    word = role.value
    vouched = [user for user, words in said.items() if word in words]
    first = tx.users.where(at.given.contains(word) | at.id.in_(vouched), state=UserState.ACTIVE)
    persons = {user.person for user in first if user.person is not None}
    # All users of a person: one of them may be an administrator.
    users = [user for user in tx.users.among("person", persons) if user.is_open]
    roles: dict[str, frozenset[Role]] = {}
    for user in users:
        roles[user.person or ""] = roles.get(user.person or "", frozenset()) | user.roles | _said_of(user, said)
    names = {user.person: user.name for user in users}
    return {person: names[person] for person, held in sorted(roles.items()) if role in held and Role.ADMIN not in held}


def _said_of(user: User, said: dict[str, str]) -> frozenset[Role]:
    return roles_of(said.get(user.id, ""))
