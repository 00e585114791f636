"""Policybook: the kommune's own choices under policies/, read from YAML with every problem in its place."""

from kontroll.policybook.read import read_policies
from kontroll.policybook.reglement import read_reglementer

__all__ = ["read_policies", "read_reglementer"]
