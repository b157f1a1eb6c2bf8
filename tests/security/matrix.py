"""Every route of the site and what each role gets there. A route that is not here fails the build.

Add a row when you add a route; one with arguments gives real ones, as they are with the real facts
loaded. `status` is for everyone unless `by_role` says otherwise. A page for those who work here is
written `staff(Role.ADVISER, …)`: those roles get it, others who are signed in get 404, and one who
is not signed in is led to the sign-in page.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lotsa.domain.actors.models import Member
from lotsa.foundation.access import STAFF_ROLES, Role
from tests.support.factories import CaseFactory, ReferralFactory

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
    """

    status: int = 200
    post: int | None = None
    by_role: dict[Role, int] = field(default_factory=dict)
    post_as: Role = Role.PUBLIC
    kwargs: Arguments = field(default_factory=dict)
    query: str = ""


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


_NO_CASE = {"reference": "22222222"}


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

MATRIX: dict[str, Row] = {
    "account:ask_for_code": Row(status=405, post=422),
    "account:demo_sign_in": Row(status=405, post=404),
    "account:end_acting": staff(status=405, post=302),
    "account:home": staff(status=302),
    "account:no_place": Row(),
    "account:own": staff(),
    "account:second_factor": staff(),
    "account:sign_in": Row(by_role=dict.fromkeys(STAFF_ROLES, 302)),
    "account:sign_out": Row(status=405, post=302),
    "account:sign_out_elsewhere": staff(status=405, post=302),
    "account:switch": staff(status=405, post=404),
    "coordinator:batch": staff(Role.COORDINATOR, status=405, post=302),
    "coordinator:close": staff(Role.COORDINATOR, post=422, kwargs=_case_of),
    "coordinator:dismiss": staff(Role.COORDINATOR, status=405, post=302, kwargs=_case_of),
    "coordinator:merge": staff(Role.COORDINATOR, post=302, kwargs=_two_cases),
    "coordinator:needs": staff(Role.COORDINATOR, status=405, post=302, kwargs=_case_of),
    "coordinator:place": staff(Role.COORDINATOR, status=405, post=302, kwargs=_case_of),
    "coordinator:recall": staff(Role.COORDINATOR, status=405, post=302, kwargs=_referral_of),
    "coordinator:release": staff(Role.COORDINATOR, status=405, post=302, kwargs=_case_of),
    "coordinator:remind": staff(Role.COORDINATOR, status=405, post=302, kwargs=_referral_of),
    "coordinator:reopen": staff(Role.COORDINATOR, status=405, post=302, kwargs=_case_of),
    "coordinator:send": staff(Role.COORDINATOR, status=405, post=302, kwargs=_case_of),
    "coordinator:sort": staff(Role.COORDINATOR, kwargs=_case_of),
    "coordinator:spam": staff(Role.COORDINATOR, status=405, post=302, kwargs=_case_of),
    "coordinator:teams": staff(Role.COORDINATOR, kwargs=_case_of),
    "coordinator:triage": staff(Role.COORDINATOR),
    "account_confirm_login_code": Row(status=302, post=302),
    "account_inactive": Row(),
    "account_login": Row(by_role=dict.fromkeys(STAFF_ROLES, 302)),
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
    "public:feed": Row(),
    "public:forget": Row(post=302),
    "public:gallery": Row(),
    "public:go_on": Row(status=405, post=404, kwargs=_NO_LINK),
    "public:heard": Row(status=302, post=302),
    "public:measure": Row(kwargs={"measure_id": "omstallningsstod"}),
    "public:one_question": Row(post=422, kwargs={"key": "employees"}),
    "public:privacy": Row(),
    "public:question": Row(),
    "public:resume": Row(status=404, kwargs=_NO_LINK),
    "public:save": Row(status=405, post=302),
    "public:start": Row(post=422),
    "robots": Row(),
}
