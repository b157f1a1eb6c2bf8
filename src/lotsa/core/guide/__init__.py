"""Sorts verdicts into the lists of the answer page and lays windows out in time."""
