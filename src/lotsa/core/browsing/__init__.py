"""Looking things up without telling anything: states in time, facets, order, outlines of places."""
