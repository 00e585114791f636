"""An empty data folder for a kommune that starts: every file with its headings, and a LES-MEG that says what goes where."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kontroll.domain.dataset import DataSet
from kontroll.example import ambitions, inbox, line
from kontroll.example.tables import HR, write_csv
from kontroll.texts import _

README = "LES-MEG.txt"


def write_template(folder: Path, datasets: Iterable[DataSet]) -> list[Path]:
    """Write the headings of section 4 and of each data set into `folder`; returns the files that were made.

    A file that is there already is left as it is: nothing delivered is overwritten. UTF-8 with BOM and semicolon,
    so that a Norwegian Excel opens and saves it without loss.
    """
    wanted = [
        (folder / "organisasjon.csv", list(line.ORGANISATION_HEADINGS)),
        (folder / "personer.csv", list(line.PEOPLE_HEADINGS)),
        (folder / "ambisjoner.csv", list(ambitions.HEADINGS)),
        (folder / "maalinger" / "maalinger.csv", list(inbox.HEADINGS)),
    ]
    described = sorted(datasets, key=lambda d: d.id)
    for dataset in described:
        headings = [field.heading for field in dataset.fields]
        wanted.append((folder / "datasett" / dataset.id / f"{dataset.id}.csv", headings))
    made: list[Path] = []
    for path, headings in wanted:
        if not path.exists():
            write_csv(path, headings, [], HR)
            made.append(path)
    if not (folder / README).exists():
        # Windows line ends: the reader opens it in Notisblokk.
        (folder / README).write_text(readme(described), encoding="utf-8-sig", newline="\r\n")
        made.append(folder / README)
    return made


def readme(datasets: Iterable[DataSet]) -> str:
    """What stands in LES-MEG.txt."""
    lines = [
        _("Datamappen til kontroll"),
        "",
        _("Legg filene fra kildesystemene her. Overskriftene må stå som i de tomme filene; rekkefølgen er fri."),
        _("CSV med semikolon, komma eller tabulator går like bra, og det gjør Excel (.xlsx) også."),
        "",
        _(
            "organisasjon.csv  enhetene, hvem de hører under, og hvem som leder dem. Én rad per enhet og tidsrom, måneder"
        ),
        _("                  som 2026-10, begge medregnet; tom gjelder_til betyr at det fortsatt gjelder. Når lederen"),
        _("                  skifter, avslutt raden og lag en ny."),
        _(
            "personer.csv      ledere, fungerende ledere, stedfortredere og andre roller. person_id må aldri gjenbrukes."
        ),
        _(
            "maalinger/        ett tall per rad. periode er 2026-10, 2026-T2 eller 2026. Tom verdi betyr meldt som mangler."
        ),
        _("                  En rettelse leveres i en ny fil med et navn som kommer senere i alfabetet."),
        _(
            "ambisjoner.csv    hva som er grønt og gult, per enhet, for en tjeneste (tjeneste:skole) eller for alle (*)."
        ),
        _("datasett/NAVN/    poster, for eksempel fakturaer. Senere fil gjelder når samme nøkkel kommer igjen."),
        _(
            "formater/         filer som kjennes på innholdet: EHF, SAF-T, KOSTRA (.dat), JSON-stat. Enten tas hele filen inn,"
        ),
        _("                  eller så får du vite hva som er galt, og ingenting av den."),
        "",
        _("Datasettene:"),
    ]
    for dataset in datasets:
        lines.append(f"  {dataset.id}  {dataset.name}")
        personal = ", ".join(f.heading for f in dataset.fields if f.personal)
        if personal:
            lines.append("    " + _("personopplysninger: {columns}").format(columns=personal))
    lines += [
        "",
        _(
            "Har ikke kommunen et datasett, slett filen: reglene som trenger det, svarer da «ukjent», aldri «i orden». "
            "En fil med bare overskrifter sier noe annet: at det ikke finnes noen poster."
        ),
        _("Legg aldri diagnoser, fødselsnummer eller innholdet i en politiattest her."),
        "",
    ]
    return "\n".join(lines)
