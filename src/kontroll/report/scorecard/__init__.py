"""Scorecard: how an enhet, or all that is under it, stands on its målekart in one month, and what each figure is."""

from kontroll.report.scorecard.card import Area, Figure, Joined, Scorecard, State, Trend
from kontroll.report.scorecard.made import make_ready, scorecard_of, tallies_of

__all__ = ["Area", "Figure", "Joined", "Scorecard", "State", "Trend", "make_ready", "scorecard_of", "tallies_of"]
