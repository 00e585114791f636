"""Act form: what was sent in with one of the forms of a sak, as it came, and what it means.

Why nothing is cleaned: where it is refused, she is shown what she wrote, and rights it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from kontroll.domain.month import Month
from kontroll.domain.problem import KontrollError
from kontroll.texts import N_, _, number

#: Characters of one text: more belongs in a document.
LONGEST = 4000
TEXT, WHO, BY, CHOICE, FIRST, LAST, POST, TILTAK, EVIDENCE = (
    "tekst", "hvem", "frist", "valg", "fra", "til", "post", "tiltak", "bevis",
)  # fmt: skip


class Wrong(KontrollError):
    """Something in the form cannot be read. field: its name; what: bokmål."""

    def __init__(self, field: str, what: str) -> None:
        super().__init__(f"form: {field}")
        self.field = field
        self.what = what


@dataclass(frozen=True, slots=True)
class Sent:
    """fields: by name, as they came."""

    fields: Mapping[str, str] = field(default_factory=dict)

    def given(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def version(self) -> int:
        """Of the sak she saw; one that is none fits no sak."""
        text = self.given("versjon")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

    def text(self, name: str = TEXT) -> str:
        """Raises Wrong for one that is too long."""
        given = self.given(name).strip()
        if len(given) > LONGEST:
            raise Wrong(name, _("Teksten kan ha {count} tegn.").format(count=number(LONGEST)))
        return given

    def choice(self, *words: str) -> str:
        given = self.given(CHOICE)
        if given not in words:
            raise Wrong(CHOICE, _("Velg ett av alternativene."))
        return given

    def day(self, name: str = BY) -> date:
        """As a browser sends it, or as people write it."""
        given = self.given(name).strip()
        if not given:
            raise Wrong(name, _("Velg en frist."))
        try:
            parts = given.split(".")
            if len(parts) == 3:
                return date(int(parts[2]), int(parts[1]), int(parts[0]))
            return date.fromisoformat(given)
        except ValueError:
            raise Wrong(name, _("Skriv fristen som dag, måned og år, for eksempel 31.12.2026.")) from None

    def month(self, name: str) -> Month:
        try:
            return Month.parse(self.given(name))
        except ValueError:
            raise Wrong(name, _("Velg en måned.")) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A form that came back. act: which; "" = none. told: sentences. field: what they are about; "" = all of it."""

    act: str = ""
    sent: Sent = field(default_factory=Sent)
    told: tuple[str, ...] = ()
    field: str = ""

    def kept(self, act: str, name: str, otherwise: str = "", tiltak: str = "") -> str:
        """What she wrote in the field of the form; where the form did not come back, what stands there first."""
        is_it = self.act == act and self.sent.given(TILTAK) == tiltak
        return self.sent.given(name) if is_it else otherwise

    def came_back(self, act: str, tiltak: str = "") -> bool:
        return self.act == act and self.sent.given(TILTAK) == tiltak


CHANGED = N_(
    "Saken er endret siden du åpnet den, så dette er ikke lagret. Se hva som er nytt under «Hva som er sagt og gjort», og "
    "send på nytt hvis det fortsatt stemmer."
)


def sent_in(form: FormData) -> Sent:
    """Files and repeated fields are left out: no form of ours has them."""
    return Sent({name: value for name, value in form.items() if isinstance(value, str)})


async def _sent(request: Request) -> Sent:
    return sent_in(await request.form())


#: What a route takes: the form that came with the request.
SentIn = Annotated[Sent, Depends(_sent)]
