"""Upgrade the database of a home, as the owner of its tables where the program's own role may not."""

from __future__ import annotations

from kontroll.domain.problem import KontrollError
from kontroll.settings import Settings
from kontroll.store.database import Database
from kontroll.store.upgrade import newest_version, unreachable, upgrade
from kontroll.texts import _


class Unreachable(KontrollError):
    """The database does not answer. Its text is bokmål, without the address: that may hold a password."""


def upgrade_database(settings: Settings) -> str:
    """The version it has afterwards. Raises Unreachable."""
    program = Database(settings.database_url)
    owner = Database(settings.database_owner) if settings.database_owner else program
    try:
        upgrade(owner, program.url)
    except unreachable() as error:
        raise Unreachable(
            _("Databasen svarer ikke.\n  Gjør slik: Kontroller «database» i kontroll.toml, og at tjeneren er i gang.")
        ) from error
    finally:
        owner.close()
        program.close()
    return newest_version()
