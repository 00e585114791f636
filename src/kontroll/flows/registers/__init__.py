"""Registers: political decisions, findings of supervision and audit, and prepared cases, from their first day to their last."""
