"""Settings: one kommune home, what stands in its kontroll.toml, and the variables KONTROLL_… that override it.

A home is a folder with the kommune's own rules, policies, inbox and database. A process has one; it is read once by the
way in and handed on as an argument. Keys are bokmål, as everything the kommune types; fields are English.
"""

from __future__ import annotations

from kontroll.settings.known import FILE, LOOPBACK, PREFIX, Settings, keys
from kontroll.settings.read import read_settings
from kontroll.settings.shipped import shipped_policies, shipped_rules

__all__ = ["FILE", "LOOPBACK", "PREFIX", "Settings", "keys", "read_settings", "shipped_policies", "shipped_rules"]
