"""What happened, kept for review: registered events with declared, non-personal data.

Declare with `event_type` (`registry.py`) in the app's `events.py`; write with `record`
(`services.py`) in the service that makes the change, inside its transaction.
"""
