"""The search tables. They are not models: each database has its own way to find near words."""

import logging
from typing import Any

from django.db import DatabaseError, migrations, transaction

from lotsa.foundation.search.index import store_for

logger = logging.getLogger("lotsa.foundation.search")


def create(apps: Any, schema_editor: Any) -> None:
    """Make the tables, and ask PostgreSQL for pg_trgm, which it may refuse."""
    connection = schema_editor.connection
    if connection.vendor == "postgresql":
        try:
            with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except DatabaseError as refusal:
            logger.warning("PostgreSQL would not create pg_trgm: %s", refusal)
    store_for(connection).create()


def drop(apps: Any, schema_editor: Any) -> None:
    """Take the tables away."""
    store_for(schema_editor.connection).drop()


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(create, drop)]
