"""The independent judge: the rule language evaluated a second time, from its text alone, sharing nothing with the product.

`expected` gives what `kontroll vurder` must print for a rules folder and a data folder; `write_case` writes a random
pair of folders from a seed. The readings of sentences that can be read in more than one way stand in NOTES.md.
"""

from .judge import expected, judge
from .random_case import Case, write_case

__all__ = ["Case", "expected", "judge", "write_case"]
