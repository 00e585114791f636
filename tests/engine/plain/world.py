"""A small kommune in memory: rules and delivered rows as a test needs them, and what the plain evaluator says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from kontroll.domain.condition import Condition
from kontroll.domain.dataset import ORGANISATION, PERSONS, DataSet, Field, FieldType, Stock
from kontroll.domain.indicator import Better, Indicator
from kontroll.domain.month import Frequency, Month, Period
from kontroll.domain.parameter import Parameter, ParameterValue
from kontroll.domain.rule import Exemption, Rule, RuleType, Scope, Severity, Status, Version
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.plain import PlainEvaluator, RuleAnswer
from kontroll.facts.facts import ENHET, KEY, SUPERSEDED, Facts, RecordTable, ValueState
from kontroll.facts.sheet import FILE, LINE

DECEMBER = Month(2024, 12)
_MEASUREMENTS = {
    "enhet": pl.String,
    "indikator": pl.String,
    "period": pl.Int64,
    "value": pl.Int64,
    "count": pl.Int64,
    "state": pl.String,
    "superseded": pl.Boolean,
    FILE: pl.String,
    LINE: pl.Int64,
}
_AMBITIONS = {
    "enhet": pl.String,
    "indikator": pl.String,
    "year": pl.Int64,
    "green": pl.String,
    "yellow": pl.String,
    FILE: pl.String,
    LINE: pl.Int64,
}
_ORGANISATION = {
    "enhet": pl.String,
    "enhetstype": pl.String,
    "tjeneste": pl.String,
    "first": pl.Int64,
    "last": pl.Int64,
}
_TYPES: dict[FieldType, Any] = {
    FieldType.TEXT: pl.String,
    FieldType.DATE: pl.Date,
    FieldType.MOMENT: pl.Datetime("us"),
    FieldType.YES_NO: pl.Boolean,
}
_INVOICE = {
    "bilag": FieldType.TEXT,
    "dato": FieldType.DATE,
    "ansvar": FieldType.TEXT,
    "belop": FieldType.KRONER,
    "netto": FieldType.KRONER,
    "leverandor": FieldType.TEXT,
    "registrert": FieldType.MOMENT,
    "forfall": FieldType.DATE,
    "godkjent": FieldType.YES_NO,
}


class World:
    """One indicator «fravaer» (lavere is better, one decimal) and one data set «faktura», until a test says otherwise."""

    def __init__(self) -> None:
        self.indicators: dict[str, Indicator] = {}
        self.parameters: dict[str, Parameter] = {}
        self.datasets: dict[str, DataSet] = {}
        self.rules: dict[str, Rule] = {}
        self.units: list[dict[str, Any]] = []
        self.measurements: list[dict[str, Any]] = []
        self.ambitions: list[dict[str, Any]] = []
        self.records: dict[str, list[dict[str, Any]]] = {}
        self.left_out: tuple[str, ...] = ()
        self.indicator("fravaer")
        self.dataset("faktura", _INVOICE, key="bilag", dated_by="dato", enhet_field="ansvar")

    # --- what the rulebook says -------------------------------------------------------------------------------

    def indicator(self, id: str, **more: Any) -> None:
        said: dict[str, Any] = {"better": Better.LOWER, "frequency": Frequency.MONTH, "decimals": 1} | more
        self.indicators[id] = Indicator(id=id, name=id, unit="", **said)

    def parameter(self, id: str, *values: tuple[str, str | None]) -> None:
        dated = tuple(
            ParameterValue(valid_from=date.fromisoformat(day), value=None if value is None else Decimal(value))
            for day, value in values
        )
        self.parameters[id] = Parameter(id=id, name=id, unit="kr", values=dated)

    def dataset(
        self, id: str, fields: Mapping[str, FieldType], *, dated_by: str | date | Stock | None, **more: Any
    ) -> None:
        described = tuple(Field(id=name, type=type, heading=name) for name, type in fields.items())
        self.datasets[id] = DataSet(id=id, name=id, fields=described, dated_by=dated_by, **more)

    def rule(
        self, id: str, condition: Condition, *, since: str = "2000-01", until: str | None = None, **more: Any
    ) -> Rule:
        version = Version(
            valid_from=Month.parse(since), valid_to=None if until is None else Month.parse(until), condition=condition
        )
        said: dict[str, Any] = {"versions": (version,), "type": RuleType.DEVIATION, "scope": Scope()} | more
        rule = Rule(id=id, name=id, area="", status=Status.IN_USE, severity=Severity.LOW, hjemmel=(), **said)
        self.rules[id] = rule
        return rule

    def exempt(self, id: str, condition: Condition) -> None:
        self.rules[id] = replace(self.rules[id], exemptions=(Exemption(id="unntak", condition=condition),))

    # --- what is delivered ------------------------------------------------------------------------------------

    def unit(
        self,
        enhet: str,
        service: str | None = "skole",
        *,
        unit_type: str = "tjenestested",
        first: str = "2000-01",
        last: str | None = None,
    ) -> None:
        self.units.append(
            {
                "enhet": enhet,
                "enhetstype": unit_type,
                "tjeneste": service,
                "first": Month.parse(first).ordinal,
                "last": None if last is None else Month.parse(last).ordinal,
            }
        )

    def measured(
        self,
        enhet: str,
        value: str | None,
        *,
        period: str = "2024-12",
        indicator: str = "fravaer",
        count: int | None = None,
        state: ValueState | None = None,
    ) -> None:
        """One delivered row. `superseded` is set to nonsense: the plain evaluator decides by itself."""
        scaled = None if value is None else int(Decimal(value).scaleb(self.indicators[indicator].decimals))
        self.measurements.append(
            {
                "enhet": enhet,
                "indikator": indicator,
                "period": Period.parse(period).index,
                "value": scaled,
                "count": count,
                "state": (state or (ValueState.MISSING if scaled is None else ValueState.VALUE)).value,
                "superseded": len(self.measurements) % 2 == 0,
                FILE: "maalinger/a.csv",
                LINE: len(self.measurements) + 2,
            }
        )

    def series(self, enhet: str, values: str, *, newest: str = "2024-12", indicator: str = "fravaer") -> None:
        """One value a period, oldest first, `_` = never delivered."""
        last = Period.parse(newest)
        for back, value in enumerate(reversed(values.split())):
            if value != "_":
                self.measured(enhet, value, period=str(last.plus(-back)), indicator=indicator)

    def ambition(
        self, enhet: str, green: str | None, yellow: str | None, *, year: int = 2024, indicator: str = "fravaer"
    ) -> None:
        row = {"enhet": enhet, "indikator": indicator, "year": year, "green": green, "yellow": yellow}
        self.ambitions.append(row | {FILE: "ambisjoner.csv", LINE: len(self.ambitions) + 2})

    def record(self, key: str, dataset: str = "faktura", **contents: Any) -> None:
        """One delivered row; days as 2024-12-31, moments as 2024-12-31T14:00, amounts as text; not named = missing."""
        described = self.datasets[dataset]
        enhet_field = described.enhet_field
        given = dict(contents)
        if described.key in (f.id for f in described.fields):
            given[described.key] = key
        row = {f.id: _content(f.type, given.get(f.id)) for f in described.fields}
        enhet = described.enhet_fixed if enhet_field is None else row[enhet_field]
        rows = self.records.setdefault(dataset, [])
        file = f"datasett/{dataset}/a.csv"
        rows.append(row | {KEY: key, ENHET: enhet, SUPERSEDED: len(rows) % 2 == 0, FILE: file, LINE: len(rows) + 2})

    def invoice(self, key: str, day: str | None = "2024-12-10", enhet: str | None = "A", **contents: Any) -> None:
        self.record(key, dato=day, ansvar=enhet, **contents)

    def deliver_empty(self, dataset: str) -> None:
        self.records.setdefault(dataset, [])

    # --- what comes out ---------------------------------------------------------------------------------------

    def rulebook(self) -> Rulebook:
        return Rulebook(
            rules=self.rules, indicators=self.indicators, parameters=self.parameters, datasets=self.datasets
        )

    def facts(self) -> Facts:
        return Facts(
            organisation=pl.DataFrame(self.units, schema=_ORGANISATION),
            organisation_records=_empty(ORGANISATION),
            persons=_empty(PERSONS),
            measurements=pl.DataFrame(self.measurements, schema=_MEASUREMENTS),
            ambitions=pl.DataFrame(self.ambitions, schema=_AMBITIONS),
            records={id: _table(dataset, self.records.get(id)) for id, dataset in self.datasets.items()},
        )

    def evaluator(self) -> PlainEvaluator:
        return PlainEvaluator(self.rulebook(), self.facts(), self.left_out)

    def answer(
        self, condition: Condition, enhet: str = "A", month: Month = DECEMBER, scope: Scope | None = None
    ) -> RuleAnswer:
        """What a rule with this condition says of the enhet."""
        self.rule("provd", condition, scope=scope or Scope())
        answer = self.evaluator().answer("provd", enhet, month)
        assert answer is not None
        return answer

    def says(self, condition: Condition, enhet: str = "A", month: Month = DECEMBER, scope: Scope | None = None) -> str:
        return self.answer(condition, enhet, month, scope).result.value

    def record_answer(
        self, condition: Condition, key: str = "B1", month: Month = DECEMBER, dataset: str = "faktura"
    ) -> RuleAnswer:
        self.rule("provd", condition, dataset=dataset)
        answer = self.evaluator().record_answer("provd", key, month)
        assert answer is not None
        return answer

    def says_of_record(
        self, condition: Condition, key: str = "B1", month: Month = DECEMBER, dataset: str = "faktura"
    ) -> str:
        return self.record_answer(condition, key, month, dataset).result.value

    def result(self, rule: str, enhet: str = "A", month: Month = DECEMBER) -> str | None:
        found = self.evaluator().result(rule, enhet, month)
        return None if found is None else found.value

    def record_result(self, rule: str, key: str, month: Month = DECEMBER) -> str | None:
        found = self.evaluator().record_result(rule, key, month)
        return None if found is None else found.value


def _content(type: FieldType, content: Any) -> Any:
    if content is None or not isinstance(content, str) or type is FieldType.TEXT:
        return content
    if type.is_number:
        return int(Decimal(content).scaleb(2))
    return datetime.fromisoformat(content) if type is FieldType.MOMENT else date.fromisoformat(content)


def _table(dataset: DataSet, rows: list[dict[str, Any]] | None) -> RecordTable:
    schema: dict[str, Any] = {f.id: _TYPES.get(f.type, pl.Int64) for f in dataset.fields}
    schema |= {KEY: pl.String, ENHET: pl.String, SUPERSEDED: pl.Boolean, FILE: pl.String, LINE: pl.Int64}
    decimals = {f.id: 2 for f in dataset.fields if f.type.is_number}
    frame = pl.DataFrame(rows or [], schema=schema)
    return RecordTable(dataset=dataset, frame=frame, decimals=decimals, delivered=rows is not None)


def _empty(dataset: DataSet) -> RecordTable:
    return _table(dataset, None)
