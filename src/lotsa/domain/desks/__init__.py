"""Entrances to the support system, and how each territory receives what comes in."""
