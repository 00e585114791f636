"""Notices: which of them become one message, and how it reads."""
