"""Every route of the site and what each role gets there. A route that is not here fails the build.

Add a row when you add a route; one with arguments gives real ones, as they are with the real facts
loaded. `status` is for everyone unless `by_role` says otherwise. A page for those who work here is
written `staff(Role.ADVISER, …)`: those roles get it, others who are signed in get 404, and one who
is not signed in is led to the sign-in page.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from lotsa.domain.actors.models import Member
from lotsa.domain.cases.access import link_token
from lotsa.domain.cases.models import Case
from lotsa.foundation import clock
from lotsa.foundation.access import STAFF_ROLES, Role
from lotsa.foundation.outbox.letters import Ref
from lotsa.web.public.mail_choices import stop_address
from tests.support.factories import (
    CaseFactory,
    DeskFactory,
    InvitationFactory,
    MemberFactory,
    ReferralFactory,
    TaskFactory,
    TeamAbsenceFactory,
    TeamFactory,
)
from tests.support.troubled import bounced_mail

Arguments = dict[str, Any] | Callable[[Member | None], dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """What a route answers.

    Attributes:
        status: the status a GET gets.
        post: the status a POST without data gets; None when the route takes no POST (405).
        by_role: other statuses for GET, by role.
        post_as: the role that posts; on a staff page, one that may.
        kwargs: the route's arguments, or what makes them for the member who asks (None is nobody):
            `lambda member: {"reference": a_case_of(member).reference}`.
        query: what stands after the question mark.
        proven_by_address: a POST needs no token against forgery: mail programs have none, and the
            signed address is the proof.
    """

    status: int = 200
    post: int | None = None
    by_role: dict[Role, int] = field(default_factory=dict)
    post_as: Role = Role.PUBLIC
    kwargs: Arguments = field(default_factory=dict)
    query: str = ""
    proven_by_address: bool = False


def staff(
    *roles: Role,
    status: int = 200,
    post: int | None = None,
    kwargs: Arguments | None = None,
    query: str = "",
) -> Row:
    """A page for these roles, or for everyone who works here when none is named."""
    allowed = roles or tuple(sorted(STAFF_ROLES))
    nobody = dict.fromkeys((Role.PUBLIC, Role.COMPANY), 302)
    by_role = nobody | dict.fromkeys(allowed, status)
    return Row(404, post, by_role, allowed[0], kwargs or {}, query)


_MAIL = (Role.ADMINISTRATOR, Role.COORDINATOR)


def _trouble_of(member: Member | None) -> dict[str, Any]:
    """A mail about a case that came back."""
    return {"message": bounced_mail(CaseFactory()).pk if member else 1}


_NO_CASE = {"reference": "22222222"}


_NO_ENTRY = {"slug": "there-is-no-such-entry"}


def _actor_of(member: Member | None) -> dict[str, Any]:
    """The organisation one works for."""
    return _NO_ENTRY if member is None else {"slug": member.actor.slug}


def _team_of(member: Member | None, **more: Any) -> dict[str, Any]:
    """A team of the organisation one works for, away for a while."""
    if member is None:
        return _NO_ENTRY | dict.fromkeys(more, 1)
    team = TeamFactory(actor=member.actor, areas=["rent"])
    absence = TeamAbsenceFactory(team=team)
    return {"slug": team.slug} | {k: v or absence.pk for k, v in more.items()}


def _area_of(member: Member | None) -> dict[str, Any]:
    return _team_of(member, area="rent")


def _absence_of(member: Member | None) -> dict[str, Any]:
    return _team_of(member, absence_id=None)


def _desk_of(member: Member | None) -> dict[str, Any]:
    """A desk that the organisation one works for runs."""
    if member is None:
        return _NO_ENTRY
    return {"slug": DeskFactory(actor=member.actor).slug}


_DESKS = (Role.COORDINATOR, Role.ADMINISTRATOR)
_PLACE = {"code": "04"}
_KEEPERS = (Role.ACTOR_MANAGER, Role.COORDINATOR, Role.ADMINISTRATOR)


def _case_of(member: Member | None) -> dict[str, Any]:
    """A case waiting to be sorted; where there is a member, one that a coordinator may open."""
    if member is None:
        return _NO_CASE
    return {"reference": CaseFactory().reference}


def _referral_of(member: Member | None) -> dict[str, Any]:
    """A case that a team has been asked to take, and that team's part."""
    if member is None:
        return {**_NO_CASE, "referral": 1}
    referral = ReferralFactory()
    return {"reference": referral.case.reference, "referral": referral.pk}


