"""YAML with line numbers: a file becomes nodes that remember where they stand and how they were written.

Why not Python values: a rule file must be quoted back to the person who wrote it, `0.10` must stay exact, and
`0301` must not become 301. So scalars keep their text, and the reader of a key decides what it should be.
"""

from kontroll.yamlfile.nodes import Mapping, Node, Scalar, Sequence
from kontroll.yamlfile.read import parse, read

__all__ = ["Mapping", "Node", "Scalar", "Sequence", "parse", "read"]
