from typing import Any

from django.core.management.base import BaseCommand

from lotsa.domain.places.services import load_territories
from lotsa.foundation.reference import places

_STEP = 50


class Command(BaseCommand):
    """Loads the territories that come with the system. A second run changes nothing."""

    help = "Load the country, its regions and its municipalities."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Load, and say how far it has come."""
        every = places()

        def progress(done: int) -> None:
            if done % _STEP == 0 or done == len(every):
                self.stdout.write(f"  territories: {done} of {len(every)}", ending="\r")
                self.stdout.flush()

        loaded = load_territories(every, progress if options["verbosity"] else None)
        if options["verbosity"]:
            self.stdout.write(
                f"Territories: {loaded.created} new, {loaded.changed} changed, "
                f"{loaded.unchanged} as before."
            )
