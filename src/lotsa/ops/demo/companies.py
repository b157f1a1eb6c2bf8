"""The demo's companies: invented, and marked so in their names."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lotsa.core.companies.invented import invented_number
from lotsa.domain.companies.models import Company

_SIZES = (0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 8, 10, 14, 19, 25, 40, 60, 120)


@dataclass(frozen=True)
class Invented:
    """A company that does not exist.

    Attributes:
        name: with "(exempel)" after it.
        number: an organisation number that nobody has been given.
        municipality, region: codes.
        facts: a situation's facts, in the registry's terms.
        contact, email, phone: of somebody who does not exist either.
    """

    name: str
    number: str
    municipality: str
    region: str
    facts: Mapping[str, Any]
    contact: str
    email: str
    phone: str


def make_companies(
    data: Mapping[str, Any], count: int, *, seed: int, now: datetime
) -> list[Invented]:
    """Invent companies in the demo's regions and lay them in; the same every time."""
    chance = random.Random(seed)  # noqa: S311  the same demo every time, not a secret
    made = [_company(data, number, chance) for number in range(count)]
    Company.objects.bulk_create(
        [
            Company(
                organisation_number=one.number,
                name=one.name,
                municipality_code=one.municipality,
                created_at=now,
                last_active_at=now,
            )
            for one in made
        ],
        ignore_conflicts=True,
    )
    return made


def _company(data: Mapping[str, Any], number: int, chance: random.Random) -> Invented:
    region = chance.choice(sorted(data["places"]))
    towns = data["places"][region]
    # The first town of each list is the largest.
    municipality = towns[0] if chance.random() < 0.5 else chance.choice(towns)  # noqa: PLR2004
    trade = chance.choice(data["trades"])
    employees = chance.choice(_SIZES)
    name = f"{chance.choice(trade['words'])} {number + 1} AB (exempel)"
    facts = {
        "municipality": [municipality],
        "sni": [trade["sni"]],
        "employees": employees,
        "legal_form": "aktiebolag",
    }
    return Invented(
        name=name,
        number=invented_number(number),
        municipality=municipality,
        region=region,
        facts=facts,
        contact=f"{chance.choice(data['first_names'])} {chance.choice(data['last_names'])}",
        email=f"foretag{number + 1}@example.com",
        phone=f"0701740{number % 1000:03d}",
    )