def _two_cases(member: Member | None) -> dict[str, Any]:
    """A case and another of the same company."""
    if member is None:
        return {**_NO_CASE, "into": "33333333"}
    case = CaseFactory()
    other = CaseFactory(company=case.company)
    return {"reference": case.reference, "into": other.reference}


_NO_LINK = {"token": "there-is-no-such-link"}


def _linked(*, closed: bool = False, **more: Any) -> Callable[[Member | None], dict[str, Any]]:
    """A company's link to its own case. Whoever has the link is the company, signed in or not."""

    def kwargs(_member: Member | None) -> dict[str, Any]:
        case = CaseFactory(closed=closed, company=None)
        return {"token": link_token(case, now=clock.now()), **more}

    return kwargs


def _stop(_member: Member | None) -> dict[str, Any]:
    """Where a company says no to being asked how it went."""
    to = Ref("case", str(CaseFactory().pk))
    return {"token": stop_address(to, ["case.follow_up"]).rstrip("/").rpartition("/")[2]}


def _open_desk(_member: Member | None) -> dict[str, Any]:
    return {"slug": DeskFactory().slug}


def _directory() -> Row:
    """A manager keeps one organisation and is led to it."""
    row = staff(*_KEEPERS)
    return replace(row, by_role=row.by_role | {Role.ACTOR_MANAGER: 302})


_AT_DESK = (Role.ADVISER, Role.ACTOR_MANAGER, Role.COORDINATOR)


def _part(*, key: str = "referral_id", **traits: Any) -> Callable[[Member | None], dict[str, Any]]:
    """A case with one's own team, and the team's part; for a coordinator any team's."""

    def made(member: Member | None) -> dict[str, Any]:
        if member is None:
            return {**_NO_CASE, **({key: 1} if key else {})}
        team = member.teams.first() or TeamFactory(actor=member.actor)
        referral = ReferralFactory(team=team, **traits)
        return {"reference": referral.case.reference, **({key: referral.pk} if key else {})}

    return made


def _own_case(**more: Any) -> Callable[[Member | None], dict[str, Any]]:
    """A case with one's own team."""
    made = _part(key="", accepted=True)
    return lambda member: made(member) | more


def _own_task(member: Member | None) -> dict[str, Any]:
    """A case with one's own team, and a task of one's own in it."""
    found = _own_case()(member)
    if member is None:
        return found | {"task_id": 1}
    task = TaskFactory(case=Case.objects.get(reference=found["reference"]), member=member)
    return found | {"task_id": task.pk}


_PEOPLE = (Role.ACTOR_MANAGER, Role.ADMINISTRATOR)


def _own_actor(member: Member | None) -> dict[str, Any]:
    return {"slug": (member or MemberFactory()).actor.slug}


def _colleague(member: Member | None) -> dict[str, Any]:
    actor = (member or MemberFactory()).actor
    return {"slug": actor.slug, "member_id": MemberFactory(actor=actor).pk}


def _colleague_only(_member: Member | None) -> dict[str, Any]:
    return {"member_id": MemberFactory(adviser=True).pk}


def _own_invitation(member: Member | None) -> dict[str, Any]:
    row = InvitationFactory(actor=(member or MemberFactory()).actor)
    return {"slug": row.actor.slug, "invitation_id": row.pk}


