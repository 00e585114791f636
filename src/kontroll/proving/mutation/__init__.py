"""Mutation check: a rule is changed a little at a time, and at least one of its own tests must notice each change.

Why: a test that still holds after the rule was changed does not show that the rule says what it says. The operators and
the limits that the law sets are where a slip does most harm, and is seen least.
"""

from kontroll.proving.mutation.mutant import Mutant, mutants
from kontroll.proving.mutation.survivors import survivors
from kontroll.proving.mutation.told import survivor_problems

__all__ = ["Mutant", "mutants", "survivor_problems", "survivors"]
