"""Engines: where their plans begin and end, what they refuse, and more than their memory holds."""
