from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lotsa.core.catalogue.faults import CatalogueRefused
from lotsa.foundation.catalogue_folder import packaged, read_folder
from lotsa.usecases.catalogue import import_catalogue

_SHOWN = 20


class Command(BaseCommand):
    """Loads the catalogue that comes with the system, or another. A second run changes nothing."""

    help = "Load a catalogue of measures, actors, need areas and facts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder to load; without it the packaged catalogue."""
        parser.add_argument("folder", nargs="?", type=Path, help="folder with the catalogue files")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Load, say each step, and list the faults when the catalogue is refused."""
        folder: Path | None = options["folder"]

        def say(step: str) -> None:
            if options["verbosity"]:
                self.stdout.write(f"  {step} …")
                self.stdout.flush()

        try:
            catalogue = packaged() if folder is None else read_folder(folder)
            done = import_catalogue(catalogue, say)
        except CatalogueRefused as refused:
            for fault in refused.faults[:_SHOWN]:
                self.stderr.write(f"{fault.place()}: {fault.message_en} {fault.remedy_en}")
            raise CommandError(
                f"The catalogue has {len(refused.faults)} faults. Nothing was taken in. "
                "`lotsa catalogue check` lists them all."
            ) from refused
        if not options["verbosity"]:
            return
        if not done.changed:
            self.stdout.write(f"Catalogue: as before (revision {done.revision}).")
            return
        self.stdout.write(
            f"Catalogue: revision {done.revision}, {done.published.measures} new measures, "
            f"{done.published.versions} new versions, {done.published.withdrawn} withdrawn."
        )
