"""`manage.py work`: one process that runs queued tasks and enqueues recurring ones."""

import logging
import threading
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection

from lotsa.foundation.jobs.recurring import enqueue_due

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Runs until stopped; several may run at once."""

    help = "Run queued tasks, and enqueue recurring jobs as they fall due."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the two intervals and --once."""
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between looks")
        parser.add_argument("--tick", type=float, default=30.0, help="seconds between schedules")
        parser.add_argument("--once", action="store_true", help="run what is due, then stop")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Start the schedule beside the worker."""
        stop = threading.Event()
        if options["once"]:
            enqueue_due()
        else:
            threading.Thread(
                target=_keep_schedule, args=(stop, options["tick"]), daemon=True
            ).start()
        try:
            call_command(
                "db_worker",
                interval=options["interval"],
                batch=options["once"],
                reload=False,
                startup_delay=False,
                verbosity=options["verbosity"],
            )
        finally:
            stop.set()


def _keep_schedule(stop: threading.Event, tick: float) -> None:
    while not stop.is_set():
        try:
            enqueue_due()
        except DatabaseError:
            # The database may be restarting; what was due is still due at the next tick.
            logger.exception("Could not enqueue recurring jobs.")
        finally:
            connection.close()
        stop.wait(tick)
