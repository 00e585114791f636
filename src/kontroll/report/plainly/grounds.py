"""Hjemmel as sentences: the law or the reglement with its text, and whether anybody has held it against the source."""

from __future__ import annotations

from collections.abc import Sequence

from kontroll.domain.hjemmel import Hjemmel
from kontroll.report.plainly.sentence import Sentence, as_sentence
from kontroll.report.plainly.wording import quoted
from kontroll.texts import _

#: A rule file points at a reglement by a word in ASCII; people read these.
_REGLEMENTS = {
    "okonomireglementet": "økonomireglementet",
    "innkjopsreglementet": "innkjøpsreglementet",
    "hms-reglementet": "HMS-reglementet",
}


def hjemmel_name(hjemmel: Hjemmel) -> str:
    """`kommuneloven § 25-1 bokstav c`, `økonomireglementet punkt 3.2`."""
    known = _REGLEMENTS.get(hjemmel.reglement or "")
    return str(hjemmel).replace(hjemmel.reglement or "", known, 1) if known else str(hjemmel)


def hjemler(found: Sequence[Hjemmel]) -> tuple[Sentence, ...]:
    """One sentence each."""
    return tuple(Sentence(text=_one(hjemmel)) for hjemmel in found)


def resting_on(found: Sequence[Hjemmel]) -> str:
    """All of them in one line, `Hjemmel: …`; empty where there is none."""
    return " ".join(_("Hjemmel: {hjemmel}").format(hjemmel=_one(one)) for one in found)


def _one(hjemmel: Hjemmel) -> str:
    told = hjemmel_name(hjemmel)
    if hjemmel.text:
        told += f": {quoted(hjemmel.text)}"
    if not hjemmel.verified:
        told += " " + (
            _("(ikke kontrollert mot lovteksten)") if hjemmel.lov is not None else _("(ikke kontrollert mot kilden)")
        )
    if hjemmel.link:
        # The address last and without a full stop: a terminal and a page make a link of it.
        return f"{as_sentence(told)} {hjemmel.link}"
    return as_sentence(told)
