"""The small kommune with a desk of its own: who is told of what, and what is to be delivered when."""

from __future__ import annotations

from pathlib import Path

from kontroll.domain.policy import ExpectedDelivery, LeaderOf, NoticePolicy, Policies, Recipient
from kontroll.domain.rule import Severity
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import Settings
from kontroll.store.database import Database
from kontroll.wiring import Desk
from lives.rulebook import RULES
from village import write

POLICIES = Policies(
    notices=NoticePolicy(
        recipients={
            "leder": Recipient(word="leder", leader_of=LeaderOf.ENHET),
            "overordnet": Recipient(word="overordnet", leader_of=LeaderOf.ABOVE),
            "kommunedirektor": Recipient(word="kommunedirektor", unit_type="kommunedirektør"),
            "kontrollutvalg": Recipient(word="kontrollutvalg", role="kontrollutvalgets leder"),
            "internkontroll": Recipient(word="internkontroll", role="internkontroll"),
            "okonomi": Recipient(word="okonomi", role="økonomikonsulent"),
            "hr": Recipient(word="hr", role="HR-rådgiver"),
        },
        channels=("epost",),
        urgent=frozenset({Severity.CRITICAL}),
    ),
    deliveries=(
        ExpectedDelivery(id="okonomi", source="Økonomisystemet", owner="okonomi", due_working_days=10),
        ExpectedDelivery(id="hr", source="HR-systemet", owner="hr", due_working_days=10),
        ExpectedDelivery(id="faktura", dataset="faktura", owner="okonomi", due_working_days=5),
    ),
)


def desk(folder: Path, database: Database, *, mail_port: int = 587) -> Desk:
    """folder: the home, where the rules are written."""
    rules = write(folder / "rules", RULES)
    rulebook, problems = read_rulebook([rules])
    assert not problems, [str(problem) for problem in problems]
    settings = Settings(  # type: ignore[call-arg]
        hjem=folder,
        kommune="Bygda kommune",
        epost_tjener="127.0.0.1",
        epost_port=mail_port,
        epost_kryptering="ingen",
        epost_avsender="kontroll@bygda.example",
    )
    return Desk(settings, (rules,), rulebook, POLICIES, database)
