"""What is known of a record on a day: from when it is in its list, and which columns are filled later.

The data folder holds every record as it stands at last. Here it is told backwards: each data set says which column
dates the beginning of a record and which days later in its life fill which columns.

Why not ask the generators: what they write is the truth of the example, and the post must end in exactly that truth.
Reading it backwards makes that so by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kontroll.example.payroll import WITHOUT_END
from kontroll.example.suppliers import former_account
from kontroll.example.tables import ARCHIVE, ECONOMY, HR, PLAIN, Dialect

Record = Mapping[str, str]
#: On a day (2026-10-31) something became known: what the columns held the day before.
Turn = tuple[str, dict[str, str]]

_MEETING_EVERY = 365
_ELECTED_FOR = 730
_A_MONTH_AHEAD = -31


@dataclass(frozen=True, slots=True)
class Event:
    """The columns in `fills` are empty until the day in `field`, and `after` days more."""

    field: str
    fills: tuple[str, ...]
    after: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """How the records of a data set become known.

    begins: the first of these columns that is filled says when a record is known; none: the file it stands in does.
    former: turns of columns that keep only the latest of several values.
    whole: the whole list is delivered again when something in it has changed, else only what is new and what changed.
    working_day: which working day after the month the file is due.
    """

    begins: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    former: Callable[[Record, int], list[Turn]] | None = None
    dialect: Dialect = PLAIN
    whole: bool = False
    working_day: int = 10

    def begun(self, record: Record) -> str:
        return next((record[field] for field in self.begins if record[field]), "")

    def turns(self, record: Record, seed: int) -> list[Turn]:
        """The latest first, so that what stood earliest is put on top."""
        found = self.former(record, seed) if self.former else []
        for event in self.events:
            day, fills = record[event.field], {field: "" for field in event.fills if record[field]}
            if day and fills:
                found.append((_moved(day, event.after) if event.after else day, fills))
        return sorted(found, key=lambda turn: turn[0], reverse=True) if len(found) > 1 else found


def as_known(record: Record, turns: list[Turn], day: str) -> Record:
    """The record as it stood on `day`; `turns` the latest first."""
    if not turns or turns[0][0] <= day:
        return record
    earlier = dict(record)
    for moment, before in turns:
        if moment > day:
            earlier |= before
    return earlier


def _moved(day: str, by: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=by)).isoformat()


def _meetings(record: Record, seed: int) -> list[Turn]:
    """The list of contracts tells the last meeting with the supplier; there was one a year before, and so on."""
    found, met = list[Turn](), record["oppfolgingsmote_dato"]
    while met:
        before = _moved(met, -_MEETING_EVERY)
        before = before if before > record["gjelder_fra"] else ""
        found.append((met, {"oppfolgingsmote_dato": before}))
        met = before
    return found


def _every_year(field: str, since: str) -> Callable[[Record, int], list[Turn]]:
    """The register tells when something was last looked at; it was a year before too, and so on back to the beginning."""

    def former(record: Record, seed: int) -> list[Turn]:
        found, looked = list[Turn](), record[field]
        while looked > record[since]:
            before = max(_moved(looked, -_MEETING_EVERY), record[since])
            found.append((looked, {field: before}))
            looked = before
        return found

    return former


def _elections(record: Record, seed: int) -> list[Turn]:
    """The list of verneombud tells the last election; the same person was elected two years before."""
    found, elected = list[Turn](), record["valgt_dato"]
    while elected:
        before = _moved(elected, -_ELECTED_FOR)
        if before > record["gjelder_fra"]:
            found.append((elected, {"valgt_dato": before, "valgt_til": _moved(elected, -1)}))
        else:
            before = ""
            found.append((elected, {"valgt_dato": "", "valgt_til": "", "person": ""}))
        elected = before
    return found


def _accounts(record: Record, seed: int) -> list[Turn]:
    """Before a supplier changed its account it had another."""
    changed = record["konto_endret_dato"]
    if not changed:
        return []
    return [(changed, {"konto_endret_dato": "", "kontonr": former_account(seed, record["leverandor"])})]


def _employments(record: Record, seed: int) -> list[Turn]:
    """Until an employment ended, nobody had agreed when it would."""
    last = record["ansatt_til"]
    return [] if last == WITHOUT_END else [(last, {"ansatt_til": WITHOUT_END})]


def _fills(*fields: str) -> Event:
    """The first column is the day, and is filled itself on that day."""
    return Event(fields[0], fields)


STORIES: dict[str, Story] = {
    "barnevernsmelding": Story(
        begins=("mottatt_dato",),
        events=(
            _fills("gjennomgaatt_dato", "resultat"),
            _fills("undersokelse_slutt"),
            # Leave for a longer examination is given before the three months are out.
            Event("gjennomgaatt_dato", ("utvidet_frist_ref",), 85),
        ),
    ),
    "behandling": Story(
        begins=("startet_dato",),
        events=(_fills("vurdering_dato"),),
        former=_every_year("oppdatert_dato", "startet_dato"),
        whole=True,
    ),
    "beredskap": Story(begins=("frist",), events=(_fills("utfort_dato", "rapport_ref"),)),
    "annullert_bilag": Story(begins=("annullert_dato",), working_day=5),
    "ansattkonto": Story(begins=("gjelder_fra",), dialect=HR, whole=True),
    "ansettelse": Story(begins=("ansatt_fra",), former=_employments, dialect=HR, whole=True),
    "betaling": Story(dialect=ECONOMY, working_day=5),
    "bierverv": Story(
        begins=("meldt_dato", "gjelder_fra"),
        events=(_fills("godkjent_dato"), _fills("gjelder_til")),
        dialect=HR,
        whole=True,
    ),
    "budsjettoppfolging": Story(events=(_fills("forklart_dato", "forklaring"),)),
    "endringsmelding": Story(begins=("godkjent_dato",), events=(_fills("utfort_dato"),), working_day=5),
    "faktura": Story(
        events=(_fills("attestert_dato", "attestant"), _fills("anvist_dato", "anviser")),
        working_day=5,
    ),
    "fravaer": Story(
        begins=("startdato",),
        events=(
            _fills("sluttdato"),
            _fills("plan_dato"),
            Event("startdato", ("plan_unntak",), 28),
            _fills("dialogmote1_dato"),
            Event("startdato", ("dialogmote1_unntak",), 49),
            _fills("dialogmote2_dato"),
        ),
        dialect=HR,
    ),
    "fullmakt": Story(begins=("gjelder_fra",), events=(_fills("signert_dato"),), whole=True),
    "helligdag": Story(whole=True),
    "henvendelse": Story(
        begins=("mottatt_dato",), events=(_fills("forelopig_svar_dato"), _fills("besvart_dato")), dialect=ARCHIVE
    ),
    "hms_avvik": Story(begins=("meldt_dato",), events=(_fills("lukket_dato", "tiltak"),), working_day=5),
    "innsyn_egne": Story(
        begins=("mottatt_dato",), events=(_fills("utsatt_dato"), _fills("besvart_dato")), dialect=ARCHIVE
    ),
    "innsynskrav": Story(
        begins=("mottatt_dato",), events=(_fills("besvart_dato", "utfall", "hjemmel_avslag"),), dialect=ARCHIVE
    ),
    "kjop": Story(begins=("inngaatt_dato",), working_day=5),
    "kontoendring": Story(begins=("endret_dato",), working_day=5),
    "kontrakt": Story(begins=("gjelder_fra",), former=_meetings, whole=True),
    "kortkjop": Story(events=(_fills("godkjent_dato", "godkjent_av"),), working_day=5),
    "lederforhold": Story(
        begins=("tiltraadt",), events=(Event("fratraadt", ("fratraadt",), _A_MONTH_AHEAD),), dialect=HR, whole=True
    ),
    "leverandor": Story(
        begins=("registrert_dato",),
        events=(_fills("sperret_dato"),),
        former=_accounts,
        dialect=ECONOMY,
        whole=True,
        working_day=5,
    ),
    "leverandor_rolle": Story(begins=("gjelder_fra",), events=(_fills("gjelder_til"),)),
    "leveringssted": Story(begins=("gjelder_fra",), events=(_fills("gjelder_til"),), whole=True),
    "lonn": Story(dialect=HR),
    "nettsted": Story(begins=("tatt_i_bruk",), former=_every_year("erklaering_dato", "tatt_i_bruk"), whole=True),
    "opplaering": Story(begins=("frist",), events=(_fills("fullfort_dato"),)),
    "overtid": Story(begins=("dato",)),
    "personvernbrudd": Story(begins=("kjent",), events=(_fills("meldt_datatilsynet"),)),
    "rapportering": Story(begins=("frist",), events=(_fills("behandlet_dato", "sak_ref"),)),
    "reglement_revisjon": Story(begins=("gjelder_fra",), events=(_fills("gjelder_til"),), whole=True),
    "revisjonsfunn": Story(begins=("mottatt_dato",), events=(_fills("lukket_dato", "bevis_ref"),)),
    "risikovurdering": Story(
        begins=("gjelder_fra",),
        events=(Event("gjelder_til", ("gjelder_til",), _A_MONTH_AHEAD),),
        former=_every_year("vurdert_dato", "gjelder_fra"),
        whole=True,
    ),
    "sammenligning": Story(begins=("oppdatert",), whole=True),
    "skolemiljosak": Story(begins=("meldt_dato",), events=(_fills("plan_dato", "evalueres_dato"),)),
    "timeregistrering": Story(dialect=HR),
    "tilsetting": Story(
        begins=("tiltredelse",), events=(_fills("arbeidsavtale_dato"), _fills("politiattest_vist")), dialect=HR
    ),
    "vakt": Story(dialect=HR),
    "vedtak": Story(
        begins=("vedtatt_dato",),
        events=(_fills("iverksatt_dato"), _fills("rapportert_dato", "rapport_ref")),
        dialect=ARCHIVE,
    ),
    "verneombud": Story(
        begins=("gjelder_fra",),
        events=(Event("gjelder_til", ("gjelder_til",), _A_MONTH_AHEAD),),
        former=_elections,
        whole=True,
    ),
    "vernerunde": Story(begins=("frist",), events=(_fills("gjennomfort_dato", "rapport_ref", "antall_funn"),)),
}
