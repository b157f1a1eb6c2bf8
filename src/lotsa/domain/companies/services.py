"""Changes to the list of companies."""

from datetime import datetime

from django.db import transaction

from lotsa.core.companies.orgnr import read_organisation_number
from lotsa.domain.companies.models import Company


def company_of(
    number: str, *, name: str = "", municipality_code: str = "", now: datetime
) -> Company | None:
    """The company with this organisation number, made when it was not known.

    Args:
        number: as written by a person; spaces and hyphens do not matter.
        name: kept when the company had none.
        municipality_code: kept when it is given.
        now: when something happened about the company.

    Returns:
        None for an empty or invalid number, and for a sole trader's.
    """
    found = read_organisation_number(number)
    if found is None or found.is_person:
        return None
    with transaction.atomic():
        company, made = Company.objects.get_or_create(
            organisation_number=found.digits,
            defaults={
                "name": name[:200],
                "municipality_code": municipality_code[:4],
                "created_at": now,
                "last_active_at": now,
            },
        )
        if not made:
            company.last_active_at = max(company.last_active_at, now)
            company.name = company.name or name[:200]
            company.municipality_code = municipality_code[:4] or company.municipality_code
            company.save(update_fields=["last_active_at", "name", "municipality_code"])
    return company
