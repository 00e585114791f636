"""Mistakes that make a rule file no YAML, or another YAML than its author believed; and files that are no text."""

from .case import INCOMPLETE, MARK, NOTICE, Case, changed
from .sound_rules import PARAMETER, PARAMETER_FILE, UNIT_FILE, UNIT_RULE

WHOLE = ((0, 0),)


def _rule(name: str, change: dict[str, str], *says: str) -> Case:
    return Case(name, UNIT_FILE, changed(UNIT_RULE, change), says)


def _bytes(name: str, content: bytes, *says: str, at: tuple[int, int] = (0, 0), file: str = UNIT_FILE) -> Case:
    return Case(name, file, content, says, at=(at,))


_PLAIN = UNIT_RULE.encode()
_LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in zip("abcdef", "bcdefg", strict=True)
)

SYNTAX = [
    _rule("tabulator i innrykket", {"  - {reglement": "▸\t- {reglement"}, "tabulator + mellomrom"),
    _rule("tabulator foran en nøkkel", {"    saa: {": "▸\tsaa: {"}, "tabulator"),
    _rule("kolon i et navn", {"navn: Merforbruk to": "navn: Merforbruk▸: to"}, "kolon + anførselstegn"),
    _rule("kolon i en begrunnelse", {"begrunnelse: Nye": "begrunnelse: NB▸: Nye"}, "kolon + anførselstegn"),
    _rule("kolon mangler etter nøkkelen", {"status: utkast\n": "▸status utkast\n"}, "kolon"),
    _rule("mellomrom mangler etter kolon", {"status: utkast\n": "▸status:utkast\n"}, "kolon + mellomrom"),
    _rule(
        "anførselstegn som ikke lukkes",
        {'{reglement: okonomireglementet, punkt: "3.2"}': '▸{reglement: okonomireglementet, punkt: "3.2}'},
        "anførselstegn + avsluttet",
    ),
    _rule(
        "enkelt anførselstegn som ikke lukkes", {"navn: Merforbruk": "navn: ▸'Merforbruk"}, "anførselstegn + avsluttet"
    ),
    _rule(
        "apostrof inne i enkle anførselstegn",
        {"navn: Merforbruk to måneder på rad": "navn: 'Chefens' ▸regel'"},
        "anførselstegn",
    ),
    _rule("klammen lukkes ikke", {"tjeneste: [skole, barnehage]}": "tjeneste: [skole, barnehage▸}"}, "listen + «]»"),
    _rule(
        "krøllparentesen lukkes ikke",
        {
            "{indikator: okonomi_avvik, er: under, verdi: 0, paa_rad: 2}": "▸{indikator: okonomi_avvik, er: under, verdi: 0, paa_rad: 2"
        },
        "blokken + «}»",
    ),
    _rule("komma mangler i en blokk", {"er: under, verdi: 0,": "er: under verdi▸: 0,"}, "komma"),
    _rule(
        "parentes i stedet for krøllparentes",
        {"hvis: {indikator: aarsverk, er: under, verdi: 5}": "▸hvis: (indikator: aarsverk, er: under, verdi: 5)"},
        "parentes",
    ),
    _rule("innrykk ett hakk for lite", {"    saa: {": "   ▸saa: {"}, "innrykk"),
    _rule("innrykk ett hakk for mye", {"    saa: {": "     ▸saa: {"}, "innrykk"),
    _rule("strek uten mellomrom", {"  - {reglement": "  ▸-{reglement"}, "«-» + mellomrom"),
    _rule("prosenttegn først i teksten", {"navn: Merforbruk": "navn: ▸%-vis merforbruk"}, "anførselstegn"),
    _rule("krøllalfa først i teksten", {"varsle: [leder]": "varsle: [▸@leder]"}, "anførselstegn"),
    _rule("stjerne først i teksten", {"navn: Merforbruk": "navn: ▸*viktig"}, "«*» + anførselstegn"),
    _rule("et anker som ikke finnes", {"hjemmel:\n  - {regl": "hjemmel:\n  - ▸*felles\n  - {regl"}, "«*» + anker"),
    _rule(
        "bakoverstrek i doble anførselstegn",
        {"navn: Merforbruk to måneder på rad": 'navn: "K:\\▸økonomi"'},
        "«\\» + enkle",
    ),
    _rule("utropstegn først i teksten", {"navn: Merforbruk": "navn: ▸!viktig merforbruk"}, "«!» + anførselstegn"),
    Case(
        "rutenett først i teksten",
        UNIT_FILE,
        changed(UNIT_RULE, {"navn: Merforbruk to": "▸navn: #1 to"}),
        ("«navn» + tom",),
        INCOMPLETE,
    ),
    _rule("flettenøkkel", {"status: utkast": "status: utkast\n▸<<: {alvor: lav}"}, "«<<»"),
    _rule(
        "spørsmålstegn og en liste som nøkkel", {"status: utkast": "status: utkast\n? ▸[a, b]\n: c"}, "nøkkelen + ord"
    ),
    _rule(
        "to dokumenter",
        {"kjente_falske": "---\nkjente_falske"},
        "2 + ---",
    ),
    _rule("krumme anførselstegn", {'punkt: "3.2"': "punkt: ▸“3.2”"}, "krumme + rette"),
    _rule("krumme anførselstegn om et ord", {"alvor: middels": "alvor: ▸”middels”"}, "krumme + rette"),
    _rule("hardt mellomrom foran nøkkelen", {"status: utkast": "▸\u00a0status: utkast"}, "usynlig + status"),
    _rule("nullbreddetegn i nøkkelen", {"status: utkast": "▸sta\u200btus: utkast"}, "usynlig + status"),
    _rule("nullbreddetegn i et ord", {"status: utkast": "status: ▸ut\u200bkast"}, "usynlig"),
    _rule("myk bindestrek i en id", {"indikator: okonomi_avvik, er": "indikator: ▸okonomi_\u00adavvik, er"}, "usynlig"),
    _rule("sirkel gjennom et anker", {"kjente_falske_alarmer: [om": "kjente_falske_alarmer: ▸&a [*a, om"}, "seg selv"),
]
SYNTAX = [Case(c.name, c.file, c.content, c.says, at=((1, 1),)) if c.name == "to dokumenter" else c for c in SYNTAX]

