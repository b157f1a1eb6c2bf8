"""Earlier cases that a case may be the same as, or a repeat of."""

from django.db.models import Q

from lotsa.core.cases.likeness import Like, Told, likes
from lotsa.core.cases.states import OPEN_CASE_STATES
from lotsa.domain.cases.models import Case

_AT_MOST = 50


def alike(case: Case) -> tuple[Like, ...]:
    """Cases like this one, duplicates first; two queries."""
    same = Q(pk__in=())
    if case.company_id:
        same |= Q(company_id=case.company_id)
    if case.contact_email:
        same |= Q(contact_email=case.contact_email)
    if case.contact_phone:
        same |= Q(contact_phone=case.contact_phone)
    if case.company_name:
        same |= Q(company_name=case.company_name)
    earlier = (
        Case.objects.standing()
        .filter(same)
        .exclude(pk=case.pk)
        .order_by("-created_at")
        .prefetch_related("needs")[:_AT_MOST]
    )
    return likes(_told(case), [_told(other) for other in earlier])


def _told(case: Case) -> Told:
    return Told(
        key=case.pk,
        company=case.company_id,
        email=case.contact_email,
        phone=case.contact_phone,
        name=case.company_name,
        needs=frozenset(need.area for need in case.needs.all()),
        is_open=case.state in OPEN_CASE_STATES,
        at=case.created_at,
    )
