"""The demo's companies: invented, and marked so in their names."""

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from lotsa.core.companies.invented import invented_number
from lotsa.domain.companies.models import Company

_SIZES: Final = (0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 8, 10, 12, 14, 19, 25, 40, 60, 120)
_PHONES: Final = (
    range(701740605, 701740700),
    range(846500400, 846500500),
    range(980319200, 980319300),
)
"""What Post- och telestyrelsen keeps free for fiction: no number here reaches anybody."""


@dataclass(frozen=True)
class Invented:
    """A company that does not exist.

    Attributes:
        name: with "(exempel)" after it.
        number: an organisation number that nobody has been given.
        kind: of trade, as the demo's questions name it.
        municipality, region: codes.
        employees: how many.
        facts: a situation's facts, in the registry's terms.
        contact, email, phone: of somebody who does not exist either; the phone may be empty.
    """

    name: str
    number: str
    kind: str
    municipality: str
    region: str
    employees: int
    facts: Mapping[str, Any]
    contact: str
    email: str
    phone: str


def make_companies(
    data: Mapping[str, Any], count: int, *, seed: int, now: datetime
) -> list[Invented]:
    """Invent companies in the demo's regions and lay them in; the same every time.

    No service makes companies many at a time: in the product each comes with its first case, or
    from a register that the demo does not have. These rows are what such a register would give.
    """
    chance = random.Random(seed)  # noqa: S311  the same demo every time, not a secret
    names = _names(data, chance)
    phones = _phones()
    made = [_company(data, number, names, phones, chance) for number in range(count)]
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


def _names(data: Mapping[str, Any], chance: random.Random) -> list[str]:
    """Words that no company of the demo has in common with another."""
    words = [f"{a}{b}" for a, b in itertools.product(data["name_starts"], data["name_ends"])]
    chance.shuffle(words)
    return words


def _phones() -> Iterator[str]:
    return (f"0{number}" for numbers in _PHONES for number in numbers)


def _company(
    data: Mapping[str, Any],
    number: int,
    names: Sequence[str],
    phones: Iterator[str],
    chance: random.Random,
) -> Invented:
    regions = sorted(data["shares"])
    region = chance.choices(regions, [data["shares"][each] for each in regions])[0]
    towns = data["places"][region]
    # The first town of each list is the largest.
    municipality = towns[0] if chance.random() < 0.4 else chance.choice(towns)  # noqa: PLR2004
    trade = chance.choice(data["trades"])
    employees = chance.choice(_SIZES)
    word = names[number % len(names)]
    end = chance.choice(list(trade["words"]))
    again = f" {number // len(names) + 1}" if number >= len(names) else ""
    return Invented(
        name=f"{word} {end}{again} AB (exempel)",
        number=invented_number(number),
        kind=trade["kind"],
        municipality=municipality,
        region=region,
        employees=employees,
        facts={
            "municipality": [municipality],
            "sni": [trade["words"][end]],
            "employees": employees,
            "legal_form": "aktiebolag",
        },
        contact=f"{chance.choice(data['first_names'])} {chance.choice(data['last_names'])}",
        email=f"foretag{number + 1}@example.com",
        phone=next(phones, "") if chance.random() < 0.5 else "",  # noqa: PLR2004
    )
