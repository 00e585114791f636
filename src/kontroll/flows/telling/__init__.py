"""Notices: who is told of what, and why she."""
