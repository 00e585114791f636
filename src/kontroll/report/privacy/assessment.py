"""Assessment: a draft of what art. 35 of the GDPR asks of one control measure: what is known of it, and what is open.

Why a draft and never more: whether a measure is worth what it costs those it is about, is a judgement that people make, with
those who speak for them. kontroll tells what the measure is, and what guards those it is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kontroll.domain.privacypolicy import Assessment, PrivacyPolicy
from kontroll.domain.rule import Rule, Status
from kontroll.report.document.model import Document, Section, Table
from kontroll.report.plainly.sentence import PlainRule, numbered
from kontroll.report.privacy import security
from kontroll.report.privacy.open_points import Open, listed_items, pairs, told
from kontroll.texts import _, day, listed, ngettext, number

KIND = "personvern-dpia"
#: Parts of a rule in plain words that say what it does.
_SHOWN = ("hva", "hjemmel", "gjelder", "versjon", "folger")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the rule reads of one data set. fields: the personal ones that it reads. of: how many personal fields there are.

    years: how long what is delivered is kept, None = nobody has said.
    """

    id: str
    name: str
    fields: tuple[str, ...]
    of: int
    years: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """plain: the rule in plain words. stands: how it stands, a word. evaluate_by: None = nobody has said.

    meetings: what kind, when, and how each ended; never who met. track: how often it struck and was wrong, in sentences.
    approvers: how many must approve a change of the rule, 0 = nobody. deletes: whether the job that deletes is scheduled.
    """

    municipality: str
    day: date
    policy: PrivacyPolicy
    rule: Rule
    plain: PlainRule
    reads: Sequence[Reading]
    stands: str
    discussed: date | None
    evaluate_by: date | None
    meetings: Sequence[tuple[str, date, str]]
    track: Sequence[str]
    approvers: int
    deletes: bool

    @property
    def written(self) -> Assessment:
        return self.policy.assessments.get(self.rule.id, Assessment(rule=self.rule.id))

    @property
    def special(self) -> Mapping[str, str]:
        """Data set -> the categories of art. 9 in it."""
        subjects = self.policy.subjects
        return {
            one.name: subjects[one.id].special for one in self.reads if one.id in subjects and subjects[one.id].special
        }


def assessment(material: Material) -> Document:
    lacking, written = Open(), material.written
    decided = (
        _("Besluttet {day}.").format(day=day(written.decided))
        if written.decided
        else _("Utkast: ingen har besluttet noe.")
    )
    return Document(
        kind=KIND,
        period=str(material.day.year),
        title=_("Vurdering av personvernkonsekvenser: {name}").format(name=material.rule.name),
        municipality=material.municipality,
        known=material.day,
        standing=(_("Laget av kontroll {day}.").format(day=day(material.day)), decided),
        facts=(
            (_("Kontrolltiltak"), f"{material.rule.name} ({material.rule.id})"),
            (_("Tilstand"), material.stands),
            (_("Hjemmel for vurderingen"), _("personvernforordningen artikkel 35")),
        ),
        sections=(
            _needed(material, lacking),
            _what(material, lacking),
            _proportion(material, lacking),
            _risks(material, lacking),
            _measures(material, lacking),
            _automatic(),
            _working_life(material, lacking),
            _conclusion(material, lacking),
            lacking.section("mangler"),
        ),
    )


def _needed(material: Material, lacking: Open) -> Section:
    special = [f"{name}: {said}" for name, said in material.special.items()]
    signs = [
        _("Ansatte kontrolleres systematisk: regelen kjøres hver måned.")
        if material.rule.status in (Status.IN_USE, Status.TRIAL)
        else _("Ansatte vil bli kontrollert systematisk: regelen kjøres hver måned når den tas i bruk."),
        _("De det gjelder, er i et avhengighetsforhold til kommunen."),
    ]
    if special:
        signs.append(
            _("Særlige kategorier av personopplysninger (artikkel 9): {special}.").format(special="; ".join(special))
        )
    lacking.note(
        _("Om behandlingen samlet trolig gir høy risiko, og vurderingen derfor er påkrevd (artikkel 35 nr. 1).")
    )
    return Section(
        id="paakrevd",
        title=_("Er vurderingen påkrevd?"),
        blocks=(
            *told(_("Dette taler for at den er det:")),
            *listed_items(signs),
            *told(_("Kommunen avgjør. Et utkast skader ikke.")),
        ),
    )


