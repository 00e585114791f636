"""Access: what each role may see and do, all of it in one table. Nothing else in kontroll decides who sees what.

Why a role is held somewhere: a leader is one for her unit, an internal controller for the whole kommune. The table says
what the role may see; where she holds it says of which enheter. What no line gives, nobody has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Role(Enum):
    """The value is the word in policies/tilgang.yaml and on the pages."""

    LEADER = "leder"
    SUPERIOR = "kommunalsjef"
    INTERNAL_CONTROL = "internkontroll"
    TOP = "kommunedirektør"
    SUPERVISORY = "kontrollutvalg"
    HR = "hr"
    UNION = "tillitsvalgt"
    SAFETY = "verneombud"
    PRIVACY = "personvernombud"
    AUDITOR = "revisor"
    POLITICIAN = "politiker"
    ADMIN = "administrator"
    EMPLOYEE = "ansatt"
    # What a system holds by its key, one for each scope; nobody is given these.
    READING = "system som leser"
    DELIVERING = "system som leverer"
    LISTING = "system som leverer lister over enheter og personer"
    REMARKING = "system som kommenterer"
    TRUSTED = "system som ser personlige felt"


class Thing(Enum):
    """What there is to see or do something with."""

    START = "startsiden"
    HELP = "hjelp"
    OWN = "det som er ens eget: innlogging, eget navn"
    RULE = "regler"
    REGLEMENT = "reglement"
    MEASURE = "publiserte målekart"
    AGGREGATE = "tall for hele kommunen, uten enheter"
    SUMMED = "tall for hele kommunen, uten små tall"
    SMALL = "små tall for hele kommunen"
    OVERVIEW = "alle enhetene i én liste"
    UNIT = "en enhet: svar, utslag og tall som mangler"
    RECORD = "poster i datasett"
    SAK = "saker, avvik og tiltak"
    NOTICE = "varsler og meldinger"
    PERSONAL = "personlige felt"
    SHIELDED = "skjermede tall"
    REPORT = "melde avvik"
    KONTROLLTILTAK = "kontrolltiltak"
    SAMPLE = "stikkprøver"
    AGREEMENT = "resultatavtaler"
    BONUS = "bonus til tjenestesteder"
    BONUS_DECISION = "avgjøre bonus, og arkivet over hva som er avgjort"
    PAY = "resultatlønn"
    PAY_LIST = "resultatlønn som liste ut av huset"
    TALK = "egen samtale"
    FOLLOW_UP = "månedsoppfølging"
    MONTH = "en måned i månedsoppfølgingen, og det man har lovet i den"
    INTERNAL_CONTROL = "kartet over internkontrollen, og evalueringen av den"
    REGISTER = "politiske vedtak, og funn fra tilsyn og revisjon"
    REPORTING = "rapporter til kommunestyret mens de lages, og det som ligger bak tallene"
    ISSUED = "utgitte rapporter"
    ARCHIVE = "pakker til arkivet"
    RUN = "kjøringer"
    DELIVERY = "leveranser"
    LISTS = "lister over enheter, personer og ambisjoner"
    REMARK = "kommentarer fra systemer"
    TRAIL = "sporet"
    EXPORT = "eksport"
    USERS = "brukere"
    SETTINGS = "innstillinger"


class Act(Enum):
    SEE = "se"
    DO = "gjøre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table. own: also who it is hers may see it, whatever her roles. why: the reason, in one sentence."""

    see: frozenset[Role] = frozenset()
    do: frozenset[Role] = frozenset()
    own: bool = False
    why: str

    def roles(self, act: Act) -> frozenset[Role]:
        return self.see if act is Act.SEE else self.do


def _line(why: str, see: set[Role], do: set[Role] | None = None, *, own: bool = False) -> Line:
    return Line(see=frozenset(see), do=frozenset(do or ()), own=own, why=why)


_R = Role
_ALL = {Role.EMPLOYEE}
_LINE = {_R.LEADER, _R.SUPERIOR, _R.TOP, _R.SUPERVISORY}
_CONTROL = {_R.INTERNAL_CONTROL, _R.AUDITOR}
#: A system that was given the scope «les» reads what control reads, less what is marked personal.
_READERS = {*_CONTROL, _R.READING}

