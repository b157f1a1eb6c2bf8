"""Notices that become mail: none lost, none sent twice, nothing personal stored.

Register in the app's `notices.py`: `recipient_kind` (who can get mail, and how they are found) and
`notice` (what is told, to whom, written by which function); both in `registry.py`. Then
`enqueue("case.received", to=("user", 7), about=("case", 12))` from `services.py`, inside the
transaction that makes the change.

A row holds ids and codes. Address and text are looked up and written when the mail goes, so what
is erased meanwhile is never sent. `delivery.py` says how a killed worker is survived.
"""
