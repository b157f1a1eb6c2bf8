"""Full-text search as pure decisions: what words mean, how near they are, and what ranks first.

A store (see ``lotsa.foundation.search``) only fetches rows; everything that decides is here, so
that the ranking is the same whichever database holds the index.
"""
