"""Told: an explanation in sentences: the answer in one line, why, what was held against what, and what would have changed it.

The same sentences stand on a terminal, on a page and in JSON; only how they are laid out differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kontroll.domain.condition import AllOf, AnyOf, IndicatorLeaf, NoneOf, Not
from kontroll.domain.rulebook import ENHET_RULE
from kontroll.domain.truth import Result, Truth
from kontroll.report.explaining.answers import about, answer, notes, versions
from kontroll.report.explaining.changes import changes, settling
from kontroll.report.explaining.noanswer import no_answer, of_enhet
from kontroll.report.explaining.phrases import limit_source, of_readings, source_name, sources, value_of, when_name
from kontroll.report.explaining.recordsentences import nearly, of_leaf
from kontroll.report.explaining.tree import Excepted, Explanation, Near, Node
from kontroll.report.explaining.values import Records
from kontroll.report.plainly.grounds import hjemmel_name
from kontroll.report.plainly.sentence import as_sentence
from kontroll.report.plainly.wording import counted, is_neuter, quoted, the_latest, window
from kontroll.texts import _, listed, month_name, ngettext, number

#: Sentences of the reason that are read at once; the tree below holds them all.
MOST_WHY = 4
#: Sentences of another rule's reason, below the line that only says what it answered.
MOST_BEHIND = 2
#: Records of which the answer is opened, where a rule counts them.
MOST_OPENED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One node in words. sources: where the values stand. decisive: it made the one above come out as it did.

    words_first: the line denies what stands below it, and the rule's own words are about the whole: they stand before it.
    """

    text: str
    truth: Truth
    decisive: bool
    own_words: str = ""
    words_first: bool = False
    sources: tuple[str, ...] = ()
    children: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """answer: one line. about: version, whom the rule is about, hjemmel. changed: *hva skulle til*. settled: for ukjent."""

    answer: str
    why: tuple[str, ...]
    notes: tuple[str, ...]
    tree: tuple[Line, ...]
    exemptions: tuple[Line, ...]
    changed: tuple[str, ...]
    settled: tuple[str, ...]
    about: tuple[str, ...]


def told(explanation: Explanation) -> Told:
    """The whole explanation in bokmål sentences."""
    tree = explanation.tree
    return Told(
        answer=answer(explanation),
        why=tuple(_why(explanation)),
        notes=tuple(notes(explanation)),
        tree=(_line(tree),) if tree is not None else (),
        exemptions=tuple(_exception(one) for one in explanation.exemptions),
        changed=tuple(changes(explanation)),
        settled=tuple(settling(explanation)),
        about=tuple(about(explanation)),
    )


# --- why ----------------------------------------------------------------------------------------------------------


def _why(told: Explanation, *, behind: bool = False) -> Iterator[str]:
    """behind: of another rule, whose own reasons stand alone: what it asked of yet other rules is in the tree."""
    reason = _reason if behind else _reason_and_behind
    if told.result is None:
        yield from no_answer(told)
        return
    if told.result is Result.NOT_IN_FORCE:
        yield _("Ingen versjon av regelen gjelder i {month}. {versions}").format(
            month=month_name(told.month), versions=versions(told.rule)
        )
        return
    if told.rule.id == ENHET_RULE:
        yield of_enhet(told)
        return
    excepted = [one for one in told.exemptions if one.decisive]
    for one in excepted:
        yield _excepted(told, one)
    found = [node for one in excepted for node in deciding(one.tree)]
    if told.tree is not None and told.tree.decisive:
        found += deciding(told.tree)
    sentences = list(dict.fromkeys(reason(node) for node in found))
    yield from sentences[:MOST_WHY]
    if len(sentences) > MOST_WHY:
        more = len(sentences) - MOST_WHY
        yield ngettext("Det er {count} grunn til, se under.", "Det er {count} grunner til, se under.", more).format(
            count=counted(more)
        )


def _excepted(told: Explanation, one: Excepted) -> str:
    name = quoted(one.exemption.id)
    if one.tree.truth is Truth.UNKNOWN:
        return _("Vilkåret stemmer, men det er ukjent om unntaket {name} gjelder.").format(name=name)
    because = _(": {reason}").format(reason=one.exemption.reason.rstrip(".")) if one.exemption.reason else ""
    return _("Unntaket {name} gjelder{because}.").format(name=name, because=because)


def deciding(node: Node) -> list[Node]:
    """The leaves that decided, left to right; a window counts as one of them."""
    if isinstance(node.asked, AllOf | AnyOf | NoneOf | Not) or (node.kind == "indikator"):
        return [leaf for child in node.children if child.decisive for leaf in deciding(child)]
    return [node]


def _reason_and_behind(node: Node) -> str:
    """Of another rule, «slått ut» is no reason to a reader: what decided there follows."""
    told = _reason(node)
    asked = next((child for child in node.children if child.decisive), node) if node.kind == "vindu" else node
    if not asked.opened:
        return told
    one = asked.opened[0]
    sentences = " ".join(list(_why(one, behind=True))[:MOST_BEHIND])
    if not sentences:
        return told
    of = _("{rule} for posten {post}").format(rule=one.rule.id, post=one.post) if one.post else one.rule.id
    return _("{told} Grunnen til svaret på {rule}: {sentences}").format(told=told, rule=of, sentences=sentences)


