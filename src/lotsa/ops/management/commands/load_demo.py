"""`manage.py load_demo`: a support desk with invented people, companies and cases."""

import random
from importlib import resources
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from lotsa.domain.people.models import User
from lotsa.foundation import clock
from lotsa.foundation.outbox.delivery import deliver_due
from lotsa.ops.demo.cases import keep_mails, let_bounce, make_cases
from lotsa.ops.demo.companies import make_companies
from lotsa.ops.demo.directory import make_directory
from lotsa.ops.demo.maker import Maker

COMPANIES = 500
CASES = 300
_FILES = ("support_desk.yaml", "support_cases.yaml")


class Command(BaseCommand):
    """Fills an empty demo; one that has people already is left as it is."""

    help = "Fill the demo's support desk, unless that has been done."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the numbers of companies and cases."""
        parser.add_argument("--companies", type=int, default=COMPANIES)
        parser.add_argument("--cases", type=int, default=CASES)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make it all in one transaction: a demo is whole or not there."""
        if not settings.LOTSA_DEMO:
            raise CommandError("This is not the demo: LOTSA_DEMO is off.")
        if User.objects.filter(is_demo=True).exists():
            self.stdout.write("The demo's support desk is there.")
            return
        data = _texts()
        now = clock.moment()
        with transaction.atomic():
            teams = make_directory(data, now=now)
            companies = make_companies(data, options["companies"], seed=1, now=now)
            chance = random.Random(2)  # noqa: S311  the same demo every time, not a secret
            maker = Maker(data, chance, companies, now)
            cases = make_cases(maker, options["cases"])
            keep_mails(maker)
            # In the demo this puts them in the mailbox that anyone can read.
            deliver_due()
            let_bounce(maker)
        self.stdout.write(
            f"{len(teams)} teams, {len(companies)} companies and {cases} cases, all invented."
        )


def _texts() -> dict[str, Any]:
    folder = resources.files("lotsa") / "data/demo"
    found: dict[str, Any] = {}
    for name in _FILES:
        found |= yaml.safe_load((folder / name).read_text("utf-8"))
    return found
