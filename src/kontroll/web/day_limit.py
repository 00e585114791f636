"""Day limit: how often the same browser may send in something without a name, without any address being kept.

What is counted is a hash with a salt that is drawn anew each day and lies in memory alone: by tomorrow nobody can say
whose it was, and today only whoever holds the machine's memory.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

#: From one address a day, and from all of them together: more is a machine.
OF_ONE, OF_ALL = 20, 500


@dataclass
class DayLimit:
    _day: date | None = None
    _salt: bytes = b""
    _counted: Counter[bytes] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def allows(self, address: str, day: date) -> bool:
        """Counts one more. address: as it came; it is forgotten here."""
        with self._lock:
            if day != self._day:
                self._day, self._salt, self._counted = day, secrets.token_bytes(32), Counter()
            who = hmac.digest(self._salt, address.encode(), hashlib.sha256)
            self._counted[who] += 1
            return self._counted[who] <= OF_ONE and self._counted.total() <= OF_ALL
