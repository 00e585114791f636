"""Notices: varsling.yaml says whom each word of a rule means, through which channels they are told, and when."""

from __future__ import annotations

from kontroll.domain.policy import SUPERVISORY, LeaderOf, NoticePolicy, Recipient
from kontroll.domain.problem import Place
from kontroll.domain.rule import Severity
from kontroll.policybook.block import Block
from kontroll.texts import _
from kontroll.yamlfile import Mapping, Scalar

_REMINDER_DAYS = 2


def read_notices(block: Block) -> NoticePolicy:
    recipients = _recipients(block)
    channels = _channels(block)
    urgent = [block.as_word(item, Severity) for item in block.items("straks", may_be_empty=True)]
    reminder_days = block.working_days("paaminnelse")
    inhibit = block.yes_no("demp_uten_data")
    block.done()
    return NoticePolicy(
        recipients=recipients,
        channels=channels,
        urgent=frozenset(severity for severity in urgent if severity is not None),
        reminder_days=_REMINDER_DAYS if reminder_days is None else reminder_days,
        inhibit_without_data=inhibit is not False,
        place=block.place("kanaler"),
    )


def _recipients(block: Block) -> dict[str, Recipient]:
    node = block.take("mottakere", required=True)
    if node is None:
        return {}
    if not isinstance(node, Mapping) or not node.entries:
        block.bad(
            node, _("en blokk med mottakere"), _("Skriv én linje for hvert ord, f.eks. «hr: {rolle: HR-rådgiver}».")
        )
        return {}
    found = {}
    for word, value in node.entries.items():
        if isinstance(value, Scalar) and value.is_null:
            # The place of nothing is the line below it: the word itself is pointed at.
            block.refuse(
                node.key_places[word],
                _("mottakeren «{word}» er tom").format(word=word),
                _("Ingen vet hvem som skal varsles når en regel bruker ordet."),
                _("Skriv hvem ordet betyr, f.eks. «{rolle: HR-rådgiver}»."),
            )
            continue
        inner = Block.of(value, block.problems, _("mottakeren «{word}»").format(word=word))
        recipient = None if inner is None else _recipient(inner, word, node.key_places[word])
        if recipient is not None:
            found[word] = recipient
    return found


def _recipient(block: Block, word: str, place: Place) -> Recipient | None:
    kind = block.exactly_one(["leder_av", "enhetstype", "enhet", "rolle"])
    recipient = Recipient(
        word=word,
        leader_of=block.word("leder_av", LeaderOf),
        unit_type=block.text("enhetstype"),
        enhet=block.text("enhet"),
        role=block.text("rolle"),
        place=place,
    )
    block.done()
    if kind in ("leder_av", "enhetstype") and word == SUPERVISORY:
        block.refuse(
            block.place(kind),
            _("«{word}» kan ikke være en leder i linjen").format(word=word),
            _("Kontrollutvalget får vite om kommunedirektørens eget område, og er ikke under henne."),
            _("Oppgi en rolle eller en enhet, f.eks. «{rolle: kontrollutvalgets leder}»."),
        )
    return recipient if block.sound else None


def _channels(block: Block) -> tuple[str, ...]:
    """Which channels there are, only those who make them know."""
    found: dict[str, None] = {}
    for node in block.items("kanaler", required=True):
        name = block.as_text(node)
        if name in found:
            block.refuse(
                node.place,
                _("«{said}» står to ganger").format(said=name),
                _("Alle ville fått hver melding dobbelt."),
                _("Fjern den ene."),
            )
        elif name is not None:
            found[name] = None
    return tuple(found)