FILES = [
    _bytes("tom fil", b"", "tom", at=(1, 1)),
    _bytes("fil med bare blanke linjer", b"\n\n  \n", "tom", at=(1, 1)),
    _bytes("fil med bare kommentarer", "# Kommer på mandag\n".encode(), "tom", at=(1, 1)),
    _bytes("bare en ny-dokument-strek", b"---\n", "tom", at=(1, 1)),
    Case("filen er en tekst", UNIT_FILE, "▸Merforbruk to måneder på rad er et avvik", ("regelen + nøkler",)),
    Case("filen er en liste", UNIT_FILE, "▸- id: okonomi-001\n  navn: Merforbruk\n", ("regelen + nøkler + liste",)),
    Case("filen er et tall", UNIT_FILE, "▸42\n", ("regelen + «42»",)),
    _bytes("Latin-1", UNIT_RULE.encode("latin-1"), "UTF-8", at=(2, 0)),
    _bytes(
        "Windows-1252 langt nede",
        PARAMETER.replace("innkjøp", "innkjop").encode() + "# bygg og anleggsområdet\n".encode("cp1252"),
        "UTF-8",
        at=(10, 0),
        file=PARAMETER_FILE,
    ),
    _bytes("UTF-16 fra Notisblokk", UNIT_RULE.encode("utf-16"), "UTF-16 + UTF-8"),
    _bytes("UTF-16 uten merke", UNIT_RULE.encode("utf-16-le"), "UTF-16 + UTF-8"),
    _bytes("UTF-32", UNIT_RULE.encode("utf-32"), "UTF-8"),
    _bytes("NUL midt i filen", _PLAIN.replace(b"utkast", b"utk\0ast"), "tegn", at=(4, 0)),
    _bytes("styretegn", _PLAIN.replace(b"utkast", b"utk\x07ast"), "tegn", at=(4, 0)),
    _bytes("slettetegn", _PLAIN.replace(b"utkast", b"utk\x7fast"), "tegn", at=(4, 0)),
    _bytes("en bildefil", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "UTF-8", at=(1, 0)),
    _bytes("et Word-dokument", b"PK\x03\x04\x14\0\x06\0\x08\0" + bytes(range(255, 0, -1)), "UTF-8", at=(1, 0)),
    _bytes("en kjempestor fil", b"id: okonomi-001\nnavn: " + b"x" * 3_000_000, "stor"),
    _bytes("dypt innrykk", b"id: " + b"[" * 5000 + b"]" * 5000, "dypt"),
    _bytes(
        "litt for dypt innrykk", b"id: okonomi-001\nhvis: " + b"{ikke: " * 80 + b"x" + b"}" * 80, "dypt", at=(2, 427)
    ),
    _bytes("en fil som vokser gjennom ankre", _LAUGHS.encode(), "stor", at=(1, 35)),
    Case(
        "en mappe som heter noe.yaml",
        "okonomi/mappe.yaml/.gitkeep",
        b"",
        ("mappe",),
        at=WHOLE,
        named="okonomi/mappe.yaml",
    ),
    Case(
        "fil som egentlig heter .yaml.txt",
        "okonomi/okonomi-002.yaml.txt",
        UNIT_RULE,
        (".yaml + ikke lest",),
        NOTICE,
        at=WHOLE,
    ),
    Case("to regler i en fil", UNIT_FILE, UNIT_RULE + "---\n" + UNIT_RULE, ("2 + ---",), at=((1, 1),)),
    Case(
        "JSON som er klippet av",
        UNIT_FILE,
        '▸{"id": "okonomi-001", "navn": "Merforbruk", "type": "avv',
        ("anførselstegn",),
        at=((1, 53),),
    ),
    Case("CSV i stedet for YAML", UNIT_FILE, "▸id;navn;type\nokonomi-001;Merforbruk;avvik\n", ("regelen + nøkler",)),
    Case("en nettside", UNIT_FILE, "▸<html><body>404</body></html>\n", ("regelen + nøkler",)),
    Case(
        "sammenslåingsmerker fra git",
        UNIT_FILE,
        changed(UNIT_RULE, {"alvor: middels\n": "▸<<<<<<< HEAD\nalvor: lav\n=======\nalvor: høy\n>>>>>>> ny\n"}),
        ("git",),
    ),
]

CASES = SYNTAX + FILES
assert all(MARK in c.content for c in SYNTAX if c.at is None and isinstance(c.content, str))