MATRIX: dict[str, Row] = {
    "account:absence": staff(post=422),
    "account:absence_over": staff(status=405, post=404, kwargs={"absence_id": 1}),
    "account:ask_for_code": Row(status=405, post=422),
    "account:demo_sign_in": Row(status=405, post=404),
    "account:end_acting": staff(status=405, post=302),
    "account:home": Row(status=302),
    "account:disconnect": staff(status=405, post=404, kwargs={"account_id": 1}),
    "account:invitation": Row(status=404, post=404, kwargs=_NO_LINK),
    "account:no_place": Row(),
    "account:own": staff(),
    "account:provider_refused": Row(kwargs={"reason": "unknown"}),
    "account:second_factor": staff(),
    "account:sign_in": Row(by_role=dict.fromkeys(STAFF_ROLES, 302)),
    "account:sign_out": Row(status=405, post=302),
    "account:sign_out_elsewhere": staff(status=405, post=302),
    "account:switch": staff(status=405, post=404),
    "adviser:accept": staff(*_AT_DESK, status=405, post=302, kwargs=_part()),
    "adviser:assign": staff(*_AT_DESK, post=422, kwargs=_part(accepted=True)),
    "adviser:attach": staff(*_AT_DESK, status=405, post=422, kwargs=_own_case()),
    "adviser:batch": staff(*_AT_DESK, status=405, post=404),
    "adviser:bring_in": staff(*_AT_DESK, post=422, kwargs=_part(accepted=True)),
    "adviser:case": staff(*_AT_DESK, kwargs=_own_case()),
    "adviser:close": staff(*_AT_DESK, post=422, kwargs=_part(accepted=True)),
    "adviser:contact": staff(*_AT_DESK, post=422, kwargs=_own_case()),
    "adviser:data": staff(*_AT_DESK, status=405, post=200, kwargs=_own_case()),
    "adviser:decline": staff(*_AT_DESK, post=422, kwargs=_part()),
    "adviser:document": staff(*_AT_DESK, status=405, post=200, kwargs=_own_case()),
    "adviser:fact": staff(*_AT_DESK, post=422, kwargs=_own_case(key="employees")),
    "adviser:file": staff(*_AT_DESK, status=404, kwargs=_own_case(file_id=uuid4())),
    "adviser:finish_task": staff(*_AT_DESK, status=405, post=302, kwargs=_own_task),
    "adviser:hand_over": staff(*_AT_DESK, post=422, kwargs=_part()),
    "adviser:inbox": staff(*_AT_DESK),
    "adviser:message": staff(*_AT_DESK, status=405, post=422, kwargs=_own_case()),
    "adviser:note": staff(*_AT_DESK, status=405, post=422, kwargs=_own_case()),
    "adviser:notices": staff(post=302),
    "adviser:opened": staff(*_AT_DESK),
    "adviser:phone": staff(*_AT_DESK, post=422),
    "adviser:reconsider": staff(*_AT_DESK, status=405, post=302, kwargs=_part(declined=True)),
    "adviser:registration": staff(*_AT_DESK, status=405, post=302, kwargs=_own_case()),
    "adviser:reopen": staff(*_AT_DESK, status=405, post=302, kwargs=_part(accepted=True)),
    "adviser:search": staff(*_AT_DESK, status=405, post=302),
    "adviser:start": staff(*_AT_DESK, status=405, post=302, kwargs=_part(accepted=True)),
    "adviser:suggest": staff(*_AT_DESK, status=405, post=404, kwargs=_own_case()),
    "adviser:task": staff(*_AT_DESK, status=405, post=422, kwargs=_own_case()),
    "adviser:tasks": staff(*_AT_DESK),
    "adviser:unreachable": staff(*_AT_DESK, status=405, post=302, kwargs=_own_case()),
    "company:ask": Row(post=422),
    "company:case": Row(kwargs=_linked()),
    "company:contact": Row(post=422, kwargs=_linked()),
    "company:delete": Row(post=200, kwargs=_linked()),
    "company:fact": Row(post=422, kwargs=_linked(key="employees")),
    "company:facts": Row(kwargs=_linked()),
    "company:file": Row(status=404, kwargs=_linked(file_id=uuid4())),
    "company:follow_up": Row(post=422, kwargs=_linked(closed=True, kind="first")),
    "company:new_link": Row(post=422),
    "company:own_data": Row(post=422, kwargs=_linked()),
    "company:receipt": Row(kwargs=_linked()),
    "company:withdraw": Row(post=302, kwargs=_linked()),
    "company:write": Row(status=405, post=422, kwargs=_linked()),
    "coordinator:batch": staff(Role.COORDINATOR, status=405, post=302),
    "coordinator:board": staff(Role.COORDINATOR),
    "coordinator:close": staff(Role.COORDINATOR, post=422, kwargs=_case_of),
    "coordinator:dismiss": staff(Role.COORDINATOR, status=405, post=302, kwargs=_case_of),
    "coordinator:export": staff(Role.COORDINATOR, post=422),
    "coordinator:figures": staff(Role.ACTOR_MANAGER, Role.COORDINATOR, Role.ANALYST),
    "coordinator:leave": staff(*_MAIL, status=405, post=302, kwargs=_trouble_of),
    "coordinator:mail": staff(*_MAIL),
    "coordinator:merge": staff(Role.COORDINATOR, post=302, kwargs=_two_cases),
    "coordinator:needs": staff(Role.COORDINATOR, status=405, post=302, kwargs=_case_of),
    "coordinator:place": staff(Role.COORDINATOR, status=405, post=302, kwargs=_case_of),
    "coordinator:recall": staff(Role.COORDINATOR, status=405, post=302, kwargs=_referral_of),
    "coordinator:release": staff(Role.COORDINATOR, status=405, post=302, kwargs=_case_of),
    "coordinator:remind": staff(Role.COORDINATOR, status=405, post=302, kwargs=_referral_of),
    "coordinator:reopen": staff(Role.COORDINATOR, status=405, post=302, kwargs=_case_of),
    "coordinator:resend": staff(*_MAIL, status=405, post=302, kwargs=_trouble_of),
    "coordinator:send": staff(Role.COORDINATOR, status=405, post=302, kwargs=_case_of),
    "coordinator:sort": staff(Role.COORDINATOR, kwargs=_case_of),
    "coordinator:spam": staff(Role.COORDINATOR, status=405, post=302, kwargs=_case_of),
    "coordinator:teams": staff(Role.COORDINATOR, kwargs=_case_of),
    "coordinator:narrow": staff(Role.COORDINATOR, status=405, post=302),
    "coordinator:triage": staff(Role.COORDINATOR),
    "account_confirm_login_code": Row(status=302, post=302),
    "account_inactive": Row(),
    "account_login": Row(by_role=dict.fromkeys(STAFF_ROLES, 302)),
    "account_reauthenticate": staff(status=403, post=403),
    "account_request_login_code": Row(by_role=dict.fromkeys(STAFF_ROLES, 302)),
    "mfa_activate_totp": staff(post=422),
    "mfa_add_webauthn": staff(post=422),
    "mfa_authenticate": Row(status=302, post=302),
    "mfa_deactivate_totp": staff(status=404, post=404),
    "mfa_generate_recovery_codes": staff(post=422),
    "mfa_index": staff(),
    "mfa_list_webauthn": staff(),
    "mfa_login_webauthn": Row(status=302, post=302),
    "mfa_reauthenticate": staff(status=403, post=403),
    "mfa_reauthenticate_webauthn": staff(status=403, post=403),
    "mfa_remove_webauthn": staff(status=404, post=404, kwargs={"pk": 1}),
    "mfa_view_recovery_codes": staff(status=404),
    "desks:coverage": staff(*_DESKS),
    "desks:desk": staff(*_DESKS, kwargs=_desk_of),
    "desks:desk_close": staff(*_DESKS, status=405, post=302, kwargs=_desk_of),
    "desks:desk_edit": staff(*_DESKS, post=422, kwargs=_desk_of),
    "desks:desk_new": staff(*_DESKS, post=422),
    "desks:desk_open": staff(*_DESKS, status=405, post=302, kwargs=_desk_of),
    "desks:desk_teams": staff(*_DESKS, post=302, kwargs=_desk_of),
    "desks:desks": staff(*_DESKS),
    "desks:rules": staff(*_DESKS),
    "desks:rules_drop": staff(*_DESKS, status=405, post=302, kwargs=_PLACE),
    "desks:rules_edit": staff(*_DESKS, post=422, kwargs=_PLACE),
    "manager:absence_end": staff(*_KEEPERS, status=405, post=302, kwargs=_absence_of),
    "manager:absences": staff(*_KEEPERS, post=422, kwargs=_team_of),
    "manager:actor": staff(*_KEEPERS, kwargs=_actor_of),
    "manager:actor_companies": staff(*_KEEPERS, post=302, kwargs=_actor_of),
    "manager:actor_confirm": staff(*_KEEPERS, status=405, post=302, kwargs=_actor_of),
    "manager:actor_edit": staff(*_KEEPERS, post=302, kwargs=_actor_of),
    "manager:actor_new": staff(*_DESKS, post=422),
    "manager:actor_places": staff(*_KEEPERS, post=422, kwargs=_actor_of),
    "manager:area_companies": staff(*_KEEPERS, post=302, kwargs=_area_of),
    "manager:directory": _directory(),
    "manager:export": staff(*_KEEPERS),
    "manager:history": staff(*_KEEPERS, kwargs=_actor_of),
    "manager:import_preview": staff(*_KEEPERS, status=404, post=404, kwargs={"file_id": uuid4()}),
    "manager:import_sheet": staff(*_KEEPERS, post=422),
    "manager:team": staff(*_KEEPERS, kwargs=_team_of),
    "manager:team_areas": staff(*_KEEPERS, post=302, kwargs=_team_of),
    "manager:team_close": staff(*_KEEPERS, post=302, kwargs=_team_of),
    "manager:team_companies": staff(*_KEEPERS, post=302, kwargs=_team_of),
    "manager:team_confirm": staff(*_KEEPERS, status=405, post=302, kwargs=_team_of),
    "manager:team_edit": staff(*_KEEPERS, post=422, kwargs=_team_of),
    "manager:team_new": staff(*_KEEPERS, post=422, kwargs=_actor_of),
    "manager:team_places": staff(*_KEEPERS, post=422, kwargs=_team_of),
    "manager:team_reopen": staff(*_KEEPERS, status=405, post=302, kwargs=_team_of),
    "manager:template": staff(*_KEEPERS),
    "openid_connect_callback": Row(status=404, kwargs={"provider_id": "none"}),
    "openid_connect_login": Row(status=405, post=404, kwargs={"provider_id": "none"}),
    "people:act_for": staff(Role.ADMINISTRATOR, post=422, kwargs=_colleague_only),
    "people:end": staff(*_PEOPLE, post=422, kwargs=_colleague),
    "people:invite": staff(*_PEOPLE, post=422, kwargs=_own_actor),
    "people:member": staff(*_PEOPLE, post=422, kwargs=_colleague),
    "people:members": staff(*_PEOPLE, kwargs=_own_actor),
    "people:look_for": staff(*_PEOPLE, status=405, post=302),
    "people:organisations": replace(
        staff(Role.ADMINISTRATOR),
        by_role=staff(Role.ADMINISTRATOR).by_role | {Role.ACTOR_MANAGER: 302},
    ),
    "people:resend": staff(*_PEOPLE, status=405, post=302, kwargs=_own_invitation),
    "people:review": staff(*_PEOPLE, post=404, kwargs=_own_actor),
    "people:withdraw": staff(*_PEOPLE, status=405, post=302, kwargs=_own_invitation),
    "public:about": Row(),
    "public:accessibility": Row(),
    "public:actor": Row(kwargs={"slug": "skatteverket"}),
    "public:actors": Row(),
    "public:answer": Row(),
    "public:bookkeeping": Row(post=422),
    "public:bookkeeping_forget": Row(status=405, post=302),
    "public:bookkeeping_use": Row(status=405, post=422),
    "public:catalogue": Row(),
    "public:delete_saved": Row(status=404, post=404, kwargs=_NO_LINK),
    "public:demo_set_date": Row(status=405, post=302),
    "public:desk": Row(post=302, kwargs=_open_desk),
    "public:desks": Row(),
    "public:feed": Row(),
    "public:forget": Row(post=302),
    "public:gallery": Row(),
    "public:go_on": Row(status=405, post=404, kwargs=_NO_LINK),
    "public:heard": Row(status=302, post=302),
    "public:mailbox": Row(),
    "public:mailbox_html": Row(status=404, kwargs={"number": 1}),
    "public:mailbox_mail": Row(status=404, kwargs={"number": 1}),
    "public:measure": Row(kwargs={"measure_id": "omstallningsstod"}),
    "public:one_question": Row(post=422, kwargs={"key": "employees"}),
    "public:privacy": Row(),
    "public:question": Row(),
    "public:resume": Row(status=404, kwargs=_NO_LINK),
    "public:save": Row(status=405, post=302),
    "public:start": Row(post=422),
    "public:stop_mail": Row(post=200, kwargs=_stop, proven_by_address=True),
    "robots": Row(),
}
