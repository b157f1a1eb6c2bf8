"""Territories: country, regions and municipalities."""
