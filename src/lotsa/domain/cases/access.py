"""The only ways to a case. What is not yours does not exist."""

from datetime import datetime, timedelta

from django.core import signing
from django.http import Http404

from lotsa.domain.actors.viewers import Viewer
from lotsa.domain.cases import policies
from lotsa.domain.cases.models import Case, Referral

LINK_LIVES = timedelta(days=90)
_SALT = "lotsa.case.link"
_LONGEST = 200


class LinkExpired(Exception):
    """The link was ours but its time has run out; a new one can be sent to the company.

    Attributes:
        reference: the case's number, for asking about a new link.
    """

    def __init__(self, reference: str) -> None:
        """Take the number of the case that the link led to."""
        super().__init__("The link has expired.")
        self.reference = reference


def case_for(viewer: Viewer, reference: str) -> Case:
    """The case with this number, when the viewer may read it. Raises Http404."""
    case: Case | None = (
        Case.objects.select_related(
            "company", "desk__territory", "opened_by__actor", "opened_by_actor"
        )
        .filter(policies.rows(viewer), reference=reference.upper())
        .first()
    )
    if case is None:
        raise Http404
    return case


def coordinated_case_for(viewer: Viewer, reference: str) -> Case:
    """The case with this number, when it lies where the viewer coordinates. Raises Http404."""
    case = case_for(viewer, reference)
    if not policies.may_coordinate(viewer, case):
        raise Http404
    return case


def referral_for(viewer: Viewer, reference: str, referral_id: int) -> Referral:
    """One referral of a case, when the viewer may act in it. Raises Http404."""
    case = case_for(viewer, reference)
    referral: Referral | None = (
        case.referrals.select_related("team__actor", "case__desk__territory")
        .filter(pk=referral_id)
        .first()
    )
    if referral is None or not policies.may_handle(viewer, referral):
        raise Http404
    return referral


def link_token(case: Case, *, now: datetime) -> str:
    """What a company's link to its own case carries: signed, dated, and nothing personal."""
    return signing.dumps([case.reference, case.link_key, int(now.timestamp())], salt=_SALT)


def case_behind(token: str, *, now: datetime) -> Case:
    """The case that a company's link leads to.

    Raises:
        Http404: the link is not ours, was changed, or has been shut out.
        LinkExpired: it was good once.
    """
    if len(token) > _LONGEST:
        raise Http404
    try:
        reference, key, made = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    case: Case | None = (
        Case.objects.select_related("company", "desk")
        .filter(reference=reference, link_key=key)
        .first()
    )
    if case is None:
        raise Http404
    if now.timestamp() - made > LINK_LIVES.total_seconds():
        raise LinkExpired(reference)
    return case
