"""What a coordinator does with a case in the queue: see who fits, send it on, remind, several at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lotsa.core.cases import states
from lotsa.core.routing.reasons import as_document
from lotsa.core.routing.routing import Routing
from lotsa.core.routing.sending import Mode, Part, Policy, Sending, decide
from lotsa.domain.actors.recipients import present, team_users, users_of
from lotsa.domain.cases.enums import CaseState, ReferralState
from lotsa.domain.cases.models import Case, Referral
from lotsa.domain.cases.services import referring
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.common import locked_with, log, tell_users
from lotsa.usecases.support.router import router
from lotsa.usecases.support.routing import routing_for

_ANYTHING = Policy(default=Mode.SEND)
"""A coordinator who has looked at a case has said yes in the policy's place."""
_REFUSED = (ReferralState.DECLINED, ReferralState.RECALLED)


@dataclass(frozen=True)
class Chosen:
    """One team a coordinator has chosen.

    Attributes:
        team: its slug.
        areas: need areas it is to help with; none means those it covers, else all of the case's.
        turn: None goes at once; a number waits until those with a lower one have declined.
    """

    team: str
    areas: tuple[str, ...] = ()
    turn: int | None = None


class UnknownTeam(LookupError):
    """The directory has no such team, or it takes no cases."""


def suggested(routing: Routing, refused: Collection[str] = ()) -> Sending:
    """Whom a case would go to if nobody held it: the teams and needs, or why it is not clear.

    Args:
        routing: the ranked teams.
        refused: teams that have said no to the case, or that it was taken back from.
    """
    return decide(routing, _ANYTHING, refused=refused)


def refused_by(case: Case) -> dict[str, str]:
    """Teams that do not have the case any more and why: the code of the reason, or nothing.

    A team that has been asked again is not among them.
    """
    slugs = router().team_slug
    parts = list(case.referrals.order_by("pk"))
    live = {part.team_id for part in parts if part.state in states.LIVE_REFERRAL_STATES}
    return {
        slugs[part.team_id]: part.decline_reason
        for part in parts
        if part.state in _REFUSED and part.team_id in slugs and part.team_id not in live
    }


def send(
    case: Case, chosen: Sequence[Chosen], *, note: str = "", by: By, now: datetime
) -> list[Referral]:
    """Send a case to the chosen teams, each with the reasons as the routing gives them now.

    Raises:
        UnknownTeam: a team is not in the directory or is not in use.
        NotPossible: the case is closed.
    """
    current = router()
    routing = routing_for(case, now.date())
    sendings = []
    for one in chosen:
        team = current.directory.teams.get(one.team)
        if team is None or not team.active or one.team not in current.team_pk:
            raise UnknownTeam(one.team)
        ranked = routing.by_team[one.team]
        areas = one.areas or (*ranked.covers, *ranked.may_cover) or routing.areas
        sendings.append(
            referring.Sending(
                team_id=current.team_pk[one.team],
                areas=frozenset(areas),
                turn=one.turn,
                reasons=[as_document(reason) for reason in ranked.reasons],
            )
        )
    return referring.refer(case.pk, sendings, note=note, by=by, now=now)


def send_suggested(case: Case, *, by: By, now: datetime) -> bool:
    """Send a case as suggested when it is clear who should have it; False when it is not.

    A case that somebody else has sent on meanwhile is left as it is.
    """
    with transaction.atomic():
        fresh = Case.objects.select_for_update().get(pk=case.pk)
        if fresh.state not in {CaseState.NEW, CaseState.TRIAGE} or fresh.held_as_spam:
            return False
        decision = suggested(routing_for(fresh, now.date()), refused_by(fresh))
        if decision.held:
            return False
        send(fresh, [_as_chosen(part) for part in decision.send], by=by, now=now)
    return True


def remind_now(referral_id: int, *, by: By, now: datetime) -> bool:
    """Remind a team that has not answered, or an adviser who has not made contact, at once.

    The same person's second reminder on the same day does nothing.

    Raises:
        NotPossible: the team has answered and made contact, or no longer has the case.
    """
    with transaction.atomic():
        case, referral = locked_with(referral_id)
        waiting = referral.state == ReferralState.SENT or (
            referral.state == ReferralState.ACCEPTED and referral.first_contact_at is None
        )
        if not waiting:
            raise states.NotPossible(states.Move.SEND, states.ReferralState(referral.state))
        if referral.reminded_at is not None and referral.reminded_at.date() == now.date():
            return False
        referral.reminded_at = now
        referral.save(update_fields=["reminded_at"])
        event = log(case, "reminded", by=by, now=now, referral=referral)
        case.save()
        users = (
            users_of(present([referral.adviser_id], now.date()))
            if referral.adviser_id is not None
            else team_users(referral.team_id, now.date())
        )
        tell_users(case, "referral.reminder", users, event=event, now=now, referral=referral.pk)
    return True


def _as_chosen(part: Part) -> Chosen:
    return Chosen(part.team, part.areas)
