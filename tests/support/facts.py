"""The real facts in the test database.

Loading them takes a second, so each process does it once, the first time a test asks, and leaves
them there. Tests that do not ask start from empty tables all the same: their transaction begins by
taking the facts away.
"""

from django.apps import apps
from django.core.management import call_command
from django.db import transaction

from lotsa.domain.measures.models import CatalogueRevision
from lotsa.foundation.search import index

_filled = []


def load():
    """Load reference lists and catalogue the way `make run` does, unless they are there."""
    if CatalogueRevision.objects.exists():
        return
    call_command("load_reference", verbosity=0)
    call_command("load_catalogue", verbosity=0)
    ours = [model for model in apps.get_models() if model.__module__.startswith("lotsa.")]
    # Only these: emptying every table before every test would take longer than most tests.
    _filled[:] = [model for model in reversed(ours) if model._base_manager.exists()]


def take_away():
    """Empty the tables that the facts fill, and the search index, if they were ever loaded here."""
    if not _filled:
        return
    with transaction.atomic():
        for model in _filled:
            rows = model._base_manager.all()
            rows._raw_delete(rows.db)
        index.rebuild([])
