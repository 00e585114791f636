"""Skal: whether a sentence binds somebody, and by which words. Bokmål and nynorsk.

What counts: skal, må, plikter, has a duty to, is obliged to, kreves; and what forbids or shuts out: kan ikke, har ikke
lov til, er forbudt, er ikke tillatt, ingen kan, kan bare. What does not: bør and kan, which leave the choice; a question;
a definition («med … menes …»), which says what a word means; «hvem som skal …» and «hvordan … skal …», which say what
something is about; «må antas»; and a few quoted words in a sentence. A heading is no sentence,
whatever it says.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from hashlib import sha256


class LeftOut(Enum):
    """Why a text with a binding word is no skal-sentence."""

    HEADING = "overskrift"
    DEFINITION = "definisjon"
    QUESTION = "spørsmål"
    ABOUT = "forteller hva noe handler om"


_NOT = r"(?:ikke|ikkje|aldri)"
#: What may stand between the verb and what denies it: «kan leder heller ikke».
_BETWEEN = r"(?:\s+(?!og\b|eller\b|men\b|som\b)[\w-]+){0,4}?\s+"
_BINDS = re.compile(
    rf"""\b(?:
        skal | skulle\s+alltid | må(?!\s+(?:antas|antakast|kunne\s+antas|sies|seiast|sjåast|anses|påregnes|påreknast)\b)
        | plikter | pliktar | pliktes | påligger | påligg
        | (?:har|ha)\s+(?:\w+\s+){{0,3}}?(?:\w*plikt|skyldnad|skyldighet)\s+(?:til|etter|om|på)\b
        | (?:er|blir|vert)\s+(?:\w+\s+){{0,2}}?(?:pliktig\w*|plikta|pålagt|pålagd\w*|forpliktet|forplikta)
        | (?:er|blir|vert)\s+(?:\w+\s+){{0,2}}?skyldige?\s+(?:til\s+)?å
        | (?:det\s+)?(?:kreves|krevst|krevjast|kravdes)\b
        | kan{_BETWEEN}{_NOT} | kan\s+{_NOT}
        | kan\s+(?:bare|berre|kun)
        | (?:bare|berre|kun)\s+(?:[\w-]+\s+){{1,6}}?kan
        | ingen\s+(?:[\w-]+\s+){{0,4}}?(?:kan|får)
        | (?:har|få|får){_BETWEEN}?{_NOT}\s+(?:lov|høve|adgang|anledning|rett)\b
        | (?:er|blir|vert)\s+(?:\w+\s+){{0,3}}?(?:forbudt|forbode|forboden|ulovlig|ulovleg)
        | (?:er|blir|vert)\s+{_NOT}\s+(?:\w+\s+)?(?:tillatt|tillate|lov|lovlig|lovleg|anledning|adgang|høve)\b
        | det\s+er\s+ingen\s+(?:adgang|anledning)\b
    )(?![\w-])""",
    re.IGNORECASE | re.VERBOSE,
)
_DEFINES = re.compile(
    r"\b(?:menes|meines|meinast|meiner\s+ein|er\s+meint|forstås|forståast|vert\s+forstått|blir\s+forstått"
    r"|er\s+definert\s+som|defineres\s+som|vert\s+definert)\b",
    re.IGNORECASE,
)
#: Clauses that only say what something is about, with the binding word in them.
_ABOUT = re.compile(
    r"\b(?:hvem|hva|hvilke[nt]?|kven|kva|kva\s+for\s+ein|hvor(?:dan|når|ledes|for)?|korleis|kor|når\s+og\s+hvordan)\s"
    r"(?:(?!\b(?:skal|må)\b)[^.;:!?,])*?\b(?:skal|må)(?![\w-])",
    re.IGNORECASE,
)
#: «midler som skal forvaltes», «for at innbyggerne skal ha tillit» say what something is; «det er leder som skal …» binds.
_DESCRIBES = re.compile(
    r"(?<!\bden )(?<!\bde )(?<!\bdei )(?<!\balle )\bsom\s+(?:ikke\s+|ikkje\s+)?(?:skal|må)(?![\w-])"
    r"|(?<!ansvar )(?<!ansvaret )(?<!sørge )(?<!sørger )(?<!syte )"
    r"\bfor\s+at\s(?:(?!\b(?:skal|må)\b)[^.;:!?])*?\b(?:skal|må)(?![\w-])",
    re.IGNORECASE,
)
_CLEFT = re.compile(r"\b(?:det|dette|den|de|dei)\s+er\b[^.;:!?,]*?\bsom\s+(?:skal|må)(?![\w-])", re.IGNORECASE)
#: A few words in quotation marks are mentioned, and say nothing themselves; what is quoted at length does.
_QUOTED = re.compile(r"«(?:[^\s»]+\s+){0,4}[^\s»]+»|“(?:[^\s”]+\s+){0,4}[^\s”]+”|\"(?:[^\s\"]+\s+){0,4}[^\s\"]+\"")
#: Headings under which the words of a reglement are explained.
_DEFINITIONS = re.compile(
    r"\b(?:definisjon\w*|begrep\w*|omgrep\w*|ordforklaring\w*|ordliste|forkort(?:else|ing)\w*)\b", re.IGNORECASE
)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def binding_words(sentence: str) -> tuple[str, ...]:
    """The words by which the sentence binds somebody, in small letters; none where it does not."""
    if left_out(sentence) is not None:
        return ()
    return tuple(" ".join(found[0].lower().split()) for found in _BINDS.finditer(_bare(sentence)))


def left_out(sentence: str) -> LeftOut | None:
    """Why a sentence that has a binding word does not count; None where it counts, and where it has none."""
    bare = _bare(sentence)
    if not _BINDS.search(bare):
        return None
    if bare.rstrip(" »”\"')").endswith("?"):
        return LeftOut.QUESTION
    if _DEFINES.search(bare) and not _BINDS.search(_DEFINES.split(bare, maxsplit=1)[0]):
        return LeftOut.DEFINITION
    rest = _ABOUT.sub(" ", bare)
    if not _BINDS.search(rest if _CLEFT.search(rest) else _DESCRIBES.sub(" ", rest)):
        return LeftOut.ABOUT
    return None


def has_binding_word(text: str) -> bool:
    return _BINDS.search(text) is not None


def explains_words(heading: str) -> bool:
    """Whether the heading says that words are explained below it."""
    return _DEFINITIONS.search(heading) is not None


def fingerprint(sentence: str) -> str:
    """SHA-256 of what the sentence says: the same however it is spaced, broken over lines, quoted or set in capitals."""
    text = _DASHES.sub("-", _INVISIBLE.sub("", unicodedata.normalize("NFC", sentence)))
    text = re.sub(r"[“”„\"]", "", text.translate({ord("«"): None, ord("»"): None})).casefold()
    return sha256(" ".join(text.split()).rstrip(" .;:").encode()).hexdigest()


def _bare(sentence: str) -> str:
    """Without quotations that are a part of the sentence; the whole of one that is all of it."""
    rest = _QUOTED.sub(" ", sentence)
    return rest if any(letter.isalpha() for letter in rest) else sentence
