"""Words for people as a kommune explains them, and a kommune with a kontrollutvalg."""

from __future__ import annotations

from domain.kommune import kommune
from kontroll.domain.people import RoleHeld
from kontroll.domain.policy import LeaderOf, NoticePolicy, Recipient


def words(*meanings: Recipient) -> NoticePolicy:
    return NoticePolicy(recipients={recipient.word: recipient for recipient in meanings})


KONTROLLUTVALG = Recipient(word="kontrollutvalg", role="kontrollutvalgets leder")
POLICY = words(
    Recipient(word="leder", leader_of=LeaderOf.ENHET),
    Recipient(word="overordnet", leader_of=LeaderOf.ABOVE),
    Recipient(word="kommunalsjef", unit_type="kommunalsjef"),
    Recipient(word="kommunedirektor", unit_type="kommunedirektør"),
    Recipient(word="radmann", enhet="1000"),
    Recipient(word="hr", enhet="1200"),
    Recipient(word="okonomi", role="controller"),
    Recipient(word="verneombud", role="verneombud"),
    KONTROLLUTVALG,
)
PIOTR = RoleHeld(person="piotr", role="kontrollutvalgets leder", enhet="1000")


def with_council(*changed, people=()):
    return kommune(*changed, people=[PIOTR, *people])


def held(role, **enhet_of):
    return [RoleHeld(person=person, role=role, enhet=enhet) for person, enhet in enhet_of.items()]
