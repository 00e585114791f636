"""Register form: the forms of the three registers, and what is told where something cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from kontroll.domain.finding import FindingAct, FindingKind
from kontroll.domain.political import DecisionAct
from kontroll.domain.preparation import PreparationAct
from kontroll.domain.register import Register, RegisterRefusal, RegisterRefused
from kontroll.domain.rule import Severity
from kontroll.texts import N_, _
from kontroll.web.act_form import TEXT

#: Names of the fields.
DAY, REFERENCE, EVIDENCE, DEADLINE, ENHET, WHO, BODY, CASE, SOURCE, KIND, THEME, LAW, SEVERITY, NUMBER, FINISH = (
    "dato", "henvisning", "dokumentasjon", "frist", "enhet", "ansvarlig", "organ", "sak", "kilde", "slag", "tema", "hjemmel",
    "alvor", "nr", "ferdig",
)  # fmt: skip
#: What the names of the answers of a check-list begin with.
POINT = "svar-"
#: In place of whoever leads the enhet.
MYSELF = "meg"
#: The form of a new entry.
NEW = "ny"

_TOLD = {
    RegisterRefusal.NOT_HERS: N_("Dette er ikke ditt å gjøre."),
    RegisterRefusal.NOT_NOW: N_("Det kan ikke gjøres nå."),
    RegisterRefusal.NO_TEXT: N_("Skriv noe her."),
    RegisterRefusal.NO_BODY: N_("Skriv hvilket organ det er."),
    RegisterRefusal.NO_SOURCE: N_("Skriv hvem som har funnet det."),
    RegisterRefusal.NO_CASE: N_("Skriv saksnummeret."),
    RegisterRefusal.NO_REFERENCE: N_("Skriv saken eller dokumentet som viser det."),
    RegisterRefusal.NO_EVIDENCE: N_("Skriv dokumentet som viser at det er rettet. Uten dokumentasjon kan ikke funnet lukkes."),
    RegisterRefusal.NO_ENHET: N_("Velg en enhet."),
    RegisterRefusal.NO_OWNER: N_("Enheten har ingen leder i dag. Velg en annen enhet, eller sett deg selv som ansvarlig."),
    RegisterRefusal.DAY_TO_COME: N_("Dagen er ikke kommet ennå."),
    RegisterRefusal.DAY_PASSED: N_("Velg en dag som ikke er over."),
    RegisterRefusal.TOO_EARLY: N_("Dagen er før saken begynte."),
    RegisterRefusal.UNDONE: N_("Tiltakene må være gjort først."),
    RegisterRefusal.DONE_BEFORE: N_("Det er alt gjort."),
    RegisterRefusal.OWN_WORK: N_("En annen må gjøre dette: Ingen kontrollerer sitt eget arbeid."),
    RegisterRefusal.UNANSWERED: N_("Svar på alle punktene først."),
    RegisterRefusal.NO_REASON: N_("Skriv hvorfor."),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """kind: `line`, `long`, `day`, `choice`, `enhet` or `who`. options: value and what is shown. otherwise: what stands there
    first; `today` = the day.
    """

    name: str
    label: str
    kind: str = "line"
    note: str = ""
    otherwise: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActForm:
    act: str
    title: str
    button: str
    fields: tuple[FormField, ...]
    lead: str = ""


def told_of(refused: RegisterRefused) -> str:
    return _(_TOLD[refused.why])


# --- which fields -----------------------------------------------------------------------------------------------------


def new_form(register: Register) -> ActForm:
    """Of a new entry."""
    who = _who(MYSELF if register is Register.PREPARATIONS else "")
    enhet = FormField(name=ENHET, label=_("Enhet"), kind="enhet", note=_("Den som skal gjøre noe med det."))
    fields: tuple[FormField, ...]
    if register is Register.DECISIONS:
        fields = (
            _line(BODY, _("Organ"), _("Kommunestyret, formannskapet eller et utvalg.")), _line(CASE, _("Saksnummer")),
            _line(TEXT, _("Hva er vedtatt?"), _("Én linje om hva som skal gjøres, uten navn på personer.")),
            _day(DAY, _("Vedtatt"), "today"), enhet, who,
            _day(DEADLINE, _("Frist (kan stå tom)"), note=_("Uten frist er det ukjent om vedtaket er for sent.")),
        )  # fmt: skip
        return ActForm(act=NEW, title=_("Nytt vedtak"), button=_("Før vedtaket"), fields=fields)
    if register is Register.FINDINGS:
        kinds = tuple((one.value, one.value.capitalize()) for one in FindingKind)
        severities = tuple((one.value, one.value.capitalize()) for one in Severity)
        fields = (
            _line(SOURCE, _("Hvem har funnet det?"), _("Statsforvalteren, Arbeidstilsynet, revisor, kontrollutvalget …")),
            FormField(name=KIND, label=_("Slag"), kind="choice", options=kinds), _line(THEME, _("Tema")),
            _line(LAW, _("Hjemmel (kan stå tom)")), FormField(name=SEVERITY, label=_("Alvor"), kind="choice", options=severities),
            _line(CASE, _("Saksnummer (kan stå tomt)")), _long(TEXT, _("Hva er funnet?"), _("Ikke skriv navn på personer.")),
            _day(DAY, _("Mottatt"), "today"), enhet, who, _day(DEADLINE, _("Frist (kan stå tom)")),
        )  # fmt: skip
        return ActForm(act=NEW, title=_("Nytt funn"), button=_("Før funnet"), fields=fields)
    fields = (
        _line(CASE, _("Saksnummer")), _line(BODY, _("Organ")), _line(TEXT, _("Hva gjelder saken?")),
        _day(DAY, _("Legges fram"), note=_("Møtedagen. Sjekklisten må være kontrollert senest da.")), enhet, who,
    )  # fmt: skip
    return ActForm(act=NEW, title=_("Ny sjekkliste"), button=_("Begynn sjekklisten"), fields=fields)


def act_forms(register: Register, may: Collection[str]) -> list[ActForm]:
    """Of what she may do, the likeliest first. The check-list has a form of its own, and so has each tiltak."""
    forms = {
        Register.DECISIONS: _OF_DECISIONS,
        Register.FINDINGS: _OF_FINDINGS,
        Register.PREPARATIONS: _OF_PREPARATIONS,
    }
    return [made() for act, made in forms[register].items() if act in may]


def _assign() -> ActForm:
    enhet = FormField(name=ENHET, label=_("Enhet"), kind="enhet")
    return ActForm(act="ansvarlig", title=_("Gi til en annen"), button=_("Gi videre"), fields=(enhet, _who()))


def _postpone(lead: str) -> ActForm:
    fields = (
        _day(DAY, _("Ny frist")), _line(REFERENCE, _("Sak eller brev som viser det")), _long(TEXT, _("Hvorfor?")),
    )  # fmt: skip
    return ActForm(act="ny-frist", title=_("Ny frist"), button=_("Sett ny frist"), fields=fields, lead=lead)


def _reason(act: str, title: str, button: str, lead: str = "") -> ActForm:
    return ActForm(act=act, title=title, button=button, fields=(_long(TEXT, _("Hvorfor?")),), lead=lead)


_OF_DECISIONS: Mapping[str, Callable[[], ActForm]] = {
    DecisionAct.CARRY_OUT.value: lambda: ActForm(
        act="iverksatt", title=_("Vedtaket er iverksatt"), button=_("Lagre"),
        fields=(_day(DAY, _("Når?"), "today"), _long(TEXT, _("Hva er gjort? (kan stå tomt)"))),
    ),
    DecisionAct.REPORT.value: lambda: ActForm(
        act="meldt", title=_("Organet har fått melding"), button=_("Lagre"),
        fields=(_day(DAY, _("Når?"), "today"), _line(REFERENCE, _("Sak eller referat som viser det"))),
    ),
    DecisionAct.OBSTRUCT.value: lambda: ActForm(
        act="hindring", title=_("Organet er varslet om en hindring"), button=_("Lagre"),
        lead=_("Organet skal få vite det når sentrale fakta eller rettsregler står i veien (kommuneloven § 13-1)."),
        fields=(_day(DAY, _("Når fikk organet vite det?"), "today"), _line(REFERENCE, _("Sak eller brev som viser det")),
                _long(TEXT, _("Hva står i veien?"))),
    ),
    DecisionAct.POSTPONE.value: lambda: _postpone(_("Fristen er organets. Den flyttes når saken viser at organet vet det.")),
    DecisionAct.ASSIGN.value: _assign,
    DecisionAct.LAPSE.value: lambda: ActForm(
        act="opphevet", title=_("Organet har opphevet vedtaket"), button=_("Lagre"),
        fields=(_day(DAY, _("Når?"), "today"), _line(REFERENCE, _("Sak som viser det"))),
    ),
    DecisionAct.REOPEN.value: lambda: _reason("gjenapne", _("Vedtaket er ikke iverksatt likevel"), _("Gjenåpne")),
}  # fmt: skip
_OF_FINDINGS: Mapping[str, Callable[[], ActForm]] = {
    FindingAct.MEND.value: lambda: ActForm(
        act="rettet", title=_("Det er rettet"), button=_("Meld rettet"),
        lead=_("En annen ser på dokumentasjonen og lukker funnet."),
        fields=(_day(DAY, _("Når?"), "today"), _line(EVIDENCE, _("Dokument som viser det")),
                _long(TEXT, _("Hva er gjort? (kan stå tomt)"))),
    ),
    FindingAct.CLOSE.value: lambda: ActForm(
        act="lukk", title=_("Lukk funnet"), button=_("Lukk"), fields=(_long(TEXT, _("Merknad (kan stå tom)")),),
        lead=_("Du har sett dokumentasjonen, og den viser at det er rettet."),
    ),
    FindingAct.SEND_BACK.value: lambda: _reason(
        "tilbake", _("Send tilbake"), _("Send tilbake"), _("Dokumentasjonen viser det ikke.")
    ),
    FindingAct.MEASURE.value: lambda: ActForm(
        act="tiltak", title=_("Nytt tiltak"), button=_("Før tiltaket"),
        fields=(_line(TEXT, _("Hva skal gjøres?")), _day(DEADLINE, _("Frist"))),
    ),
    FindingAct.POSTPONE.value: lambda: _postpone(_("Fristen er avtalt på nytt med den som har funnet det, og brevet viser det.")),
    FindingAct.ASSIGN.value: _assign,
    FindingAct.REOPEN.value: lambda: _reason("gjenapne", _("Funnet er ikke rettet likevel"), _("Gjenåpne")),
}  # fmt: skip
_OF_PREPARATIONS: Mapping[str, Callable[[], ActForm]] = {
    PreparationAct.CHECK.value: lambda: ActForm(
        act="kontroller", title=_("Kontroller"), button=_("Bekreft"), fields=(_long(TEXT, _("Merknad (kan stå tom)")),),
        lead=_("Du har lest svarene, og saken er godt nok utredet til å legges fram."),
    ),
    PreparationAct.SEND_BACK.value: lambda: _reason("tilbake", _("Send tilbake"), _("Send tilbake"), _("Noe mangler.")),
    PreparationAct.MOVE.value: lambda: ActForm(
        act="mote", title=_("Flytt til et annet møte"), button=_("Lagre"),
        fields=(_day(DAY, _("Legges fram")), _long(TEXT, _("Hvorfor? (kan stå tomt)"))),
    ),
}  # fmt: skip


def _line(name: str, label: str, note: str = "") -> FormField:
    return FormField(name=name, label=label, note=note)


def _long(name: str, label: str, note: str = "") -> FormField:
    return FormField(name=name, label=label, note=note, kind="long")


def _day(name: str, label: str, otherwise: str = "", note: str = "") -> FormField:
    return FormField(name=name, label=label, kind="day", otherwise=otherwise, note=note)


def _who(otherwise: str = "") -> FormField:
    options = (("", _("den som leder enheten")), (MYSELF, _("jeg selv")))
    return FormField(name=WHO, label=_("Ansvarlig"), kind="who", options=options, otherwise=otherwise)
