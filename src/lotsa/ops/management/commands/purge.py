"""`manage.py purge`: clean what has been kept long enough, or only say what would be cleaned."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lotsa.foundation.retention import services
from lotsa.foundation.retention.registry import erasers


class Command(BaseCommand):
    """The nightly job by hand; tries it dry unless told to go on."""

    help = "Say what is due for deletion by age; with --delete, delete it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the word that makes it real."""
        parser.add_argument("--delete", action="store_true", help="delete, not only count")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Count or clean, and print each kind with its number."""
        cleaned = services.purge_expired(dry_run=not options["delete"])
        done = "deleted or emptied" if options["delete"] else "would be deleted or emptied"
        for name, count in sorted(cleaned.items()):
            self.stdout.write(f"{name}: {count} {done}")
        if not cleaned:
            self.stdout.write("Nothing is due.")
        for each in erasers():
            self.stdout.write(f"({each.name}: {each.sentence}.)")
