"""Controls: those that were carried out in the year: runs, what the rules answered, that they bite, and the data they read."""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.delivery import Taken
from kontroll.domain.run import RunState
from kontroll.flows.yearly.answers import answers
from kontroll.flows.yearly.counting import Counting, told
from kontroll.flows.yearly.samples import samples
from kontroll.flows.yearly.things import answers_of, delivery_of, month_of, run_of
from kontroll.report.document.model import Section, Told
from kontroll.texts import _, ngettext

ID = "kontroller"


def chapter(counting: Counting) -> Section:
    return Section(
        id=ID,
        title=_("Kontroller som er gjennomført"),
        drafted=tuple(_runs(counting)),
        parts=(answers(counting), _proof(counting), _data(counting), samples(counting)),
        is_mandatory=True,
    )


def _runs(counting: Counting) -> Iterator[Told]:
    year = counting.year
    failed = [run for run in year.runs if run.state is RunState.FAILED]
    missed = [month for month in year.ended if month not in year.done]
    run = counting.figure(
        "kjoringer",
        (run_of(run) for run in year.done.values()),
        _(
            "Måneder i året som er vurdert i en fullført månedskjøring. Av flere kjøringer av samme måned telles den siste."
        ),
    )
    yield told(
        ngettext(
            "Hver måned holdes reglene opp mot kommunens data. {run} av {n} måned som er over, er vurdert.",
            "Hver måned holdes reglene opp mot kommunens data. {run} av {n} måneder som er over, er vurdert.",
            len(year.ended),
        ),
        run=run,
        n=str(len(year.ended)),
    )
    not_run = counting.figure(
        "maaneder-ikke-kjort",
        map(month_of, missed),
        _("Måneder i året som er over, og som ingen fullført månedskjøring har vurdert."),
    )
    if missed:
        yield told(
            ngettext(
                "{missed} måned er ikke vurdert. Om den sier rapporten ingenting.",
                "{missed} måneder er ikke vurdert. Om dem sier rapporten ingenting.",
                len(missed),
            ),
            missed=not_run,
        )
    stopped = counting.figure(
        "kjoringer-feilet",
        map(run_of, failed),
        _(
            "Månedskjøringer som ble stanset fordi noe ikke stemte. Da ble ingenting skrevet, og måneden ble kjørt på nytt."
        ),
    )
    if failed:
        yield told(
            ngettext(
                "{n} kjøring ble stanset fordi noe ikke stemte.",
                "{n} kjøringer ble stanset fordi noe ikke stemte.",
                len(failed),
            ),
            n=stopped,
        )


# --- that the control bites ----------------------------------------------------------------------------------------------


def _proof(counting: Counting) -> Section:
    year = counting.year
    looked = [one for one in year.coverage if one.expected]
    works = [one for one in looked if one.works]
    shown = counting.figure(
        "kontroll-virket",
        [answers_of(year, one, 1) for one in works],
        _("Regler i en måned der alle reglens egne prøver holdt, og minst én viste at den slår ut, og én at den tier."),
    )
    all_of = counting.figure(
        "kontroll-proevd", [answers_of(year, one, 1) for one in looked], _("Regler i en måned som hadde noe å vurdere.")
    )
    checked = counting.figure(
        "svar-kontrollregnet",
        (run_of(run, run.checked) for run in year.done.values() if run.checked),
        _("Svar som ble regnet ut én gang til, av en annen og enklere utregning, i månedskjøringene."),
    )
    differences = counting.figure(
        "svar-uenighet",
        (run_of(run, run.differences) for run in year.runs if run.differences),
        _("Svar der de to utregningene sa noe forskjellig. Da stanses kjøringen, og ingen varsles."),
    )
    return Section(
        id="virket",
        title=_("Bevis for at kontrollen virket"),
        drafted=(
            told(
                _(
                    "At en regel ikke finner noe, sier bare noe hvis regelen virker. Derfor prøves hver regel på egne "
                    "eksempler når en måned vurderes: noen som skal gi utslag, og noen som ikke skal gi det. Prøvene viste "
                    "at regelen virket i {works} av {all} tilfeller der en regel hadde noe å vurdere i en måned."
                ),
                works=shown,
                all=all_of,
            ),
            told(
                _(
                    "{checked} av svarene ble også regnet ut på en annen måte. De to måtene var uenige om {differences} svar."
                ),
                checked=checked,
                differences=differences,
            ),
        ),
    )


# --- what it was looked at -----------------------------------------------------------------------------------------------


def _data(counting: Counting) -> Section:
    year = counting.year
    received = [one for one in year.tx.deliveries.rows.all() if year.holds_moment(one.received) and not one.is_file]
    taken = [one for one in received if one.taken is Taken.TAKEN]
    refused = [one for one in received if one.taken is Taken.REFUSED]
    figures = {
        "taken": counting.figure(
            "leveranser", map(delivery_of, taken), _("Filer med data som ble mottatt og tatt inn i året.")
        ),
        "rows": counting.figure(
            "leveranser-rader",
            (delivery_of(one, one.rows) for one in taken if one.rows),
            _("Rader i filene som ble tatt inn i året."),
        ),
        "refused": counting.figure(
            "leveranser-avvist", map(delivery_of, refused), _("Filer som ble avvist i året, med grunn.")
        ),
        "problems": counting.figure(
            "leveranser-feil",
            (delivery_of(one, one.problems) for one in taken if one.problems),
            _("Feil som ble funnet i filene som ble tatt inn. En verdi som ikke lar seg lese, regnes som manglende."),
        ),
    }
    return Section(
        id="data",
        title=_("Dataene som ble kontrollert"),
        drafted=(
            told(
                ngettext(
                    "I året ble {taken} fil med {rows} rader tatt inn.",
                    "I året ble {taken} filer med {rows} rader tatt inn.",
                    len(taken),
                )
                + " "
                + _("I dem ble det funnet {problems} feil.")
                + " "
                + ngettext("{refused} fil ble avvist.", "{refused} filer ble avvist.", len(refused))
                + " "
                + _("At en fil er tatt inn, betyr at den lot seg lese, ikke at det som står i den, er riktig."),
                **figures,
            ),
            Told(
                (
                    _(
                        "Da en fil kom, ble det regnet ut et fingeravtrykk av den (kontrollsummen SHA-256). Er noe i filen "
                        "endret siden, stemmer ikke fingeravtrykket."
                    ),
                )
            ),
        ),
    )
