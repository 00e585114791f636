"""Sentences: where one ends in Norwegian administrative prose, and where the next begins.

Why own rules and no library: the splitters that are kept up need a trained model, and none of them knows «jf. kap. 4»,
«nr. 2», «kl. 10.00», «§ 25-1 bokstav c» and «m.m.» apart, which a reglement is full of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Never the end of a sentence: something always follows them.
_LEANS_FORWARD = frozenset(
    "adm ad ang art alm bl bokst cand ca dir dr el etter ev evt eks f fmk forts fr førstk gj hhv hovedst iflg ift iht"
    " ind inkl innst jf jfr kap kgl kl komm kr kst kvm litt ls maks meld mht min nest nr off ot pga pkt pr prof prop"
    " red ref resp s sa sak sek sml spm st stk str tab tidl tilsv tlf tsv utg vedl vedr vs ymf årl ekskl".split()
)  # fmt: skip
#: End a sentence where a capital letter follows: «m.m. Leder skal …».
_MAY_END = frozenset(
    "m.m mm m.v mv m.fl mfl osv o.l ol o.a oa etc o.s.v f.o.m t.o.m d.å d.e mva kr mill mrd stk dvs flg ff a.s".split()
)
#: Written with dots between: «bl.a.», «f.eks.», «p.g.a.».
_DOTTED = re.compile(r"(?:[a-zæøå]{1,4}\.)+[a-zæøå]{1,4}", re.IGNORECASE)
#: A letter after one of these names something, and may be the last word: «bokstav c. Leder skal …».
_NAMED_BY_LETTER = frozenset(("bokstav", "litra", "alternativ", "punkt", "pkt.", "vedlegg", "del", "klasse", "gruppe"))
_END = re.compile(r"[.!?…]+[»”\"')\]]*(?=\s|$)")
_LAST_WORD = re.compile(r"[^\s(«\"'/]+$")
_STARTS = re.compile(r"[«\"“'(\[*_]*[A-ZÆØÅÄÖÉ0-9§–•]")


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of the text begins and ends, without the spaces around; all of them, in order."""
    start = 0
    for found in _END.finditer(text):
        if _ends(text, start, found):
            yield from _trimmed(text, start, found.end())
            start = found.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _ends(text: str, start: int, found: re.Match[str]) -> bool:
    following = text[found.end() :].lstrip()
    if not following or found[0][0] in "!?":
        # A question or an exclamation quoted in the middle of a sentence goes on with a small letter.
        return not following or _STARTS.match(following) is not None
    if not _STARTS.match(following) or _is_open(text[start : found.end()], following):
        return False
    if not found[0].startswith(".") or len(found[0].rstrip("»”\"')]")) > 1:
        return True
    return _word_may_end(text[start : found.start()], following)


def _word_may_end(before: str, following: str) -> bool:
    """Whether a full stop after the last of these words ends the sentence, and is not a part of the word."""
    last = _LAST_WORD.search(before)
    word = last[0] if last else ""
    plain = word.lower().rstrip(".")
    earlier = before[: last.start()].split() if last else []
    if plain in _MAY_END:
        return following[0].isalpha() or following[0] in "«§"
    if plain in _LEANS_FORWARD or _DOTTED.fullmatch(word):
        return False
    if plain.isdigit() and len(plain) <= 2:
        # «1. Leder skal …» counts; «… etter punkt 3. Leder skal …» ends; «innen 1. 3.» is a date.
        return bool(earlier) and not following[0].isdigit()
    if len(plain) == 1 and plain.isalpha():
        return bool(earlier) and earlier[-1].lower() in _NAMED_BY_LETTER
    return True


def _is_open(text: str, following: str) -> bool:
    """Whether a quotation or a bracket that was opened is closed only later on."""
    return any(
        text.count(opens) > text.count(closes) and closes in following for opens, closes in (("«", "»"), ("(", ")"))
    )
