"""The whole demo of the support desk, from empty to in full swing."""

import random
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from typing import Any, Final

import yaml
from django.db import transaction

from lotsa.ops.demo.cases import keep_mails, make_cases
from lotsa.ops.demo.companies import make_companies
from lotsa.ops.demo.directory import make_directory
from lotsa.ops.demo.maker import Maker

COMPANIES: Final = 500
CASES: Final = 300
_FILES: Final = ("support_desk.yaml", "support_cases.yaml")


@dataclass(frozen=True)
class Loaded:
    """How much was made."""

    teams: int
    companies: int
    cases: int


def load(*, companies: int = COMPANIES, cases: int = CASES, now: datetime) -> Loaded:
    """Fill an empty demo, in one transaction: a demo is whole or not there.

    The same at the same `now`, apart from numbers that are drawn to be unguessable.

    Args:
        companies: how many.
        cases: about how many; at least one of each kind.
        now: the moment of the demo; everything has happened before it.
    """
    data = _texts()
    with transaction.atomic():
        teams = make_directory(data, now=now)
        invented = make_companies(data, companies, seed=1, now=now)
        chance = random.Random(2)  # noqa: S311  the same demo every time, not a secret
        maker = Maker(data, chance, invented, now)
        made = make_cases(maker, cases)
        keep_mails(maker)
    return Loaded(len(teams), len(invented), made)


def _texts() -> dict[str, Any]:
    folder = resources.files("lotsa") / "data/demo"
    found: dict[str, Any] = {}
    for name in _FILES:
        found |= yaml.safe_load((folder / name).read_text("utf-8"))
    return found
