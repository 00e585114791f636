"""Record: what the kommune does with personal data in kontroll, as art. 30 no. 1 of the GDPR lists it, a to g."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kontroll.domain.privacypolicy import PrivacyPolicy
from kontroll.report.document.model import Document, Section, Table
from kontroll.report.handout.categories import Category
from kontroll.report.privacy import security
from kontroll.report.privacy.open_points import Open, listed_items, pairs, told
from kontroll.texts import _, day, listed, ngettext, number

KIND = "personvern-protokoll"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """One data set. fields: what the personal ones are called. rules: ids of those that read them. years: None = nobody has said.

    last: the day something of it came, None = nothing has.
    """

    id: str
    name: str
    fields: tuple[str, ...]
    rules: tuple[str, ...]
    purposes: tuple[str, ...]
    years: int | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """categories: each with how long it is kept. access: what, the roles that see it, and whether the person herself does.

    deletes: whether the job that deletes is scheduled.
    """

    municipality: str
    day: date
    policy: PrivacyPolicy
    sets: Sequence[PersonalData]
    categories: Sequence[tuple[Category, list[str]]]
    access: Sequence[tuple[str, tuple[str, ...], bool]]
    deletes: bool


def record(material: Material) -> Document:
    lacking = Open()
    return Document(
        kind=KIND,
        period=str(material.day.year),
        title=_("Protokoll over behandling av personopplysninger i kontroll"),
        municipality=material.municipality,
        known=material.day,
        standing=(
            _("Laget av kontroll {day} av regler, datasett og oppbevaringsfrister slik de er nå.").format(
                day=day(material.day)
            ),
            _("Det kommunen ikke har fylt ut, er ikke gjettet; det står i siste kapittel."),
        ),
        facts=((_("Hjemmel"), _("personvernforordningen artikkel 30 nr. 1")), (_("Dato"), day(material.day))),
        sections=(
            _controller(material, lacking),
            _purposes(material),
            _sets(material, lacking),
            _recipients(material, lacking),
            _transfers(material, lacking),
            _deletion(material, lacking),
            _security(material, lacking),
            lacking.section("mangler"),
        ),
    )


def _controller(material: Material, lacking: Open) -> Section:
    policy = material.policy
    rows = (
        (_("Behandlingsansvarlig"), policy.controller or material.municipality),
        (_("Kontakt"), lacking.known(policy.contact, _("Hvem som er kontakt for den behandlingsansvarlige."))),
        (_("Personvernombud"), lacking.known(policy.officer, _("Hvem som er personvernombud, og hvordan hun nås."))),
    )
    return Section(
        id="ansvarlig",
        title=_("Hvem som er ansvarlig"),
        blocks=(pairs(_("Den behandlingsansvarlige (artikkel 30 nr. 1 bokstav a)"), *rows),),
    )


def _purposes(material: Material) -> Section:
    # The same few grounds are said of many; each is told once, and named by its number.
    grounds = list(dict.fromkeys(_(one.basis) for one, _kept in material.categories))
    named = {one: _("Grunnlag {n}").format(n=number(at)) for at, one in enumerate(grounds, 1)}
    rows = tuple(
        (_(one.name), _(one.purpose), named[_(one.basis)], _(one.source), _(one.recipients))
        for one, _kept in material.categories
    )
    table = Table(
        caption=_("Hvorfor noe holdes, med hvilken rett, hvor det kommer fra, og hvem som får se det (bokstav b og d)"),
        headings=(_("Hva"), _("Formål"), _("Behandlingsgrunnlag"), _("Kilde"), _("Mottakere")),
        numeric=(False,) * 5,
        rows=rows,
    )
    told_once = listed_items([f"{named[one]}: {one}" for one in grounds])
    return Section(id="formaal", title=_("Formål og grunnlag"), blocks=(table, *told_once))


def _sets(material: Material, lacking: Open) -> Section:
    rows = []
    for one in material.sets:
        subjects = material.policy.subjects.get(one.id)
        about = lacking.known(
            subjects.persons if subjects is not None else "",
            _("Hvem opplysningene i datasettet «{name}» er om.").format(name=one.name),
        )
        if subjects is not None and subjects.special:
            about += " " + _("Særlige kategorier (artikkel 9): {special}.").format(special=subjects.special)
        rows.append((one.name, listed(list(one.fields)), about, _read_for(one)))
    unread = [one.name for one in material.sets if not one.rules and one.last is not None]
    note = (
        _("Leveres, men ingen regel leser de personlige feltene: {names}. Kommunen bør vurdere om de skal leveres (artikkel 5 "
          "nr. 1 bokstav c).").format(names=listed(unread))
        if unread
        else ""
    )  # fmt: skip
    table = Table(
        caption=_("Datasett med personlige felt, og hvem de er om (bokstav c)"),
        headings=(_("Datasett"), _("Opplysninger"), _("Registrerte"), _("Brukes til")),
        numeric=(False,) * 4,
        rows=tuple(rows),
        note=note,
    )
    return Section(
        id="opplysninger",
        title=_("Registrerte og opplysninger"),
        drafted=told(
            ngettext(
                "Kontroll kan ta imot personlige felt i {n} datasett.",
                "Kontroll kan ta imot personlige felt i {n} datasett.",
                len(material.sets),
            ).format(n=number(len(material.sets)))
        ),
        blocks=(table,),
    )


def _read_for(one: PersonalData) -> str:
    if not one.rules:
        return _("Ingen regel leser de personlige feltene.")
    rules = _("Regler: {rules}.").format(rules=", ".join(one.rules))
    return " ".join([*(purpose.rstrip(".") + "." for purpose in one.purposes), rules])


def _recipients(material: Material, lacking: Open) -> Section:
    rows = tuple(
        (name[:1].upper() + name[1:], listed(list(roles)) or _("ingen"), _("ja") if own else _("nei"))
        for name, roles, own in material.access
    )
    table = Table(
        caption=_("Roller som kan se det som gjelder personer (bokstav d)"),
        headings=(_("Hva"), _("Roller"), _("Den det gjelder ser sitt eget")),
        numeric=(False,) * 3,
        rows=rows,
    )
    if material.policy.processors:
        processors = [f"{name}: {does}" for name, does in material.policy.processors]
    else:
        lacking.note(_("Hvem som er databehandlere for kontroll, eller at det ikke er noen (artikkel 28)."))
        processors = [_("Databehandlere: må fylles ut av kommunen.")]
    return Section(id="mottakere", title=_("Mottakere"), blocks=(table, *listed_items(processors)))


def _transfers(material: Material, lacking: Open) -> Section:
    said = lacking.known(
        material.policy.transfers, _("Om noe overføres til land utenfor EØS, og med hvilket grunnlag; ellers «ingen».")
    )
    return Section(
        id="overforing",
        title=_("Overføring til andre land"),
        blocks=told(
            _("Kontroll sender ingenting ut av maskinen det kjører på, uten de kanalene og varselkrokene kommunen har satt opp."),
            _("Til land utenfor EØS (bokstav e): {said}").format(said=said),
        ),
    )  # fmt: skip


def _deletion(material: Material, lacking: Open) -> Section:
    without = [one.name for one in material.sets if one.years is None]
    for name in without:
        lacking.note(_("Når datasettet «{name}» skal slettes (policies/oppbevaring.yaml).").format(name=name))
    by_years = tuple(
        (
            one.name,
            _("ikke bestemt")
            if one.years is None
            else ngettext("{n} år", "{n} år", one.years).format(n=number(one.years)),
        )
        for one in material.sets
    )
    kept = tuple((_(one.name), " ".join(sentences)) for one, sentences in material.categories)
    return Section(
        id="sletting",
        title=_("Frister for sletting"),
        blocks=(
            *told(_("Årene regnes fra utgangen av kalenderåret. Det som fortsatt gjelder, slettes ikke.")),
            Table(
                caption=_("Leverte datasett (bokstav f)"), headings=(_("Datasett"), _("Slettes etter")),
                numeric=(False, False), rows=by_years,
            ),
            Table(
                caption=_("Alt som holdes, etter slag"), headings=(_("Hva"), _("Lagres")), numeric=(False, False), rows=kept
            ),
        ),
    )  # fmt: skip


def _security(material: Material, lacking: Open) -> Section:
    own = list(material.policy.measures)
    if not material.deletes:
        lacking.note(security.no_deletion())
    if not own:
        lacking.note(_("Kommunens egne sikkerhetstiltak for maskinen, nettet og sikkerhetskopiene (artikkel 32)."))
    return Section(
        id="sikkerhet",
        title=_("Sikkerhet"),
        parts=(
            Section(
                id="sikkerhet-kontroll",
                title=_("Det kontroll gjør (bokstav g)"),
                blocks=listed_items(security.done(deletes=material.deletes)),
            ),
            Section(
                id="sikkerhet-drift",
                title=_("Det kontroll overlater til kommunen"),
                blocks=listed_items(security.left()),
            ),
            Section(
                id="sikkerhet-egne",
                title=_("Kommunens egne tiltak"),
                blocks=listed_items(own) or told(_("Må fylles ut av kommunen.")),
            ),
        ),
    )
