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

_seen = False


def load():
    """Load reference lists and catalogue the way `make run` does, unless they are there."""
    global _seen  # noqa: PLW0603
    _seen = True
    if not CatalogueRevision.objects.exists():
        call_command("load_reference", verbosity=0)
        call_command("load_catalogue", verbosity=0)


def take_away():
    """Empty our tables and the search index, if the facts were ever loaded in this process."""
    if not _seen:
        return
    models = [model for model in apps.get_models() if model.__module__.startswith("lotsa.")]
    with transaction.atomic():
        for model in reversed(models):
            rows = model._base_manager.all()
            rows._raw_delete(rows.db)
        index.rebuild([])
