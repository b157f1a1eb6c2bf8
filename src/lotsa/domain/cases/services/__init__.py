"""What can be done with a case, one function per verb.

Each locks the case, checks, changes, logs and tells those concerned, in one transaction. A move
that cannot be made raises `core.cases.states.NotPossible`; one that the same person has already
made does nothing, so a double click is harmless.
"""
