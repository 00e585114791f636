"""Glossary: the words that the report counts in, for whoever reads it and works with something else."""

from __future__ import annotations

from kontroll.report.document.model import Section, Table
from kontroll.report.few import LEAST
from kontroll.texts import N_, _

_WORDS = (
    (N_("Regel"), N_("Et krav kommunen har skrevet slik at det kan holdes opp mot data, med hjemmel i lov eller reglement.")),
    (N_("Svar"), N_("Det en regel sier om én enhet eller én post i én måned: i orden, ikke i orden, eller ukjent.")),
    (N_("Ukjent svar"), N_("Noe manglet, så ingen kan si om det er i orden. Det er verken godt eller dårlig.")),
    (N_("Utslag"), N_("Et svar som sier «ikke i orden».")),
    (N_("Post"), N_("Én faktura, én lønnslinje, ett vedtak eller noe annet som vurderes for seg.")),
    (N_("Avvik"), N_("En regel slår ut for en enhet eller en post, én måned eller flere på rad.")),
    (N_("Sak"), N_("Ett eller flere avvik som en leder skal svare for innen en frist. Også data som mangler, blir en sak.")),
    (N_("Medhold"), N_("Lederen var uenig med regelen og fikk rett: det var ikke noe galt.")),
    (N_("Skal-setning"), N_("En setning i et reglement som pålegger noen noe.")),
    (N_("Stikkprøve"), N_("Poster som trekkes tilfeldig og kontrolleres av et menneske.")),
    (N_("Median"), N_("Det midterste tallet: halvparten er så stort eller mindre, halvparten så stort eller større.")),
)  # fmt: skip


def words() -> Section:
    return Section(
        id="ord",
        title=_("Ord i rapporten"),
        blocks=(
            Table(
                caption=_("Hva ordene betyr"),
                headings=(_("Ord"), _("Betydning")),
                numeric=(False, False),
                rows=tuple((_(word), _(means)) for word, means in _WORDS),
                note=_(
                    "«Vises ikke»: tallet er under {least}, eller det kunne vært brukt til å regne ut et som er det, og kunne "
                    "pekt på noen. Det er ikke det samme som null."
                ).format(least=LEAST),
            ),
        ),
        is_mandatory=True,
    )
