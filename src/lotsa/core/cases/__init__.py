"""A case as a machine of states: what may happen next, and where that leaves it."""
