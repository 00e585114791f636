"""Control plan: kontrollplan.yaml says what is sampled, how often, how many and what each record is held against."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal

from kontroll.domain.controlplan import (
    GRAVEST_RISK,
    LEAST_RISK,
    Control,
    ControlPlan,
    Every,
    PlanMethod,
    RiskSize,
    SeedSource,
    Steps,
)
from kontroll.domain.draw import Arm
from kontroll.domain.problem import Place
from kontroll.domain.spelling import fold
from kontroll.policybook.block import Block
from kontroll.texts import _
from kontroll.yamlfile import Mapping, Node, Scalar, Sequence

#: It becomes part of the id of a sak, in which a hyphen tells the parts from each other.
_ID = re.compile(r"[a-z][a-z0-9_]*")
_SHARE = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,6}))?\s*(%?)")
_KRONER = re.compile(r"([0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]{1,12})(?:,([0-9]{2}))?(?:[ \u00a0]?kr)?")
_JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_MOST_RECORDS = 5000
_LONGEST_DUE = 120
_STAGES = 3
_DUE = 20


def read_control_plan(block: Block) -> ControlPlan:
    public = frozenset(filter(None, map(block.as_text, block.items("offentlige_datasett", may_be_empty=True))))
    sizes = {size.risk: size for size in _sizes(block)}
    steps = _steps(Block.of(block.take("justering"), block.problems, _("justeringen")))
    seed = _seed(Block.of(block.take("froe", required=True), block.problems, _("frøet")))
    controls = tuple(_controls(block))
    block.done()
    return ControlPlan(
        public=public, sizes=sizes, steps=steps, seed=seed, controls=controls, place=block.place("kontroller")
    )


# --- sizes by risk ------------------------------------------------------------------------------------------------------


def _sizes(block: Block) -> Iterator[RiskSize]:
    seen: dict[str, Place] = {}
    faulty = False
    for each in block.blocks("storrelser", _("størrelsen")):
        size = _size(each)
        if size is None:
            faulty = True
            continue
        each.once(str(size.risk), seen)
        yield size
    missing = [str(risk) for risk in range(LEAST_RISK, GRAVEST_RISK + 1) if str(risk) not in seen]
    if seen and missing and not faulty:
        block.refuse(
            block.place("storrelser"),
            _("storrelser mangler risiko {risks}").format(risks=", ".join(missing)),
            _("En kontroll med den risikoen ville ikke fått noen størrelse, og risikoen kan flytte seg ett trinn."),
            _("Legg til en linje for hver risiko fra 1 til 5."),
        )


def _size(block: Block) -> RiskSize | None:
    risk = block.whole_number("risiko", LEAST_RISK, GRAVEST_RISK, required=True)
    confidence = _rate(block, "sikkerhet", required=True)
    which = block.exactly_one(["tolererbar", "oppdag"])
    tolerable = _rate(block, "tolererbar") if which == "tolererbar" else None
    discover = block.whole_number("oppdag", 1, _MOST_RECORDS) if which == "oppdag" else None
    flagged = block.whole_number("merket", 1, _MOST_RECORDS, required=True)
    block.done()
    if risk is None or confidence is None or flagged is None or not block.sound:
        return None
    return RiskSize(risk=risk, confidence=confidence, tolerable=tolerable or "", discover=discover, flagged=flagged)


def _steps(block: Block | None) -> Steps:
    if block is None:
        return Steps()
    usual = Steps()
    many, few = _rate(block, "mange_merkede"), _rate(block, "faa_merkede")
    false_share = _rate(block, "falsk_alarm")
    least = block.whole_number("minst_avgjort", 1, _MOST_RECORDS)
    clean = block.whole_number("feilfrie", 1, 100)
    block.done()
    steps = Steps(
        many=usual.many if many is None else Decimal(many),
        few=usual.few if few is None else Decimal(few),
        false_share=usual.false_share if false_share is None else Decimal(false_share),
        least_decided=least or usual.least_decided,
        clean=clean or usual.clean,
    )
    if steps.few > steps.many:
        block.refuse(
            block.place("faa_merkede"),
            _("«faa_merkede» er større enn «mange_merkede»"),
            _("Da kunne den samme andelen både heve og senke risikoen."),
            _("Skriv en mindre andel i «faa_merkede»."),
        )
    return steps


def _seed(block: Block | None) -> SeedSource:
    if block is None:
        return SeedSource()
    source, written, fallback = (block.text(key, required=True) for key in ("kilde", "skrives", "reserve"))
    block.done()
    return SeedSource(source=source or "", written=written or "", fallback=fallback or "")


# --- controls -----------------------------------------------------------------------------------------------------------


def _controls(block: Block) -> Iterator[Control]:
    ids: dict[str, Place] = {}
    for each in block.blocks("kontroller", _("kontrollen"), may_be_empty=True):
        control = _control(each)
        if control is None:
            continue
        each.once(control.id, ids)
        if each.sound:
            yield control


def _control(block: Block) -> Control | None:
    id, name, dataset = _id(block), block.text("navn", required=True), block.text("datasett", required=True)
    condition = block.take("filter")
    amount_field = block.text("belopsfelt") or ""
    every = block.word("hvor_ofte", Every, required=True)
    risk = block.whole_number("risiko", LEAST_RISK, GRAVEST_RISK, required=True)
    method = block.word("metode", PlanMethod, required=True)
    top = _top(block)
    arms = _arms(block)
    rules = _texts(block, "regler")
    checklist = tuple("/".join(point.split(maxsplit=1)) for point in _texts(block, "sjekkliste", required=True))
    responsible = block.text("ansvarlig", required=True)
    due = block.working_days("frist", at_least=1)
    stages = block.whole_number("trinn", 1, _STAGES)
    second = _rate(block, "dobbelt", may_be_none=True)
    block.done()
    if due is not None and due > _LONGEST_DUE:
        block.bad(block.node.entries["frist"], _("høyst {most} arbeidsdager").format(most=_LONGEST_DUE))
    if None in (id, name, dataset, every, risk, method, responsible) or not block.sound:
        return None
    assert id is not None and name is not None and dataset is not None and every is not None  # noqa: PT018
    assert risk is not None and method is not None and responsible is not None  # noqa: PT018
    control = Control(
        id=id,
        name=name,
        dataset=dataset,
        condition="" if condition is None else as_json(condition),
        amount_field=amount_field,
        every=every,
        risk=risk,
        method=method,
        top=top,
        arms=arms,
        rules=rules,
        checklist=checklist,
        responsible=responsible,
        due=due or _DUE,
        stages=stages or 1,
        second_share=second or "0",
        place=block.node.place,
    )
    _amounts(block, control)
    return control


def _amounts(block: Block, control: Control) -> None:
    """What needs an amount, or does not go together with it."""
    if control.method is PlanMethod.AMOUNT and control.arms != (Arm.ALL,):
        block.refuse(
            block.place("metode"),
            _("«metode: beløp» står sammen med armene merket og umerket"),
            _("Av et utvalg etter beløp kan ingen si hvor mange poster reglene overser, bare hvor mye penger."),
            _("Skriv «metode: enkel», eller «armer: [alle]»."),
        )
    for key, needs in (("metode", control.method is PlanMethod.AMOUNT), ("toppstratum", control.top is not None)):
        if needs and not control.amount_field:
            block.refuse(
                block.place(key),
                _("«{key}» krever «belopsfelt»").format(key=key),
                _("Uten et beløp er det ikke mulig å vite hvor stor posten er."),
                _("Skriv hvilket felt beløpet står i, f.eks. «belopsfelt: belop»."),
            )


def _id(block: Block) -> str | None:
    id = block.text("id", required=True)
    if id is None or _ID.fullmatch(id):
        return id
    near = re.sub(r"[^a-z0-9]+", "_", fold(id).lower()).strip("_")
    fix = _("Skriv {near}.").format(near=near) if _ID.fullmatch(near) else None
    block.bad(block.node.entries["id"], _("en id av a–z, 0–9 og understrek"), fix)
    return None


def _arms(block: Block) -> tuple[Arm, ...]:
    nodes = block.items("armer", required=True)
    arms = tuple(arm for node in nodes if (arm := block.as_word(node, Arm)) is not None)
    if len(arms) != len(nodes):
        return ()
    twice = len(set(arms)) != len(arms)
    if twice or (Arm.ALL in arms and len(arms) > 1):
        block.refuse(
            block.place("armer"),
            _("armene overlapper"),
            _("En post ville vært med i to trekninger, og ingen kunne lagt tallene sammen."),
            _("Skriv [alle], eller [merket, umerket]."),
        )
    return arms


def _texts(block: Block, key: str, *, required: bool = False) -> tuple[str, ...]:
    return tuple(text for node in block.items(key, required=required) if (text := block.as_text(node)))


def _rate(block: Block, key: str, *, required: bool = False, may_be_none: bool = False) -> str | None:
    """A share as a decimal: `5 %`, `0,05` and `0.05` are 0.05. Above 0 and below 1."""
    node = block.take(key, required=required)
    if node is None:
        return None
    found = _SHARE.fullmatch(node.text.strip()) if isinstance(node, Scalar) else None
    if found is not None:
        value = Decimal(f"{found[1]}.{found[2] or 0}") / (100 if found[3] else 1)
        if 0 < value < 1 or (may_be_none and value == 0):
            return f"{value.normalize():f}"
    block.bad(node, _("en andel mellom 0 og 1, som 5 % eller 0,05"))
    return None


def _top(block: Block) -> int | None:
    """Kroner as øre."""
    node = block.take("toppstratum")
    if node is None:
        return None
    found = _KRONER.fullmatch(node.text.strip()) if isinstance(node, Scalar) else None
    ore = int(re.sub(r"\D", "", found[1])) * 100 + int(found[2] or 0) if found is not None else 0
    if ore:
        return ore
    block.bad(node, _("et beløp på formen «500 000 kr»"))
    return None


def as_json(node: Node) -> str:
    """What was written, as JSON with its keys sorted. Digits stay the digits they were."""
    if isinstance(node, Mapping):
        pairs = sorted(node.entries.items())
        return "{" + ",".join(f"{json.dumps(key, ensure_ascii=False)}:{as_json(one)}" for key, one in pairs) + "}"
    if isinstance(node, Sequence):
        return "[" + ",".join(map(as_json, node.items)) + "]"
    if node.is_null:
        return "null"
    is_number = node.plain and _JSON_NUMBER.fullmatch(node.text) is not None
    return node.text if is_number else json.dumps(node.text, ensure_ascii=False)
