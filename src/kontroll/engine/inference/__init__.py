"""Inference by durable-rules."""

from kontroll.engine.inference.compiling import compiled
from kontroll.engine.inference.inferring import Inferred, infer
from kontroll.engine.inference.limits import Limits, TooWide
from kontroll.engine.inference.program import Program
from kontroll.engine.inference.runner import WorkerFailed

__all__ = ["Inferred", "Limits", "Program", "TooWide", "WorkerFailed", "compiled", "infer"]
