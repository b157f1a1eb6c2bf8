"""`manage.py make_big_data`: a year of a big region, to measure pages on. Never in production."""

import random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from lotsa.domain.cases.models import Case
from lotsa.foundation import clock
from lotsa.ops.demo import bulk
from lotsa.ops.demo.bulk_cases import make_cases

COMPANIES, CASES, TEAMS, REGION = 30_000, 20_000, 400, "04"


class Command(BaseCommand):
    """Adds invented companies, teams, people and cases to a database without cases."""

    help = "Fill a database with a year of a big region, all invented."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the sizes."""
        parser.add_argument("--companies", type=int, default=COMPANIES)
        parser.add_argument("--cases", type=int, default=CASES)
        parser.add_argument("--teams", type=int, default=TEAMS)
        parser.add_argument("--region", default=REGION, help="code of the region they lie in")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Refuse where real cases may be; otherwise fill and let the database take its measure."""
        if not settings.LOTSA_DEMO:
            raise CommandError("This is not the demo: LOTSA_DEMO is off.")
        if Case.objects.exists():
            raise CommandError("There are cases here. Begin with a database that has none.")
        chance = random.Random(1)  # noqa: S311  the same data every time, not a secret
        now = clock.moment()
        world = bulk.make_world(
            companies=options["companies"],
            teams=options["teams"],
            region=options["region"],
            now=now,
            chance=chance,
        )
        make_cases(
            world,
            options["cases"],
            chance,
            lambda done: self.stdout.write(f"{done} cases of {options['cases']}"),
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.stdout.write("Done; everything is invented.")
