"""Where coordinators set up desks, say how cases are received, and see where help is missing."""