def _what(material: Material, lacking: Open) -> Section:
    purpose = material.rule.control_measure.purpose if material.rule.control_measure is not None else ""
    said = lacking.known(purpose, _("Formålet med kontrolltiltaket (i regelfilen, «kontrolltiltak»)."))
    rows = []
    for one in material.reads:
        subjects = material.policy.subjects.get(one.id)
        about = lacking.known(
            subjects.persons if subjects is not None else "",
            _("Hvem opplysningene i datasettet «{name}» er om.").format(name=one.name),
        )
        rows.append((one.name, listed(list(one.fields)), about))
    table = Table(
        caption=_("Personlige felt som regelen leser"),
        headings=(_("Datasett"), _("Felt"), _("Registrerte")),
        numeric=(False,) * 3,
        rows=tuple(rows),
    )
    parts = tuple(
        Section(
            id=f"regel-{one.id}",
            title=one.title,
            blocks=listed_items([each.sentence.text for each in numbered(one.sentences)]),
        )
        for one in material.plain.sections
        if one.id.partition("-")[0] in _SHOWN and one.sentences
    )
    return Section(
        id="hva",
        title=_("Hva behandlingen er"),
        drafted=told(_("Formål: {purpose}").format(purpose=said)),
        blocks=(table,) if rows else told(_("Regelen leser ingen personlige felt.")),
        parts=parts,
    )


def _proportion(material: Material, lacking: Open) -> Section:
    known = [
        ngettext(
            "Av «{name}» leser regelen {n} av {of} personlig felt.",
            "Av «{name}» leser regelen {n} av {of} personlige felt.",
            one.of,
        ).format(name=one.name, n=number(len(one.fields)), of=number(one.of))
        for one in material.reads
    ]
    for one in material.reads:
        if one.years is None:
            lacking.note(_("Når datasettet «{name}» skal slettes (policies/oppbevaring.yaml).").format(name=one.name))
        else:
            years = ngettext("{n} år", "{n} år", one.years).format(n=number(one.years))
            known.append(_("«{name}» slettes etter {years}.").format(name=one.name, years=years))
    known += material.track
    known += [_("Kjent falsk alarm: {what}").format(what=one) for one in material.rule.known_false_alarms]
    said = lacking.known(
        material.written.needed,
        _("Hvorfor formålet ikke kan nås på en mindre inngripende måte, og hvorfor tiltaket står i forhold til det."),
    )
    return Section(
        id="nodvendig",
        title=_("Nødvendighet og forholdsmessighet"),
        blocks=(
            *told(_("Dette er kjent:")),
            *listed_items(known),
            *told(_("Kommunens vurdering: {said}").format(said=said)),
        ),
    )


def _risks(material: Material, lacking: Open) -> Section:
    judge = _("må vurderes")
    rows = [(risk, guard or _("ikke kjent"), judge, judge) for risk, guard in _known_risks(material)]
    if material.written.risks:
        rows = [
            (
                one.what,
                one.measure or judge,
                one.probability.value if one.probability is not None else judge,
                one.consequence.value if one.consequence is not None else judge,
            )
            for one in material.written.risks
        ]
    if any(judge in row for row in rows):
        lacking.note(_("Hvor sannsynlig hver risiko er, hvor alvorlig den er for den det gjelder, og om det er flere."))
    table = Table(
        caption=_("Risiko for dem det gjelder"),
        headings=(_("Risiko"), _("Det som er gjort"), _("Sannsynlighet"), _("Konsekvens")),
        numeric=(False,) * 4,
        rows=tuple(rows),
    )
    return Section(id="risiko", title=_("Risiko for rettigheter og friheter"), blocks=(table,))


