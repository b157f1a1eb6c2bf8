"""`manage.py jobs`: the recurring jobs, and a way to stop one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lotsa.foundation.jobs import recurring
from lotsa.foundation.jobs.models import JobSchedule


class Command(BaseCommand):
    """Lists, stops and lets go on."""

    help = "List the recurring jobs, stop one or let it go on."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the verb and the job's name."""
        parser.add_argument("verb", choices=("list", "stop", "go-on"), nargs="?", default="list")
        parser.add_argument("name", nargs="?", help="such as purge-expired")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do as told, then show how things stand."""
        if options["verb"] != "list" and not recurring.stop(
            options["name"] or "", stopped=options["verb"] == "stop"
        ):
            raise CommandError("There is no such job, or no worker has run yet.")
        for row in JobSchedule.objects.all():
            state = "stopped" if row.is_stopped else f"next {row.next_due:%Y-%m-%d %H:%M}"
            last = f"{row.last_finished:%Y-%m-%d %H:%M}" if row.last_finished else "never"
            self.stdout.write(f"{row.name}: {state}, last finished {last}")
