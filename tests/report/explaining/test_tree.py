"""The tree: every node comes out as the plain evaluator has it, and every delivered value names the row where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from engine.plain.words import compared, in_a_row, over
from engine.plain.world import World
from kontroll.domain.condition import AllOf, AnyOf, IndicatorLeaf, NoneOf, RuleLeaf
from kontroll.domain.hjemmel import Hjemmel
from kontroll.domain.month import Month
from kontroll.domain.operand import Op, ParameterRef
from kontroll.domain.truth import Result, Truth
from kontroll.engine.plain import Answer, FieldSite, MeasuredSite
from kontroll.report.explaining.as_json import as_json
from kontroll.report.explaining.rows import Receipt
from kontroll.report.explaining.told import told
from kontroll.report.explaining.tree import Explanation, Node
from kontroll.report.explaining.values import Reading

from .cells import Asked, asked, reproduced
from .small import explained


def readings(one: Explanation) -> Iterator[Reading]:
    """Every value that is told of, rivals', limits' and other rules' too."""
    for node in one.nodes():
        yield from of_node(node)
        for opened in node.opened:
            yield from readings(opened)


def of_node(node: Node) -> Iterator[Reading]:
    found = list(node.operand.readings) if node.operand is not None else []
    if node.rivals is not None:
        for rival in [node.rivals.nearest, *node.rivals.missing]:
            found += rival.operand.readings if rival is not None else ()
    found += [limit.reading for limit in node.limits if limit.reading is not None]
    for records in (node.records,):
        found += [reading for shown in records.shown for reading in shown.readings] if records is not None else []
    for reading in found:
        yield reading
        yield from reading.parts


def same(answer: Answer, node: Node) -> bool:
    """The two trees side by side; a leaf with one test alone is told as its test."""
    asked = answer.asked
    alone = isinstance(asked, IndicatorLeaf) and answer.when is not None and len(answer.children) == 1
    if alone or not node.children:
        return answer.truth is node.truth
    pairs = list(zip(answer.children, node.children, strict=True))
    return answer.truth is node.truth and all(same(a, n) for a, n in pairs)


def test_every_node_comes_out_as_the_plain_evaluator_has_it() -> None:
    nodes = 0
    for one in asked(cases=2, cells=60, missing=30):
        found = one.explainer.explain(one.cell)
        assert found.result is one.answer.result
        if one.answer.condition is not None:
            assert found.tree is not None
            assert same(one.answer.condition, found.tree), reproduced(one)
        for (_exemption, answer), excepted in zip(one.answer.exemptions, found.exemptions, strict=True):
            assert same(answer, excepted.tree), reproduced(one)
        nodes += len(list(found.nodes()))
    assert nodes > 200


def delivered(one: Asked, reading: Reading) -> str | None:
    """The text that stands in the row which the reading names."""
    assert reading.source is not None
    site, rows = reading.site, one.case.delivery
    half = reading.source.file.rpartition("/")[2]
    if isinstance(site, MeasuredSite):
        row = halved(rows.measurements, half)[reading.source.line - 2]
        assert (site.enhet, site.indicator, str(site.period)) == (row["enhet"], row["indikator"], row["periode"])
        return row["verdi"]
    assert isinstance(site, FieldSite)
    if site.dataset not in rows.records:
        return None
    row = halved(rows.records[site.dataset], half)[reading.source.line - 2]
    return row.get(site.field.upper(), "")


def halved(rows, half: str):  # type: ignore[no-untyped-def]
    middle = len(rows) // 2
    return rows[:middle] if half == "a.csv" else rows[middle:]


def test_every_delivered_value_names_the_file_and_line_where_it_stands() -> None:
    seen = 0
    for one in asked(cases=2, cells=60):
        for reading in readings(one.explainer.explain(one.cell)):
            if reading.source is None or reading.site is None:
                assert reading.content is None or reading.site is None, reproduced(one)
                continue
            text = delivered(one, reading)
            if text is not None and reading.content is None and not reading.masked:
                assert text in ("", "12O") or reading.reason is not None, reproduced(one)
            elif text is not None:
                assert text, reproduced(one)
                seen += 1
    assert seen > 100


def test_every_explanation_can_be_told_and_is_json() -> None:
    for one in asked(cases=1, cells=80, missing=40):
        found = one.explainer.explain(one.cell)
        sentences = told(found)
        assert sentences.answer.endswith(".")
        assert as_json(found, sentences)["told"]["answer"] == sentences.answer


