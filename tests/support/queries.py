"""How many questions a page or a selector puts to the database."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(action):
    """Their number the second time: what a process reads once and keeps is not counted."""
    action()
    with CaptureQueriesContext(connection) as asked:
        action()
    return len(asked)
