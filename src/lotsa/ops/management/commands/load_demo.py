"""`manage.py load_demo`: a support desk with invented people, companies and cases."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lotsa.domain.people.models import User
from lotsa.foundation import clock
from lotsa.ops.demo.load import CASES, COMPANIES, load


class Command(BaseCommand):
    """Fills an empty demo; one that has people already is left as it is."""

    help = "Fill the demo's support desk, unless that has been done."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the numbers of companies and cases."""
        parser.add_argument("--companies", type=int, default=COMPANIES)
        parser.add_argument("--cases", type=int, default=CASES)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Fill it, or say why not."""
        if not settings.LOTSA_DEMO:
            raise CommandError("This is not the demo: LOTSA_DEMO is off.")
        if User.objects.filter(is_demo=True).exists():
            self.stdout.write("The demo's support desk is there.")
            return
        made = load(companies=options["companies"], cases=options["cases"], now=clock.moment())
        self.stdout.write(
            f"{made.teams} teams, {made.companies} companies and {made.cases} cases, all invented."
        )
