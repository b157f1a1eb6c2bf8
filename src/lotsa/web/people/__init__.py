"""Who has a place in which organisation, and with which roles."""
