"""Inference by durable-rules: formulas, limits, cases, keys, and processes that fail."""
