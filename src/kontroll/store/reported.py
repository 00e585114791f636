"""Reported: the nouns of what is told of the whole, such as the internal control and its agenda. A part of Transaction."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import Connection

from kontroll.domain.agenda import AgendaEvent, AgendaPoint
from kontroll.domain.internalcontrol import KeptMaturity, Lowering
from kontroll.store import tables_internal_control
from kontroll.store.rows import Rows


class Reported:
    """What Transaction has beside the nouns of the follow-up."""

    _connection: Connection

    @cached_property
    def maturity(self) -> Rows[KeptMaturity]:
        key = ("month", "place", "letter")
        return Rows(self._connection, KeptMaturity, tables_internal_control.KeptMaturityRow, key=key)

    @cached_property
    def lowerings(self) -> Rows[Lowering]:
        key = ("place", "letter", "number")
        return Rows(self._connection, Lowering, tables_internal_control.LoweringRow, key=key)

    @cached_property
    def agenda_points(self) -> Rows[AgendaPoint]:
        return Rows(self._connection, AgendaPoint, tables_internal_control.AgendaPointRow)

    @cached_property
    def agenda_events(self) -> Rows[AgendaEvent]:
        key = ("point", "number")
        return Rows(self._connection, AgendaEvent, tables_internal_control.AgendaEventRow, key=key)