# --- which branch decided -----------------------------------------------------------------------------------------------


def decided(world: World) -> list[bool]:
    tree = explained(world).tree
    assert tree is not None
    return [child.decisive for child in tree.children]


def test_below_an_and_the_false_parts_decide_and_all_where_it_is_true(world: World) -> None:
    world.measured("A", "6")
    world.rule("provd", AllOf(children=(over("5"), over("7"), over("8"))))
    assert [False, True, True] == decided(world)

    world.rule("provd", AllOf(children=(over("5"), over("4"))))
    assert [True, True] == decided(world)


def test_below_an_or_the_true_parts_decide_and_below_none_of_them_too(world: World) -> None:
    world.measured("A", "6")
    for node in (AnyOf, NoneOf):
        world.rule("provd", node(children=(over("5"), over("7"))))
        assert [True, False] == decided(world)


def test_of_what_is_ukjent_the_unknown_parts_decide(world: World) -> None:
    world.measured("A", "6")
    world.indicator("annet")
    world.rule("provd", AllOf(children=(over("5"), over("5", indicator="annet"))))
    assert [False, True] == decided(world)


def test_the_periods_that_break_a_window_decide(world: World) -> None:
    world.series("A", "6 4 6")
    world.rule("provd", over("5", window=in_a_row(3)))
    assert [False, True, False] == decided(world)


def test_an_exception_that_holds_decides_and_the_condition_does_not(world: World) -> None:
    world.measured("A", "6")
    world.rule("provd", over("5"))
    world.exempt("provd", over("4"))

    found = explained(world)

    assert found.tree is not None
    assert (Result.NOT_RELEVANT, True, False) == (found.result, found.exemptions[0].decisive, found.tree.decisive)


# --- where things come from -----------------------------------------------------------------------------------------------


def test_a_value_that_came_again_tells_what_it_was_and_where(world: World) -> None:
    world.measured("A", "4")
    world.measured("A", "6")
    world.measured("A", "6")
    world.rule("provd", over("5"))

    tree = explained(world).tree

    assert tree is not None
    assert tree.operand is not None
    (reading,) = tree.operand.readings
    assert reading.source is not None
    assert reading.earlier is not None
    assert (4, 2, "4.0") == (reading.source.line, reading.earlier.source.line, str(reading.earlier.content))


def test_a_value_that_came_again_unchanged_is_not_called_changed(world: World) -> None:
    world.measured("A", "6")
    world.measured("A", "6")
    world.rule("provd", over("5"))

    tree = explained(world).tree

    assert tree is not None
    assert tree.operand is not None
    assert tree.operand.readings[0].earlier is None


def test_a_delivery_is_named_where_somebody_knows_it(world: World) -> None:
    world.measured("A", "6")
    world.rule("provd", over("5"))

    tree = explained(world, receipts=lambda file: Receipt("tall.csv", 7)).tree

    assert tree is not None
    assert tree.operand is not None
    source = tree.operand.readings[0].source
    assert source is not None
    assert ("tall.csv", 7) == (source.file, source.delivery)


def test_a_limit_tells_the_version_of_the_parameter_and_its_hjemmel(world: World) -> None:
    world.parameter("grense", ("2020-01-01", "5"), ("2024-12-31", "8"), ("2025-01-01", "9"))
    world.measured("A", "6")
    world.rule("provd", compared(Op.OVER, ParameterRef("grense")))

    tree = explained(world).tree

    assert tree is not None
    (limit,) = tree.limits
    assert ("grense", "2024-12-31", Truth.FALSE) == (limit.parameter, str(limit.valid_from), tree.truth)
    assert () == limit.hjemmel or isinstance(limit.hjemmel[0], Hjemmel)


def test_another_rule_is_opened_in_turn(world: World) -> None:
    world.measured("A", "6")
    world.rule("innerst", over("5"))
    world.rule("midt", RuleLeaf(rule="innerst"))
    world.rule("provd", RuleLeaf(rule="midt"))

    tree = explained(world).tree

    assert tree is not None
    inner = tree.opened[0].tree
    assert inner is not None
    assert ["innerst"] == [one.rule.id for one in inner.opened]
    assert Truth.TRUE is inner.opened[0].tree.truth  # type: ignore[union-attr]


def test_a_month_before_the_first_version_is_explained_too(world: World) -> None:
    world.rule("provd", over("5"), since="2025-01")

    assert Result.NOT_IN_FORCE is explained(world, month=Month(2024, 12)).result