def _reason(node: Node) -> str:
    """The leaf's own sentences; of a window the newest period that decided, and how many there were."""
    if node.kind != "vindu":
        return (
            of_leaf(node)
            if node.kind != "indikator"
            else " ".join(of_leaf(one) for one in node.children if one.decisive)
        )
    below = [child for child in node.children if child.decisive]
    first = _reason(below[0]) if below else ""
    return f"{first} {_over_time(node)}"


def _over_time(node: Node) -> str:
    """How often it was so, and how often it must be."""
    over = getattr(node.asked, "window", None)
    assert over is not None
    if node.truth is Truth.TRUE and over.in_a_row:
        return _("Slik er det {window}.").format(window=_window(node))
    neuter = is_neuter(node.frequency)
    true, unknown = _count(node, Truth.TRUE), _count(node, Truth.UNKNOWN)
    found = []
    if true or not unknown:
        found.append(_("stemmer i {count}").format(count=counted(true, neuter=neuter) if true else _("ingen")))
    if unknown:
        found.append(_("er ukjent i {count}").format(count=counted(unknown, neuter=neuter)))
    return _("Det må stemme {window}, og {found} av {all}.").format(
        window=_window(node), found=listed(found), all=counted(len(node.children), neuter=neuter)
    )


def _window(node: Node) -> str:
    over = getattr(node.asked, "window", None)
    assert over is not None
    return window(over, node.frequency) if over.periods > 1 else the_latest(1, node.frequency)


def _count(node: Node, truth: Truth) -> int:
    return sum(child.truth is truth for child in node.children)


# --- the tree -----------------------------------------------------------------------------------------------------


def _line(node: Node, *, opened: bool = False) -> Line:
    """opened: inside another rule, where only what decided is told, and of a window only the newest of it."""
    children = node.children
    if opened:
        children = tuple(child for child in children if child.decisive) or children
        children = children[:1] if node.kind == "vindu" else children
    others = node.opened[:MOST_OPENED] if node.records is not None else node.opened
    return Line(
        text=_text(node),
        truth=node.truth,
        decisive=node.decisive,
        own_words=node.label,
        words_first=isinstance(node.asked, NoneOf | Not),
        sources=tuple(_sources(node)),
        children=(*(_line(child, opened=opened) for child in children), *_others(node, others)),
    )


def _text(node: Node) -> str:
    asked = node.asked
    if node.kind == "vindu":
        return as_sentence(_window(node))
    if isinstance(asked, AllOf):
        return _("Alle disse må stemme:")
    if isinstance(asked, AnyOf):
        return _("Minst ett av disse må stemme:")
    if isinstance(asked, NoneOf):
        return _("Ingen av disse må stemme:")
    if isinstance(asked, Not):
        return _("Dette må ikke stemme:")
    if isinstance(asked, IndicatorLeaf):
        assert node.when is not None
        return _("Alle disse må stemme for {period}:").format(period=when_name(node.when))
    return of_leaf(node)


def _sources(node: Node) -> Iterator[str]:
    if node.operand is not None:
        yield from of_readings(node.operand.readings)
    for limit in node.limits:
        yield from limit_source(limit)
    if node.rivals is not None and node.rivals.nearest is not None:
        for reading in node.rivals.nearest.operand.readings:
            yield from (f"{node.rivals.nearest.enhet_name}: {told}" for told in sources(reading))
    if node.records is not None and not node.opened:
        yield from _records(node.records)
    for near in node.near:
        yield _near(near)


def _records(records: Records) -> Iterator[str]:
    for one in records.shown:
        fields = [f"{quoted(reading.name)}: {value_of(reading)}" for reading in one.readings]
        place = source_name(one.source) if one.source.file else ""
        head = ", ".join([one.key, *fields])
        yield f"{head}. {place}." if place else f"{head}."
    more = max(records.total, records.counted + records.unknown) - len(records.shown)
    if more > 0:
        yield _("Og {count} til.").format(count=number(more))


def _near(near: Near) -> str:
    return f"{nearly(near)} {source_name(near.row.source)}." if near.row.source.file else nearly(near)


def _others(node: Node, opened: Sequence[Explanation]) -> Iterator[Line]:
    """Other rules that were asked. Of one alone the answer is told already: what it stands on is enough."""
    for one in opened:
        line = _opened(one)
        if node.records is None and one.result is not None:
            yield from line.children
        else:
            yield line


def _opened(one: Explanation) -> Line:
    """Another rule, opened: its answer, and its own tree below it."""
    struck = one.rule.struck(one.result)
    trees = [_line(one.tree, opened=True)] if one.tree is not None else []
    because = list(no_answer(one)) if one.result is None else []
    return Line(
        text=" ".join([answer(one), *because]),
        truth=struck,
        decisive=True,
        sources=(_("Posten står i {source}.").format(source=source_name(one.source)),) if one.source else (),
        children=(*trees, *(_exception(exception) for exception in one.exemptions if exception.decisive)),
    )


def _exception(one: Excepted) -> Line:
    line = _line(one.tree)
    name, resting = quoted(one.exemption.id), [hjemmel_name(hjemmel) for hjemmel in one.exemption.hjemmel]
    told = _("Unntaket {name}").format(name=name)
    if one.exemption.reason:
        told += f": {one.exemption.reason.rstrip('.')}"
    told += _(" (hjemmel: {hjemmel})").format(hjemmel=listed(resting)) if resting else ""
    return Line(
        text=as_sentence(told), truth=one.tree.truth, decisive=one.decisive, children=(line,), own_words="", sources=()
    )
