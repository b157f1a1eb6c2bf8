"""How often one visitor may do a thing.

Put `@limited("name", "20/m")` from `limiter.py` innermost on a view, below `@require_POST`.
Where only people who are signed in come, `each_person=True` lets colleagues behind one address be.
"""
