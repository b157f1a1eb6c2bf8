"""Keeping the directory: what it says in words, how it stands, what it lacks, sheets in and out."""
