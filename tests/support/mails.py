"""One scene for every notice: what has happened, who is told, and who reads the mail.

`SCENES[name](language)` lays the rows a notice is about, and says to whom it goes. A notice without
a scene fails tests/web/test_every_mail.py.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any

from lotsa.domain.actors import invitations
from lotsa.domain.actors.models import AccessReview, Invitation
from lotsa.domain.cases.models import FollowUp
from lotsa.domain.cases.models.case import Case
from lotsa.foundation import clock
from lotsa.foundation.outbox.services import enqueue, erase_about
from tests.support.client import StrictClient
from tests.support.factories import (
    AT,
    ActorFactory,
    CaseFactory,
    InvitationFactory,
    MemberFactory,
    MessageFactory,
    ReferralFactory,
    TaskFactory,
    TeamFactory,
    UserFactory,
)
from tests.support.staff import signed_in

NEEDS = ("liquidity", "rent")


@dataclass
class Scene:
    """What a notice is about.

    Attributes:
        to, about, data: as given to `enqueue`.
        reader: the member who gets the mail; None for a company, and for one who is invited.
        thing: the row the notice is about, for a test that changes it.
        secrets: what must not stand in a subject.
    """

    to: tuple[str, Any]
    about: tuple[str, Any] | None = None
    data: dict[str, Any] = field(default_factory=dict)
    reader: Any = None
    thing: Any = None
    secrets: tuple[str, ...] = ()

    def tell(self, name):
        """Enqueue the notice as it happened on the day of the demo."""
        at = clock.now() if name in NOW else AT
        enqueue(name, to=self.to, about=self.about, data=self.data, now=at)

    def client(self):
        """The browser of whoever reads the mail."""
        return signed_in(self.reader) if self.reader else StrictClient()


# A code counts from when it was asked for.
NOW = {"account.code"}


def _case(language, **given):
    return CaseFactory(language=language, areas=NEEDS, **given)


def _company(case, **data):
    said = (case.contact_name, case.contact_email, case.company_name, case.contact_phone)
    number = case.company.organisation_number if case.company else ""
    secrets = tuple(value for value in (*said, number, case.description) if value)
    about = ("case", case.pk)
    return Scene(about, about, data, thing=case, secrets=secrets)


def _of_company(**traits):
    return lambda language: _company(_case(language, **traits))


def _taken(language):
    referral = ReferralFactory(case=_case(language), accepted=True)
    return _company(referral.case, referral=referral.pk)


def _asked(kind):
    def made(language):
        case = _case(language, closed=True)
        FollowUp.objects.create(case=case, kind=kind, asked_at=AT)
        return _company(case)

    return made


def _staff(case, member, **data):
    scene = _company(case, **data)
    user = member.user
    return Scene(
        ("user", user.pk),
        scene.about,
        data,
        reader=member,
        thing=case,
        secrets=(*scene.secrets, user.name, user.email),
    )


def _user(language):
    return UserFactory(language=language)


def _of_team(case_given=None, **traits):
    """The case has been sent to the reader's team."""

    def made(language):
        team = TeamFactory(areas=NEEDS)
        member = MemberFactory(user=_user(language), actor=team.actor, adviser=True, teams=[team])
        case = _case("sv", **(case_given or {}))
        if traits.get("accepted"):
            traits["adviser"] = member
        referral = ReferralFactory(case=case, team=team, **traits)
        return _staff(case, member, referral=referral.pk)

    return made


def _of_coordinator(**given):
    """The reader coordinates where the case is."""

    def made(language):
        member = MemberFactory(user=_user(language), coordinator=True)
        return _staff(_case("sv", **given), member)

    return made


def _silent(language):
    referral = ReferralFactory(case=_case("sv"))
    member = MemberFactory(user=_user(language), coordinator=True)
    return _staff(referral.case, member, referral=referral.pk)


def _company_wrote(language):
    scene = _of_team(accepted=True)(language)
    MessageFactory(case=scene.thing)
    return scene


def _task(language):
    scene = _of_team(accepted=True)(language)
    task = TaskFactory(case=scene.thing, member=scene.reader)
    scene.data = {"task": task.pk}
    scene.secrets += (task.title,)
    return scene


def _account(**data):
    def made(language):
        member = MemberFactory(user=_user(language), adviser=True)
        secrets = (member.user.name, member.user.email, *data.values())
        return Scene(("user", member.user.pk), None, data, reader=member, secrets=secrets)

    return made


def _invitation(language):
    row = InvitationFactory(
        language=language,
        at=clock.now(),
        invited_by=MemberFactory(manager=True).user,
    )
    invitations.resend(row.pk, now=clock.now())  # gives the link its token
    erase_about("invitation", row.pk)
    row = Invitation.objects.get(pk=row.pk)
    about = ("invitation", row.pk)
    return Scene(about, about, thing=row, secrets=(row.name, row.email, row.actor.name))


def _manager(language):
    return MemberFactory(user=_user(language), manager=True)


def _review(language):
    member = _manager(language)
    review = AccessReview.objects.create(actor=member.actor, quarter="2020Q2", started_at=AT)
    return Scene(
        ("user", member.user.pk),
        ("review", review.pk),
        reader=member,
        thing=review,
        secrets=(member.user.name, member.user.email),
    )


def _stale(language):
    old = AT - datetime.timedelta(days=400)
    actor = ActorFactory(at=old)
    TeamFactory(actor=actor, at=old)
    member = MemberFactory(user=_user(language), actor=actor, manager=True)
    return Scene(
        ("user", member.user.pk),
        ("actor", actor.pk),
        reader=member,
        thing=actor,
        secrets=(member.user.name, member.user.email),
    )


_LATE = {"reply_due_at": AT - datetime.timedelta(days=1)}
_GONE = {"closed": True, "outcome": "withdrawn"}
_WANTED = {"registration_wanted": True, "erasure_wanted_at": AT}

SCENES = {
    "access.review": _review,
    "account.changed": _account(),
    "account.code": _account(code="2345-6789"),
    "case.accepted": _taken,
    "case.closed": _of_company(closed=True),
    "case.company_wrote": _company_wrote,
    "case.declined_by_all": _of_coordinator(state="triage"),
    "case.delayed": _of_company(),
    "case.erasure_waits": _of_coordinator(**_WANTED),
    "case.expiring": _of_coordinator(closed=True),
    "case.follow_up": _asked("first"),
    "case.follow_up_answered": _of_team({"closed": True}, accepted=True),
    "case.follow_up_later": _asked("later"),
    "case.link": _of_company(),
    "case.message": _of_company(),
    "case.received": _of_company(),
    "case.triage": _of_coordinator(state="triage"),
    "case.uncovered": _of_coordinator(state="triage", uncovered=True),
    "case.unreachable": _of_company(unreachable=True),
    "case.withdrawn": _of_company(**_GONE),
    "case.withdrawn_staff": _of_team(_GONE, accepted=True),
    "directory.stale": _stale,
    "invitation.sent": _invitation,
    "referral.assigned": _of_team(accepted=True),
    "referral.escalated": _silent,
    "referral.handed_over": _of_team(),
    "referral.reminder": _of_team(**_LATE),
    "referral.sent": _of_team(),
    "task.due": _task,
}


def change(case: Case, **values):
    """Change the case as something that happened after the notice was enqueued."""
    Case.objects.filter(pk=case.pk).update(**values)
