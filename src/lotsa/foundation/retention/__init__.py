"""How long every field is kept; an undeclared field fails a test.

An app declares each of its models in its own `retention.py`, with `declare` and `Keep` from
`registry.py`: which fields are personal and for how many days, and which are not personal.
"""
