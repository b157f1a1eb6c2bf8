"""The adviser's face: inbox, cases, what to do, and cases opened on the phone."""
