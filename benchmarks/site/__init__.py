"""The site with one page more: a bare view, to measure the others against."""
