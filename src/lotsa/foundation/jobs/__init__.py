"""Work outside the request: Django's task interface, kept in our own database.

One-off work: `@task()` from `django_tasks` in the app's `jobs.py`, then `.enqueue(…)`.
Work that comes back: `@recurring("name", every=…)` above `@task()`, see `recurring.py`.
`manage.py work` runs both; several may run at once.
"""
