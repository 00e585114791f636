"""Read me: what lies in a package for the archive, for whoever opens it without knowing kontroll."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from textwrap import fill

from kontroll.domain.archiving import ArchiveKind, Shielded
from kontroll.report.archive.shape import catalogue
from kontroll.report.archive.structure import Archive
from kontroll.texts import _, moment, ngettext, number

READ_ME, STRUCTURE_FILE, SUMS, CATALOGUE = "LESMEG.txt", "arkivstruktur.xml", "SHA256SUMS", "metadatakatalog.csv"
_WIDTH = 100


def read_me(archive: Archive, counts: Mapping[ArchiveKind, int], schema: str | None) -> str:
    """counts: how many decisions of each kind. schema: version of the official one that it was held against, None = none was."""
    held = (
        _("Den er prøvd mot Nasjonalarkivets skjema, versjon {version}.").format(version=schema)
        if schema is not None
        else _("Den er skrevet etter skjemaet for Noark 5 versjon 5.0, men ikke prøvd mot det: skjemaet lå ikke i "
               "kommunens mappe for skjemaer.")
    )  # fmt: skip
    paragraphs = [
        _("Pakke til arkivet fra {municipality}").format(municipality=archive.municipality),
        _("Det som ble avgjort fra {first} til {last}, tatt ut {made}.").format(
            first=archive.first, last=archive.last, made=moment(archive.made)
        ),
        _("{structure} har metadata i formen til Noark 5: arkiv, arkivdel, saksmappe, journalpost, dokumentbeskrivelse og "
          "dokumentobjekt. {held} Hvilket nummer hvert metadata har i katalogen (M001 …), står i {catalogue}.").format(
            structure=STRUCTURE_FILE, held=held, catalogue=CATALOGUE
        ),
        _("dokumenter/ har dokumentene, én mappe for hver saksmappe. Hoveddokumentet er PDF/A-2a. Vedleggene er det "
          "avgjørelsen bygger på. Sjekksummen til hver fil står både i {structure} og i {sums}; «sha256sum -c {sums}» prøver "
          "dem alle.").format(structure=STRUCTURE_FILE, sums=SUMS),
        _("Pakken er ikke en avlevering: den har ingen arkivuttrekk.xml, endringslogg eller journaler. Den er laget for å "
          "legges inn i kommunens eget arkiv. Dokumentene er ikke journalført før arkivet har gjort det."),
        "\n".join(_lines(archive, counts)),
        _("Ikke med: egne samtaler mellom ledere og deres nærmeste, saker som ikke er lukket, og det som er meldt om den "
          "øverste lederen, som er kontrollutvalgets eget. Tekster som er slettet etter frist, er borte også her."),
        _("Pakken har navn på dem som avgjorde og dem det gjelder. Det som er skjermet, er merket i {structure}.").format(
            structure=STRUCTURE_FILE
        ),
    ]  # fmt: skip
    return (
        "\n\n".join(part if "\n" in part else fill(part, _WIDTH, break_on_hyphens=False) for part in paragraphs) + "\n"
    )


def _lines(archive: Archive, counts: Mapping[ArchiveKind, int]) -> list[str]:
    found = []
    for series in archive.policy.series:
        count = counts.get(series.kind, 0)
        told = ngettext("{n} mappe", "{n} mapper", count).format(n=number(count))
        if series.shielded is not Shielded.NONE:
            told += _(", skjermet ({who}) etter {basis}").format(who=series.shielded.value, basis=series.basis)
        kept = (
            _("bevares")
            if series.years is None
            else ngettext("kasseres etter {n} år", "kasseres etter {n} år", series.years).format(n=number(series.years))
        )
        found.append(f"  {series.title}: {told}; {kept}")
    return found


def catalogue_table() -> bytes:
    """Number, name and unit of each metadata that may stand in the structure."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("nummer"), _("metadata"), _("enhet")])
    writer.writerows(catalogue())
    return written.getvalue().encode("utf-8-sig")
