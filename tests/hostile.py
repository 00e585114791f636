"""Hostile: what somebody who means harm writes in a field, and what would show that it did something."""

from __future__ import annotations

import re
from html.parser import HTMLParser

#: One of each kind. MARK tells them apart from what the pages themselves hold.
MARK = "qzx"
HOSTILE = {
    "script": f"<script>alert('{MARK}')</script>",
    "closing": f"</textarea></select></title><img src=x onerror=alert('{MARK}')>",
    "attribute": f"\" autofocus onfocus=alert('{MARK}') x=\"",
    "single": f"' onmouseover='alert(\"{MARK}\")",
    "address": f"javascript:alert('{MARK}')",
    "template": "{{ 7*7 }}" + MARK + "${7*7}<%= 7*7 %>",
    "formula": f"=cmd|' /C calc'!A0 {MARK}",
    "plus": f"+1+1 {MARK}",
    "at": f"@SUM(1+1) {MARK}",
    "header": f"x {MARK}\r\nBcc: somebody@evil.example\r\n\r\n<b>hei</b>",
    "direction": f"\u202e{MARK}\u202d\u2066",
    "control": f"a\x07\x1b[31m{MARK}\x7f",
    "null": f"a\x00{MARK}",
    "long": MARK + "w" * 3000,
    "sql": f"'; DROP TABLE sak; -- {MARK}",
    "emoji": f"👩‍👩‍👧 {MARK} \ud7ff\ufffd",
}  # fmt: skip
_ACTIVE = {"script", "iframe", "object", "embed", "img", "base", "b", "math"}


#: The one script there is: from here, by its fingerprint, with nothing in it.
OURS = re.compile(r'<script src="/static/vendor/htmx/htmx\.min\.js\?v=[0-9a-f]{12}" defer></script>')


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ACTIVE:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name == "style" or name == "srcdoc":
                self.found.append(f"<{tag} {name}>")
            if name in ("href", "src", "action", "formaction") and (value or "").strip().lower().startswith(
                "javascript:"
            ):
                self.found.append(f"<{tag} {name}={value}>")


def active(html: str) -> list[str]:
    """What in a page would do something, as a browser parses it: our own pages have none of it but the one script."""
    reader = _Reader()
    reader.feed(OURS.sub("", html))
    reader.close()
    return reader.found
