"""Situations that a company chose to keep for a while."""