TABLE: Mapping[Thing, Line] = {
    Thing.START: _line("It shows nothing but what she may see.", _ALL),
    Thing.HELP: _line("It is about kontroll, not about the kommune.", _ALL),
    Thing.OWN: _line("Her own session and name.", _ALL, _ALL),
    Thing.RULE: _line("A control measure is told to those it is about (aml. § 9-2); the answers are UNIT.",
                      {*_ALL, _R.READING}, {_R.TOP, _R.INTERNAL_CONTROL}),
    Thing.REGLEMENT: _line("Everybody must know it; whoever must confirm it does so herself.", _ALL, _ALL),
    Thing.MEASURE: _line("Published: the kommune compares itself openly.", _ALL),
    Thing.REPORT: _line("Anybody may report, and sees her own report.", _ALL, _ALL, own=True),
    Thing.AGGREGATE: _line(
        "Counts without enheter. Not leaders: of two enheter, the sum less one's own is the other's.",
        {_R.TOP, _R.SUPERVISORY, _R.HR, _R.UNION, _R.SAFETY, _R.PRIVACY, *_CONTROL},
    ),
    Thing.SUMMED: _line(
        "Those who are elected govern by the whole; a small number in it points at somebody.",
        {_R.POLITICIAN, _R.TOP, _R.SUPERVISORY, *_CONTROL},
    ),
    Thing.SMALL: _line("A small number points at somebody: for those who see behind it, or control the whole.",
                       {_R.TOP, _R.SUPERVISORY, *_CONTROL}),
    Thing.OVERVIEW: _line("Every enhet in one list is for those who answer for or control them all.",
                          {_R.TOP, *_READERS}),
    Thing.UNIT: _line("Her own and what is below; the top's own area for the kontrollutvalg.", _LINE | _READERS),
    Thing.RECORD: _line("The same as the enhet whose record it is; whoever must answer for it sees why.",
                        _LINE | _READERS, own=True),
    Thing.SAK: _line("Whose enhet it is, and whoever owns it or has promised something in it. An auditor only reads.",
                     _LINE | _READERS, _LINE | {_R.INTERNAL_CONTROL}, own=True),
    Thing.NOTICE: _line("A message is its recipient's. Control sees that it was sent.", _CONTROL, own=True),
    Thing.PERSONAL: _line("Whoever leads the persons, decides in the sak, or revises. Nobody else, and no administrator.",
                          {_R.LEADER, *_CONTROL, _R.TRUSTED}),
    Thing.SHIELDED: _line("Too few persons behind it: the rules themselves do not see it.", set()),
    Thing.KONTROLLTILTAK: _line("Measures towards employees are drøftet with their representatives (aml. § 9-2).",
                                {_R.HR, _R.UNION, _R.SAFETY, _R.PRIVACY, _R.TOP, *_CONTROL},
                                {_R.HR, _R.UNION, _R.INTERNAL_CONTROL}),
    Thing.SAMPLE: _line("Who draws and who judges must be open to those who revise.",
                        {_R.TOP, _R.SUPERVISORY, *_CONTROL}, {_R.INTERNAL_CONTROL}),
    Thing.AGREEMENT: _line("The two whose it is, the line above, and who answers for pay; not whoever leads the enhet next.",
                           {_R.SUPERIOR, _R.TOP, _R.HR, *_CONTROL}, {_R.LEADER, _R.SUPERIOR, _R.TOP}, own=True),
    Thing.BONUS: _line("Why a tjenestested gets it or not must hold before those who did not.",
                       {_R.LEADER, _R.SUPERIOR, _R.TOP, _R.HR, _R.UNION, *_CONTROL}, {_R.LEADER, _R.SUPERIOR, _R.TOP}),
    Thing.BONUS_DECISION: _line("One named person decides; the archive holds every figure that it was decided on.",
                                {_R.TOP, *_CONTROL}, {_R.TOP}),
    Thing.PAY: _line("A person's pay: herself, those above her, and who pays it. An auditor reads.",
                     {_R.SUPERIOR, _R.TOP, _R.HR, _R.AUDITOR}, {_R.SUPERIOR, _R.TOP}, own=True),
    Thing.PAY_LIST: _line("Whoever pays it needs it in a system of her own, and whoever decides answers for it.",
                          {_R.SUPERIOR, _R.TOP, _R.HR, _R.AUDITOR}),
    Thing.TALK: _line("Between a leader and the one above her: it is those two persons' own, and no role's.",
                      set(), set(), own=True),
    Thing.FOLLOW_UP: _line("The leader explains her own month; those above read and ask; the top's own the kontrollutvalg.",
                           {*_LINE, _R.HR, *_CONTROL}, _LINE),
    Thing.MONTH: _line("The same; and whoever promised a tiltak in it sees what she promised.",
                       {*_LINE, _R.HR, *_CONTROL}, _LINE, own=True),
    Thing.INTERNAL_CONTROL: _line("What exists, its evidence, its gaps: for those who answer for it, control or oversee it.",
                                  {_R.TOP, _R.SUPERVISORY, *_CONTROL}, {_R.TOP, _R.INTERNAL_CONTROL}),
    Thing.REGISTER: _line("What was decided or found, and what became of it: whoever must do something sees her own.",
                          {_R.LEADER, _R.SUPERIOR, _R.TOP, _R.SUPERVISORY, *_CONTROL},
                          {_R.LEADER, _R.SUPERIOR, _R.TOP, _R.INTERNAL_CONTROL}, own=True),
    Thing.REPORTING: _line("A draft is the administration's until it is issued; who stands behind each number is seen by few.",
                           {_R.TOP, _R.SUPERVISORY, *_CONTROL}, {_R.TOP, _R.INTERNAL_CONTROL}),
    Thing.ISSUED: _line("A report to the council is public when it is issued.", _ALL),
    Thing.ARCHIVE: _line("Decisions whole, with who made them: for those who keep and revise.",
                         {_R.TOP, *_CONTROL}, {_R.INTERNAL_CONTROL}),
    Thing.RUN: _line("That the control ran, and how. An administrator keeps it running.",
                     {_R.TOP, _R.SUPERVISORY, _R.ADMIN, *_READERS}),
    Thing.DELIVERY: _line("What came, with its errors; whoever owns the data sees her own.",
                          {_R.ADMIN, *_READERS, _R.DELIVERING}, {_R.INTERNAL_CONTROL, _R.DELIVERING}, own=True),
    Thing.LISTS: _line("Who leads what, and so who sees what, follows from them: not everything that delivers may.",
                       {_R.ADMIN, *_CONTROL}, {_R.INTERNAL_CONTROL, _R.LISTING}),
    Thing.REMARK: _line("A system may say what it knows in a sak. What people decide, people do.",
                        _CONTROL, {_R.REMARKING}),
    Thing.TRAIL: _line("Who did what: for those who revise. Of it a system is told only how it ends.", _READERS),
    Thing.EXPORT: _line("To take lists out of the house. Each holds only what she may see. The kontrollutvalg may "
                        "demand any document (kommuneloven § 23-2), and lays it before its meeting.",
                        {_R.TOP, _R.LEADER, _R.SUPERIOR, _R.SUPERVISORY, *_CONTROL}),
    Thing.USERS: _line("Who may sign in, and with what roles.", {_R.ADMIN, _R.AUDITOR}, {_R.ADMIN}),
    Thing.SETTINGS: _line("How kontroll is set up.", {_R.ADMIN, *_CONTROL}, {_R.ADMIN}),
}  # fmt: skip

