"""`manage.py load_demo`: a support desk with invented people, companies and cases."""

import random
from importlib import resources
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from lotsa.domain.desks.models import Desk
from lotsa.domain.people.models import User
from lotsa.foundation import clock
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.ops.demo.cases import Maker, make_cases
from lotsa.ops.demo.companies import make_companies
from lotsa.ops.demo.directory import make_directory

COMPANIES = 500
CASES = 300


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
        text = (resources.files("lotsa") / "data/demo/support_desk.yaml").read_text("utf-8")
        data = yaml.safe_load(text)
        now = clock.moment()
        with transaction.atomic():
            teams = make_directory(data, today=now.date(), now=now)
            companies = make_companies(data, options["companies"], seed=1, now=now)
            desks: dict[str, list[Desk]] = {}
            for desk in Desk.objects.select_related("territory"):
                desks.setdefault(desk.territory.code, []).append(desk)
            chance = random.Random(2)  # noqa: S311  the same demo every time, not a secret
            cases = make_cases(Maker(data, chance, desks, now), companies, options["cases"])
            # What these cases would have mailed in the past is not mailed now.
            OutboxMessage.objects.all().delete()
        self.stdout.write(
            f"{len(teams)} teams, {len(companies)} companies and {cases} cases, all invented."
        )
