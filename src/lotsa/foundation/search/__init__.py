"""Search in the database the house already has: one index, SQLite or PostgreSQL behind it.

``index.rebuild(documents)`` and ``index.search(query)`` are what other rooms use.
"""
