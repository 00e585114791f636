"""Access: tilgang.yaml says which role each word of personer.csv gives, and what the sign-in service's claims mean."""

from __future__ import annotations

from kontroll.domain.access import MAY_BE_GIVEN, Role
from kontroll.domain.policy import AccessPolicy, Claims, RoleWord
from kontroll.policybook.block import Block
from kontroll.texts import _
from kontroll.yamlfile import Mapping, Node


def read_access(block: Block) -> AccessPolicy:
    words = tuple(found for one in block.blocks("roller", _("rollen")) if (found := _role_word(one)) is not None)
    claims = _claims(Block.of(block.take("innlogging"), block.problems, _("innloggingen")))
    block.done()
    return AccessPolicy(words=words, claims=claims, place=block.place("roller"))


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
