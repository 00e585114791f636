"""Signed claims: what the kommune's sign-in service says of somebody, read by policies/tilgang.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kontroll.domain.access import Role
from kontroll.domain.policy import Claims


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """subject: who she is there: issuer and id, which are given to nobody else. person: her id in personer.csv."""

    subject: str
    name: str
    person: str | None
    roles: frozenset[Role]


def claimed(said: Mapping[str, object], claims: Claims) -> Claimed | None:
    """None where it does not say who she is. A role that tilgang.yaml does not know gives nothing."""
    issuer, subject = said.get("iss"), said.get("sub")
    if not issuer or not subject:
        return None
    person = said.get(claims.person)
    return Claimed(
        subject=f"{issuer}|{subject}",
        name=_text(said.get("name")) or _text(person) or str(subject),
        person=_text(person) or None,
        roles=frozenset(claims.gives[word] for word in _words(said.get(claims.roles)) if word in claims.gives),
    )


def _words(claim: object) -> list[str]:
    """A list of them, or one alone; some services put spaces between."""
    if isinstance(claim, str):
        return claim.split()
    return [one for one in claim if isinstance(one, str)] if isinstance(claim, list | tuple) else []


def _text(claim: object) -> str:
    return claim.strip() if isinstance(claim, str) else ""
