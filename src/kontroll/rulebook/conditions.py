"""Conditions: a YAML block under `hvis`, `skal`, `der` or an exception becomes a condition tree."""

from __future__ import annotations

from collections.abc import Callable

from kontroll.domain.condition import AllOf, AnyOf, Condition, NoneOf, Not
from kontroll.rulebook.context import Context
from kontroll.rulebook.form import Form
from kontroll.rulebook.hints import nearest
from kontroll.rulebook.leaves import LEAF_READERS
from kontroll.rulebook.words import listed
from kontroll.texts import _
from kontroll.yamlfile import Node, Sequence

GROUPS: dict[str, Callable[..., Condition]] = {"alle": AllOf, "minst_en": AnyOf, "ingen_av": NoneOf}
NODE_KEYS = (*GROUPS, "ikke", *LEAF_READERS)


def read_condition(node: Node | None, context: Context) -> Condition | None:
    """The tree below a node; None with problems where it cannot be understood."""
    if context.blind:
        return None
    if isinstance(node, Sequence):
        context.refuse(
            node.place,
            _("vilkåret er en liste"),
            _("Det må stå om alle leddene skal være sanne, eller bare ett av dem."),
            _("Skriv «alle:» eller «minst_en:» på linjen over listen, og rykk listen inn."),
        )
        return None
    form = Form.of(node, context.problems, _("vilkåret"))
    if form is None:
        return None
    present = [key for key in form.node.entries if key in NODE_KEYS]
    if len(present) != 1:
        _not_one_kind(form, present, context)
        return None
    kind = present[0]
    if kind in LEAF_READERS:
        return LEAF_READERS[kind](form, context)
    label = form.text("merke")
    if kind == "ikke":
        child = read_condition(form.take("ikke", required=True), context)
        form.done()
        return None if child is None else Not(child=child, label=label)
    items = form.items(kind, required=True)
    form.done()
    if items is None:
        return None
    read = [read_condition(item, context) for item in items]
    known = tuple(child for child in read if child is not None)
    return GROUPS[kind](children=known, label=label) if len(known) == len(read) else None


def _not_one_kind(form: Form, present: list[str], context: Context) -> None:
    if present:
        context.refuse(
            form.place(present[1]),
            _("vilkåret har både «{a}» og «{b}»").format(a=present[0], b=present[1]),
            _("Da er det uklart om begge må være oppfylt eller bare én."),
            _("Sett dem som hvert sitt ledd under «alle» eller «minst_en»."),
        )
        return
    guesses = {key: guess for key in form.node.entries if (guess := nearest(key, NODE_KEYS)) is not None}
    key = next(iter(guesses or form.node.entries), None)
    context.refuse(
        form.node.place if key is None else form.place(key),
        _("vilkåret er tomt")
        if key is None
        else _("vilkåret kan ikke begynne med «{key}», og har ingen av {known}").format(
            key=key, known=listed(NODE_KEYS)
        ),
        _("Da er det ikke mulig å vite hva som skal prøves."),
        _("Mente du «{guess}»?").format(guess=guesses[key])
        if key in guesses
        else _("Begynn med for eksempel «indikator: …» eller «felt: …»."),
    )
