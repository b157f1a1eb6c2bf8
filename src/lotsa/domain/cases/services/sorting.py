"""What a coordinator corrects before a case is sent on."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from lotsa.domain.cases.models import Case, CaseNeed
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.common import locked, log, settle


class NeedInUse(ValueError):
    """A need cannot be taken away while a team has the case for it alone.

    Attributes:
        areas: the needs in question.
    """

    def __init__(self, areas: Collection[str]) -> None:
        """Take the needs that a team has the case for."""
        super().__init__("A team has the case for this need.")
        self.areas = tuple(sorted(areas))


def change_needs(case_id: int, areas: Collection[str], *, by: By, now: datetime) -> Case:
    """Let the case be about these need areas and no others.

    Raises:
        NeedInUse: a team would have the case for nothing.
    """
    with transaction.atomic():
        case = locked(case_id)
        present = {need.area: need for need in CaseNeed.objects.filter(case=case)}
        wanted = set(areas)
        added, removed = wanted - present.keys(), present.keys() - wanted
        for referral in case.referrals.live().prefetch_related("needs"):
            has = {need.area for need in referral.needs.all()}
            if has and has <= removed:
                raise NeedInUse(has)
        if added or removed:
            CaseNeed.objects.filter(case=case, area__in=removed).delete()
            CaseNeed.objects.bulk_create(
                CaseNeed(case=case, area=area, created_at=now) for area in sorted(added)
            )
            log(case, "needs_changed", by=by, now=now, added=sorted(added), removed=sorted(removed))
            _keep_state(case, now=now)
    return case


def change_place(case_id: int, municipality: str, region: str, *, by: By, now: datetime) -> Case:
    """Correct where the company is, by municipality code, or by region code alone."""
    with transaction.atomic():
        case = locked(case_id)
        place = (municipality, region or municipality[:2])
        if (case.municipality_code, case.region_code) != place:
            log(
                case,
                "place_changed",
                by=by,
                now=now,
                before=case.municipality_code or case.region_code,
                after=municipality or region,
            )
            case.municipality_code, case.region_code = place
            case.save()
    return case


def dismiss_warning(case_id: int, warning: str, *, by: By, now: datetime) -> Case:
    """Take away a warning that has been looked at."""
    with transaction.atomic():
        case = locked(case_id)
        if warning in case.warnings:
            case.warnings = [other for other in case.warnings if other != warning]
            log(case, "warning_dismissed", by=by, now=now, warning=warning)
            case.save()
    return case


def _keep_state(case: Case, *, now: datetime) -> None:
    """A case that nobody has been asked about stays where it is: new, or being sorted."""
    if case.referrals.exists():
        settle(case, now=now)
    else:
        case.save()
