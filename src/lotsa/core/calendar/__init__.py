"""Which days are worked in Sweden, and when a promise counted in working days runs out."""
