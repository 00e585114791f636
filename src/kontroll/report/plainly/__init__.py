"""A rule in plain Norwegian: the whole of it as numbered sentences, for whoever leads by it and whoever decides by it."""

from kontroll.report.plainly.rule import plainly
from kontroll.report.plainly.sentence import Numbered, PlainRule, Section, Sentence, numbered
from kontroll.report.plainly.text import as_text

__all__ = ["Numbered", "PlainRule", "Section", "Sentence", "as_text", "numbered", "plainly"]
