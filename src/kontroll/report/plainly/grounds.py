"""Hjemmel as sentences: the law or the reglement with its text, and whether anybody has held it against the source."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from urllib.parse import quote

from kontroll.domain.hjemmel import Hjemmel
from kontroll.domain.reglement import Reglementer, SkalSentence
from kontroll.domain.skal import fingerprint
from kontroll.policybook import read_reglementer
from kontroll.report.plainly.sentence import Sentence, as_sentence
from kontroll.report.plainly.wording import quoted
from kontroll.settings import shipped_policies
from kontroll.texts import _

#: A rule that rests on a whole chapter is not told sentence by sentence.
_MOST_SENTENCES = 4


def hjemmel_name(hjemmel: Hjemmel, reglementer: Reglementer | None = None) -> str:
    """`kommuneloven § 25-1 bokstav c`, `økonomireglementet punkt 3.2`.

    reglementer: the kommune's, which say what each is called; None: those that are shipped.
    """
    id = hjemmel.reglement
    if id is None:
        return str(hjemmel)
    return str(hjemmel).replace(id, _within(_known(reglementer).name(id)), 1)


def hjemler(found: Sequence[Hjemmel], reglementer: Reglementer | None = None) -> tuple[Sentence, ...]:
    """One sentence each. With the kommune's reglementer: what they say there, and the page where it stands."""
    return tuple(
        Sentence(
            text=_one(hjemmel, reglementer),
            notes=_as_it_stands(hjemmel, reglementer),
            href=sentence_address(hjemmel, reglementer),
        )
        for hjemmel in found
    )


def resting_on(found: Sequence[Hjemmel], reglementer: Reglementer | None = None) -> str:
    """All of them in one line, `Hjemmel: …`; empty where there is none."""
    return " ".join(_("Hjemmel: {hjemmel}").format(hjemmel=_one(one, reglementer)) for one in found)


def sentence_address(hjemmel: Hjemmel, reglementer: Reglementer | None) -> str:
    """The address of the sentence on the page of its reglement; "" where there is none."""
    id = hjemmel.reglement
    if id is None or reglementer is None or id not in reglementer.by_id:
        return ""
    meant = reglementer.meant_by(hjemmel)
    page = f"/reglement/{quote(id, safe='')}"
    return f"{page}#{anchor(meant[0].number)}" if meant else page


def anchor(number: str) -> str:
    """The id of a skal-sentence on its page."""
    return f"punkt-{number}"


def _as_it_stands(hjemmel: Hjemmel, reglementer: Reglementer | None) -> tuple[str, ...]:
    """The sentences that it points at, but for those that the rule quotes itself."""
    meant = () if reglementer is None or hjemmel.punkt is None else reglementer.meant_by(hjemmel)
    if len(meant) > _MOST_SENTENCES:
        return ()
    told = _("Punkt {number} lyder: {text}")
    return tuple(
        told.format(number=one.number, text=quoted(one.text)) for one in meant if not _quotes(hjemmel.text or "", one)
    )


def _quotes(text: str, sentence: SkalSentence) -> bool:
    """The whole sentence stands in the text, alone or with others."""
    return fingerprint(text) == sentence.fingerprint or " ".join(sentence.text.split()) in " ".join(text.split())


def _known(reglementer: Reglementer | None) -> Reglementer:
    return _shipped() if reglementer is None else reglementer


@cache
def _shipped() -> Reglementer:
    return read_reglementer([shipped_policies()])[0]


def _within(name: str) -> str:
    """As it is written within a sentence: `økonomireglementet`, but `HMS-reglementet`."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def _one(hjemmel: Hjemmel, reglementer: Reglementer | None) -> str:
    told = hjemmel_name(hjemmel, reglementer)
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
