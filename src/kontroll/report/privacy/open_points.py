"""Open points: what people must still write, noted where it is met and listed at the end."""

from __future__ import annotations

from kontroll.report.document.model import Items, Section, Table, Told
from kontroll.texts import _


class Open:
    """Notes what is lacking as a document is made."""

    def __init__(self) -> None:
        self._points: list[str] = []

    def known(self, said: str, lacking: str) -> str:
        """What was said; where nothing was, that somebody must say it. lacking: what, as a point of the list."""
        if said.strip():
            return said
        self.note(lacking)
        return _("Må fylles ut av kommunen.")

    def note(self, lacking: str) -> None:
        if lacking not in self._points:
            self._points.append(lacking)

    def section(self, id: str) -> Section:
        """Stands last, also where nothing is lacking: whoever signs shall have read it."""
        told = (
            _("Kontroll vet ikke dette, og har ikke gjettet. Dokumentet er ikke ferdig før det er skrevet.")
            if self._points
            else _(
                "Alt kontroll spør om, er fylt ut. Om det er riktig og nok, må den som svarer for behandlingen vurdere."
            )
        )
        return Section(
            id=id,
            title=_("Dette må kommunen skrive"),
            blocks=(Told((told,)), *([Items(tuple(Told((one,)) for one in self._points))] if self._points else [])),
            is_mandatory=True,
        )


def pairs(caption: str, *rows: tuple[str, str]) -> Table:
    """What it is, and what it is here."""
    return Table(caption=caption, headings=(_("Hva"), _("Er")), numeric=(False, False), rows=rows)


def told(*sentences: str) -> tuple[Told, ...]:
    return tuple(Told((one,)) for one in sentences if one)


def listed_items(sentences: tuple[str, ...] | list[str]) -> tuple[Items, ...]:
    return (Items(told(*sentences)),) if sentences else ()
