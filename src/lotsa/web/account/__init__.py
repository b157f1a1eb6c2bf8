"""Signing in, one's own settings, and which place one is at."""