#: Whoever can make users must not read what she could otherwise give herself: these are closed to an administrator,
#: whatever else she is.
BARRED: Mapping[Role, frozenset[Thing]] = {
    Role.ADMIN: frozenset(
        {Thing.AGGREGATE, Thing.SUMMED, Thing.SMALL, Thing.OVERVIEW, Thing.UNIT, Thing.RECORD, Thing.SAK, Thing.NOTICE,
         Thing.PERSONAL, Thing.SAMPLE, Thing.EXPORT, Thing.TRAIL, Thing.KONTROLLTILTAK, Thing.AGREEMENT,
         Thing.BONUS, Thing.BONUS_DECISION, Thing.PAY, Thing.PAY_LIST, Thing.TALK, Thing.FOLLOW_UP, Thing.MONTH,
         Thing.INTERNAL_CONTROL, Thing.REGISTER, Thing.REPORTING, Thing.ARCHIVE}
    ),
}  # fmt: skip

#: What a role sees of the whole kommune though she holds it for some enheter. The kontrollutvalg answers saker of the top's own
#: area alone, but controls the whole (kommuneloven § 23-1), and sees to it that what the auditor pointed at and the council
#: decided of it is followed up (§ 23-2).
WHOLE: Mapping[Role, frozenset[Thing]] = {Role.SUPERVISORY: frozenset({Thing.REGISTER})}

