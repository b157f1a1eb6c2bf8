"""How often one visitor may do a thing.

Put `@limited("name", "20/m")` from `limiter.py` innermost on a view, below `@require_POST`.
"""