def _known_risks(material: Material) -> Iterator[tuple[str, str]]:
    """What may go wrong in any of them, and what guards against it; nothing is said to be done that is not."""
    heard = _(
        "Den som svarer for posten, hører om det og svarer før noe avgjøres. Får hun medhold, telles det som falsk alarm."
    )
    tested = _("Regelen prøves på egne eksempler i hver kjøring.") if material.rule.tests else ""
    yield (
        _("Noen blir mistenkt uten grunn, fordi tallene er feil eller regelen er for vid."),
        f"{heard} {tested}".strip(),
    )
    yield (
        _("Noen ser opplysninger de ikke skal se."),
        _("Personlige felt ser bare den som leder personen, internkontrollen, revisor og systemer med nøkkel for det. De står "
          "aldri i meldinger eller logger."),
    )  # fmt: skip
    only = _("Regelen leser bare feltene som står her.")
    approved = ngettext(
        "En endring av den må godkjennes av {n} person før den varsler noen.",
        "En endring av den må godkjennes av {n} personer før den varsler noen.",
        material.approvers,
    ).format(n=number(material.approvers))
    yield _("Opplysningene brukes til noe annet enn formålet."), f"{only} {approved}" if material.approvers else only
    timed = material.deletes and all(one.years is not None for one in material.reads)
    yield (
        _("Opplysningene ligger lenger enn de trenger."),
        _("Det som er levert, slettes av en fast jobb når fristen er ute.") if timed else "",
    )
    met = material.discussed is not None and material.rule.control_measure is not None
    yield (
        _("Kontrollen oppleves som mistillit."),
        _("Det er ført at tiltaket er drøftet med tillitsvalgte, og at de ansatte er informert.") if met else "",
    )


def _measures(material: Material, lacking: Open) -> Section:
    if not material.deletes:
        lacking.note(security.no_deletion())
    return Section(
        id="tiltak",
        title=_("Tiltak som verner dem det gjelder"),
        blocks=listed_items([*security.done(deletes=material.deletes), *material.policy.measures]),
        parts=(
            Section(
                id="tiltak-drift", title=_("Det kontroll overlater til kommunen"), blocks=listed_items(security.left())
            ),
        ),
    )


def _automatic() -> Section:
    return Section(
        id="automatisk",
        title=_("Automatiske avgjørelser (artikkel 22)"),
        blocks=told(
            _("Nei. Regelen finner poster som noen må se på. Den avgjør ingenting om noen. Den som svarer for enheten, svarer i "
              "saken, en annen avgjør, og hver avgjørelse har et navn og en begrunnelse."),
            _("Ukjente svar åpner og lukker ingenting."),
        ),
    )  # fmt: skip


def _working_life(material: Material, lacking: Open) -> Section:
    measure = material.rule.control_measure
    rows = (
        (_("Drøftet med tillitsvalgte"), day(material.discussed) if material.discussed else _("ikke ført")),
        (_("De ansatte informert"), day(measure.informed) if measure is not None else _("ikke ført")),
        (_("Varer til"), day(measure.lasts_until) if measure is not None else _("ikke bestemt")),
        (_("Evalueres innen"), day(material.evaluate_by) if material.evaluate_by else _("ikke bestemt")),
    )
    meetings = tuple((day(on), kind.capitalize(), outcome) for kind, on, outcome in material.meetings)
    table = Table(
        caption=_("Møter om tiltaket"),
        headings=(_("Dag"), _("Hva"), _("Utfall")),
        numeric=(False,) * 3,
        rows=meetings,
    )
    if material.discussed is None or measure is None:
        lacking.note(_("At tiltaket er drøftet, og at de ansatte er informert (arbeidsmiljøloven § 9-2)."))
    said = lacking.known(
        material.written.views,
        _("Synspunktene til dem det gjelder, eller til dem som taler for dem (artikkel 35 nr. 9)."),
    )
    advice = lacking.known(material.written.advice, _("Rådet fra personvernombudet (artikkel 35 nr. 2)."))
    return Section(
        id="arbeidsliv",
        title=_("Drøfting, synspunkter og råd"),
        blocks=(
            pairs(_("Kontrolltiltaket etter arbeidsmiljøloven §§ 9-1 og 9-2"), *rows),
            *((table,) if meetings else ()),
            *told(
                _("Synspunkter fra de registrerte: {said}").format(said=said),
                _("Personvernombudets råd: {said}").format(said=advice),
            ),
        ),
    )


def _conclusion(material: Material, lacking: Open) -> Section:
    written = material.written
    left = lacking.known(
        written.left, _("Risikoen som er igjen, og om Datatilsynet må spørres på forhånd (artikkel 36).")
    )
    if written.decided is None:
        lacking.note(_("Hvem som har besluttet hva, og når."))
    decided = day(written.decided) if written.decided else _("Ikke besluttet.")
    return Section(
        id="konklusjon",
        title=_("Konklusjon"),
        blocks=told(_("Risiko som er igjen: {said}").format(said=left), _("Besluttet: {said}").format(said=decided)),
    )