#: Roles that the day's directory alone decides: nobody is given them, and nobody keeps them.
OF_THE_LINE = frozenset({Role.LEADER, Role.SUPERIOR, Role.TOP, Role.EMPLOYEE})
#: Roles of systems, which have no user.
OF_SYSTEMS = frozenset({Role.READING, Role.DELIVERING, Role.LISTING, Role.REMARKING, Role.TRUSTED})
#: Roles that a user may be given by an administrator, or by what the sign-in service says of her.
MAY_BE_GIVEN = frozenset(Role) - OF_THE_LINE - OF_SYSTEMS


@dataclass(frozen=True, slots=True)
class Seen:
    """The enheter of which something may be seen; None = all, also what has no enhet."""

    enheter: frozenset[str] | None = frozenset()

    @property
    def is_all(self) -> bool:
        return self.enheter is None

    @property
    def is_none(self) -> bool:
        return self.enheter is not None and not self.enheter

    def holds(self, enhet: str | None) -> bool:
        return self.enheter is None or enhet in self.enheter


EVERYWHERE = Seen(None)
NOWHERE = Seen()


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Whoever is signed in, on one day.

    user: id of the user. person: her id in the directory; None for a user who is not in it. places: each role she holds,
    and the enheter for which she does (None = the whole kommune). leads: those she answers for herself. session: what a
    form of hers must bring back; "" outside the pages. for_council: she signs the agreement of the one at the top.
    """

    user: str
    person: str | None
    name: str
    places: Mapping[Role, frozenset[str] | None] = field(default_factory=dict)
    session: str = ""
    for_council: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(self.places)

    @property
    def leads(self) -> frozenset[str]:
        return self.places.get(Role.LEADER) or frozenset()

    @property
    def below(self) -> frozenset[str]:
        """Those she leads, and all under them."""
        return self.leads | (self.places.get(Role.SUPERIOR) or frozenset())


def reach(viewer: Viewer, act: Act, thing: Thing) -> Seen:
    """Of which enheter she may do it, by her roles."""
    if any(thing in BARRED.get(role, ()) for role in viewer.places):
        return NOWHERE
    enheter: set[str] = set()
    for role in TABLE[thing].roles(act):
        if role in viewer.places:
            held = viewer.places[role]
            if held is None or thing in WHOLE.get(role, ()):
                return EVERYWHERE
            enheter |= held
    return Seen(frozenset(enheter))


def seen(viewer: Viewer, thing: Thing) -> Seen:
    """The enheter of which she may see it. Lists are narrowed by this in the query, before they are counted and paged."""
    return reach(viewer, Act.SEE, thing)


def may(viewer: Viewer, act: Act, thing: Thing, enhet: str | None = None, person: str | None = None) -> bool:
    """Whether she may. enhet: whose it is; None = of any enhet at all. person: whose own it is, where it is somebody's."""
    found = reach(viewer, act, thing)
    if found.is_all or (found.holds(enhet) if enhet is not None else not found.is_none):
        return True
    return person is not None and person == viewer.person and has_own(viewer, thing)


def has_own(viewer: Viewer, thing: Thing) -> bool:
    """Whether she may see and answer what is hers of this thing, whatever enhet it is of."""
    barred = any(thing in BARRED.get(role, ()) for role in viewer.places)
    return TABLE[thing].own and viewer.person is not None and not barred


def may_enter(viewer: Viewer, act: Act, thing: Thing) -> bool:
    """Whether a page about the thing is for her at all: what stands on it is narrowed to what she may see."""
    return may(viewer, act, thing, person=viewer.person)
