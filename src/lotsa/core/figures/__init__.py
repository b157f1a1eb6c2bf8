"""Figures on cases: what is counted, over which months, and how sure one can be."""

from lotsa.core.figures.estimates import Median, Share, median, share
from lotsa.core.figures.periods import Period, quarters_before
from lotsa.core.figures.tallies import Tally

__all__ = ["Median", "Period", "Share", "Tally", "median", "quarters_before", "share"]
