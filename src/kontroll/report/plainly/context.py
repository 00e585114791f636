"""What the sentences of one rule are said in: its rulebook, the data set it is about, and the day it is read on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kontroll.domain.dataset import DataSet, Field, FieldType
from kontroll.domain.operand import ParameterRef
from kontroll.domain.reglement import Reglementer
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.report.plainly.wording import amount, quoted
from kontroll.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """dataset: None for a rule about enheter. today: decides which value and which version are in force now.

    reglementer: the kommune's, where they are known.
    """

    rulebook: Rulebook
    dataset: DataSet | None
    today: date
    reglementer: Reglementer | None = None

    def field(self, id: str, dataset: DataSet | None = None) -> str:
        """The field as people call it, in quotation marks."""
        return quoted(self.described(id, dataset).called)

    def described(self, id: str, dataset: DataSet | None = None) -> Field:
        asked = dataset or self.dataset
        found = asked.field(id) if asked is not None else None
        return found or Field(id=id, type=FieldType.TEXT, heading=id)

    def parameter(self, asked: ParameterRef) -> str:
        """`grensen «Nasjonal terskelverdi» (nå 1 300 000 kr)`."""
        parameter = self.rulebook.parameters[asked.parameter]
        value = parameter.value_on(self.today)
        now = _("ikke fastsatt nå") if value is None else _("nå {value}").format(value=amount(value, parameter.unit))
        return _("grensen {name} ({now})").format(name=quoted(parameter.name), now=now)

    def rule_name(self, id: str) -> str:
        """`«Varemottak skal foreligge» (faktura-003)`."""
        if id == ENHET_RULE:
            return f"{quoted(_('Posten hører til en kjent og aktiv enhet'))} ({id})"
        rule = self.rulebook.rules.get(id)
        return f"{quoted(rule.name)} ({id})" if rule is not None else quoted(id)
