"""Package: the archive of a decision: rules, figures, explanation and decision, with a program that computes it again.

Why a salt in it: the trail holds the hash of the archive for ever. When the archive is deleted in its time, nobody shall be
able to guess back to what stood in it.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from typing import Any

from kontroll.domain.bonus import BonusClass, BonusState, Nomination
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.rulebookkept import RuleFile
from kontroll.report.bonus import as_data
from kontroll.report.bonus.sentences import Telling, class_name, state_name
from kontroll.report.bonus.year import BonusYear, with_asked
from kontroll.texts import NORWAY, _, moment, number

READ_ME, SUMS, VERIFIER, DECISION, SALT = "LESMEG.txt", "SHA256SUMS", "etterprov.py", "avgjorelse.json", "salt.txt"
#: What every file in the archive is dated: the archive of the same decision is the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What is decided for one tjenestested, with the words of whoever decided."""

    enhet: str
    granted: bool
    klass: BonusClass | None
    found: BonusState
    grounds: frozenset[BonusClass]
    against: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything the archive is made of. names: of the persons. reasons: of the nominations, by their entries of the trail.

    rule_files: as they stand, the shipped ones and the kommune's own. rules: those that are read, as JSON. reason: why it is
    decided anew; "" the first time.
    """

    municipality: str
    rulebook: Rulebook
    year: BonusYear
    rule_files: Sequence[RuleFile]
    rules: bytes
    number: int
    by: str
    name: str
    role: str
    at: datetime
    reason: str
    decided: Sequence[Decided]
    nominations: Sequence[Nomination]
    reasons: Mapping[int, str]
    names: Mapping[str, str]
    salt: str


def package(material: Material) -> bytes:
    """The archive as a zip file."""
    written = BytesIO()
    # Stored and not packed: what stands in it about a person is found by whoever searches the database for her.
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(package_files(material).items()):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content)
    return written.getvalue()


def package_files(material: Material) -> dict[str, bytes]:
    found = dict(_files(material))
    sums = "".join(f"{sha256(found[name]).hexdigest()}  {name}\n" for name in sorted(found))
    return {**found, SUMS: sums.encode()}


def _files(material: Material) -> Iterator[tuple[str, bytes]]:
    rulebook, year = material.rulebook, material.year
    yield READ_ME, _read_me(material).encode()
    yield VERIFIER, files("kontroll.report.bonus").joinpath("published_verifier.py").read_bytes()
    for one in sorted(files("kontroll.recompute").iterdir(), key=lambda file: file.name):
        if one.name.endswith(".py") and one.name != VERIFIER:
            yield f"etterprover/{one.name}", one.read_bytes()
    yield "regler.json", material.rules
    yield SALT, f"{material.salt}\n".encode("ascii")
    yield DECISION, _json(_decision(material))
    yield "vilkaar.json", _json(as_data.conditions(rulebook, year))
    yield "indikatorer.json", _json(as_data.indicators(rulebook, year))
    yield "grunnlag/enheter.csv", as_data.table(as_data.enheter(year))
    yield "grunnlag/organisasjon.csv", as_data.table(as_data.organisation(year))
    yield "grunnlag/verdier.csv", as_data.table(as_data.figures(rulebook, year))
    yield "grunnlag/ambisjoner.csv", as_data.table(as_data.ambitions(rulebook, year))
    yield "resultater.csv", as_data.table(as_data.results(year))
    yield "kriterier.csv", as_data.table(as_data.criteria(year))
    yield "forklaring.txt", _explained(material).encode()
    for file in rule_files_of(material.rule_files, rulebook, year):
        yield f"regler/{file.level}/{file.path}", file.content


def rule_files_of(known: Sequence[RuleFile], rulebook: Rulebook, year: BonusYear) -> list[RuleFile]:
    """The files that the answers follow from: the rules, those they ask about, and what describes indicators and parameters."""
    rules = {rule.id for rule in with_asked(rulebook, year.rules)}

    def is_read(file: RuleFile) -> bool:
        folder, _slash, name = file.path.rpartition("/")
        return folder in ("indikatorer", "parametre") or name.rsplit(".", 1)[0] in rules

    return [file for file in known if is_read(file)]


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _decision(material: Material) -> dict[str, Any]:
    names = {enhet: sheet.name for enhet, sheet in material.year.sheets.items()}
    return {
        "kommune": material.municipality,
        "aar": material.year.year,
        "nummer": material.number,
        "avgjort_av": {"id": material.by, "navn": material.name, "rolle": material.role},
        "tid": material.at.isoformat(timespec="seconds"),
        "begrunnelse": material.reason,
        "utfall": [
            {
                "enhet": one.enhet,
                "navn": names.get(one.enhet, one.enhet),
                "gis": one.granted,
                "for": one.klass.value if one.klass is not None else "",
                "svar": one.found.value,
                "grunnlag_for": sorted(klass.value for klass in one.grounds),
                "mot_grunnlaget": one.against,
                "begrunnelse": one.reason,
            }
            for one in material.decided
        ],
        "forslag": [
            {
                "enhet": one.enhet,
                "av": material.names.get(one.by, one.by),
                "tid": one.at.isoformat(timespec="seconds"),
                "begrunnelse": material.reasons.get(one.trail, ""),
                "trukket": one.withdrawn_at.isoformat(timespec="seconds") if one.withdrawn_at is not None else "",
            }
            for one in material.nominations
        ],
    }


# --- texts ------------------------------------------------------------------------------------------------------------


def _explained(material: Material) -> str:
    """Every sheet in plain words, with the figures that it was decided on."""
    names = {enhet: sheet.name for enhet, sheet in material.year.sheets.items()}
    telling = Telling(material.rulebook, names, lambda value: True)
    lines = []
    for sheet in material.year.sheets.values():
        lines += [f"{sheet.name} ({sheet.enhet})", f"  {state_name(sheet.state)}", ""]
        for ground in sheet.grounds:
            classes = ", ".join(class_name(one) for one in sorted(ground.classes, key=lambda one: one.value))
            lines.append(f"  {ground.rule.name} ({ground.rule.id}){': ' + classes if classes else ''}")
            for one in telling.criteria(ground, sheet):
                lines.append(f"    {one.answer}: {one.label}")
                lines += [f"      {sentence}" for sentence in one.sentences]
            lines += [f"    {way}" for way in telling.ways(ground)]
        lines += [f"  {told}" for told in telling.compliance(sheet)] + [""]
    return _plain("\n".join(lines))


def _read_me(material: Material) -> str:
    granted = sum(one.granted for one in material.decided)
    told = [
        _("Bonus til tjenestesteder {year}, {municipality}").format(
            year=material.year.year, municipality=material.municipality
        ),
        _("Avgjørelse nr. {number}, tatt av {name} ({role}) {when}. {granted} tjenestesteder får bonus.").format(
            number=material.number, name=material.name, role=material.role,
            when=moment(material.at.astimezone(NORWAY)), granted=number(granted),
        ),
        _("Reglene gir grunnlag; avgjørelsen er tatt av et menneske. Der den går en annen vei enn grunnlaget, står det hvorfor."),
        _(
            "avgjorelse.json     hva som er avgjort, for hvem og hvorfor, og hvem som var foreslått\n"
            "forklaring.txt      hvert tjenestested: hvert vilkår, nærmeste motpart, usikkerhet, og hva som skulle til\n"
            "resultater.csv      svaret fra hver regel\n"
            "kriterier.csv       hvert vilkår med årsaken i ett ord\n"
            "grunnlag/           tallene slik reglene så dem; det som er skjermet, er tomt\n"
            "vilkaar.json        reglene med perioder og grenser slått opp; indikatorer.json sier hvordan tall regnes\n"
            "regler/             regelfilene, byte for byte; regler.json er de samme på en form som et program leser uten YAML\n"
            "etterprover/        regelspråket, skrevet for seg: det regner ut det som ser flere perioder eller andre regler\n"
            "salt.txt            tilfeldige tegn, så ingen kan gjette seg tilbake fra summen når arkivet er slettet\n"
            "SHA256SUMS          summen av hver fil; summen av hele arkivet står i loggen til kontroll"
        ),
        _("python3 etterprov.py regner det ut på nytt, og trenger bare Python."),
        _("Arkivet holder tall som få kan se. Det er for den som avgjør, internkontrollen og revisor."),
    ]  # fmt: skip
    return _plain("\n\n".join(told) + "\n")


def _plain(text: str) -> str:
    # A place that does not break is right on a page; in a text file it is a letter that a search does not find.
    return text.replace("\N{NO-BREAK SPACE}", " ")
