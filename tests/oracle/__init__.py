"""The independent judge (`kontroll.recompute`) on folders, and random folders to judge.

`expected` gives what `kontroll vurder` must print for a rules folder and a data folder; `write_case` writes a random
pair of folders from a seed. The readings of sentences that can be read in more than one way stand in NOTES.md.
"""

from .judging import expected, judge
from .random_case import Case, write_case

__all__ = ["Case", "expected", "judge", "write_case"]
