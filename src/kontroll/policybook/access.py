"""Access: tilgang.yaml says which role each word of personer.csv gives, and what the sign-in service's claims mean."""

from __future__ import annotations

from enum import Enum

from kontroll.domain.access import MAY_BE_GIVEN, Role
from kontroll.domain.policy import APART, AccessPolicy, Apart, Claims, RoleWord
from kontroll.policybook.block import Block
from kontroll.texts import _
from kontroll.yamlfile import Mapping, Node


def read_access(block: Block) -> AccessPolicy:
    words = tuple(found for one in block.blocks("roller", _("rollen")) if (found := _role_word(one)) is not None)
    claims = _claims(Block.of(block.take("innlogging"), block.problems, _("innloggingen")))
    apart = _apart(block)
    block.done()
    return AccessPolicy(words=words, claims=claims, apart=apart, place=block.place("roller"))


class _Meeting(Enum):
    """What is done where two roles meet in one person."""

    REFUSED = "avvis"
    WARNED = "advar"


def _apart(block: Block) -> tuple[Apart, ...]:
    """Without the key what always holds; an empty list says that the kommune has thought otherwise."""
    if "ikke_sammen" not in block.node.entries:
        return APART
    return tuple(
        found
        for one in block.blocks("ikke_sammen", _("rollene"), may_be_empty=True)
        if (found := _pair(one)) is not None
    )


def _pair(block: Block) -> Apart | None:
    roles = [_given(block, node) for node in block.items("roller", required=True)]
    meeting = block.word("da", _Meeting, required=True)
    block.done()
    pair = frozenset(role for role in roles if role is not None)
    if len(roles) != 2 or len(pair) != len(roles):
        block.refuse(
            block.place("roller"),
            _("«roller» må være to forskjellige roller"),
            _("Regelen sier hvilke to som ikke skal møtes i én person."),
            _("Skriv for eksempel roller: [administrator, internkontroll]."),
        )
        return None
    return Apart(roles=pair, refused=meeting is not _Meeting.WARNED)


def _role_word(block: Block) -> RoleWord | None:
    word = block.text("ord", required=True)
    role = _given(block, block.take("gir", required=True))
    where = block.yes_no("bare_enheten")
    block.done()
    return None if word is None or role is None else RoleWord(word=word, role=role, of_enhet=where is True)


def _claims(block: Block | None) -> Claims:
    if block is None:
        return Claims()
    person, roles = block.text("person"), block.text("roller")
    gives = block.take("gir")
    found: dict[str, Role] = {}
    if gives is not None and not isinstance(gives, Mapping):
        block.bad(gives, _("en blokk med «verdi: rolle»"))
    elif gives is not None:
        for value, node in gives.entries.items():
            role = _given(block, node)
            if role is not None:
                found[value] = role
    block.done()
    return Claims(person=person or Claims().person, roles=roles or Claims().roles, gives=found)


def _given(block: Block, node: Node | None) -> Role | None:
    """A role that may be given; whoever leads is told by the directory alone."""
    role = None if node is None else block.as_word(node, Role)
    if node is None or role is None or role in MAY_BE_GIVEN:
        return role
    block.refuse(
        node.place,
        _("rollen «{role}» kan ikke gis").format(role=role.value),
        _("Hvem som leder hva, står i organisasjon.csv og personer.csv, og gjelder fra dag til dag."),
        _("Fjern linjen."),
    )
    return None
