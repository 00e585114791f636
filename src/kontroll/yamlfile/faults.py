"""Faults: what is wrong with a YAML file as a file, said to the person who wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from kontroll.domain.problem import Place, Problem
from kontroll.texts import N_, _, reason_of

# --- the file -------------------------------------------------------------------------------------------------


def unreadable(file: str, error: OSError) -> Problem:
    return Problem(
        Place(file),
        _("filen kan ikke leses: {reason}").format(reason=reason_of(error)),
        _("Det som står i filen, blir ikke brukt."),
        _("Kontroller at filen finnes og at du har lesetilgang."),
    )


def is_utf16(raw: bytes) -> bool:
    """True for UTF-16 and UTF-32, with or without a mark: every other byte of plain text is 0."""
    return raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw[:400].count(0) * 4 >= len(raw[:400]) > 0


def encoding(file: str, raw: bytes, start: int) -> Problem:
    """start: the first byte that is not UTF-8."""
    if is_utf16(raw):
        place, what = Place(file), _("filen er lagret som UTF-16 (eller er ikke en tekstfil)")
    else:
        place = Place(file, raw[:start].count(b"\n") + 1)
        what = _("filen er ikke lagret som UTF-8")
    return Problem(
        place,
        what,
        _("Bokstaver som æ, ø og å kan da bli lest feil, og hele filen er utelatt."),
        _("Lagre filen på nytt med tegnsettet UTF-8."),
    )


def not_one_document(file: str, count: int) -> Problem:
    return Problem(
        Place(file, 1, 1),
        _("filen er tom") if count == 0 else _("filen har {count} dokumenter (skilt med ---)").format(count=count),
        _("Hver fil skal holde nøyaktig én beskrivelse."),
        _("Fyll ut filen eller slett den.") if count == 0 else _("Del filen i én fil for hver del."),
    )


def too_large(place: Place) -> Problem:
    return Problem(
        place,
        _("filen er for stor eller for dypt innrykket"),
        _("En fil som vokser uten grense, blir ikke lest."),
        _("Del den i flere; regler kan bindes sammen med «utslag»."),
    )


def circle(place: Place) -> Problem:
    return Problem(
        place,
        _("ankeret viser til seg selv"),
        _("En blokk som inneholder seg selv, tar aldri slutt, og filen er utelatt."),
        _("Fjern «*» og skriv det som skal stå der."),
    )


def conflict(text: str, file: str) -> Problem | None:
    """The marks that git leaves where two people changed the same lines."""
    found = re.search(r"^(<{7} |={7}$|>{7} )", text, re.MULTILINE)
    if found is None:
        return None
    return Problem(
        Place(file, text.count("\n", 0, found.start()) + 1, 1),
        _("filen har merker etter en sammenslåing i git («{mark}»)").format(mark=found[0].strip()),
        _("To personer har endret de samme linjene, og det er ikke avgjort hvilke som gjelder."),
        _("Behold den ene utgaven, og slett linjene med merker."),
    )


def bad_character(file: str, text: str, error: YAMLError) -> Problem:
    position = getattr(error, "position", None)
    line = text[:position].count("\n") + 1 if isinstance(position, int) else 0
    return Problem(
        Place(file, line),
        _("filen inneholder et tegn som ikke kan stå i en tekstfil"),
        _("YAML tillater ikke styretegn, og filen er utelatt."),
        _("Slett tegnet, eller skriv linjen på nytt."),
    )


# --- keys and words -------------------------------------------------------------------------------------------


def key_is_no_word(place: Place) -> Problem:
    return Problem(
        place,
        _("nøkkelen er en liste eller en blokk, ikke et ord"),
        _("Bare ord kan stå foran kolon."),
        _("Skriv et ord foran kolon, eller sett anførselstegn rundt teksten."),
    )


def twice(place: Place, key: str, first_line: int) -> Problem:
    return Problem(
        place,
        _("nøkkelen «{key}» står to ganger i samme blokk").format(key=key),
        _("Da er det uklart hvilken av verdiene som gjelder."),
        _("Fjern den ene. Den første står i linje {line}.").format(line=first_line),
    )


def merge_key(place: Place) -> Problem:
    return Problem(
        place,
        _("«<<» (fletting) brukes ikke her"),
        _("Den som leser filen, skal se alt som gjelder på ett sted."),
        _("Skriv nøklene rett inn i blokken."),
    )


def tag(place: Place, said: str) -> Problem:
    return Problem(
        place,
        _("verdien begynner med «!»: {tag}").format(tag=f"«{said}»"),
        _("YAML leser det som et merke og ikke som tekst."),
        _("Sett anførselstegn rundt teksten, eller fjern «!»."),
    )


def invisible(place: Place, seen: str) -> Problem:
    return Problem(
        place,
        _("«{seen}» har et usynlig tegn i seg").format(seen=seen[:60]),
        _("Ordet ser riktig ut, men er et annet for maskinen; det følger ofte med når tekst limes inn."),
        _("Slett ordet og skriv det på nytt."),
    )


def curled(place: Place, inside: str) -> Problem:
    return Problem(
        place,
        _("«{inside}» står i krumme anførselstegn").format(inside=inside[:60]),
        _("De krumme regnes som en del av teksten, og ordet blir et annet."),
        _('Bruk rette anførselstegn (") eller ingen.'),
    )


# --- syntax ---------------------------------------------------------------------------------------------------

_NO_SPACE_AFTER_DASH = re.compile(r"^\s*-[^\s-]")
_NO_SPACE_AFTER_COLON = re.compile(r"^\s*(- )?\w+:[^\s/]")
_PARENTHESIS = re.compile(r":\s*\(.*\)")

#: What to look for in the line itself, before the library's words: the mistake, its meaning and the way out.
_IN_LINE: tuple[tuple[Callable[[str], object], str, str], ...] = (
    (
        lambda line: "\t" in line[: len(line) - len(line.lstrip())],
        N_("linjen er rykket inn med tabulator"),
        N_("Bytt tabulatoren med mellomrom."),
    ),
    (
        _NO_SPACE_AFTER_DASH.match,
        N_("mellomrom mangler etter «-»"),
        N_("Skriv «- » med et mellomrom foran hvert ledd i listen."),
    ),
    (
        _NO_SPACE_AFTER_COLON.match,
        N_("mellomrom mangler etter kolon"),
        N_("Skriv «nøkkel: verdi», med et mellomrom etter kolon."),
    ),
    (
        _PARENTHESIS.search,
        N_("blokken står i vanlige parenteser"),
        N_("Bruk krøllparenteser rundt en blokk og klammer rundt en liste."),
    ),
)

#: What the YAML library says, what that means, the way out, and whether the message points at where it began.
_SYNTAX = (
    ("'\\t'", N_("linjen er rykket inn med tabulator"), N_("Bytt tabulatoren med mellomrom."), False),
    (
        "mapping values are not allowed",
        N_("et kolon står der det ikke kan stå"),
        N_("Se etter feil innrykk, eller sett anførselstegn rundt teksten som har kolon i seg."),
        False,
    ),
    ("could not find expected ':'", N_("linjen mangler kolon etter nøkkelen"), N_("Skriv «nøkkel: verdi»."), True),
    (
        "unexpected end of stream",
        N_("et anførselstegn er ikke avsluttet"),
        N_("Sett anførselstegn til slutt også."),
        True,
    ),
    (
        "but found '<scalar>'",
        N_("det står tekst etter et anførselstegn som er avsluttet"),
        N_("Bruk doble anførselstegn rundt tekst med apostrof, og enkle rundt tekst med doble."),
        False,
    ),
    ("expected <block end>", N_("innrykket stemmer ikke med linjene over"), N_("Rett innrykket."), False),
    (
        "expected ',' or ']'",
        N_("listen er ikke avsluttet, eller et komma mangler"),
        N_("Skill leddene med komma, avslutt med «]», og se etter anførselstegn som ikke er lukket."),
        True,
    ),
    (
        "expected ',' or '}'",
        N_("blokken er ikke avsluttet, eller et komma mangler"),
        N_("Skill leddene med komma, avslutt med «}», og se etter anførselstegn som ikke er lukket."),
        True,
    ),
    (
        "undefined alias",
        N_("«*navn» viser til et anker som ikke finnes"),
        N_("Sett anførselstegn rundt teksten med «*», eller rett navnet på ankeret."),
        False,
    ),
    (
        "cannot start any token",
        N_("linjen begynner med et tegn som YAML ikke tillater"),
        N_("Sett anførselstegn rundt teksten."),
        False,
    ),
    (
        "unknown escape",
        N_("«\\» i tekst med doble anførselstegn er ikke forstått"),
        N_("Bruk enkle anførselstegn."),
        False,
    ),
)


def syntax(file: str, text: str, error: MarkedYAMLError) -> Problem:
    """The line that is no YAML, by what stands in it and by what the library says."""
    said = f"{error.context or ''} {error.problem or ''}"
    here, began = error.problem_mark, error.context_mark
    known = next((entry for entry in _SYNTAX if entry[0] in said), None)
    mark = (began or here) if known and known[3] else (here or began)
    if known and known[0].startswith("expected ','") and here and began and here.line == began.line:
        mark = here  # on one line the exact spot is worth more than where the list or block began
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    lines = text.splitlines()
    line = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
    seen = next((entry for entry in _IN_LINE if entry[0](line)), None)
    if seen is not None:
        what, fix = _(seen[1]), _(seen[2])
        place = Place(file, place.line, len(line) - len(line.lstrip(" ")) + 1)
    elif known is not None:
        what, fix = _(known[1]), _(known[2])
    else:
        what = _("linjen er ikke gyldig YAML")
        fix = _("Sammenlign med en fil som virker; se etter innrykk, kolon og anførselstegn.")
    return Problem(place, what, _("Filen kan ikke forstås, og ingenting i den blir brukt."), fix)
